"""What a form of the review page sends: the fields, each with the version that the person was looking at."""

from __future__ import annotations

import datetime as dt

from django.http import QueryDict

from vinculo.accounts.actor import Actor
from vinculo.cases.actions.typed_write import clean_raw
from vinculo.intake.actions.correct_reading import Corrected, CorrectionFate, correct_reading
from vinculo.intake.corrections import TICK_LISTS
from vinculo.web.site.http import number_of

from .review_presenters import ReviewPage

VERSION = "v."


def posted_text(post: QueryDict, name: str) -> str:
    """The text of a field; of a list, the ticked codes."""
    return " ".join(post.getlist(name)) if name in TICK_LISTS else post.get(name, "")


def save_posted(
    page: ReviewPage, post: QueryDict, *, actor: Actor, now: dt.datetime
) -> list[tuple[str, Corrected]]:
    """Keeps every field that differs from what stands, and says which could not be applied."""
    kept_apart = []
    for field in page.fields:
        if VERSION + field.name not in post:
            continue
        raw = clean_raw(posted_text(post, field.name))
        stands = " ".join(option.value for option in field.options if option.selected)
        if raw == (stands if field.is_group else clean_raw(field.value)):
            continue
        done = correct_reading(
            reading=page.reading,
            field=field.name,
            raw=raw,
            base_version=number_of(post.get(VERSION + field.name)),
            actor=actor,
            now=now,
        )
        if done.fate is not CorrectionFate.APPLIED:
            kept_apart.append((field.label, done))
    return kept_apart
