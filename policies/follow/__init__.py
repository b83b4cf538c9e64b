"""Following policies: by e-mail, by feed and by calendar."""
