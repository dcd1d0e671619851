"""From the cells of a print to the form that was printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vinculo.kernel.dates import parse_date
from vinculo.kernel.finding import Finding, Severity
from vinculo.kernel.identifiers import cnpj, cpf
from vinculo.kernel.money import parse_money
from vinculo.kernel.numbers import parse_count

from ..catalogue import OptionList
from ..editions import Edition
from ..form import (
    COUNT_FIELDS,
    DATE_FIELDS,
    FORM_FIELDS,
    MONEY_FIELDS,
    YES_NO_FIELDS,
    ContactEntry,
    RetentionForm,
)
from .glyphs import Ink, printable
from .readback import FilledCell, ReadContact, ReadPrint

_LISTS = {
    "actions": OptionList.ACTION,
    "termination_reasons": OptionList.REASON,
    "sectors": OptionList.SECTOR,
}


def form_of(read: ReadPrint, edition: Edition) -> tuple[RetentionForm, tuple[Finding, ...]]:
    """The form, and what of it could not be understood (then it is None, never a guess)."""
    return _Interpreter(edition).form_of(read)


class _Interpreter:
    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.findings: list[Finding] = []

    def form_of(self, read: ReadPrint) -> tuple[RetentionForm, tuple[Finding, ...]]:
        values = {
            field: self._value(field, cell) for field, cell in read.cells.items() if field in FORM_FIELDS
        }
        contacts = (self._contact(contact) for contact in read.contacts)
        values["contacts"] = tuple(entry for entry in contacts if entry.on or entry.note)
        values["signed_by"] = read.signed_by
        return RetentionForm(edition=self.edition.number, **values), tuple(self.findings)

    def _value(self, field: str, cell: FilledCell) -> Any:
        if field in _LISTS:
            # As the edition prints them, which is the order of every reader.
            return tuple(self._codes(_LISTS[field], cell))
        if field == "outcome":
            return self._only(field, self._codes(OptionList.OUTCOME, cell))
        if field in YES_NO_FIELDS:
            return self._answer(cell)
        text = cell.text
        parse = _parser(field)
        if text is None or parse is None:
            return text
        value = parse(text)
        if value is None:
            self._remark("unreadable-value", field, f"Não foi possível entender “{text}”.")
        return value

    def _contact(self, contact: ReadContact) -> ContactEntry:
        text = contact.on.text
        on = parse_date(text) if text else None
        if text and on is None:
            self._remark("unreadable-value", "contacts", f"Data do {contact.number}º contato: “{text}”.")
        return ContactEntry(contact.number, on, contact.note.text)

    def _answer(self, cell: FilledCell) -> bool | None:
        """Yes stands first on the paper."""
        ticked = self._only(cell.cell.field, [place for place, box in enumerate(cell.boxes) if box.ticked])
        return None if ticked is None else ticked == 0

    def _codes(self, which: OptionList, cell: FilledCell) -> list[str]:
        """The codes of the ticked boxes. Two options of the same words are told by their order."""
        codes: dict[str, list[str]] = {}
        for option in self.edition.options[which]:
            codes.setdefault(_folded(option.label), []).append(option.code)
        found = []
        for box in cell.boxes:
            same = codes.get(_folded(box.label), [])
            code = same.pop(0) if same else _folded(box.label)
            if box.ticked:
                found.append(code)
        return found

    def _only(self, field: str, ticked: list[Any]) -> Any:
        if len(ticked) > 1:
            self._remark("several-ticks", field, "Mais de uma opção marcada onde só cabe uma.")
        return ticked[0] if len(ticked) == 1 else None

    def _remark(self, code: str, field: str, message: str) -> None:
        self.findings.append(Finding(code, Severity.WARNING, field, message))


def _parser(field: str) -> Callable[[str], object] | None:
    if field in DATE_FIELDS:
        return parse_date
    if field in MONEY_FIELDS:
        return parse_money
    if field == "duration_days":
        return lambda text: parse_count(text.removesuffix(" dia(s)"))
    if field in COUNT_FIELDS:
        return parse_count
    return {"cpf": cpf.clean, "cnpj": cnpj.clean}.get(field)


def _folded(label: str) -> str:
    return printable(label, Ink.PRINTED)
