"""The fields of a reading on the review page: each with its text, its version and what is said about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vinculo.cases.typed_fields import FieldKind, TypedField
from vinculo.intake.corrections import CONTACT_PARTS, FIELDS, TICK_LISTS, Correction, text_of
from vinculo.kernel.finding import Finding, Severity
from vinculo.paper.catalogue import OptionList
from vinculo.paper.editions import Edition
from vinculo.paper.form import RetentionForm
from vinculo.web.site.controls import ControlOption
from vinculo.web.site.field_inputs import FORMATS, INPUT_MODES

YES_NO = (("yes", "Sim"), ("no", "Não"))


def key_of(field_name: str) -> str:
    """A field's name as part of an id: `contacts.2.note` is contacts-2-note."""
    return field_name.replace(".", "-")


@dataclass(frozen=True)
class ReviewField:
    """One control. With `options` it is a select, or (`is_group`) boxes: radio buttons where `single`.

    `is_static`: nobody types here, `value` and `hint` are shown.
    """

    name: str
    label: str
    value: str = ""
    version: int = 0
    kind: FieldKind = FieldKind.TEXT
    css: str = ""
    hint: str = ""
    options: Sequence[ControlOption] = ()
    findings: Sequence[Finding] = ()
    is_group: bool = False
    single: bool = False
    is_static: bool = False
    is_corrected: bool = False

    @property
    def key(self) -> str:
        return key_of(self.name)

    @property
    def id(self) -> str:
        return f"f-{self.key}"

    @property
    def tag(self) -> str:
        if self.kind is FieldKind.NOTE:
            return "textarea"
        return "select" if self.options else "input"

    @property
    def format(self) -> str:
        return FORMATS.get(self.kind, "")

    @property
    def input_mode(self) -> str:
        return INPUT_MODES.get(self.kind, "")

    @property
    def is_doubtful(self) -> bool:
        return any(finding.severity is not Severity.MISSING for finding in self.findings)

    @property
    def described_by(self) -> str:
        hint = f"{self.id}-hint " if self.hint else ""
        return f"{hint}{self.id}-findings"


@dataclass(frozen=True)
class FieldMaker:
    """Makes the fields of one reading: what was typed over a field, else what stands on paper."""

    form: RetentionForm
    edition: Edition
    standing: Mapping[str, Correction]
    findings: Mapping[str, Sequence[Finding]] = field(default_factory=dict)
    unread: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        typed = self.standing.get(name)
        return typed.raw if typed else self.unread.get(name) or text_of(self.form, name)

    def single(self, name: str, label: str, *, css: str = "") -> ReviewField:
        typed = _typed(name)
        text = self.text(name)
        return ReviewField(
            name=name,
            label=label,
            value=text,
            version=self._version(name),
            kind=typed.kind,
            css=css,
            options=_options(_choices(name), {text}),
            findings=self.findings.get(name, ()),
            is_corrected=name in self.standing,
        )

    def boxes(self, name: str) -> ReviewField:
        """A list of the form, or one of its single choices."""
        single = name not in TICK_LISTS
        ticked = {self.text(name)} if single else set(self.text(name).split())
        return ReviewField(
            name=name,
            label=self.edition.label_of(name),
            version=self._version(name),
            options=_options(self._box_choices(name, ticked), ticked),
            findings=self.findings.get(name, ()),
            is_group=True,
            single=single,
            is_corrected=name in self.standing,
        )

    def static(self, name: str, label: str, value: str, *, hint: str = "", css: str = "") -> ReviewField:
        findings = self.findings.get(name, ())
        return ReviewField(name, label, value, hint=hint, css=css, findings=findings, is_static=True)

    def _version(self, name: str) -> int:
        typed = self.standing.get(name)
        return typed.version if typed else 0

    def _box_choices(self, name: str, ticked: set[str]) -> list[tuple[str, str]]:
        if name == "protocol_required":
            return [*YES_NO, ("", "(em branco)")]
        if name == "outcome":
            rows = [(option.code, option.label) for option in self.edition.options[OptionList.OUTCOME]]
            return [*rows, ("", "(em branco)")]
        options = self.edition.options[TICK_LISTS[name]]
        return [
            (option.code, option.label) for option in options if not option.hidden or option.code in ticked
        ]


def _typed(name: str) -> TypedField:
    if name.startswith("contacts."):
        return CONTACT_PARTS[name.rpartition(".")[2]]
    return FIELDS[name]


def _choices(name: str) -> Sequence[tuple[str, str]]:
    if name == "provider_type":
        return (("", "—"), ("PJ", "PJ"), ("PF", "PF"))
    return (("", "—"), *YES_NO) if name == "serves_other_plans" else ()


def _options(choices: Sequence[tuple[str, str]], chosen: set[str]) -> tuple[ControlOption, ...]:
    return tuple(ControlOption(value, label, value in chosen) for value, label in choices)
