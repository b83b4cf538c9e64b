"""Accounts of staff: signing in, the second factor. Visitors have none."""
