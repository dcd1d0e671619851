"""The one look for each kind of divergence, and what the screen reads."""
