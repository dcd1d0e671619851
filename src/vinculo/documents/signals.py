"""What the room tells the rooms after it."""

from __future__ import annotations

from django.dispatch import Signal

document_issued = Signal()
"""Sent in the transaction that issues a document, with `document` and the `write` to its case."""
