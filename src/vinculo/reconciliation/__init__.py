"""The registry held against the cases: what both say and cannot both be true.

In: providers with their periods and production, as hands and feeds leave them, and the cases. Out:
divergences, each with an owner, an age and the step that mends it; every write to a case or a provider goes
through the actions of their rooms. Invariant: a comparison changes nothing but divergences, and one that was
dismissed stays so until the facts it was dismissed for are others.
"""
