"""The registry is fed: what the core system tells is staged, held against the registry, applied, taken back.

In: the readings of one operator's feed. Out: the registry as the feed tells it, in one transaction.
Invariant: the registry is either as before or wholly new, and what was written over is kept for the undo.

Each run works in a PostgreSQL schema of its own, in three kinds of tables:

- `staged_<entity>`: the rows of the feed, as they came; unlogged, kept up to the next run, which takes them
  over where the same is told again.
- `plan_<table>`: a row for each row of the registry that is to be inserted, updated or deleted, with the
  values after, and for people those before.
- `before_<table>`: what the rows that were updated or deleted said.

An entity's module says which columns are staged and writes the plan; `applying` and `undoing` do what plans
say, table by table, and know nothing of entities.
"""
