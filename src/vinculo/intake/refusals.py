"""The ways in which a write of an import is refused. Nothing was changed when one is raised."""

from __future__ import annotations

from collections.abc import Sequence

from vinculo.cases.models import Case
from vinculo.kernel.refusal import Refusal


class UnableToReceiveFiles(Refusal):
    """No file was given, or more of them than one batch takes."""


class UnableToSteerImport(Refusal):
    """The batch cannot be paused, gone on with, stopped or undone now, or a file not be read again."""


class UnableToCorrectReading(Refusal):
    """The reading is settled, or has no such field."""


class UnableToAcceptReading(Refusal):
    """The reading is discarded, repeats another one, or its edition is not there."""


class OpenCaseMatches(UnableToAcceptReading):
    """An open case seems to be this very process: a person says whether it is."""

    def __init__(self, cases: Sequence[Case]) -> None:
        names = ", ".join(str(case) for case in cases)
        super().__init__(
            f"Já há processo aberto que parece ser este: {names}. "
            "Diga se é o mesmo ou crie assim mesmo; nada foi criado."
        )
        self.cases = tuple(cases)


class UnableToSettleReading(Refusal):
    """The reading is not in a state in which it could be discarded, restored or matched."""


class UnableToReceiveConversation(Refusal):
    """The file is too big, or no conversation that can be read."""


class UnableToTakeConversation(Refusal):
    """Nothing new is chosen, too much is, or something is still to be told."""


class UnableToTakeFromReturnedSheet(Refusal):
    """The case takes no more changes, or what pen changed is no box of the form."""
