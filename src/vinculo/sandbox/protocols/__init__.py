"""A protocol system (SAD) to try things out on: opens protocols, takes files, hands requests over, and fails.

In: what is asked over HTTP, faults switched on for good, for some times or for a share of the requests. Out:
numbers, each of which is the moment of its opening. Invariant: an idempotency key has one protocol, whatever
went wrong while it was asked for, and as long as the file of its state is there.
"""
