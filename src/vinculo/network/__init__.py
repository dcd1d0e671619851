"""What the operator knows: municipalities, coverage, providers, dentists, contact persons, who works where.

In: edits by people now, the core system's feed later. Out: scoped reads (`queries`) and facts for the head
of a case. Invariant: a dentist stands once per operator and CRO; a provider has one technical manager at a
time; nothing here knows a case.
"""
