"""Who may act and who did: users, roles, operators and who belongs to them, the append-only audit log.

In: credentials and administration. Out: an `Actor` for every request and command, and an audit entry
for every write. Invariant: an actor reaches only the operators it is a member of, and an audit entry is
never changed or removed (the database refuses it).
"""
