"""Changes to an edition of the form, as pure data: what each makes of the edition, or why it cannot.

Hiding an option and accepting further wordings leave the paper as it is. Everything else alters it, and
`cases.actions.editions` allows that only on an edition which no case has been opened with.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Protocol

from vinculo.kernel.folding import fold
from vinculo.kernel.refusal import Refusal
from vinculo.paper.catalogue import Option, OptionList
from vinculo.paper.editions import Edition, LabelledField

CODE_LENGTH = 40
LABEL_LENGTH = 80
MAY_BE_EMPTY = frozenset({"actions_instruction"})
NUMBERED = "contact"
"""The label that says where the number of a contact goes."""


class UnableToChangeEdition(Refusal):
    """The edition cannot become that."""


class EditionChange(Protocol):
    """One change. `alters_paper`: whether a form printed before would look different."""

    alters_paper: ClassVar[bool]

    def apply(self, edition: Edition) -> Edition: ...

    def told(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class HideOption:
    """An option that is not offered any more, or is again. What was ticked before stays."""

    which: OptionList
    code: str
    hidden: bool
    alters_paper: ClassVar[bool] = False

    def apply(self, edition: Edition) -> Edition:
        option = _option(edition, self.which, self.code)
        _refuse_outcome(self.which)
        shown = [each for each in edition.options[self.which] if not each.hidden and each != option]
        if self.hidden and not shown:
            raise UnableToChangeEdition("A lista ficaria vazia. Nada foi alterado.")
        return _with_option(edition, self.which, replace(option, hidden=self.hidden))

    def told(self) -> dict[str, Any]:
        return {"change": "hide" if self.hidden else "show", "list": self.which, "code": self.code}


@dataclass(frozen=True, slots=True)
class SetWordings:
    """The further wordings under which a reader knows an option."""

    which: OptionList
    code: str
    wordings: Sequence[str]
    alters_paper: ClassVar[bool] = False

    def apply(self, edition: Edition) -> Edition:
        option = _option(edition, self.which, self.code)
        wanted = {" ".join(wording.split()): None for wording in self.wordings if wording.strip()}
        for wording in wanted:
            _check_label(wording)
            _refuse_wording_of_another(edition, self.which, self.code, wording)
        seen = tuple(wording for wording in wanted if wording != option.label)
        return _with_option(edition, self.which, replace(option, seen=seen))

    def told(self) -> dict[str, Any]:
        return {"change": "wordings", "list": self.which, "code": self.code}


@dataclass(frozen=True, slots=True)
class AddOption:
    """A new box at the end of its list. A `code` brings back an option of an earlier edition."""

    which: OptionList
    label: str
    requires_note: bool = False
    code: str = ""
    seen: tuple[str, ...] = ()
    alters_paper: ClassVar[bool] = True

    def apply(self, edition: Edition) -> Edition:
        _refuse_outcome(self.which)
        label = _clean_label(self.label)
        _refuse_wording_of_another(edition, self.which, "", label)
        options = edition.options[self.which]
        code = self.code or _new_code(label, {option.code for option in options})
        if any(option.code == code for option in options):
            raise UnableToChangeEdition("Esta opção já está na edição. Nada foi alterado.")
        taken = {fold(wording) for option in options for wording in option.wordings}
        seen = tuple(wording for wording in self.seen if fold(wording) not in taken)
        added = Option(code=code, label=label, seen=seen, requires_note=self.requires_note)
        return edition.with_options(self.which, (*options, added))

    def told(self) -> dict[str, Any]:
        return {"change": "add", "list": self.which, "label": self.label}


@dataclass(frozen=True, slots=True)
class RenameOption:
    """The words beside a box. The old ones go on being read."""

    which: OptionList
    code: str
    label: str
    alters_paper: ClassVar[bool] = True

    def apply(self, edition: Edition) -> Edition:
        option = _option(edition, self.which, self.code)
        label = _clean_label(self.label)
        _refuse_wording_of_another(edition, self.which, self.code, label)
        seen = tuple(wording for wording in dict.fromkeys((*option.seen, option.label)) if wording != label)
        return _with_option(edition, self.which, replace(option, label=label, seen=seen))

    def told(self) -> dict[str, Any]:
        return {"change": "rename", "list": self.which, "code": self.code, "label": self.label}


@dataclass(frozen=True, slots=True)
class RetireOption:
    """A box that this edition does not have any more; earlier editions keep theirs."""

    which: OptionList
    code: str
    alters_paper: ClassVar[bool] = True

    def apply(self, edition: Edition) -> Edition:
        retired = _option(edition, self.which, self.code)
        _refuse_outcome(self.which)
        left = tuple(option for option in edition.options[self.which] if option != retired)
        if all(option.hidden for option in left):
            raise UnableToChangeEdition("A lista ficaria vazia. Nada foi alterado.")
        return edition.with_options(self.which, left)

    def told(self) -> dict[str, Any]:
        return {"change": "retire", "list": self.which, "code": self.code}


@dataclass(frozen=True, slots=True)
class MoveOption:
    """One place up (-1) or down (1); at the end of the list it stays."""

    which: OptionList
    code: str
    by: int
    alters_paper: ClassVar[bool] = True

    def apply(self, edition: Edition) -> Edition:
        options = list(edition.options[self.which])
        place = options.index(_option(edition, self.which, self.code))
        target = min(max(place + self.by, 0), len(options) - 1)
        options.insert(target, options.pop(place))
        return edition.with_options(self.which, tuple(options))

    def told(self) -> dict[str, Any]:
        return {"change": "move", "list": self.which, "code": self.code, "by": self.by}


@dataclass(frozen=True, slots=True)
class RenameLabel:
    """The words over a field of the head, or of another block; `title` for the form's."""

    field: str
    label: str
    alters_paper: ClassVar[bool] = True

    def apply(self, edition: Edition) -> Edition:
        label = self._checked()
        if self.field == "title":
            return replace(edition, title=label)
        if self.field in edition.labels:
            return replace(edition, labels={**edition.labels, self.field: label})
        _place_in_head(edition, self.field)
        head = tuple(
            tuple(replace(item, label=label) if item.field == self.field else item for item in row)
            for row in edition.head
        )
        return replace(edition, head=head)

    def _checked(self) -> str:
        if self.field in MAY_BE_EMPTY and not self.label.strip():
            return ""
        label = _clean_label(self.label)
        bare = label.replace("{number}", "", 1) if self.field == NUMBERED else label
        if self.field == NUMBERED and bare == label:
            raise UnableToChangeEdition("Diga com {number} onde fica o número do contato. Nada foi alterado.")
        if "{" in bare or "}" in bare:
            raise UnableToChangeEdition("Um rótulo não pode ter chaves { }. Nada foi alterado.")
        return label

    def told(self) -> dict[str, Any]:
        return {"change": "label", "field": self.field, "label": self.label}


@dataclass(frozen=True, slots=True)
class MoveField:
    """One place left (-1) or right (1) in its row of the head."""

    field: str
    by: int
    alters_paper: ClassVar[bool] = True

    def apply(self, edition: Edition) -> Edition:
        row_number, place = _place_in_head(edition, self.field)
        row: list[LabelledField] = list(edition.head[row_number])
        target = min(max(place + self.by, 0), len(row) - 1)
        row.insert(target, row.pop(place))
        head = tuple(tuple(row) if at == row_number else old for at, old in enumerate(edition.head))
        return replace(edition, head=head)

    def told(self) -> dict[str, Any]:
        return {"change": "move_field", "field": self.field, "by": self.by}


def _option(edition: Edition, which: OptionList, code: str) -> Option:
    option = edition.option(which, code)
    if option is None:
        raise UnableToChangeEdition("Esta opção não está nesta edição. Nada foi alterado.")
    return option


def _with_option(edition: Edition, which: OptionList, changed: Option) -> Edition:
    options = (changed if option.code == changed.code else option for option in edition.options[which])
    return edition.with_options(which, tuple(options))


def _place_in_head(edition: Edition, field: str) -> tuple[int, int]:
    for row_number, row in enumerate(edition.head):
        for place, item in enumerate(row):
            if item.field == field:
                return row_number, place
    raise UnableToChangeEdition("Este campo não está nesta edição. Nada foi alterado.")


def _refuse_outcome(which: OptionList) -> None:
    if which is OptionList.OUTCOME:
        raise UnableToChangeEdition(
            "Os três resultados são fixos: as regras da decisão dependem deles. Nada foi alterado."
        )


def _refuse_wording_of_another(edition: Edition, which: OptionList, code: str, wording: str) -> None:
    """One wording, one option: otherwise a reader could not tell which was ticked."""
    for option in edition.options[which]:
        if option.code != code and fold(wording) in {fold(known) for known in option.wordings}:
            raise UnableToChangeEdition(f"“{wording}” já é a opção “{option.label}”. Nada foi alterado.")


def _clean_label(label: str) -> str:
    cleaned = " ".join(label.split())
    if not cleaned:
        raise UnableToChangeEdition("Falta o texto. Nada foi alterado.")
    _check_label(cleaned)
    return cleaned


def _check_label(label: str) -> None:
    if len(label) > LABEL_LENGTH:
        raise UnableToChangeEdition(f"O texto tem mais de {LABEL_LENGTH} letras. Nada foi alterado.")
    if not fold(label) or not label.isprintable():
        raise UnableToChangeEdition("O texto tem um sinal que não se imprime. Nada foi alterado.")


def _new_code(label: str, taken: set[str]) -> str:
    slug = re.sub(r"[^a-z0-9]+", "_", fold(label)).strip("_")[: CODE_LENGTH - 3] or "option"
    code, number = slug, 2
    while code in taken:
        code, number = f"{slug}_{number}", number + 1
    return code
