"""What is issued because of a case: its signed form, and letters to the provider about the decision.

In: a signature (told by the outbox), or a person who issues a letter. Out: a PDF with a number, a code that
anybody can look up, and its hash; an event in the timeline of the case. Invariants: a signature makes one
signed form, however often it is told; an issued document is never rendered anew, its stored bytes are served
or nothing is; it is never changed either, only marked as superseded; numbers have no holes; nothing is marked
as digitally signed whose signature was not validated.
"""
