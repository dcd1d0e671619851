"""Legal clocks as their templates draw them: lines of the list, and one clock with what is left to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.consequences.clock_texts import place_of, text_for, who_leaves
from vinculo.consequences.clock_words import ClockState, Medium, Step
from vinculo.consequences.legal_clock import earliest_effective, kept_until, steps, why_earliest
from vinculo.consequences.models import LegalClock, LegalNotice
from vinculo.consequences.queries.legal_clocks import ClockFilter, ClockWhole, Shelf
from vinculo.consequences.queries.legal_terms import rules_of
from vinculo.kernel.dates import format_date
from vinculo.kernel.numbers import format_count

from ..site.addresses import address_of
from ..tasks.words import due_tone, due_words
from .words import STATE_TONES

SHELF_LABELS = {
    Shelf.OPEN: "A fazer",
    Shelf.LATE: "Atrasados",
    Shelf.SOON: "Próximos 7 dias",
    Shelf.UNCONFIRMED: "Não confirmados",
    Shelf.KEPT: "No ar",
    Shelf.ENDED: "Encerrados",
}


@dataclass(frozen=True)
class ClockLine:
    """`due` is empty where nothing is left to do."""

    url: str
    case_url: str
    number: str
    name: str
    second: str
    step: str
    due: str
    tone: str
    is_late: bool
    effective: str
    note: str
    state: str
    state_tone: str
    is_confirmed: bool


@dataclass(frozen=True)
class LinkTab:
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class StepLine:
    words: str
    due: str
    tone: str
    is_late: bool
    anchor: str


@dataclass(frozen=True)
class MediumPart:
    """One place of notice: the text as the templates have it now, and what was noted."""

    medium: Medium
    label: str
    text: str
    notice: LegalNotice | None
    files: Sequence[tuple[int, str]]
    is_current: bool
    is_withdrawn: bool


@dataclass(frozen=True)
class ClockView:
    """`may_write` and `may_except` say what this person can do now."""

    clock: LegalClock
    who: str
    place: str
    steps: Sequence[StepLine]
    media: Sequence[MediumPart]
    earliest: dt.date
    why: str
    is_early: bool
    substitute_settled: bool
    kept_until: dt.date | None
    is_confirmed: bool
    norms: Sequence[tuple[str, str]]
    may_write: bool
    may_except: bool
    may_withdraw: bool
    state_tone: str


def is_confirmed(clock: LegalClock) -> bool:
    return clock.terms is not None and clock.terms.confirmed_on is not None


def clock_lines(rows: Sequence[LegalClock], actor: Actor, today: dt.date) -> list[ClockLine]:
    several = len(actor.operator_names) > 1
    return [_line(clock, today, several) for clock in rows]


def _line(clock: LegalClock, today: dt.date, several: bool) -> ClockLine:
    consultant = clock.case.consultant.name if clock.case.consultant else "sem consultor"
    parts = (place_of(clock), consultant, clock.operator.name if several else "")
    return ClockLine(
        url=address_of("deadline-page", clock.pk),
        case_url=address_of("case-page", clock.case_id),
        number=clock.case.number or "",
        name=who_leaves(clock),
        second=" · ".join(part for part in parts if part),
        step=str(Step(clock.due_step).label) if clock.due_step else "",
        due=due_words(clock.due_on, today) if clock.due_on else "",
        tone=due_tone(clock.due_on, today) if clock.due_on else "",
        is_late=clock.due_on is not None and clock.due_on < today,
        effective=_effective_words(clock, today),
        note="" if clock.due_on else _kept_words(clock, today),
        state="" if clock.state == ClockState.RUNNING else str(clock.get_state_display()),
        state_tone=STATE_TONES[clock.state],
        is_confirmed=is_confirmed(clock),
    )


def _effective_words(clock: LegalClock, today: dt.date) -> str:
    if clock.state != ClockState.RUNNING:
        return ""
    is_over = clock.effective_on <= today
    return f"fora da rede {'desde' if is_over else 'a partir de'} {format_date(clock.effective_on)}"


def _kept_words(clock: LegalClock, today: dt.date) -> str:
    if clock.kept_until is None:
        return ""
    stays = clock.kept_until >= today
    return f"{'no ar até' if stays else 'esteve no ar até'} {format_date(clock.kept_until)}"


def list_address(shelf: Shelf | None = None, narrowed: ClockFilter | None = None, page: int = 1) -> str:
    """The list with its filter."""
    told = narrowed or ClockFilter()
    asked = {
        "mostrar": str(shelf) if shelf else "",
        "operadora": str(told.operator_id) if told.operator_id else "",
        "uf": told.uf,
        "meus": "1" if told.is_mine else "",
        "pagina": str(page) if page > 1 else "",
    }
    query = urlencode({name: value for name, value in asked.items() if value})
    return reverse("deadline-list") + (f"?{query}" if query else "")


def shelf_tabs(current: Shelf, counts: Mapping[Shelf, int], narrowed: ClockFilter) -> list[LinkTab]:
    tabs = []
    for shelf, label in SHELF_LABELS.items():
        number = counts.get(shelf)
        said = f"{label} ({format_count(number)})" if number else label
        tabs.append(LinkTab(said, list_address(shelf, narrowed), shelf is current))
    return tabs


_ANCHORS = {
    Step.PORTAL: "aviso-portal",
    Step.PORTAL_EVIDENCE: "aviso-portal",
    Step.CORRECT_PORTAL: "aviso-portal",
    Step.WITHDRAW_PORTAL: "aviso-portal",
    Step.CALL_CENTRE: "aviso-call_centre",
    Step.CALL_CENTRE_EVIDENCE: "aviso-call_centre",
    Step.CORRECT_CALL_CENTRE: "aviso-call_centre",
    Step.WITHDRAW_CALL_CENTRE: "aviso-call_centre",
    Step.SUBSTITUTE: "substituto",
    Step.MOVE_DATE: "saida",
}


def present_clock(found: ClockWhole, actor: Actor, today: dt.date) -> ClockView:
    clock, facts = found.clock, found.facts
    works = actor.may(Permission.CASES_WORK, clock.operator_id)
    runs = clock.state == ClockState.RUNNING
    earliest = earliest_effective(facts, today)
    return ClockView(
        clock=clock,
        who=who_leaves(clock),
        place=place_of(clock),
        steps=[]
        if clock.state == ClockState.ENDED
        else [_step(due.step, due.due_on, today) for due in steps(facts)],
        media=[_medium(medium, found) for medium in Medium],
        earliest=earliest,
        why=why_earliest(facts, today),
        is_early=runs and not clock.short_notice and clock.effective_on < earliest,
        substitute_settled=facts.substitute_settled,
        kept_until=kept_until(facts) if runs else None,
        is_confirmed=is_confirmed(clock),
        norms=_norms(clock),
        may_write=runs and works,
        may_except=runs and actor.may(Permission.CASES_SIGN, clock.operator_id),
        may_withdraw=clock.state == ClockState.WITHDRAWING and works,
        state_tone=STATE_TONES[clock.state],
    )


def _step(step: Step, due: dt.date, today: dt.date) -> StepLine:
    words = due_words(due, today)
    return StepLine(str(step.label), words, due_tone(due, today), due < today, _ANCHORS[step])


def _medium(medium: Medium, found: ClockWhole) -> MediumPart:
    notice = next((each for each in found.notices if each.medium == medium), None)
    facts = found.facts.notices.get(medium)
    rows = notice.evidence.all() if notice else ()
    return MediumPart(
        medium=medium,
        label=str(medium.label),
        text=text_for(medium, found.clock, rules_of(found.clock.terms)),
        notice=notice,
        files=[(row.attachment_id, row.attachment.name) for row in rows if row.attachment.voided_at is None],
        is_current=facts is None or facts.is_current,
        is_withdrawn=facts is not None and facts.is_withdrawn,
    )


def _norms(clock: LegalClock) -> list[tuple[str, str]]:
    rules = rules_of(clock.terms)
    return [
        (rules.notice_norm, f"aviso aos beneficiários {rules.notice_days} dias corridos antes da saída"),
        (rules.kept_norm, f"aviso no ar por {rules.kept_days} dias; substituto equivalente"),
        (rules.consult_norm, f"consulta odontológica em até {rules.consult_days} dias úteis"),
    ]
