"""The ways in which something of this room is refused. Nothing was changed when one is raised."""

from __future__ import annotations

from vinculo.accounts.actions.refusals import FieldRefusal
from vinculo.kernel.refusal import Refusal


class UnableToIssueLetter(Refusal):
    """The case has no standing signature, the template is not for its decision, or something is missing."""


class UnableToSaveLetter(FieldRefusal):
    """Something about the template is not what it must be; `remarks` say what, beside its field."""


class DocumentNotAsIssued(Refusal):
    """The stored file is gone, or is not the one that was issued. Nothing is made in its place."""
