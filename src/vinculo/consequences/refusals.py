"""The ways in which a write of this room is refused. Nothing was changed when one is raised."""

from __future__ import annotations

from vinculo.accounts.actions.refusals import FieldRefusal
from vinculo.kernel.refusal import Refusal


class UnableToAskSector(Refusal):
    """The sector, its member or the text is not what it must be, or the case takes no request any more."""


class UnableToMoveTask(Refusal):
    """The transition does not exist, lacks its reason, or findings block it."""


class UnableToMoveProtocol(Refusal):
    """The request is not in a state for that, or its number cannot be what was typed."""


class UnableToMoveDuty(Refusal):
    """The transition does not exist, lacks its reason, or is blocked; or its day or owner cannot be."""


class UnableToSetExitList(FieldRefusal):
    """Something about the list is not what it must be; `remarks` say what, beside its field."""


class UnableToSetLegalTerms(FieldRefusal):
    """A number, a text or the day makes no sense, or the terms hold already."""


class UnableToWriteClock(Refusal):
    """The clock has ended, or findings block what was asked."""


class UnableToTakeRequest(Refusal):
    """It has no number, names nobody, or is there already; or the file is none that can be read."""


class UnableToSettleRequest(Refusal):
    """Somebody has settled it meanwhile, the provider is gone, or the reason is missing."""
