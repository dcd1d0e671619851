"""The retention case: sole owner of its state, contacts, offers, decision, attachments, timeline.

In: what people type, tick and upload; readings accepted by `intake`. Out: a `RetentionForm` to print, facts
for rules, an append-only timeline. Invariants: saving is never refused, and what was typed stays beside its
parsed value; a state changes only along the transition table; numbers have no holes; history is never
rewritten.
"""
