"""A finding: what a rule or a reader has to say about one field."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs at one moment.

    `missing` is a point still open in a draft; `warning` never stops anything; `blocking` stops the
    transition that asked.
    """

    MISSING = "missing"
    WARNING = "warning"
    BLOCKING = "blocking"


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark, for people. `message` is a Portuguese sentence; `field` is empty for the whole form."""

    code: str
    severity: Severity
    field: str
    message: str

    def to_json(self) -> dict[str, str]:
        return {
            "code": self.code,
            "severity": str(self.severity),
            "field": self.field,
            "message": self.message,
        }
