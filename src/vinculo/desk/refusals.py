"""The ways in which a write of the desk is refused. Nothing was changed when one is raised."""

from __future__ import annotations

from vinculo.kernel.refusal import Refusal


class UnableToSaveView(Refusal):
    """The name is missing or taken, or the view would hold a personal number."""


class UnableToStartBulkJob(Refusal):
    """No case was chosen, too many were, or what is to be done to them is missing."""


class UnableToUndoBulkJob(Refusal):
    """The job changed nothing that can be given back."""


class UnableToNoteAbsence(Refusal):
    """The days make no time, cross another absence, or the absence is over."""
