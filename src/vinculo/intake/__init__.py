"""Files in, readings reviewed by a person, cases out; the original is kept.

In: files dropped on the page or named on the command line. Out: cases made by `cases` actions. Invariant:
the same form of the same operator makes one case, however often it comes in.
"""
