"""How the protocol system of an operator is reached and asked.

In: the operator's TOML file, and what a protocol is to be opened with. Out: the number that the system gave,
or what is wrong, in a sentence. Invariant: after an answer that was lost nothing is sent again before the
system was asked what it has under the key.
"""
