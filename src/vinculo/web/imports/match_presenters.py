"""A form beside a case that may be the same process: what each says, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.cases.form import case_form
from vinculo.cases.models import Case
from vinculo.cases.queries.case_records import records_of
from vinculo.cases.states import OPEN_STATES
from vinculo.cases.typed_fields import CASE_FIELDS, FieldKind
from vinculo.intake.actions.take_from_paper import boxes_to_take
from vinculo.intake.corrections import FIELDS, TICK_LISTS, text_of
from vinculo.intake.paper_contacts import ContactToTake, contacts_to_take
from vinculo.kernel.dates import format_date
from vinculo.paper.catalogue import OptionList
from vinculo.paper.editions import Edition
from vinculo.paper.form import ContactEntry, RetentionForm
from vinculo.web.cases.page_presenters import HEAD_LABELS

from .evidence_presenters import label_of

_BLOCKS = (
    *("outcome", "actions", "actions_note", "termination_reasons"),
    *("protocol_required", "general_note", "sectors"),
)
_ANSWERS = {"yes": "Sim", "no": "Não"}
_TICKED = {True: "Marcado", False: "Não marcado"}


@dataclass(frozen=True, slots=True)
class ComparedField:
    """`name`: what the case may take over from the form by it; empty where nobody chooses. `replaces`: taking
    it puts the paper's text in the place of one that a person wrote."""

    label: str
    form: str
    case: str
    name: str = ""
    replaces: bool = False

    @property
    def differs(self) -> bool:
        return self.form != self.case


@dataclass(frozen=True)
class MatchedCase:
    """A case that may be the form's, and both side by side: what differs, and how much does not."""

    case: Case
    rows: Sequence[ComparedField]
    may_take: bool = False

    @property
    def differing(self) -> list[ComparedField]:
        return [row for row in self.rows if row.differs]

    @property
    def alike(self) -> list[ComparedField]:
        return [row for row in self.rows if not row.differs]


def matched_case(form: RetentionForm, edition: Edition, case: Case, actor: Actor) -> MatchedCase:
    """Reads the case's records and compares. What the paper leaves blank takes nothing out of the case."""
    stands = case_form(case, records_of(case))
    head = [item.field for row in edition.head for item in row]
    rows: list[ComparedField] = []
    for name in (*head, *_BLOCKS):
        if name in TICK_LISTS:
            rows += _list_rows(form, stands, edition, case.edition.edition, name)
        elif name in FIELDS:
            said = _shown(form, edition, name)
            taken = name if said and name in CASE_FIELDS else ""
            rows.append(ComparedField(_label(edition, name), said, _shown(stands, edition, name), taken))
    rows.append(ComparedField("Contatos", _contacts(form), _contacts(stands)))
    rows += [_contact_row(edition, name, found) for name, found in contacts_to_take(form, stands).items()]
    may_take = case.state in OPEN_STATES and actor.may(Permission.CASES_WORK, case.operator_id)
    return MatchedCase(case, [row for row in rows if row.form or row.case], may_take)


def _list_rows(
    form: RetentionForm, stands: RetentionForm, edition: Edition, of_case: Edition, name: str
) -> Iterator[ComparedField]:
    """A list in one row where it is the same or blank on paper; else box by box, those that differ."""
    on_paper, in_case = getattr(form, name), getattr(stands, name)
    if not on_paper or set(on_paper) == set(in_case):
        words = edition if on_paper else of_case
        yield ComparedField(_label(edition, name), _shown(form, edition, name), _shown(stands, words, name))
        return
    takeable, which = boxes_to_take(form, stands, of_case), TICK_LISTS[name]
    for code in dict.fromkeys((*on_paper, *in_case)):
        if (code in on_paper) != (code in in_case):
            told = edition if edition.option(which, code) else of_case
            yield ComparedField(
                f"{_label(edition, name)}: {told.option_label(which, code)}",
                _TICKED[code in on_paper],
                _TICKED[code in in_case],
                key if (key := f"{name}.{code}") in takeable else "",
            )


def _label(edition: Edition, name: str) -> str:
    return HEAD_LABELS.get(name, edition.label_of(name))


def _shown(form: RetentionForm, edition: Edition, name: str) -> str:
    text = text_of(form, name)
    if name in TICK_LISTS:
        return ", ".join(edition.option_label(TICK_LISTS[name], code) for code in text.split())
    if name == "outcome":
        return edition.option_label(OptionList.OUTCOME, text) if text else ""
    return _ANSWERS.get(text, text) if FIELDS[name].kind is FieldKind.YES_NO else text


def _contact_row(edition: Edition, name: str, found: ContactToTake) -> ComparedField:
    """A contact on paper beside the one of the case that it is, where there is one."""
    stands, with_day = found.stands, found.day is not None
    return ComparedField(
        label_of(edition, f"{name}.note"),
        _told_contact(found.entry, with_day=with_day),
        _told_contact(stands, with_day=with_day) if stands else "",
        name,
        replaces=stands is not None and bool(found.note and stands.note),
    )


def _told_contact(entry: ContactEntry, *, with_day: bool) -> str:
    day = (format_date(entry.on) if entry.on else "sem data") if with_day else ""
    return ": ".join(part for part in (day, entry.note or "") if part)


def _contacts(form: RetentionForm) -> str:
    days = [format_date(entry.on) if entry.on else "sem data" for entry in form.contacts]
    return f"{len(days)}: {', '.join(days)}" if days else ""
