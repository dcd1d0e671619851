"""The writes of the room: one function each, atomic, audited."""
