"""Bringing an exported conversation to a case, and choosing what of it becomes contacts."""
