"""The ways in which a write of the room is refused. Nothing was changed when one is raised."""

from __future__ import annotations

from vinculo.accounts.actions.refusals import FieldRefusal
from vinculo.kernel.refusal import Refusal


class UnableToDismiss(Refusal):
    """The reason is missing, or what was to be dismissed is gone or says something else by now."""


class UnableToAssign(Refusal):
    """The divergence is gone, or the person works with none of that operator's."""


class UnableToOpenCase(Refusal):
    """There is no provider to open a case of, or it is cleared already."""


class UnableToSetTerms(FieldRefusal):
    """A number or a day makes no sense, or the terms have begun already."""
