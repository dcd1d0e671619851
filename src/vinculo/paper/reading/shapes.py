"""How well a piece of text fits a field of the head, told from its shape alone."""

from __future__ import annotations

import re
from collections.abc import Callable

from vinculo.kernel.places.states import UFS

from ..form import COUNT_FIELDS, DATE_FIELDS, MONEY_FIELDS

# Characters that stand, one or many of them, for a whole cell: what its boxes of yes and no say, or that it
# holds only what was printed there.
ANSWERED_YES, ANSWERED_NO, ANSWERED_BOTH, UNANSWERED = "\ue001", "\ue002", "\ue003", "\ue004"
PRINTED_BLANK = "\ue010"
_FLOURISHES = ("*", "_", "`", "~")
_DASHES = frozenset(("-", "--", "---", "–", "—"))
ANSWERS = frozenset((ANSWERED_YES, ANSWERED_NO, ANSWERED_BOTH, UNANSWERED))
_SIGNS = ANSWERS | {PRINTED_BLANK}

MISFIT = -5.0

_DATE = (
    r"[0-9]{1,2}[º°o]?[ ]?[/.\-–][ ]?[0-9]{1,2}[ ]?[/.\-–][ ]?[0-9]{2,4}"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T][0-9]{1,2}:[0-9:]+)?"
)
_NUMBER = r"[0-9]{1,3}(?:[. ][0-9]{3})+(?:,[0-9]+)?|[0-9]+(?:[.,][0-9]+)*"
_CNPJ = r"[0-9A-Z]{2}\.?[0-9A-Z]{3}\.?[0-9A-Z]{3}/?[0-9A-Z]{4}-?[0-9]{2}"
_CPF = r"[0-9]{3}\.?[0-9]{3}\.?[0-9]{3}-?[0-9]{2}"

_IS_DATE = re.compile(_DATE)
_DATE_INSIDE = re.compile(rf"(?<![0-9])(?:{_DATE})(?![0-9])")
_LIKE_DATE = re.compile(
    r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-]?|[0-9][0-9/.\- ]{5,9}|[a-zç]{3,9}[ /]+(?:de )?[0-9]{2,4}", re.IGNORECASE
)
_IS_NUMBER = re.compile(_NUMBER)
_IS_COUNT = re.compile(
    r"(?:[0-9]{1,3}(?:[. ][0-9]{3})+|[0-9]+)(?: ?(?:vidas?|cros?(?:\(s\))?))?", re.IGNORECASE
)
_IS_DAYS = re.compile(r"[0-9]{1,3}(?:\.?[0-9]{3})* ?(?:d|dias?(?:\(s\))?)?\.?", re.IGNORECASE)
_IS_MONEY = re.compile(rf"R ?\$ ?(?:{_NUMBER})?|(?:{_NUMBER}) ?reais", re.IGNORECASE)
_IS_CNPJ = re.compile(_CNPJ, re.IGNORECASE)
_IS_CPF = re.compile(_CPF)
_CRO = r"CRO[ /:-]{0,3}(?:[A-Z]{2}[ /:-]{1,3})?(?:CD[ /:-]{1,3})?(?:[0-9]{1,3}(?:\.[0-9]{3}){1,2}|[0-9]{1,7})"
_IS_CRO = re.compile(
    r"(?:CRO)?[ /:-]*(?:[A-Z]{2}[ /:-]*)?(?:CD[ /:-]*)?(?:[0-9]{1,3}(?:\.[0-9]{3}){1,2}|[0-9]{1,7})",
    re.IGNORECASE,
)
_IS_TYPE = re.compile(r"P\.? ?[JF]\.?|(?:pessoa )?(?:jur[ií]dica|f[ií]sica)", re.IGNORECASE)
_IS_PROTOCOL = re.compile(
    r"SAD[ :.nº°-]*[0-9][0-9 .-]{4,}|(?=(?:[^0-9]*[0-9]){5})[0-9A-Z./-]{5,24}", re.IGNORECASE
)
_PROTOCOL_INSIDE = re.compile(r"SAD ?[0-9]{6}", re.IGNORECASE)
_ANSWER_WORD = re.compile(r"s(?:im)?|n(?:[ãa]o)?", re.IGNORECASE)

# Tokens of a row whose cells are only parted by single blanks.
_DIGIT = re.compile(r"[0-9]")
_CURRENCY_SIGNS = frozenset(("R$", "R $", "r$"))
_NO_WORDS = (_IS_DATE, _IS_NUMBER, _IS_MONEY, _IS_PROTOCOL, _IS_CNPJ, _IS_DAYS)

TOKEN = re.compile(
    rf"(?P<sign>[{''.join(sorted(ANSWERS))}]+|{PRINTED_BLANK}+)|(?<!\S)[–—-]{{1,3}}(?!\S)"
    rf"|(?<![\w/.,-])(?:(?P<date>{_DATE})|(?P<cro>{_CRO})|(?P<cnpj>{_CNPJ})|(?P<cpf>{_CPF})"
    rf"|(?P<protocol>SAD ?[0-9]{{6,}})|(?P<money>R ?\$ ?(?:{_NUMBER}))|(?P<days>[0-9.]+ ?dias?(?:\(s\))?)"
    rf"|(?P<type>PJ|PF)|(?P<state>{'|'.join(UFS)})|(?P<number>{_NUMBER}))(?![\w/])"
)


def cell_text(text: str) -> str:
    """The text of a cell; a dash for "nothing" becomes a printed blank."""
    if text in _DASHES:
        return PRINTED_BLANK
    if text[:1] in _FLOURISHES and text[-1:] == text[:1]:
        text = text.strip(text[0]) or text
    return text[0] if text and text[0] in _SIGNS and not text.strip(text[0]) else text


def fit(field: str, text: str) -> float:
    """From `MISFIT` to 3: how well `text` could be what stands in `field`."""
    text = cell_text(text)
    if text == PRINTED_BLANK:
        return 1.0
    if text in ANSWERS:
        return 3.0 if field == "serves_other_plans" else MISFIT
    return _FITS.get(field, _word_fit)(text)


def _date_fit(text: str) -> float:
    return 3.0 if _IS_DATE.fullmatch(text) else 1.0 if _LIKE_DATE.fullmatch(text) else MISFIT


def _days_fit(text: str) -> float:
    if text.isdigit():
        return 2.0
    return 3.0 if _IS_DAYS.fullmatch(text) else MISFIT


def _count_fit(text: str) -> float:
    return 2.5 if _IS_COUNT.fullmatch(text) else MISFIT


def _money_fit(text: str) -> float:
    if _IS_DATE.fullmatch(text):
        return MISFIT
    if _IS_MONEY.fullmatch(text):
        return 3.0
    if _IS_NUMBER.fullmatch(text):
        return 2.5 if "," in text or "." in text else 1.5
    return MISFIT


def _word_fit(text: str) -> float:
    if not _DIGIT.search(text):
        if text in _CURRENCY_SIGNS:
            return MISFIT
        return -2.0 if text in UFS or _IS_TYPE.fullmatch(text) else 2.0
    return MISFIT if any(shape.fullmatch(text) for shape in _NO_WORDS) else 0.5


def _plans_fit(text: str) -> float:
    """Other plans may be told by their number ("4", "4 convênios")."""
    return 0.0 if text.isdigit() and len(text) < 3 else _word_fit(text)


def _cro_fit(text: str) -> float:
    return 3.0 if _IS_CRO.fullmatch(text) else MISFIT


def _type_fit(text: str) -> float:
    return 3.0 if _IS_TYPE.fullmatch(text) else MISFIT


def _answer_fit(text: str) -> float:
    return 3.0 if _ANSWER_WORD.fullmatch(text) else MISFIT


def _state_fit(text: str) -> float:
    if text.upper() in UFS:
        return 3.0
    return 1.0 if len(text) == 2 and text.isalpha() else MISFIT


def _cnpj_fit(text: str) -> float:
    return 3.0 if _IS_CNPJ.fullmatch(text) else _document_fit(text)


def _cpf_fit(text: str) -> float:
    if _IS_CNPJ.fullmatch(text):
        return MISFIT
    return 3.0 if _IS_CPF.fullmatch(text) else _document_fit(text)


def _document_fit(text: str) -> float:
    """A number of a person or a company with a digit too few or too many."""
    digits = sum(map(str.isdigit, text))
    return 1.0 if 8 <= digits <= 16 and "/" not in text[:4] and len(text) < 24 else MISFIT


def _protocol_fit(text: str) -> float:
    if _DATE_INSIDE.search(text) or _IS_TYPE.fullmatch(text):
        return MISFIT
    if _IS_PROTOCOL.fullmatch(text):
        return 3.0
    if _PROTOCOL_INSIDE.search(text):
        return MISFIT
    if not any(map(str.isdigit, text)):
        return -3.0
    return 1.0 if len(text.split()) < 3 else MISFIT


_FITS: dict[str, Callable[[str], float]] = {
    **dict.fromkeys(DATE_FIELDS, _date_fit),
    **dict.fromkeys(MONEY_FIELDS, _money_fit),
    **dict.fromkeys(COUNT_FIELDS, _count_fit),
    "duration_days": _days_fit,
    "cro": _cro_fit,
    "cro_state": _state_fit,
    "state": _state_fit,
    "cnpj": _cnpj_fit,
    "cpf": _cpf_fit,
    "provider_type": _type_fit,
    "protocol_number": _protocol_fit,
    "serves_other_plans": _answer_fit,
    "other_plans": _plans_fit,
}
