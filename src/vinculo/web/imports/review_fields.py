"""The fields of a reading on the review page: each with its text, its version and what is said about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from vinculo.cases.typed_fields import FieldKind, TypedField
from vinculo.intake.corrections import CONTACT_PARTS, FIELDS, TICK_LISTS, Correction, text_of
from vinculo.intake.doubts import UNSURE, UNSURE_ON_PAPER, sure_of
from vinculo.kernel.finding import Finding, Severity
from vinculo.paper.catalogue import OptionList
from vinculo.paper.editions import Edition
from vinculo.paper.form import RetentionForm
from vinculo.web.site.field_inputs import FORMATS, INPUT_MODES

from .review_paper import Certainty, Crop, PaperOfReading

_RULE_BROKEN = 0.6
_ONLY_UNSURE = frozenset({UNSURE, UNSURE_ON_PAPER})

YES_NO = (("yes", "Sim"), ("no", "Não"))


def told_beside(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.code not in _ONLY_UNSURE]


def key_of(field_name: str) -> str:
    """A field's name as part of an id: `contacts.2.note` is contacts-2-note."""
    return field_name.replace(".", "-")


@dataclass(frozen=True, slots=True)
class ReviewOption:
    """One of a select, or a box with the crop of its place on paper."""

    value: str
    label: str
    selected: bool = False
    crop: Crop | None = None


@dataclass(frozen=True)
class ReviewField:
    """One control. With `options` it is a select, or (`is_group`) boxes: radio buttons where `single`.

    `is_static`: nobody types here, `value` and `hint` are shown. `is_lifted`: it stands among those to be
    checked, with `block` (the contact that it is of) before its label.
    """

    name: str
    label: str
    block: str = ""
    value: str = ""
    version: int = 0
    kind: FieldKind = FieldKind.TEXT
    css: str = ""
    hint: str = ""
    options: Sequence[ReviewOption] = ()
    findings: Sequence[Finding] = ()
    is_group: bool = False
    single: bool = False
    is_static: bool = False
    crop: Crop | None = None
    certainty: Certainty | None = None
    sure: float = 1.0
    is_confirmed: bool = False
    is_corrected: bool = False
    is_lifted: bool = False

    @property
    def title(self) -> str:
        return f"{self.block} · {self.label}" if self.block else self.label

    @property
    def asks_for_a_look(self) -> bool:
        return self.is_doubtful and not self.is_confirmed

    @property
    def urgency(self) -> tuple[bool, float]:
        """What blocks comes first, then what is least sure; a rule that is broken doubts, too."""
        severities = {finding.severity for finding in self.findings if finding.code not in _ONLY_UNSURE}
        broken = bool(severities & {Severity.WARNING, Severity.BLOCKING})
        return Severity.BLOCKING not in severities, min(self.sure, _RULE_BROKEN if broken else 1.0)

    @property
    def told_findings(self) -> Sequence[Finding]:
        """Where the certainty stands beside the label, no finding says it once more."""
        return told_beside(self.findings) if self.certainty else self.findings

    @property
    def is_invalid(self) -> bool:
        return any(finding.severity is not Severity.MISSING for finding in self.told_findings)

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
        certainty = f"{self.id}-sure " if self.certainty else ""
        return f"{certainty}{self.id}-findings"


@dataclass(frozen=True)
class FieldMaker:
    """Makes the fields of one reading: what was typed over a field, else what stands on paper."""

    form: RetentionForm
    edition: Edition
    standing: Mapping[str, Correction]
    findings: Mapping[str, Sequence[Finding]] = field(default_factory=dict)
    unread: Mapping[str, str] = field(default_factory=dict)
    paper: PaperOfReading = field(default_factory=PaperOfReading)

    def text(self, name: str) -> str:
        typed = self.standing.get(name)
        return typed.raw if typed else self.unread.get(name) or text_of(self.form, name)

    def single(self, name: str, label: str, *, css: str = "", block: str = "") -> ReviewField:
        typed = _typed(name)
        text = self.text(name)
        return self._seen(
            ReviewField(
                name=name,
                label=label,
                block=block,
                value=text,
                version=self._version(name),
                kind=typed.kind,
                css=css,
                options=[ReviewOption(value, told, value == text) for value, told in _choices(name)],
            )
        )

    def boxes(self, name: str) -> ReviewField:
        """A list of the form, or one of its single choices."""
        single = name not in TICK_LISTS
        ticked = {self.text(name)} if single else set(self.text(name).split())
        options = [
            ReviewOption(value, told, value in ticked, self.paper.crop(f"{name}.{value}") if value else None)
            for value, told in self._box_choices(name, ticked)
        ]
        label, version = self.edition.label_of(name), self._version(name)
        return self._seen(
            ReviewField(name, label, "", "", version, options=options, is_group=True, single=single)
        )

    def static(self, name: str, label: str, value: str, *, hint: str = "", css: str = "") -> ReviewField:
        return self._seen(ReviewField(name, label, "", value, hint=hint, css=css, is_static=True))

    def _seen(self, field: ReviewField) -> ReviewField:
        """With what was found about it, its place on paper, and who has looked at it."""
        typed = self.standing.get(field.name)
        return replace(
            field,
            findings=self.findings.get(field.name, ()),
            crop=self.paper.crop(field.name),
            certainty=self.paper.certainty(field.name, typed.by_name if typed else ""),
            sure=1.0 if typed else sure_of(self.paper.confidence, field.name),
            is_confirmed=field.name in self.paper.confirmations,
            is_corrected=typed is not None,
        )

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
