"""Rules on the order of dates: joined ≤ start ≤ contacts ≤ end ≤ form's date ≤ today.

Only dates that are there are compared. A start after the end blocks, and so does a start, an end or a
form's date that is still to come; the other dates warn, each compared with its nearest neighbours in
the chain, so that one wrong date is told once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from vinculo.kernel.dates import format_date
from vinculo.kernel.rule import Hit

from .facts import FormFacts
from .shapes import FormRule, only_warns, warns_then_blocks


@dataclass(frozen=True, slots=True)
class _Milestone:
    """A date of the chain, its field, and how a sentence calls it."""

    field: str
    called: str
    on: dt.date

    def __str__(self) -> str:
        return f"{self.called} ({format_date(self.on)})"


_TODAY = "today"
_CALLED = {
    "joined_on": "a data de inclusão",
    "started_on": "a data de início",
    "ended_on": "a data final",
    "filled_on": "a data do formulário",
}


def _milestone(facts: FormFacts, field: str) -> _Milestone | None:
    on: dt.date | None = getattr(facts.form, field)
    return _Milestone(field, _CALLED[field], on) if on is not None else None


def _contacts(facts: FormFacts) -> list[_Milestone]:
    """The contacts that have a date, earliest first."""
    dated = [
        _Milestone(f"contacts.{contact.number}.on", f"o {contact.number}º contato", contact.on)
        for contact in facts.form.contacts
        if contact.on is not None
    ]
    return sorted(dated, key=lambda contact: contact.on)


def _today(facts: FormFacts) -> _Milestone:
    return _Milestone(_TODAY, "hoje", facts.today)


def _out_of_order(earlier: _Milestone | None, later: _Milestone | None, told_at: str) -> list[Hit]:
    """A hit at the field `told_at` where `earlier` lies after `later`, both being there."""
    if earlier is None or later is None or earlier.on <= later.on:
        return []
    sentence = (
        f"{earlier} está no futuro. Confira o dia, o mês e o ano."
        if later.field == _TODAY
        else f"{earlier} está depois d{later}. Confira as duas datas."
    )
    return [Hit(told_at, sentence[0].upper() + sentence[1:])]


def _joined_too_late(facts: FormFacts) -> list[Hit]:
    nearest = (
        _milestone(facts, "started_on")
        or next(iter(_contacts(facts)), None)
        or _milestone(facts, "ended_on")
        or _milestone(facts, "filled_on")
        or _today(facts)
    )
    return _out_of_order(_milestone(facts, "joined_on"), nearest, "joined_on")


def _contact_before_start(facts: FormFacts) -> Iterable[Hit]:
    start = _milestone(facts, "started_on")
    for contact in _contacts(facts):
        yield from _out_of_order(start, contact, contact.field)


def _contact_too_late(facts: FormFacts) -> Iterable[Hit]:
    nearest = _milestone(facts, "ended_on") or _milestone(facts, "filled_on") or _today(facts)
    for contact in _contacts(facts):
        yield from _out_of_order(contact, nearest, contact.field)


def _form_date_too_early(facts: FormFacts) -> list[Hit]:
    if facts.form.ended_on is None and _contacts(facts):
        return []  # Whatever lies after the form's date is told beside a contact then.
    last = _milestone(facts, "ended_on") or _milestone(facts, "started_on")
    return _out_of_order(last, _milestone(facts, "filled_on"), "filled_on")


def _start_after_end(facts: FormFacts) -> list[Hit]:
    return _out_of_order(_milestone(facts, "started_on"), _milestone(facts, "ended_on"), "ended_on")


def _to_come(code: str, field: str) -> FormRule:
    """The rule that a date is not later than today."""
    called = _CALLED[field]

    def check(facts: FormFacts) -> list[Hit]:
        return _out_of_order(_milestone(facts, field), _today(facts), field)

    sentence = f"{called} está no futuro. Confira o dia, o mês e o ano."
    return warns_then_blocks(code, field, sentence[0].upper() + sentence[1:], check)


TIME_RULES: tuple[FormRule, ...] = (
    only_warns(
        "joined-too-late",
        "joined_on",
        "A data de inclusão está depois da data de início, de um contato ou de outra data posterior."
        " Confira as duas datas.",
        _joined_too_late,
    ),
    _to_come("start-in-future", "started_on"),
    only_warns(
        "contact-before-start",
        "contacts",
        "A data de início está depois de um contato. Confira as duas datas.",
        _contact_before_start,
    ),
    only_warns(
        "contact-too-late",
        "contacts",
        "Um contato está depois da data final (sem ela, depois da data do formulário ou de hoje)."
        " Confira as duas datas.",
        _contact_too_late,
    ),
    warns_then_blocks(
        "start-after-end",
        "ended_on",
        "A data de início está depois da data final. Confira as duas datas.",
        _start_after_end,
    ),
    _to_come("end-in-future", "ended_on"),
    only_warns(
        "form-date-too-early",
        "filled_on",
        "A data final ou a data de início está depois da data do formulário. Confira as duas datas.",
        _form_date_too_early,
    ),
    _to_come("form-date-in-future", "filled_on"),
)
