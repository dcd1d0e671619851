"""Names, keys, identifiers and lists: a column each. The fast ways out are for what most cells hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from vinculo.kernel.folding import fold
from vinculo.kernel.identifiers import cnpj, cpf, cro, phone, protocol_number
from vinculo.kernel.places import UFS, clean_uf
from vinculo.network.values import tidy, tidy_cro

from .amounts import is_scientific, scientific_told
from .days import REMEMBERED
from .wrong_value import WrongValue, is_blank, is_nought, refuse_sheet_error

# UTF-8 read as something else, or letters that an export could not write.
_BROKEN_LETTERS = re.compile(r"[ÃÂ][\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ]|\ufffd|[a-zA-Z]\?[a-zA-Z]")
_PARTS_WORDS = re.compile(r"[;|,\n]|\s/\s")
_PARTS_PHONES = re.compile(r"[;|,\n]|\s[/eE]\s")
_AREA = r"(?:[14689][1-9]|2[12478]|3[1-578]|5[13-5]|7[134579])"
_USUAL_PHONE = re.compile(rf"{_AREA}(?:9[0-9]{{8}}|[2-5][0-9]{{7}})")
_PHONE_MARKS = str.maketrans("", "", " ()-.")
_USUAL_LENGTH = 80
_USUAL_EMAIL = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*@(?:[a-z0-9]{1,63}\.){1,4}[a-z]{2,9}")
_UF_AT_END = re.compile(r".*[\s/,(-]([A-Za-z]{2})\)?")


def key_reader(limit: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.isalnum() and len(text) <= limit:
            return text
        plain = tidy(text)
        if is_blank(plain):
            return ""
        refuse_sheet_error(plain)
        if len(plain) > limit:
            raise WrongValue(f"traz um código com mais de {limit} caracteres")
        if is_scientific(plain):
            raise scientific_told("o código")
        return plain

    return read


def text_reader(limit: int, *, has_letters: bool) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not text:
            return ""
        plain = tidy(text)
        if is_blank(plain):
            return ""
        refuse_sheet_error(plain)
        if len(plain) > limit:
            raise WrongValue(f"traz um texto com mais de {limit} caracteres")
        if ("?" in text or not text.isascii()) and _BROKEN_LETTERS.search(text):
            raise WrongValue("traz letras trocadas (acentos perdidos na exportação)")
        if has_letters and plain.lower() == plain.upper():
            raise WrongValue("não traz um nome")
        return plain

    return read


def code_reader(kind: str, codes: Mapping[str, str]) -> Callable[[str], str]:
    @lru_cache(maxsize=REMEMBERED)
    def read(text: str) -> str:
        plain = fold(text)
        if (value := codes.get(plain)) is not None:
            return value
        if is_blank(plain):
            return ""
        # A longer text may be anything, a person's name too.
        shown = f" {text.strip()}" if len(plain) <= 3 else ""
        raise WrongValue(f"traz um código{shown} que não está em [codes.{kind}] do mapeamento")

    return read


def yes_or_no_reader(codes: Mapping[str, str]) -> Callable[[str], bool]:
    """A blank cell is no."""
    read_code = code_reader("yes_or_no", codes)
    return lru_cache(maxsize=REMEMBERED)(lambda text: read_code(text) == "yes")


def read_cpf(text: str) -> str:
    if not text or cpf.is_valid(text):
        return text
    plain = text.strip()
    if is_blank(plain) or is_nought(plain):
        return ""
    # Spreadsheets drop noughts in front; the check digits tell whether that is what happened.
    clean = cpf.clean(plain) or (plain.zfill(11) if plain.isascii() and plain.isdigit() else "")
    if cpf.is_valid(clean):
        return clean
    raise scientific_told("o CPF") if is_scientific(plain) else WrongValue("traz um CPF que não existe")


def read_cnpj(text: str) -> str:
    if not text or cnpj.is_valid(text):
        return text
    plain = text.strip()
    if is_blank(plain) or is_nought(plain):
        return ""
    clean = cnpj.clean(plain) or (plain.zfill(14) if plain.isascii() and plain.isdigit() else "")
    if cnpj.is_valid(clean):
        return clean
    raise scientific_told("o CNPJ") if is_scientific(plain) else WrongValue("traz um CNPJ que não existe")


def read_cnes(text: str) -> str:
    return _digits(text, 7, "um CNES (7 algarismos)")


def read_postal_code(text: str) -> str:
    return _digits(text, 8, "um CEP (8 algarismos)")


def read_cro(text: str) -> tuple[str, str]:
    """Number without noughts in front, and the UF where it stands within."""
    plain = text.strip()
    if plain.isascii() and plain.isdigit() and len(plain) <= 7:
        number, uf = plain.lstrip("0"), ""
    elif is_blank(plain):
        return "", ""
    else:
        number, uf = tidy_cro(plain, "") if cro.parse(tidy(plain)) else ("", "")
        number = number.lstrip("0")
    if not number:
        raise WrongValue("não traz um CRO (de 1 a 7 algarismos)")
    return number, uf


@lru_cache(maxsize=REMEMBERED)
def read_uf(text: str) -> str:
    """The UF alone, by code or name, or within a CRO or behind a city."""
    plain = tidy(text)
    if is_blank(plain):
        return ""
    if found := clean_uf(plain):
        return found
    number = cro.parse(plain)
    if number and number.uf:
        return number.uf
    behind = _UF_AT_END.fullmatch(plain)
    if behind and behind[1].upper() in UFS:
        return behind[1].upper()
    raise WrongValue("não traz uma UF")


def read_protocol(text: str) -> str:
    plain = tidy(text)
    if is_blank(plain):
        return ""
    number = protocol_number.clean(plain) or plain
    if len(number) > 15:
        raise WrongValue("não traz um número de protocolo")
    return number


def email_reader(limit: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if len(text) <= _USUAL_LENGTH and _USUAL_EMAIL.fullmatch(text):
            return text
        plain = tidy(text).lower()
        if is_blank(plain):
            return ""
        try:
            validate_email(plain)
        except ValidationError as problem:
            raise WrongValue("traz um e-mail incompleto") from problem
        if len(plain) > limit:
            raise WrongValue(f"traz um e-mail com mais de {limit} caracteres")
        return plain

    return read


def phones_reader(most: int) -> Callable[[str], tuple[str, ...]]:
    def read(text: str) -> tuple[str, ...]:
        if not text:
            return ()
        if usual := _usual_phone(text):
            return (usual,)
        parts = [plain for part in _PARTS_PHONES.split(text) if not _is_nothing(plain := tidy(part))]
        found = tuple(dict.fromkeys(_usual_phone(part) or phone.clean(part) or "" for part in parts))
        if "" in found:
            raise WrongValue("traz um telefone que não existe ou está sem DDD")
        if len(found) > most:
            raise WrongValue(f"traz mais de {most} telefones")
        return found

    return read


def _usual_phone(text: str) -> str:
    bare = text.translate(_PHONE_MARKS)
    return bare if _USUAL_PHONE.fullmatch(bare) else ""


def words_reader(limit: int) -> Callable[[str], tuple[str, ...]]:
    @lru_cache(maxsize=REMEMBERED)
    def read(text: str) -> tuple[str, ...]:
        found = tuple(
            dict.fromkeys(plain for part in _PARTS_WORDS.split(text) if not is_blank(plain := tidy(part)))
        )
        for word in found:
            refuse_sheet_error(word)
        if any(len(word) > limit for word in found):
            raise WrongValue(f"traz um texto com mais de {limit} caracteres")
        if _BROKEN_LETTERS.search(text):
            raise WrongValue("traz letras trocadas (acentos perdidos na exportação)")
        return found

    return read


def _is_nothing(plain: str) -> bool:
    return is_blank(plain) or is_nought(plain)


def _digits(text: str, count: int, what: str) -> str:
    if not text:
        return ""
    plain = text.strip()
    if is_blank(plain) or is_nought(plain):
        return ""
    bare = plain.replace(".", "").replace("-", "").replace(" ", "")
    if not (bare.isascii() and bare.isdigit() and len(bare) <= count):
        raise WrongValue(f"não traz {what}")
    return bare.zfill(count)
