"""What must happen after a commit: rows written in the same transaction, claimed and done by workers.

In: `plan` from an action, inside its transaction. Out: each row done by a handler that `config.flow` wires to
its kind, tried again with growing pauses, given up after a limit; each try that another system saw, and the
times in which that was down. Invariant: the row is the truth, the job only carries its id; a row is claimed
by exactly one worker, a worker that died loses its claim, and a system that is down costs no row a try.
"""
