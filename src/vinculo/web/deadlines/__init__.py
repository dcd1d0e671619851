"""Prazos legais: what the law asks of each termination, by when, and the calendar of it."""
