"""Accounts of staff: signing in, the second factor, invitations. Visitors have none."""
