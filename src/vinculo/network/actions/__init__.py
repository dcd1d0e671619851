"""The writes of the room, one file for each event of the business.

Each is asked with keywords, by an actor, at a moment; it locks, asks whether the actor may, asks the
rules, writes and notes it in the audit log, whole or not at all. Asking again for what already stands is
no error and writes nothing, so that a form sent twice does one thing.
"""
