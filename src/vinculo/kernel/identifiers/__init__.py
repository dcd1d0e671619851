"""Official identifiers: one module each, with `clean`, `is_valid` and `formatted` where they make sense.

`clean` answers whether a text has the shape of the identifier and gives it as it is stored; whether
its check digits are right is `is_valid`'s question, because what is wrong on paper is kept as written.
"""
