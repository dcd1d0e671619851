"""The ways in which a write to a case is refused. Nothing was changed when one is raised."""

from __future__ import annotations

from vinculo.kernel.refusal import Refusal


class UnableToChangeState(Refusal):
    """The transition does not exist, lacks its reason, or findings block it."""


class UnableToWriteCase(Refusal):
    """The case is decided, closed or cancelled, or what was named is not part of it."""


class UnableToAddAttachment(Refusal):
    """The file is too big, empty, or of a kind that is not kept."""


class UnableToAddProtocol(Refusal):
    """The number is missing or already stands in the case."""


class UnableToMergeCases(Refusal):
    """They are one case, of two operators, no longer open, or the merge has been undone."""
