"""How right a reading is: fields, ticks and notes held against what the form says.

A field is a key of the form; a contact is two, its day and its note. Texts are equal when their white space
is folded; on paper a blank behind a dash or a slash does not count (a line may have been wrapped there), and
on scans a text may differ in one character of twenty.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz.distance import Levenshtein

from vinculo.paper.catalogue import OptionList
from vinculo.paper.editions import Edition, packaged_edition
from vinculo.paper.form import FORM_FIELDS

TEXTS = frozenset(
    ("staff_name", "operator", "dentist_name", "requested_by", "city", "other_plans", "signed_by")
)
NOTES = ("actions_note", "general_note")
LISTS = {
    "actions": OptionList.ACTION,
    "termination_reasons": OptionList.REASON,
    "sectors": OptionList.SECTOR,
}
SURE = 0.95
"""A wrong field that was given as at least so sure is confidently wrong."""
_MOST_CHARACTER_ERRORS = 0.05


@dataclass(frozen=True, slots=True)
class JudgedField:
    name: str  # "contacts.2.note" for a part of a contact.
    right: bool
    written: Any
    read: Any
    sure: float

    @property
    def filled(self) -> bool:
        return not (_blank(self.written) and _blank(self.read))


@dataclass(slots=True)
class Judged:
    """One form's marks."""

    fields: list[JudgedField] = field(default_factory=list)
    tops: list[JudgedField] = field(default_factory=list)  # As `fields`, with all contacts as one.
    ticked: int = 0  # Boxes ticked that were read as ticked.
    missed: int = 0
    invented: int = 0
    note_errors: list[float] = field(default_factory=list)

    @property
    def exact(self) -> bool:
        return all(each.right for each in self.fields)


def judge(
    written: Mapping[str, Any],
    read: Mapping[str, Any] | None,
    sure: Mapping[str, float],
    *,
    kind: str,
) -> Judged:
    """`written` and `read` are forms as JSON; `read` is None where there was no answer; `kind` as "scan"."""
    judged = Judged()
    got = read or {}

    def add(name: str, should: Any, did: Any) -> bool:
        right = read is not None and same(name, should, did, kind)
        judged.fields.append(JudgedField(name, right, should, did, sure.get(name, sure.get("contacts", 0.0))))
        return right

    for name in FORM_FIELDS:
        if name != "contacts":
            add(name, written.get(name), got.get(name))
    judged.tops = list(judged.fields)
    right = [add(*part) for part in _contact_parts(written, got)]
    all_right = all(right) and read is not None
    known = sure.get("contacts", 0.0)
    whole = JudgedField("contacts", all_right, written["contacts"], got.get("contacts"), known)
    judged.tops.append(whole)
    for each in judged.fields:
        if each.written and (each.name in NOTES or each.name.endswith(".note")):
            judged.note_errors.append(character_errors(each.written, each.read, kind))
    _judge_ticks(judged, written, got)
    return judged


def _contact_parts(written: Mapping[str, Any], read: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    should = {entry["number"]: entry for entry in written["contacts"]}
    did = {entry["number"]: entry for entry in read.get("contacts", ())}
    for number in sorted(should.keys() | did.keys()):
        for part in ("on", "note"):
            yield f"contacts.{number}.{part}", should.get(number, {}).get(part), did.get(number, {}).get(part)


def _judge_ticks(judged: Judged, written: Mapping[str, Any], read: Mapping[str, Any]) -> None:
    edition = packaged_edition(written["edition"])
    for name in ("outcome", "serves_other_plans", "protocol_required", *LISTS):
        should, did = _ticks(written.get(name)), _ticks(read.get(name))
        printed = _printed(name, edition) | did
        judged.ticked += len(should & did & printed)
        judged.missed += len((should & printed) - did)
        judged.invented += len(did - should)


def _printed(name: str, edition: Edition) -> set[str]:
    if name == "outcome" or name in LISTS:
        return {option.code for option in edition.options[LISTS.get(name, OptionList.OUTCOME)]}
    return {"yes", "no"}


def _ticks(value: Any) -> set[str]:
    if isinstance(value, bool):
        return {"yes" if value else "no"}
    return {value} if isinstance(value, str) else set(value or ())


def same(name: str, written: Any, read: Any, kind: str) -> bool:
    if _blank(written) and _blank(read):
        return True
    is_text = name in TEXTS or name in NOTES or name.endswith(".note")
    if is_text and isinstance(written, str) and isinstance(read, str):
        if kind == "scan":
            return character_errors(written, read, kind) <= _MOST_CHARACTER_ERRORS
        return folded(written, kind) == folded(read, kind)
    if isinstance(written, list) and isinstance(read, list):
        return set(written) == set(read)
    return type(written) is type(read) and bool(written == read)


def character_errors(written: str, read: Any, kind: str) -> float:
    """How many characters are wrong, as a share of those written; one at most."""
    should, did = folded(written, kind), folded(read, kind) if isinstance(read, str) else ""
    return min(1.0, Levenshtein.distance(should, did) / max(1, len(should)))


def folded(text: str, kind: str) -> str:
    words = " ".join(unicodedata.normalize("NFC", text).split())
    return re.sub(r"(?<=[-/–]) ", "", words) if kind in ("pdf", "scan") else words


def _blank(value: Any) -> bool:
    return value in (None, "", [])
