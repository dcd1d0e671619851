"""The demonstration: invented operators, people and clinics, and two years of retention cases.

In: a seed and the moment of now. Out: data written by the product's own actions, each at its own moment of
the past, in the order of time. First everything is planned without a database (`plan`), then it is
performed step by step (`stage`). Invariants: the same seed and now give the same story; nobody is meant.
"""
