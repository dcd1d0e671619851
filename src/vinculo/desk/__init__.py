"""What a person does today: queues, saved views, bulk work, reminders, notices, digests.

In: what `cases` knows, and what people ask of it. Out: lists, counts, messages; every write to a case goes
through the actions of `cases`. Invariant: nobody is shown or sent anything of a case they may not see, and
work in bulk obeys the rules of the same work done singly.
"""
