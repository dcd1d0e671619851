"""Rules on what notes should not hold: a patient's name, a CPF. What was found is never repeated."""

from __future__ import annotations

import re
from collections.abc import Iterable

from vinculo.kernel.identifiers import cpf, phone
from vinculo.kernel.rule import Hit

from .facts import FormFacts
from .patients import KnownNames, seems_to_name_patient
from .shapes import FormRule, only_warns

_DASH = r"[-‐‑‒–]"
_ELEVEN_DIGITS = re.compile(
    r"(?<![0-9A-Za-z])(?<![0-9][.,/-])"
    rf"(?:[0-9]{{3}}([. ])[0-9]{{3}}\1[0-9]{{3}} ?(?:{_DASH}|[./ ]) ?[0-9]{{2}}"
    rf"|[0-9]{{9}} ?(?:{_DASH}|/) ?[0-9]{{2}}"
    r"|(?P<bare>[0-9]{11}))"
    r"(?![0-9A-Za-z])(?![.,/-][0-9])"
)
_CALLED_CPF = re.compile(r"\bCPF\b[^0-9\n]{0,12}$", re.IGNORECASE)
_LONGEST_CALL = 16


def _notes_naming_patients(facts: FormFacts) -> Iterable[Hit]:
    form = facts.form
    known = KnownNames.named((form.dentist_name, form.staff_name, form.signed_by, form.operator))
    for field, note in facts.notes():
        if seems_to_name_patient(note, known):
            yield Hit(field)


def _notes_holding_cpf(facts: FormFacts) -> Iterable[Hit]:
    for field, note in facts.notes():
        if holds_cpf(note):
            yield Hit(field)


def holds_cpf(note: str) -> bool:
    """Whether a CPF with right check digits stands in `note`.

    Eleven digits without a mark between them may as well be a mobile's: those count only where the
    note calls them a CPF, or no telephone has such a number.
    """
    for match in _ELEVEN_DIGITS.finditer(note):
        digits = re.sub(r"[^0-9]", "", match[0])
        if not cpf.is_valid(digits):
            continue
        called_cpf = _CALLED_CPF.search(note[max(0, match.start() - _LONGEST_CALL) : match.start()])
        if called_cpf or match["bare"] is None or phone.clean(digits) is None:
            return True
    return False


NOTE_RULES: tuple[FormRule, ...] = (
    only_warns(
        "note-names-patient",
        "",
        "A observação parece citar o nome de um paciente. Se ele não for indispensável, retire-o.",
        _notes_naming_patients,
    ),
    only_warns(
        "note-holds-cpf",
        "",
        "A observação contém um CPF. Retire-o: o CPF só deve estar no campo próprio.",
        _notes_holding_cpf,
    ),
)
