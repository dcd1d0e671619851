"""How an operator's core system is told what was decided: a line in the history, an inactivation.

In: the operator's TOML file, beside that from which its registry is fed. Out: addresses, names of fields and
forms of dates. What is sent, and what becomes of it, is `consequences.delivering`'s.
"""
