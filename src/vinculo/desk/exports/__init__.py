"""Cases as files: tables that Brazilian spreadsheets open, and the official forms in a ZIP.

In: a bulk job's cases and columns. Out: one file in the storage. Invariant: a file holds only what its
person may see at each case's operator, and is in nobody's memory as a whole.
"""
