"""Reads of the room, a file for each question; each starts from what the actor may see."""
