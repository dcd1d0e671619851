"""What a rule on a form may look at: the form, its edition, the day, and the look-ups passed in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from vinculo.paper.editions import Edition
from vinculo.paper.form import RetentionForm

LONGEST_NOTE = 200_000
"""Characters of a note that rules look through: what is pasted beyond them must not keep a page waiting."""


@dataclass(frozen=True, slots=True)
class FormFacts:
    """Everything that a rule on a form is told.

    `city_exists(name, uf)` looks a municipality up; accents and case are its affair. `protocol_system`
    says whether a protocol system is connected that can open a protocol without a sector's help.
    """

    form: RetentionForm
    edition: Edition
    today: dt.date
    city_exists: Callable[[str, str], bool]
    protocol_system: bool = False

    def notes(self) -> Iterator[tuple[str, str]]:
        """Each note that says something, with the field that holds it; of a huge one its beginning."""
        for contact in self.form.contacts:
            if contact.note is not None and is_said(contact.note):
                yield f"contacts.{contact.number}.note", contact.note[:LONGEST_NOTE]
        for field in ("actions_note", "general_note"):
            note: str | None = getattr(self.form, field)
            if note is not None and is_said(note):
                yield field, note[:LONGEST_NOTE]


def is_said(text: str | None) -> bool:
    """Whether a text says anything: a dash or a full stop alone fills a line, but says nothing."""
    return text is not None and any(character.isalnum() for character in text)
