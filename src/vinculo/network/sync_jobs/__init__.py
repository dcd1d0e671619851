"""What surrounds the sync: when it runs, from where, in which process, and what it was sent.

In: an operator's connection, files that somebody sent, the clock. Out: runs of `network.actions.sync_*`.
Invariant: a run is worked on by one process at a time; what was sent goes when it has been read.
"""
