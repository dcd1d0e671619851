"""The base of every refused write: a sentence for people, and the findings behind it."""

from __future__ import annotations

from collections.abc import Sequence

from .finding import Finding


class Refusal(Exception):
    """A write was not done and nothing was changed.

    `message` is a Portuguese sentence that says what happened, what was kept and what to do.
    """

    def __init__(self, message: str, findings: Sequence[Finding] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.findings = tuple(findings)


class NotPermitted(Refusal):
    """The actor's role does not allow it, or the record is another operator's."""

    def __init__(self, message: str = "Seu perfil não permite esta ação. Nada foi alterado.") -> None:
        super().__init__(message)
