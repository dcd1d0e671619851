"""The controls of a case's page: each saves itself, and says with which version it was drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType

from vinculo.cases.models.typed_record import TypedRecord
from vinculo.cases.typed_fields import FieldKind, TypedField
from vinculo.kernel.finding import Finding, Severity
from vinculo.kernel.identifiers import cpf, phone
from vinculo.kernel.places import UFS
from vinculo.web.site.controls import ControlOption
from vinculo.web.site.field_inputs import FORMATS, INPUT_MODES

_LISTS: Mapping[FieldKind, str] = {FieldKind.UF: "list-uf"}


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """What the registry says of a field today; `seen` is the text that “usar” writes."""

    field: str
    words: str
    seen: str
    is_open: bool


@dataclass(frozen=True)
class TypedControl:
    """One self-saving control. `key` names it on the page (`cpf`, `contacts-12-on`); `place` says where
    its record is (`{"contact": 12}`), empty for the case itself.
    """

    key: str
    name: str
    label: str
    kind: FieldKind
    value: str
    version: int
    place: Mapping[str, int | str] = field(default_factory=dict)
    options: Sequence[ControlOption] = ()
    findings: Sequence[Finding] = ()
    hint: str = ""
    suggestions: str = ""
    css: str = ""
    readonly: bool = False
    is_static: bool = False
    is_row: bool = False
    """Whether its options stand in a row, each one click away."""
    mark: str = ""
    """Who told what stands there."""
    difference: ShownDifference | None = None

    @property
    def id(self) -> str:
        return f"f-{self.key}"

    @property
    def tag(self) -> str:
        if self.kind is FieldKind.NOTE:
            return "textarea"
        if self.is_row:
            return "row"
        return "select" if self.options else "input"

    @property
    def format(self) -> str:
        # A telephone is formatted; an e-mail in the same field stays as typed.
        if self.name == "address":
            return "phone"
        return "reais" if self.kind is FieldKind.MONEY else FORMATS.get(self.kind, "")

    @property
    def input_mode(self) -> str:
        return INPUT_MODES.get(self.kind, "")

    @property
    def list_id(self) -> str:
        return self.suggestions or _LISTS.get(self.kind, "")

    @property
    def is_invalid(self) -> bool:
        return any(finding.severity is not Severity.MISSING for finding in self.findings)

    @property
    def described_by(self) -> str:
        hint = f"{self.id}-hint " if self.hint else ""
        mark = f"{self.id}-mark " if self.mark or self.difference else ""
        return f"{hint}{mark}{self.id}-findings"


@dataclass(frozen=True)
class ControlMaker:
    """Makes the controls of one record."""

    record: TypedRecord
    fields: Mapping[str, TypedField]
    findings: Mapping[str, Sequence[Finding]]
    readonly: bool
    prefix: str = ""
    place: Mapping[str, int | str] = field(default_factory=dict)
    may_see_personal_data: bool = True
    marks: Mapping[str, str] = field(default_factory=dict)
    differences: Mapping[str, ShownDifference] = field(default_factory=dict)

    def control(
        self,
        name: str,
        label: str,
        *,
        options: Sequence[tuple[str, str]] = (),
        hint: str = "",
        suggestions: str = "",
        css: str = "",
        is_row: bool = False,
    ) -> TypedControl:
        typed = self.fields[name]
        key = f"{self.prefix}{name}"
        # A choice that stands by default has a value before anybody typed one.
        default = typed.format(getattr(self.record, typed.column_name)) if options else ""
        value = self.record.raw(name) or default
        return TypedControl(
            key=key,
            name=name,
            label=label,
            kind=typed.kind,
            value=self._shown(typed, value),
            version=self.record.version(name),
            place=self.place,
            options=tuple(ControlOption(code, text, code == value) for code, text in options),
            findings=self.findings.get(key, ()),
            hint=hint,
            suggestions=suggestions,
            css=css,
            readonly=self.readonly or self._is_masked(typed),
            is_row=is_row,
            mark=self.marks.get(name, ""),
            difference=self.differences.get(name),
        )

    def _is_masked(self, typed: TypedField) -> bool:
        return is_personal(typed.name) and not self.may_see_personal_data

    def _shown(self, typed: TypedField, raw: str) -> str:
        if not self._is_masked(typed) or not raw:
            return raw
        return masked(typed.name, raw)


def is_personal(field_name: str) -> bool:
    """Whether only who may see personal data reads it whole: a CPF, a contact's telephone or e-mail."""
    return field_name in _MASKS


def masked(field_name: str, raw: str) -> str:
    """A personal value for who may not read it whole; nothing of what has another shape."""
    number = _MASKS[field_name]
    clean = number.clean(raw)
    return number.masked(clean) if clean else "•••"


_MASKS: Mapping[str, ModuleType] = {"cpf": cpf, "address": phone}


UF_SUGGESTIONS = tuple(UFS)
