"""How the writes of this room say no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from vinculo.kernel.finding import Finding, Severity
from vinculo.kernel.refusal import Refusal


class FieldRefusal(Refusal):
    """A refusal that stands beside fields: each remark names the field it is about."""

    @classmethod
    def beside(cls, remarks: Mapping[str, str]) -> Self:
        """`remarks` are sentences by field; they are all told at once."""
        findings = [
            Finding(f"{field}-refused", Severity.BLOCKING, field, sentence)
            for field, sentence in remarks.items()
        ]
        return cls("Nada foi gravado. " + " ".join(remarks.values()), findings)
