"""Writes of the desk: one action each."""
