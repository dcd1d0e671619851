"""A control as data, for screens whose fields are not those of a Django form (the case page, the filters)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vinculo.kernel.finding import Finding, Severity


@dataclass(frozen=True, slots=True)
class ControlOption:
    value: str
    label: str
    selected: bool = False


@dataclass(frozen=True)
class Control:
    """Drawn by `components/control.html`.

    `kind`: text, search, date, money, cpf, cnpj, document, phone, number, textarea, select, choices
    (tick boxes; with `single`, radio buttons). `value` is what was typed. `attributes` are further HTML
    attributes, such as those of htmx.
    """

    name: str
    label: str
    kind: str = "text"
    value: str = ""
    hint: str = ""
    prefix: str = "f"
    single: bool = False
    options: Sequence[ControlOption] = ()
    findings: Sequence[Finding] = ()
    attributes: Mapping[str, str | bool] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return f"{self.prefix}-{self.name}"

    @property
    def findings_id(self) -> str:
        return f"{self.id}-findings"

    @property
    def described_by(self) -> str:
        hint = f"{self.id}-hint " if self.hint else ""
        return f"{hint}{self.findings_id}" if self.findings else hint.strip()

    @property
    def is_invalid(self) -> bool:
        return any(finding.severity != Severity.MISSING for finding in self.findings)

    @property
    def input_type(self) -> str:
        if self.kind == "choices":
            return "radio" if self.single else "checkbox"
        return "search" if self.kind == "search" else "text"

    @property
    def format(self) -> str:
        """The name of its formatting in `js/format.js`."""
        return self.kind if self.kind in _FORMATTED else ""

    @property
    def input_mode(self) -> str:
        """Which keyboard a phone shows; a CNPJ may have letters."""
        return {"money": "decimal", "phone": "tel"}.get(self.kind, "numeric" if self.kind in _NUMERIC else "")


_FORMATTED = {"date", "money", "cpf", "cnpj", "document", "phone", "number"}
_NUMERIC = {"date", "cpf", "number"}
