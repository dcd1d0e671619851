"""A case as its page shows it: the paper's rows, alive, and what stands beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.cases.facts import CaseFacts
from vinculo.cases.form import RecordsOfCase
from vinculo.cases.models import Attachment, Case, Offer
from vinculo.cases.queries.case_records import facts_of, records_of, related_cases
from vinculo.cases.queries.clock import clock_facts_of
from vinculo.cases.queries.registry_today import differences_of
from vinculo.cases.rules import findings_at
from vinculo.cases.snapshot_difference import Difference
from vinculo.cases.states import OPEN_STATES, State
from vinculo.cases.typed_fields import CASE_FIELDS, DENTIST_FIELDS, OFFER_FIELDS
from vinculo.kernel.finding import Finding, Severity
from vinculo.kernel.rule import Moment
from vinculo.network.queries.head_today import RegistryRow
from vinculo.paper.catalogue import OptionList
from vinculo.paper.editions import Edition

from .clock_presenters import ClockLine, clock_line, wait_choices
from .contact_presenters import YES_NO, ContactBlock, contact_blocks
from .next_step import CaseButton, buttons_for
from .page_findings import MissingPoint, findings_by_key, missing_points
from .registry_presenters import DifferingField, differing_fields, registry_marks, shown_differences
from .typed_controls import ControlMaker, TypedControl

HEAD_LABELS = {
    "us_value": "Valor da US (moeda)",
    "published_cros": "nº CRO(s) únicos divulgados",
}
HEAD_SUGGESTIONS = {"requested_by": "list-requesters"}
# How many of the twelve columns of its row each cell takes.
HEAD_SPANS = {
    "cro_count": 12,
    "staff_name": 9,
    "filled_on": 3,
    "operator": 3,
    "cro": 2,
    "cro_state": 2,
    "dentist_name": 5,
    "cnpj": 6,
    "cpf": 6,
    "joined_on": 2,
    "provider_type": 2,
    "requested_by": 3,
    "protocol_number": 3,
    "protocol_opened_on": 2,
    "city": 5,
    "state": 2,
    "lives": 2,
    "published_cros": 3,
    "serves_other_plans": 3,
    "other_plans": 9,
}
# Those of which two fit beside each other on a phone.
_HALVES = frozenset({2, 3, 6})
DENTIST_SPANS = {"name": 8, "cro": 2, "cro_state": 2}
OFFER_SPANS = {"note": 12, "current_us_value": 6, "offered_us_value": 6}


@dataclass(frozen=True, slots=True)
class TickBox:
    code: str
    label: str
    ticked: bool
    is_primary: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class StaticCell:
    """A cell of the head that nobody types: the operator, the duration."""

    field: str
    label: str
    css: str
    is_static: bool = True


@dataclass(frozen=True)
class OfferBlock:
    box: TickBox
    controls: Sequence[TypedControl]


@dataclass(frozen=True)
class DentistRow:
    id: int
    controls: Sequence[TypedControl]


@dataclass(frozen=True)
class CasePage:
    """Everything the template draws."""

    case: Case
    edition: Edition
    facts: CaseFacts
    records: RecordsOfCase
    siblings: Sequence[Case]
    editable: bool
    head: Sequence[Sequence[TypedControl | StaticCell]]
    scope: TypedControl
    outcome: TypedControl
    protocol_required: TypedControl
    next_contact: TypedControl
    contacts: Sequence[ContactBlock]
    dentists: Sequence[DentistRow]
    offers: Sequence[OfferBlock]
    actions_note: TypedControl
    reasons: Sequence[TickBox]
    general_note: TypedControl
    sectors: Sequence[TickBox]
    findings: Mapping[str, Sequence[Finding]]
    missing: Sequence[MissingPoint]
    warnings: Sequence[MissingPoint]
    blocking: Sequence[MissingPoint]
    buttons: Sequence[CaseButton]
    may_see_personal_data: bool
    may_add_evidence: bool
    differing: Sequence[DifferingField]
    wait_choices: Sequence[tuple[str, str]] = ()
    clock: ClockLine | None = None

    @property
    def last_note(self) -> str:
        """The note of the last contact that says something, for “usar este texto”."""
        notes = [block.contact.note for block in self.contacts if not block.is_voided and block.contact.note]
        return notes[-1] if notes else ""

    @property
    def blanks_to_fill(self) -> int:
        """How many blank fields the registry can fill."""
        return sum(item.fills_a_blank for item in self.differing) if self.editable else 0

    @property
    def list_findings(self) -> Mapping[str, Sequence[Finding]]:
        """Findings on whole blocks, by block."""
        blocks = ("termination_reasons", "primary_reason", "actions", "sectors", "contacts", "signed_by")
        return {name: self.findings.get(name, ()) for name in (*blocks, "waiting_on")}


def span(columns: int) -> str:
    """The class of a cell that takes so many of its row's twelve columns."""
    return f"cell--{columns}"


def row_classes(columns: Sequence[int]) -> list[str]:
    """The classes of a row's cells. Narrow ones stand two beside each other on a phone: one that would stand
    there alone takes the whole line.
    """
    classes: list[str] = []
    is_second = False
    for here, after in zip_longest(columns, columns[1:], fillvalue=12):
        is_alone = here in _HALVES and not is_second and after not in _HALVES
        is_second = here in _HALVES and not is_second and not is_alone
        classes.append(f"{span(here)} cell--alone" if is_alone else span(here))
    return classes


def moment_of(case: Case) -> Moment:
    return Moment.SIGN if case.state == State.DECIDED else Moment.DRAFT


def read_case_page(
    case: Case,
    actor: Actor,
    today: dt.date,
    attachments: Sequence[Attachment] = (),
    registry: RegistryRow | None = None,
) -> CasePage:
    """Reads what hangs on the case and lays the page out; `registry` is its provider's row of today."""
    records = records_of(case)
    user_id = actor.user.pk if actor.user else None
    related = related_cases(case, actor, records.dentists)
    clock = clock_facts_of(case, today)
    facts = facts_of(
        case,
        today=today,
        acting_user_id=user_id,
        records=records,
        doubles=related.doubles,
        calendar=clock.calendar,
    )
    quiet = case.state in (State.CLOSED, State.CANCELLED)
    findings = () if quiet else findings_at(facts, moment_of(case))
    by_key = findings_by_key(findings, records)
    differences = differences_of(case, registry, actor, today)
    page = lay_out(
        case,
        records,
        facts,
        by_key,
        actor,
        attachments=attachments,
        siblings=related.siblings,
        differences=differences,
    )
    return replace(page, clock=clock_line(case, clock, page.edition))


def lay_out(
    case: Case,
    records: RecordsOfCase,
    facts: CaseFacts,
    findings: Mapping[str, Sequence[Finding]],
    actor: Actor,
    *,
    attachments: Sequence[Attachment],
    siblings: Sequence[Case],
    differences: Sequence[Difference] = (),
) -> CasePage:
    editable = case.state in OPEN_STATES and actor.may(Permission.CASES_WORK, case.operator_id)
    personal = actor.may(Permission.PERSONAL_DATA_SEE, case.operator_id)
    make = _of_the_case(case, findings, differences, editable, personal)
    edition = facts.edition
    outcomes = [(option.code, option.label) for option in edition.options[OptionList.OUTCOME]]
    return CasePage(
        case=case,
        edition=edition,
        facts=facts,
        records=records,
        siblings=siblings,
        editable=editable,
        head=_head(make, edition),
        scope=make.control("scope", "Quem sai", options=tuple(Case.Scope.choices)),
        outcome=make.control("outcome", edition.labels["outcome"], options=outcomes),
        protocol_required=make.control(
            "protocol_required", edition.labels["protocol_required"], options=YES_NO
        ),
        next_contact=make.control("next_contact_on", "Próximo contato"),
        contacts=contact_blocks(
            records,
            findings,
            readonly=not editable,
            attachments=attachments,
            may_see_personal_data=personal,
            today=facts.today,
        ),
        dentists=_dentists(records, findings, not editable),
        offers=_offers(records, edition, findings, not editable),
        actions_note=make.control("actions_note", edition.labels["actions_note"]),
        reasons=_reasons(case, edition),
        general_note=make.control("general_note", edition.labels["general_note"]),
        sectors=_ticks(edition, OptionList.SECTOR, set(case.sectors)),
        findings=findings,
        missing=missing_points(findings, Severity.MISSING),
        warnings=missing_points(findings, Severity.WARNING),
        blocking=missing_points(findings, Severity.BLOCKING),
        buttons=buttons_for(case, actor),
        may_see_personal_data=personal,
        wait_choices=[choice for choice in wait_choices(edition) if choice[0] != case.waiting_on],
        differing=differing_fields(case, differences),
        may_add_evidence=case.state != State.CANCELLED and actor.may(Permission.CASES_WORK, case.operator_id),
    )


def _of_the_case(
    case: Case,
    findings: Mapping[str, Sequence[Finding]],
    differences: Sequence[Difference],
    editable: bool,
    personal: bool,
) -> ControlMaker:
    return ControlMaker(
        case,
        CASE_FIELDS,
        findings,
        not editable,
        may_see_personal_data=personal,
        marks=registry_marks(case, may_see_personal_data=personal),
        differences=shown_differences(differences, editable=editable),
    )


def _head(make: ControlMaker, edition: Edition) -> list[list[TypedControl | StaticCell]]:
    """The rows of the paper's head."""
    rows: list[list[TypedControl | StaticCell]] = []
    for row in edition.head:
        cells: list[TypedControl | StaticCell] = []
        classes = row_classes([HEAD_SPANS.get(item.field, 4) for item in row])
        for item, css in zip(row, classes, strict=True):
            if item.field not in CASE_FIELDS:
                cells.append(StaticCell(item.field, item.label, css))
                continue
            cells.append(
                make.control(
                    item.field,
                    HEAD_LABELS.get(item.field, item.label),
                    options=_head_options(item.field),
                    suggestions=HEAD_SUGGESTIONS.get(item.field, ""),
                    css=css,
                )
            )
        rows.append(cells)
    return rows


def _head_options(field: str) -> Sequence[tuple[str, str]]:
    if field == "provider_type":
        return (("", "—"), ("PJ", "PJ"), ("PF", "PF"))
    if field == "serves_other_plans":
        return (("", "—"), *YES_NO)
    return ()


def _dentists(
    records: RecordsOfCase, findings: Mapping[str, Sequence[Finding]], readonly: bool
) -> list[DentistRow]:
    rows = []
    for dentist in records.dentists:
        make = ControlMaker(
            dentist,
            DENTIST_FIELDS,
            findings,
            readonly,
            prefix=f"dentists-{dentist.pk}-",
            place={"dentist": dentist.pk},
        )
        labels = (("name", "Nome dentista"), ("cro", "CRO"), ("cro_state", "UF"))
        controls = [make.control(name, label, css=span(DENTIST_SPANS[name])) for name, label in labels]
        rows.append(DentistRow(dentist.pk, controls))
    return rows


def _offers(
    records: RecordsOfCase, edition: Edition, findings: Mapping[str, Sequence[Finding]], readonly: bool
) -> list[OfferBlock]:
    by_code = {offer.code: offer for offer in records.offers}
    blocks = []
    for option in edition.options[OptionList.ACTION]:
        offer = by_code.get(option.code)
        ticked = offer is not None and offer.is_ticked
        if option.hidden and not ticked:
            continue
        controls = _offer_controls(offer, findings, readonly) if offer is not None and ticked else []
        blocks.append(OfferBlock(TickBox(option.code, option.label, ticked), controls))
    return blocks


def _offer_controls(
    offer: Offer, findings: Mapping[str, Sequence[Finding]], readonly: bool
) -> list[TypedControl]:
    make = ControlMaker(
        offer, OFFER_FIELDS, findings, readonly, prefix=f"offers-{offer.code}-", place={"offer": offer.code}
    )
    labels = [("note", "O que foi ofertado")]
    if offer.code == "new_fees":
        labels = [("current_us_value", "US atual"), ("offered_us_value", "US oferecida"), *labels]
    return [make.control(name, label, css=span(OFFER_SPANS[name])) for name, label in labels]


REASON_HINTS = {"franchise": "franqueadora, ou coparticipação do beneficiário"}


def _reasons(case: Case, edition: Edition) -> list[TickBox]:
    ticked = set(case.termination_reasons)
    return [
        TickBox(
            option.code,
            option.label,
            option.code in ticked,
            option.code == case.primary_reason,
            REASON_HINTS.get(option.code, ""),
        )
        for option in edition.options[OptionList.REASON]
        if not option.hidden or option.code in ticked
    ]


def _ticks(edition: Edition, which: OptionList, ticked: set[str]) -> list[TickBox]:
    return [
        TickBox(option.code, option.label, option.code in ticked)
        for option in edition.options[which]
        if not option.hidden or option.code in ticked
    ]
