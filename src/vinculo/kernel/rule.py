"""The shape of a rule: pure, named, with a severity for each moment of a record's life."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from .finding import Finding, Severity

Facts = TypeVar("Facts")


class Moment(StrEnum):
    """When rules are asked: while a draft is filled, when it is decided, when it is signed."""

    DRAFT = "draft"
    DECIDE = "decide"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Hit:
    """One breach of a rule. `field` and `message` override those of the rule where it has several."""

    field: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Rule(Generic[Facts]):
    """A rule on some frozen facts. A severity of None: not asked at that moment.

    `sentence` is what the person reads (Portuguese); `source` names the norm or form edition it
    comes from, where it has one. Signing asks what deciding asks, unless `sign` says otherwise.
    """

    code: str
    field: str
    sentence: str
    check: Callable[[Facts], Iterable[Hit]]
    draft: Severity | None
    decide: Severity | None
    sign: Severity | None = None
    source: str = ""

    def severity_at(self, moment: Moment) -> Severity | None:
        match moment:
            case Moment.DRAFT:
                return self.draft
            case Moment.DECIDE:
                return self.decide
            case Moment.SIGN:
                return self.sign or self.decide

    def findings(self, facts: Facts, moment: Moment) -> list[Finding]:
        severity = self.severity_at(moment)
        if severity is None:
            return []
        return [
            Finding(self.code, severity, hit.field or self.field, hit.message or self.sentence)
            for hit in self.check(facts)
        ]


def check_all(rules: Sequence[Rule[Facts]], facts: Facts, moment: Moment) -> tuple[Finding, ...]:
    """All findings of all rules at once, in the order of the rules."""
    return tuple(finding for rule in rules for finding in rule.findings(facts, moment))
