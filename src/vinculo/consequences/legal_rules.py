"""Rules on what is written into a legal clock: the date of leaving, and a notice that was given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from vinculo.kernel.dates import format_date
from vinculo.kernel.finding import Severity
from vinculo.kernel.rule import Hit, Rule

from .clock_words import Medium
from .legal_clock import LegalClockFacts, earliest_effective, why_earliest

FARTHEST = dt.timedelta(days=730)
"""A day farther away from the signature than this is a mistake of typing."""


@dataclass(frozen=True, slots=True)
class DateFacts:
    """`is_short`: an exception is claimed, for `reason`."""

    clock: LegalClockFacts
    day: dt.date
    today: dt.date
    is_short: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NoticeToNote:
    clock: LegalClockFacts
    medium: Medium
    day: dt.date
    today: dt.date


def _date_far(facts: DateFacts) -> Iterable[Hit]:
    if abs(facts.day - facts.clock.signed_on) > FARTHEST:
        yield Hit()


def _date_early(facts: DateFacts) -> Iterable[Hit]:
    earliest = earliest_effective(facts.clock, facts.today)
    if not facts.is_short and facts.day < earliest:
        why = why_earliest(facts.clock, facts.today)
        yield Hit(message=f"A saída não pode valer antes de {format_date(earliest)}: {why}.")


def _short_without_reason(facts: DateFacts) -> Iterable[Hit]:
    if facts.is_short and not facts.reason.strip():
        yield Hit()


def _notice_ahead(facts: NoticeToNote) -> Iterable[Hit]:
    if facts.day > facts.today:
        yield Hit()


def _notice_far(facts: NoticeToNote) -> Iterable[Hit]:
    if facts.clock.signed_on - facts.day > FARTHEST:
        yield Hit()


def _notice_names_nobody(facts: NoticeToNote) -> Iterable[Hit]:
    if not facts.clock.substitute_settled:
        yield Hit()


DATE_RULES: tuple[Rule[DateFacts], ...] = (
    Rule(
        "legal-date-far",
        "effective_on",
        "Confira o ano: a data da saída está a mais de dois anos da assinatura.",
        _date_far,
        Severity.BLOCKING,
        None,
    ),
    Rule(
        "legal-date-early",
        "effective_on",
        "A saída não pode valer antes dos 30 dias corridos do aviso, nem do aviso prévio do contrato.",
        _date_early,
        Severity.BLOCKING,
        None,
        source="Lei 9.656/1998, art. 17; RN ANS 567/2022",
    ),
    Rule(
        "legal-exception-without-reason",
        "reason",
        "Conte por que os beneficiários não puderam ser avisados antes.",
        _short_without_reason,
        Severity.BLOCKING,
        None,
    ),
)
NOTICE_RULES: tuple[Rule[NoticeToNote], ...] = (
    Rule(
        "legal-notice-ahead",
        "on",
        "O aviso só se registra depois de dado: o dia ainda não chegou.",
        _notice_ahead,
        Severity.BLOCKING,
        None,
    ),
    Rule(
        "legal-notice-far",
        "on",
        "Confira o ano: o dia do aviso está a mais de dois anos da assinatura.",
        _notice_far,
        Severity.BLOCKING,
        None,
    ),
    Rule(
        "legal-notice-names-nobody",
        "substitute",
        "O aviso diz quem substitui o prestador: indique antes o substituto, ou por que não há.",
        _notice_names_nobody,
        Severity.BLOCKING,
        None,
        source="Lei 9.656/1998, art. 17; RN ANS 567/2022",
    ),
)
