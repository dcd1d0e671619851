"""What a case sets going beyond itself: tasks, protocols, duties, the law's days; and requests that come in.

In: a request of a person (`actions.ask_sector`), the signature, reopening or end of a case, told by the
outbox (`actions.follow_case`), a feed (`actions.confirm_by_registry`), what the protocol system holds
(`actions.take_incoming`). Out: tasks, protocols, duties and deadlines, events in the timeline, and cases
made from requests. Invariants: whatever a signature makes it makes once, however often it is told, and
reopening takes back what was not done and asks to undo what was; a protocol is opened once; a member of a
sector sees what its task names and nothing else of the case; while a task that holds the case is open, the
case waits for that sector, and not a moment longer; nothing is done that nobody or nothing has confirmed.
"""
