"""A reading as the review page shows it: the original beside the fields, in the order of the paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from vinculo.intake.actions.correct_reading import edition_shown
from vinculo.intake.corrections import FIELDS, corrections_of, laid_over, standing
from vinculo.intake.doubts import doubts_in, findings_of
from vinculo.intake.models import FormReading, Sheet
from vinculo.intake.queries import facts_of, form_edition_of
from vinculo.intake.sheet_queries import confirmations_of, sheets_of
from vinculo.kernel.finding import Finding, Severity
from vinculo.paper.editions import Edition
from vinculo.paper.form import RetentionForm
from vinculo.web.cases.page_presenters import HEAD_LABELS, span

from .review_fields import FieldMaker, ReviewField, key_of
from .review_paper import PaperOfReading, paper_of

# How many of twelve columns each cell of the head takes: the original leaves room for three or so.
_SPANS = {
    "cro_count": 12,
    "staff_name": 8,
    "operator": 5,
    "cro_state": 3,
    "dentist_name": 12,
    "cnpj": 6,
    "cpf": 6,
    "provider_type": 3,
    "requested_by": 5,
    "protocol_number": 8,
    "city": 9,
    "state": 3,
    "lives": 6,
    "published_cros": 6,
    "other_plans": 8,
}
_USUAL_SPAN = 4

MOST_LINES = 2_000
"""Lines of the original that the page shows; the whole is in the file."""


@dataclass(frozen=True, slots=True)
class Point:
    """Something to look at; `anchor` is the id of its field, empty where it has none."""

    message: str
    anchor: str


@dataclass(frozen=True)
class ContactFields:
    heading: str
    on: ReviewField
    note: ReviewField
    is_blank: bool


@dataclass(frozen=True)
class ReviewPage:
    """Everything the template draws of a reading.

    `to_check` are the fields that ask for a look, the most doubtful first; they stand in no other place.
    `whole` are what is said of no single field: the edition, the contacts as a whole, where doubted.
    """

    reading: FormReading
    edition: Edition
    form: RetentionForm
    head: Sequence[Sequence[ReviewField]]
    outcome: ReviewField
    contacts: Sequence[ContactFields]
    actions: ReviewField
    actions_note: ReviewField
    reasons: ReviewField
    protocol_required: ReviewField
    general_note: ReviewField
    sectors: ReviewField
    signed_by: ReviewField
    whole: Sequence[ReviewField]
    sheets: Sequence[Sheet]
    findings: Mapping[str, Sequence[Finding]]
    doubts: Sequence[Point]
    open_points: Sequence[Point]
    lines: Sequence[str]
    has_more_lines: bool
    may_accept: bool

    @property
    def fields(self) -> tuple[ReviewField, ...]:
        """Every control of the page."""
        contacts = (field for block in self.contacts for field in (block.on, block.note))
        blocks = (
            self.outcome,
            self.actions,
            self.actions_note,
            self.reasons,
            self.protocol_required,
            self.general_note,
            self.sectors,
            self.signed_by,
        )
        head = (field for row in self.head for field in row if not field.is_static)
        return (*head, *contacts, *blocks)

    @property
    def shown(self) -> tuple[ReviewField, ...]:
        """Every field, those too that nobody types in."""
        static = (field for row in self.head for field in row if field.is_static)
        return (*self.whole, *static, *self.fields)

    @property
    def told_findings(self) -> Mapping[str, Sequence[Finding]]:
        """By field, less what the certainty beside a field says already."""
        told = {field.name: field.told_findings for field in self.shown}
        return {**self.findings, **told}

    @property
    def to_check(self) -> list[ReviewField]:
        return sorted((field for field in self.shown if field.is_lifted), key=lambda field: field.urgency)

    @property
    def left(self) -> int:
        """Fields that ask for a look."""
        return sum(field.asks_for_a_look for field in self.shown)

    @property
    def checked(self) -> int:
        """Fields that somebody confirmed, or put right."""
        return sum(
            field.is_confirmed or (field.is_corrected and not field.asks_for_a_look) for field in self.shown
        )

    @property
    def total(self) -> int:
        return self.checked + self.left

    @property
    def contacts_lifted(self) -> bool:
        return any(field.name == "contacts" for field in self.whole)

    @property
    def anchors(self) -> frozenset[str]:
        return frozenset(field.id for field in self.shown)

    @property
    def unplaced_doubts(self) -> list[Point]:
        """Doubts that no field shows."""
        return [point for point in self.doubts if not point.anchor]


def review_page(reading: FormReading, today: dt.date) -> ReviewPage:
    """Reads what is to be said about a reading and lays the page out."""
    form_edition = form_edition_of(reading)
    confirmations = confirmations_of([reading]).get(reading.pk, {})
    facts = facts_of(reading, form_edition, today, confirmations)
    found = findings_of(facts)
    sheets = sheets_of(reading) if reading.sheets else []
    by_field: dict[str, list[Finding]] = {}
    for finding in found:
        by_field.setdefault(finding.field, []).append(finding)
    edition = edition_shown(reading)
    form = facts.form
    typed = standing(corrections_of(reading.corrections))
    make = _Lifting(form, edition, typed, by_field, reading.unread, paper_of(reading, sheets, confirmations))
    corrected = laid_over(form, facts.typed)
    lines = reading.source_text.splitlines()
    page = ReviewPage(
        reading=reading,
        edition=edition,
        form=corrected,
        head=[[_head_field(make, item.field, corrected) for item in row] for row in edition.head],
        outcome=make.boxes("outcome"),
        contacts=_contacts(make, form, (*reading.unread, *typed)),
        actions=make.boxes("actions"),
        actions_note=make.single(
            "actions_note", edition.label_of("actions_note"), block=edition.label_of("actions")
        ),
        reasons=make.boxes("termination_reasons"),
        protocol_required=make.boxes("protocol_required"),
        general_note=make.single("general_note", edition.label_of("general_note")),
        sectors=make.boxes("sectors"),
        signed_by=make.single("signed_by", "Assinado por"),
        whole=_whole(make, corrected),
        sheets=sheets,
        findings=by_field,
        doubts=(),
        open_points=(),
        lines=lines[:MOST_LINES],
        has_more_lines=len(lines) > MOST_LINES,
        may_accept=form_edition is not None,
    )
    open_points = [finding for finding in found if finding.severity is Severity.MISSING]
    return replace(
        page,
        doubts=_points(doubts_in(found, facts.confirmed), page.anchors),
        open_points=_points(open_points, page.anchors),
    )


@dataclass(frozen=True)
class _Lifting(FieldMaker):
    """Marks the fields that ask for a look."""

    def _seen(self, field: ReviewField) -> ReviewField:
        seen = super()._seen(field)
        return replace(seen, is_lifted=seen.asks_for_a_look)


def _whole(make: FieldMaker, form: RetentionForm) -> list[ReviewField]:
    count = len(form.contacts)
    read = (
        "nenhum contato lido"
        if not count
        else f"{count} {'contato lido' if count == 1 else 'contatos lidos'}"
    )
    fields = (
        make.static("edition", "Edição do formulário", f"{form.edition}ª edição"),
        make.static("contacts", "Contatos", read),
    )
    return [field for field in fields if field.is_lifted]


def _points(findings: Sequence[Finding], anchors: frozenset[str]) -> tuple[Point, ...]:
    """In the order of the findings; what the page has no field for is told without a link."""
    points = []
    for finding in findings:
        anchor = f"f-{key_of(finding.field)}"
        points.append(Point(finding.message, anchor if anchor in anchors else ""))
    return tuple(points)


def _head_field(make: FieldMaker, name: str, form: RetentionForm) -> ReviewField:
    label = HEAD_LABELS.get(name, make.edition.label_of(name))
    css = span(_SPANS.get(name, _USUAL_SPAN))
    if name == "operator":
        return make.static(name, label, form.operator or "", css=css)
    if name == "duration_days":
        return make.static(name, label, _days(form.duration_days), hint=_computed(form), css=css)
    if name not in FIELDS:
        return make.static(name, label, str(getattr(form, name, None) or ""), css=css)
    return make.single(name, label, css=css)


def _days(days: int | None) -> str:
    return "" if days is None else f"{days} dia(s)"


def _computed(form: RetentionForm) -> str:
    """What the product makes of the two dates, where the paper says another number."""
    if form.started_on is None or form.ended_on is None or form.ended_on < form.started_on:
        return ""
    days = (form.ended_on - form.started_on).days
    return "" if days == form.duration_days else f"pelas datas, {_days(days)}"


def _contacts(make: FieldMaker, form: RetentionForm, filled: Sequence[str]) -> list[ContactFields]:
    """Those that were read or typed, and a blank one to type a further one in: of that paper says nothing."""
    numbers = {entry.number for entry in form.contacts}
    numbers |= {int(name.split(".")[1]) for name in filled if name.startswith("contacts.")}
    blank = max(numbers, default=0) + 1
    found = [_contact(make, number, is_blank=False) for number in sorted(numbers)]
    return [*found, _contact(replace(make, paper=PaperOfReading()), blank, is_blank=True)]


def _contact(make: FieldMaker, number: int, *, is_blank: bool) -> ContactFields:
    heading = make.edition.label_of("contact").replace("{number}", str(number))
    day, note = make.edition.label_of("contact_on"), make.edition.label_of("contact_note")
    return ContactFields(
        heading=heading,
        on=make.single(f"contacts.{number}.on", day, css=span(3), block=heading),
        note=make.single(f"contacts.{number}.note", note, css=span(9), block=heading),
        is_blank=is_blank,
    )
