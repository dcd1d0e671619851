"""Scoped reads of the desk."""
