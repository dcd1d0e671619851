"""What a reader hands over for one form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from vinculo.kernel.finding import Finding, Severity

from ..form import RetentionForm
from .page import Box


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the form, how sure each field is (0 to 1), and what is to be said about it.

    `unread` is what stands in a field of which no value could be made ("31/02/2023"), word for word, by the
    field's name; a contact's day is `contacts.2.on`. `text` is what it was read from, for a person to
    compare.

    Where the file has paper, `confidence` also tells of each part of a contact (`contacts.2.note`), `sheets`
    are the sheets of the file that the form fills, and `places` tells where each field stands on them, a box
    for each sheet: by the field's name, `contacts.2.note`, or `termination_reasons.fees` for a box to tick.
    Of a blank field it is the place of its label.

    `looks` are the texts that several looks at the ink of a number gave, where they differ: what the file
    does not say may decide between them.
    """

    form: RetentionForm | None
    confidence: Mapping[str, float] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    unread: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    sheets: tuple[int, ...] = ()
    places: Mapping[str, tuple[Box, ...]] = field(default_factory=dict)
    looks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {
            "form": self.form.to_json() if self.form else None,
            "confidence": {name: sure for name, sure in self.confidence.items() if "." not in name},
            "findings": [finding.to_json() for finding in self.findings],
        }


def refused(code: str, message: str) -> Reading:
    """A reading that has no form, and why."""
    return Reading(None, {}, (Finding(code, Severity.BLOCKING, "", message),))
