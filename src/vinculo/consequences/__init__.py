"""What a case sets going beyond itself. So far: what its sectors are asked.

In: a request of a person (`actions.ask_sector`), and the signature, reopening or end of a case, told by the
outbox (`actions.follow_case`). Out: tasks in the queues of sectors, and events in the timeline of the case,
which tell its consultant. Invariants: a signature makes one task for each of its sectors, however often it is
told; a member of a sector sees what the task names and nothing else of the case; while a task that holds the
case is open, the case waits for that sector, and not a moment longer.
"""
