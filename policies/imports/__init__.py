"""From an uploaded file, over a reviewed outline, to pages."""
