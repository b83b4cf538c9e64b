"""The public notice of a consultation, and its poster."""
