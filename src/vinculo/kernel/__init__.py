"""What has no domain.

In: plain values. Out: plain values and `Finding`s.
Invariant: nothing here imports Django, reads a clock or knows another room.
"""
