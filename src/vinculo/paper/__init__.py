"""The official form as data: closed lists, editions, rules on what it says, reading it, printing it.

In: a form on paper (text, PDF), or a `RetentionForm` to print. Out: a `RetentionForm` with findings,
or a PDF. Invariant: nothing is inferred that the paper does not say, and what was printed here reads
back as the same form. No Django: lists and look-ups are passed in.
"""
