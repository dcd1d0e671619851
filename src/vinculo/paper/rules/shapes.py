"""The three rows of severities that rules on a form have, and the plainest kind of check."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from vinculo.kernel.finding import Severity
from vinculo.kernel.rule import Hit, Rule

from .facts import FormFacts

FormRule = Rule[FormFacts]
Check = Callable[[FormFacts], Iterable[Hit]]


def missing_then_blocks(code: str, field: str, sentence: str, check: Check) -> FormRule:
    """A point still open in a draft; nothing is decided without it."""
    return Rule(code, field, sentence, check, draft=Severity.MISSING, decide=Severity.BLOCKING)


def warns_then_blocks(code: str, field: str, sentence: str, check: Check) -> FormRule:
    """Wrong, but a draft may be wrong; nothing is decided on it."""
    return Rule(code, field, sentence, check, draft=Severity.WARNING, decide=Severity.BLOCKING)


def only_warns(code: str, field: str, sentence: str, check: Check) -> FormRule:
    """Worth a second look, never in the way."""
    return Rule(code, field, sentence, check, draft=Severity.WARNING, decide=Severity.WARNING)


def when(breached: Callable[[FormFacts], bool]) -> Check:
    """A check that hits once, with the rule's own sentence and field, when `breached` says so."""

    def check(facts: FormFacts) -> list[Hit]:
        return [Hit()] if breached(facts) else []

    return check
