"""What is known of the paper beside a field: its crop, how sure it was read, who confirmed it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from vinculo.intake.doubts import sure_of
from vinculo.intake.limits import CERTAIN
from vinculo.intake.models import FieldConfirmation, FormReading, Sheet
from vinculo.intake.paper_places import Place, blank_in, places_of
from vinculo.kernel.dates import SAO_PAULO, format_date

_HARDLY = 0.7
"""Below this, what was read is more of a guess."""
_CROP_WIDTH = 640
"""Pixels of the screen that a crop over the whole sheet takes."""


@dataclass(frozen=True, slots=True)
class Certainty:
    """How sure a field is, in words and a sign. `tone`: ok, warn, danger."""

    words: str
    icon: str
    tone: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Crop:
    """A picture of a field's place, and its size on the screen."""

    url: str
    width: int
    height: int
    places: str


CONFIRMED = "confirmed"
CORRECTED = "corrected"


@dataclass(frozen=True)
class PaperOfReading:
    """Without sheets there is nothing to show. `blank` are the fields of which only the label was found."""

    places: Mapping[str, Any] = field(default_factory=dict)
    blank: frozenset[str] = frozenset()
    confidence: Mapping[str, float] = field(default_factory=dict)
    sizes: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    confirmations: Mapping[str, FieldConfirmation] = field(default_factory=dict)
    reading_id: int = 0
    case_id: int = 0

    def crop(self, name: str) -> Crop | None:
        known = places_of(self.places, name, is_blank=name in self.blank)
        places = [place for place in known if place.sheet in self.sizes]
        if not places:
            return None
        width, height = self._size(places)
        return Crop(self._address(name), width, height, json.dumps([place.to_json() for place in places]))

    def _size(self, places: Sequence[Place]) -> tuple[int, int]:
        width = max(place.right - place.left for place in places)
        ratio = {number: tall / wide for number, (wide, tall) in self.sizes.items()}
        height = sum((place.cut.bottom - place.top) * ratio[place.sheet] for place in places)
        # What is narrow is shown larger: a box, a state of two letters.
        scale = _CROP_WIDTH * (1.0 if width > 0.5 else 1.35)
        return max(1, round(width * scale)), max(1, round(height * scale))

    def _address(self, name: str) -> str:
        if self.case_id:
            return reverse("case-paper-crop", args=[self.case_id, self.reading_id, name])
        return reverse("import-crop", args=[self.reading_id, name])

    def certainty(self, name: str, corrected_by: str = "") -> Certainty | None:
        """None where nothing is to be said: a file without paper, and nobody has looked."""
        confirmed = self.confirmations.get(name)
        if confirmed is not None:
            day = format_date(confirmed.at.astimezone(SAO_PAULO).date())
            return Certainty("Conferido", "check", "ok", f"por {confirmed.by.name} em {day}")
        if corrected_by:
            return Certainty("Corrigido", "check", "ok", f"por {corrected_by}")
        return told(sure_of(self.confidence, name)) if self.sizes else None


def told(sure: float) -> Certainty:
    """How sure a reading is, as people say it."""
    if sure >= CERTAIN:
        return Certainty("leitura segura", "check", "quiet")
    percent = f"{round(sure * 100)}% de certeza"
    if sure >= _HARDLY:
        return Certainty("Leitura incerta", "warning", "warn", percent)
    return Certainty("Leitura muito incerta", "blocking", "danger", percent)


def paper_of(
    reading: FormReading,
    sheets: Sequence[Sheet],
    confirmations: Mapping[str, FieldConfirmation],
    *,
    case_id: int = 0,
) -> PaperOfReading:
    """`case_id`: the crops are asked for as part of that case."""
    return PaperOfReading(
        places=reading.places,
        blank=blank_in(reading.form, reading.unread, reading.places),
        confidence=reading.confidence,
        sizes={sheet.number: (sheet.width, sheet.height) for sheet in sheets},
        confirmations=confirmations,
        reading_id=reading.pk,
        case_id=case_id,
    )
