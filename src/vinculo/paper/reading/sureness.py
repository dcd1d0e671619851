"""How sure the fields of a form on paper are: by their own words and boxes, and by what agrees with them.

A field is as sure as the ink that it was read from, whatever else the sheet looks like. What the form says
twice (a span of days and its two ends, a protocol's number and its day) takes doubt from both where it
agrees; it never changes what was read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean

from vinculo.kernel.dates import SAO_PAULO
from vinculo.kernel.identifiers import cnpj, cpf, protocol_number
from vinculo.kernel.places import find_municipality

from ..form import FORM_FIELDS, RetentionForm
from .field_kinds import FieldKind, kind_of_field
from .places import Paper, Span
from .ticks import Ticks

_CONTACT_PARTS = ("on", "note")
_CLEAR_BOX = 0.75
# How much of the doubt stays.
_CHECKED, _SAYS_THE_SAME, _LIKELY_TOO, _AT_ODDS = 0.01, 0.05, 0.4, 2.0
# A number of days that is not the one between its two days: one of the three is wrong.
_CONTRADICTED = 12.0


def sure_on_paper(
    form: RetentionForm,
    base: Mapping[str, float],
    paper: Paper,
    spans: Mapping[str, Sequence[Span]],
) -> dict[str, float]:
    """How sure each field is, 0 to 1, and each part of a contact; `base` is what the form reader says."""
    ink = {name: _ink(name, paper, spans) for name in FORM_FIELDS if name != "contacts"}
    for part in _parts_of_contacts(form):
        ink[part] = _ink(part, paper, spans)
    for name, kept in _doubt_kept(form):
        ink[name] = max(0.0, 1 - (1 - ink[name]) * kept)
    parts = [ink[part] for part in _parts_of_contacts(form)]
    ink["contacts"] = min(parts, default=paper.mean_sure)
    return {name: sure * base.get(name.split(".")[0], 0.0) for name, sure in ink.items()}


def unclear_boxes(paper: Paper, ticks: Ticks) -> tuple[str, ...]:
    """The options whose box may be ticked or not."""
    return tuple(
        code for code, span in ticks.at.items() if any(word.sure < _CLEAR_BOX for word in paper.words(span))
    )


def _parts_of_contacts(form: RetentionForm) -> list[str]:
    return [f"contacts.{contact.number}.{part}" for contact in form.contacts for part in _CONTACT_PARTS]


def _ink(name: str, paper: Paper, spans: Mapping[str, Sequence[Span]]) -> float:
    """How sure the ink of a field is; of a blank one, that of the whole form."""
    own = spans.get(name, ())
    kind = kind_of_field(name)
    if kind is FieldKind.TICKS:
        boxes = [span for each, found in spans.items() if each.startswith(f"{name}.") for span in found]
        own = boxes or own
    words = [word.sure for span in own for word in paper.words(span)]
    if not words:
        return paper.mean_sure
    return fmean(words) if kind is FieldKind.NOTE else min(words)


def _doubt_kept(form: RetentionForm) -> Iterable[tuple[str, float]]:
    """Fields, and how much of the doubt about them stays."""
    if form.cpf and cpf.is_valid(form.cpf):
        yield "cpf", _CHECKED
    if form.cnpj and cnpj.is_valid(form.cnpj):
        yield "cnpj", _CHECKED
    if form.started_on and form.ended_on and form.duration_days is not None:
        agrees = (form.ended_on - form.started_on).days == form.duration_days
        for name in ("started_on", "ended_on", "duration_days"):
            yield name, _SAYS_THE_SAME if agrees else _CONTRADICTED
    if form.city and form.state:
        known = find_municipality(form.city, form.state) is not None
        for name in ("city", "state"):
            yield name, _SAYS_THE_SAME if known else _AT_ODDS
    yield from _protocol(form)
    yield from _days_of_contacts(form)


def _protocol(form: RetentionForm) -> Iterable[tuple[str, float]]:
    """The first digits of a protocol's number are its day."""
    if not form.protocol_number or not form.protocol_opened_on:
        return
    moment = protocol_number.opening_moment(form.protocol_number)
    if moment is None:
        return
    agrees = moment.astimezone(SAO_PAULO).date() == form.protocol_opened_on
    yield "protocol_opened_on", _SAYS_THE_SAME if agrees else _AT_ODDS
    yield "protocol_number", _LIKELY_TOO if agrees else _AT_ODDS


def _days_of_contacts(form: RetentionForm) -> Iterable[tuple[str, float]]:
    """Contacts follow each other; most are between the first and the last day of the case."""
    last = form.started_on
    for contact in form.contacts:
        if contact.on is None:
            continue
        in_order = (last is None or last <= contact.on) and (
            form.ended_on is None or contact.on <= form.ended_on
        )
        yield f"contacts.{contact.number}.on", _LIKELY_TOO if in_order else _AT_ODDS
        last = contact.on
