"""Systems to try things out on: real HTTP, a process of their own, invented data, faults at will.

Here the core system (SIO); in `protocols` the protocol system (SAD); `listening` and `fault_kinds` are what
both need. In: a seed, sizes, and what is asked over HTTP. Out of the core system: seven kinds of rows as
JSON, CSV and XLSX, in the words and forms of a Brazilian core system, which are not ours: a mapping has
something to map. Invariant: the same seed, sizes and day give the same rows, none of which is held; only what
was changed since is. The product never imports this room: it meets it over HTTP, as it meets real systems.
"""
