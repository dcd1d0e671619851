"""A letter put together: a wording and a case give the sheet that is set, and what is missing for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from vinculo.accounts.models import Operator
from vinculo.kernel.dates import SAO_PAULO, format_day_in_words
from vinculo.kernel.folding import fold
from vinculo.kernel.text_gaps import filled
from vinculo.paper.printing.letter import Letter, letter_parts, letter_text, lost_in_letter
from vinculo.paper.printing.typesetter import typeset_letter

from .letter_gaps import SAMPLES
from .starter_letters import Wording

SIGNED_AS = "Relacionamento com prestadores"
PREVIEW = "PRÉVIA"


@dataclass(frozen=True, slots=True)
class FilledLetter:
    """A wording with its gaps filled. `missing` are those without a value, in the order of the text."""

    title: str
    body: str
    message: str
    missing: tuple[str, ...]

    @property
    def lost(self) -> tuple[str, ...]:
        """Characters that the paper cannot show."""
        return tuple(dict.fromkeys((*lost_in_letter(self.title), *lost_in_letter(self.body))))


def fill_letter(wording: Wording, values: Mapping[str, str]) -> FilledLetter:
    texts = [filled(text, values) for text in (wording.title, wording.body, wording.message)]
    missing = dict.fromkeys(gap for text in texts for gap in text.missing)
    return FilledLetter(texts[0].text, texts[1].text, texts[2].text, tuple(missing))


@dataclass(frozen=True, slots=True)
class LetterFoot:
    """What an issued letter says of itself; a preview says nothing."""

    number: str = ""
    line_of_code: str = ""
    verified_at: str = ""


def sample_letter(wording: Wording, operator: Operator, now: dt.datetime) -> bytes:
    """The PDF of a wording filled with nobody's data."""
    values = {**SAMPLES, "operadora": operator.name}
    letter = letter_sheet(fill_letter(wording, values), values, operator, now, LetterFoot())
    return typeset_letter(letter, now.astimezone(SAO_PAULO).date())


def letter_sheet(
    filled_letter: FilledLetter,
    values: Mapping[str, str],
    operator: Operator,
    now: dt.datetime,
    foot: LetterFoot,
) -> Letter:
    named = [
        f"Documento {foot.number}" if foot.number else "",
        f"Processo {values['processo']}" if values.get("processo") else "",
    ]
    addressee = [values.get("prestador", ""), values.get("cro", ""), values.get("cidade", "")]
    if values.get("pessoa") and fold(values["pessoa"]) != fold(values.get("prestador", "")):
        addressee.insert(1, f"A/C {values['pessoa']}")
    return Letter(
        sender=letter_text(operator.name),
        sender_line=f"Registro ANS {operator.ans_registration}" if operator.ans_registration else "",
        place_and_day=format_day_in_words(now.astimezone(SAO_PAULO).date()),
        title=letter_text(filled_letter.title),
        addressee=tuple(letter_text(line) for line in addressee if line),
        body=letter_parts(filled_letter.body),
        signed_by=letter_text(values.get("consultor", "")),
        signed_as=letter_text(f"{SIGNED_AS} · {operator.name}"),
        number_line=letter_text(" · ".join(part for part in named if part)),
        code_line=f"Código {foot.line_of_code} · confira em {settings.VERIFICATION_URL}"
        if foot.line_of_code
        else "",
        verified_at=foot.verified_at,
        watermark="" if foot.number else PREVIEW,
    )
