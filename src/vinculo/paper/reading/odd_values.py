"""What values of a scan look like that lost a sign, or hold what is not theirs."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from vinculo.kernel.places import municipalities_named

from .flat import flat
from .page import TICKED, UNTICKED

_CODES = frozenset(("cro", "cro_state", "cnpj", "cpf", "state", "provider_type", "protocol_number"))
_YEARS = range(1980, 2061)
_LONGEST_CASE = 1500
_SHORTEST_CRO = 3
_SHORTEST_NOTE = 4
_BOX = re.compile(rf"[{TICKED}{UNTICKED}]|\[ ?\]")
_NEXT_LABEL = re.compile(
    r"(?:setor responsavel|(?:motivo|acao|status) retencao|motivo desligamento|necessario abertura"
    r"(?: de protocolo)?|obs\.? geral)\W*\Z"
)
_PROTOCOL = re.compile(r"SAD[0-9]{12,}")
_NAMES = frozenset(("staff_name", "dentist_name", "signed_by"))
_OF_A_NAME = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]*)*")
_OF_ANY_WORDS = re.compile(r"[\w.,;:&/()'’%+-]+")
_PARTS = re.compile(r"[\s/&-]+")
_MIXED = re.compile(r"[a-zà-ÿ][A-ZÀ-Ý]{2}|^[a-zà-ÿ]+[A-ZÀ-Ý]")
_LEFT_OPEN = re.compile(r"^[^\w(\"“]|[-–/(&,:;]$|[º°ª]")


def is_odd(name: str, value: object) -> bool:
    """Whether hardly anybody writes so, or means such a value."""
    if isinstance(value, str):
        return _is_odd_code(name, value) if name in _CODES else _are_odd_words(name, value)
    if isinstance(value, Decimal):
        # A comma is lost more often than a round amount is written without one.
        return value == value.to_integral_value() and "." not in str(value)
    if isinstance(value, dt.date):
        return value.year not in _YEARS
    return name == "duration_days" and isinstance(value, int) and value > _LONGEST_CASE


def is_odd_note(text: str) -> bool:
    """Whether a note is rather the rest of a label, or goes on into the boxes that come next on paper."""
    if sum(map(str.isalpha, text)) < _SHORTEST_NOTE:
        return True
    return bool(_BOX.search(text) or _NEXT_LABEL.search(flat(text)))


def _is_odd_code(name: str, code: str) -> bool:
    if name == "cro":
        return len(code) < _SHORTEST_CRO
    if name == "cnpj":
        # Its check digits do not tell a 0 from a Q, nor a 5 from a K.
        return not code.isdigit()
    return name == "protocol_number" and not _PROTOCOL.fullmatch(code)


def _are_odd_words(name: str, text: str) -> bool:
    if _LEFT_OPEN.search(text) or not all(map(_OF_ANY_WORDS.fullmatch, text.split())):
        return True
    if name == "city":
        return not _is_written_city(text)
    if name in _NAMES and not all(map(_OF_A_NAME.fullmatch, text.split())):
        return name != "dentist_name" or any(map(str.isdigit, text))
    return not _has_even_case(text)


def _is_written_city(text: str) -> bool:
    """A city of the list, as the list writes it or in capitals."""
    return any(text in {known.name, known.name.upper()} for known in municipalities_named(text))


def _has_even_case(text: str) -> bool:
    """Capitals all through, or words that begin with one, or with none, and go on without."""
    words = [word for word in _PARTS.split(text) if any(map(str.isalpha, word))]
    if all(word.isupper() for word in words):
        return True
    return text.lstrip('("“')[:1].isupper() and not any(map(_MIXED.search, words))
