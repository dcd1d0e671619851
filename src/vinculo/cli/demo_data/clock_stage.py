"""What became of the legal clocks that the demo's signatures set going; norms and the public page."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping

from django.core.files.base import ContentFile

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.cases.actions.change_state import change_state
from vinculo.cases.clock import day_of
from vinculo.cases.models import Attachment, Case
from vinculo.cases.states import CaseAction, State
from vinculo.consequences.actions.legal_terms import confirm_legal_terms, set_legal_terms
from vinculo.consequences.actions.public_page import switch_public_page
from vinculo.consequences.clock_texts import text_for
from vinculo.consequences.clock_words import ClockState, Medium
from vinculo.consequences.legal_terms import packaged_rules
from vinculo.consequences.models import LegalClock, LegalNotice, NoticeEvidence
from vinculo.network.models import Provider

from .cast import MAIN

LEFT_OPEN = 2
"""So many of the newest at the main operator wait for somebody, and are late."""
NOBODY_NEAR = "Não há outro prestador ativo do mesmo tipo no município."


def settle_clocks(end: dt.datetime) -> None:
    """What was signed long ago was told in time. In a few statements, for the sake of the first start."""
    others = _providers_by_city()
    running = LegalClock.objects.filter(state=ClockState.RUNNING, signed_on__lt=day_of(end))
    newest = running.filter(operator__code=MAIN).order_by("-signed_on", "-pk").values_list("pk", flat=True)
    rows = running.exclude(pk__in=list(newest[:LEFT_OPEN]))
    clocks = list(rows.select_related("operator", "case__consultant", "case__provider", "municipality"))
    proofs = _proofs(clocks)
    notices, rules = [], packaged_rules()
    for clock in clocks:
        _name_substitute(clock, others)
        clock.due_on, clock.due_step = None, ""
        clock.kept_until = clock.effective_on + dt.timedelta(days=rules.kept_days)
        notices += [_notice(clock, medium) for medium in Medium]
    LegalClock.objects.bulk_update(
        clocks,
        [
            "substitute",
            "no_substitute_reason",
            "substitute_on",
            "substitute_by",
            "due_on",
            "due_step",
            "kept_until",
        ],
    )
    LegalNotice.objects.bulk_create(notices)
    NoticeEvidence.objects.bulk_create(
        NoticeEvidence(notice=notice, attachment=proofs[notice.clock.case_id]) for notice in notices
    )


def sign_one_today(operator: Operator, supervisor: Actor, end: dt.datetime) -> None:
    """A termination whose clock has just begun; one decision at least stays to be signed."""
    decided = Case.objects.filter(operator=operator, state=State.DECIDED).order_by("-decided_at")
    signable = decided.filter(outcome="terminated").exclude(decided_by=supervisor.user)
    case = signable.first()
    if case is not None and decided.count() > 1:
        change_state(case=case, action=CaseAction.SIGN, actor=supervisor, now=end)


def show_norms(operators: Mapping[str, Operator], now: dt.datetime) -> None:
    """The main operator has a public page and no confirmation yet; another one has confirmed its norms."""
    system = Actor.system("Demonstração")
    switch_public_page(operator=operators[MAIN], is_on=True, actor=system, now=now)
    confirmed = next(operator for code, operator in operators.items() if code != MAIN)
    since = day_of(now).replace(month=1, day=1) - dt.timedelta(days=730)
    terms = set_legal_terms(
        operator=confirmed, valid_from=since, rules=packaged_rules(), actor=system, now=now
    )
    confirm_legal_terms(
        terms=terms,
        confirmed_on=day_of(now) - dt.timedelta(days=90),
        confirmed_by="Lúcia Prado, jurídico",
        actor=system,
        now=now,
    )


def _notice(clock: LegalClock, medium: Medium) -> LegalNotice:
    told_on = clock.signed_on + dt.timedelta(days=1)
    consultant = clock.case.consultant
    return LegalNotice(
        clock=clock,
        medium=medium,
        on=told_on,
        said_effective_on=clock.effective_on,
        said_substitute=clock.substitute,
        text=text_for(medium, clock, packaged_rules()),
        noted_by=consultant,
        noted_by_name=consultant.name if consultant else "Vínculo",
        noted_at=clock.case.signed_at or clock.case.changed_at,
    )


def _providers_by_city() -> dict[tuple[int, str, str | None], list[Provider]]:
    found: dict[tuple[int, str, str | None], list[Provider]] = {}
    for one in Provider.objects.filter(status=Provider.Status.ACTIVE).select_related("municipality"):
        found.setdefault((one.operator_id, one.kind, one.municipality_id), []).append(one)
    return found


def _name_substitute(clock: LegalClock, others: Mapping[tuple[int, str, str | None], list[Provider]]) -> None:
    case = clock.case
    kind = case.provider.kind if case.provider else Provider.Kind.PJ
    there = others.get((clock.operator_id, kind, clock.municipality_id), [])
    chosen = next((one for one in there if one.pk != case.provider_id), None)
    clock.substitute, clock.no_substitute_reason = chosen, "" if chosen else NOBODY_NEAR
    clock.substitute_on = clock.signed_on
    clock.substitute_by = case.consultant.name if case.consultant else "Vínculo"


def _proofs(clocks: list[LegalClock]) -> dict[int, Attachment]:
    """For each case a copy of the same invented proof, whose content is stored once."""
    content = "Aviso publicado no portal e enviado à central (demonstração).".encode()
    digest = hashlib.sha256(content).hexdigest()
    first = Attachment(name="aviso-publicado.txt")
    first.file.save(digest, ContentFile(content), save=False)
    rows = [
        Attachment(
            case_id=case_id,
            file=first.file.name,
            name=first.name,
            kind="text/plain",
            size=len(content),
            sha256=digest,
            added_at=signed_at,
        )
        for case_id, signed_at in _signed_at(clocks).items()
    ]
    return {row.case_id: row for row in Attachment.objects.bulk_create(rows)}


def _signed_at(clocks: list[LegalClock]) -> dict[int, dt.datetime]:
    return {clock.case_id: clock.case.signed_at or clock.case.changed_at for clock in clocks}
