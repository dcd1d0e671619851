"""A letter to the provider about the decision is issued: filled, set, numbered, kept."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from vinculo.accounts.actor import Actor
from vinculo.cases.actions.case_write import CaseWrite, writing
from vinculo.cases.models import Case
from vinculo.cases.queries.case_records import records_of
from vinculo.kernel.dates import SAO_PAULO
from vinculo.paper.printing.letter import Letter
from vinculo.paper.printing.typesetter import LETTER, layout_name, typeset_letter

from ..letter import FilledLetter, LetterFoot, fill_letter, letter_sheet
from ..letter_gaps import BEFORE_ISSUING, GAPS, TYPED, values_of
from ..models import IssuedDocument
from ..queries.letter_templates import OfferedLetter, offered_letters
from ..refusals import UnableToIssueLetter
from ..standing import standing_signature
from .issue import DocumentFacts, DocumentName, Rendered, issue_document

LONGEST_VALUE = 500


@dataclass(frozen=True, slots=True)
class LetterRequest:
    """Which letter, and what somebody typed for gaps that the case has nothing, or only a guess, for."""

    key: str
    typed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DraftLetter:
    """A letter before it is issued; `missing` has to be said first. `values`: of the case, and typed."""

    offered: OfferedLetter
    values: Mapping[str, str]
    letter: FilledLetter
    missing: tuple[str, ...]


def draft_letter(case: Case, request: LetterRequest, actor: Actor) -> DraftLetter | None:
    """The letter as it would be issued; None where there is no such letter for this decision."""
    offered = next((one for one in offered_letters(actor, case) if one.key == request.key), None)
    if offered is None:
        return None
    values = _values(case, request.typed, actor)
    letter = fill_letter(offered.wording, {**values, **BEFORE_ISSUING})
    return DraftLetter(offered, values, letter, letter.missing)


def preview_sheet(*, case: Case, draft: DraftLetter, now: dt.datetime) -> Letter:
    """What would be set."""
    return letter_sheet(draft.letter, draft.values, case.operator, now, LetterFoot())


def preview_letter(*, case: Case, draft: DraftLetter, now: dt.datetime) -> bytes:
    """The PDF of a draft, marked as a preview; nothing is kept of it."""
    sheet = preview_sheet(case=case, draft=draft, now=now)
    return typeset_letter(sheet, now.astimezone(SAO_PAULO).date())


def issue_letter(
    *,
    case: Case,
    request: LetterRequest,
    actor: Actor,
    now: dt.datetime,
    token: uuid.UUID | None = None,
) -> IssuedDocument:
    """Issues the letter. One token, one letter.

    Raises:
        NotPermitted: the case is another operator's, or the actor may not work on it.
        UnableToIssueLetter: see there.
    """
    with writing(case=case, actor=actor, now=now) as write:
        made = IssuedDocument.objects.filter(token=token, case=write.case).first() if token else None
        if made is not None:
            return made
        follows = standing_signature(write.case)
        if follows is None:
            raise UnableToIssueLetter(
                "Uma carta conta uma decisão assinada, e este processo não tem uma que valha agora. "
                "Nada foi emitido: assine a decisão antes."
            )
        draft = draft_letter(write.case, request, actor)
        if draft is None:
            raise UnableToIssueLetter(
                "Esta carta não está mais em uso ou é para outra decisão. Escolha outra; nada foi emitido."
            )
        if draft.missing:
            named = ", ".join(f"{{{gap}}} ({GAPS[gap]})" for gap in draft.missing)
            raise UnableToIssueLetter(f"Falta dizer {named}. Preencha e emita de novo; nada foi emitido.")
        facts = DocumentFacts(
            IssuedDocument.Kind.LETTER, draft.letter.title[:200], follows, token, draft.offered.version
        )
        return issue_document(write, facts, lambda name: _rendered(write, draft, name))


def _values(case: Case, typed: Mapping[str, str], actor: Actor) -> dict[str, str]:
    records = records_of(case)
    spoken_to = [one.spoken_to for one in records.contacts if one.spoken_to and one.voided_at is None]
    values = values_of(case, records.offers, person=spoken_to[-1] if spoken_to else "", issuer=actor.name)
    said = {gap: text.replace("\r\n", "\n").strip()[:LONGEST_VALUE] for gap, text in typed.items()}
    open_gaps = {gap for gap, value in values.items() if not value} | {*TYPED}
    return values | {gap: text for gap, text in said.items() if text and gap in open_gaps}


def _rendered(write: CaseWrite, draft: DraftLetter, name: DocumentName) -> Rendered:
    values = {**draft.values, "documento": name.number, "conferir": name.verified_at}
    letter = fill_letter(draft.offered.wording, values)
    foot = LetterFoot(name.number, name.line_of_code, name.verified_at)
    sheet = letter_sheet(letter, values, write.case.operator, write.now, foot)
    wording = draft.offered.wording
    rendered_from = {
        "version": 1,
        "template": draft.offered.name,
        "template_version": draft.offered.version_number,
        "wording": asdict(wording),
        "values": values,
        "letter": asdict(sheet),
    }
    pdf = typeset_letter(sheet, write.now.astimezone(SAO_PAULO).date())
    return Rendered(pdf, rendered_from, layout_name(LETTER), letter.message)
