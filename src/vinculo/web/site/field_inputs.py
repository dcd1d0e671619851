"""How a field of the form is typed in: its formatting while typing, and the keyboard a phone shows."""

from __future__ import annotations

from collections.abc import Mapping

from vinculo.cases.typed_fields import FieldKind

FORMATS: Mapping[FieldKind, str] = {
    FieldKind.DATE: "date",
    FieldKind.MONEY: "money",
    FieldKind.COUNT: "number",
    FieldKind.CPF: "cpf",
    FieldKind.CNPJ: "cnpj",
}
"""Names of `data-format` in `js/format.js`."""

INPUT_MODES: Mapping[FieldKind, str] = {
    FieldKind.DATE: "numeric",
    FieldKind.COUNT: "numeric",
    FieldKind.CPF: "numeric",
    FieldKind.CRO: "numeric",
    FieldKind.MONEY: "decimal",
}
"""A CNPJ may have letters since July 2026."""
