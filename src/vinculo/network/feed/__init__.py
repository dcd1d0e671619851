"""What the core system tells: where each fact stands (mapping), rows (sources), and whether they are right.

In: files or pages of a server, and the operator's mapping. Out: a frozen value for each row that is right,
the others with the reason. Invariant: nothing here asks or writes the database, and only a few rows are
held at a time.
"""
