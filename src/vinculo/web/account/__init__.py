"""Signing in and out, the own account, passwords and the e-mails about them."""
