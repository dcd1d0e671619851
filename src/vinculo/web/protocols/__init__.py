"""Protocolos: what is queued, what failed, what was opened, and how the protocol system does."""
