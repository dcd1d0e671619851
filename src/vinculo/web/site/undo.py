"""A message that says what was done, with a button that takes it back: instead of “are you sure?”."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest


def tell_with_undo(request: HttpRequest, text: str, undo_url: str) -> None:
    """The next page shows `text` with “Desfazer”, which posts to `undo_url` (nothing personal in it)."""
    messages.success(request, text, extra_tags=undo_url)
