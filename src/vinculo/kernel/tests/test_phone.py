from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vinculo.kernel.identifiers import phone
from vinculo.kernel.invented import invented_phone


@pytest.mark.parametrize(
    "text",
    [
        "+55 11 99849-6368",
        "+5511998496368",
        "0055 11 99849-6368",
        "55 11 99849 6368",
        "(11) 99849-6368",
        "(011) 99849-6368",
        "(0xx11) 99849-6368",
        "0 15 11 99849-6368",
        "011998496368",
        "11 9 9849-6368",
        "11.99849.6368",
        "11998496368",
        "(11) 9849-6368",  # before the ninth digit
        "+55 11 9849-6368",
        "1198496368",
        "Cel.: (11) 99849-6368",
        "whatsapp 11 99849-6368",
    ],
)
def test_one_mobile_in_many_looks(text):
    assert phone.clean(text) == "11998496368"


@pytest.mark.parametrize(
    ("text", "area", "digits"),
    [
        ("99849-6368", "11", "11998496368"),
        ("9849-6368", "11", "11998496368"),
        ("9 9849-6368", "21", "21998496368"),
        ("3849-6368", "11", "1138496368"),
        ("(84) 99123-5544", "11", "84991235544"),
        ("99849-6368", None, None),
    ],
)
def test_the_default_area_is_for_numbers_without_one(text, area, digits):
    assert phone.clean(text, area) == digits


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("(11) 3849-6368", "1138496368"),
        ("55 99999-8888", "55999998888"),  # the area 55 is in Rio Grande do Sul
        ("+55 55 99999-8888", "55999998888"),
        ("55 9999-8888", "55999998888"),
        ("", None),
        ("123", None),
        ("(20) 99849-6368", None),  # there is no area 20
        ("(10) 3849-6368", None),
        ("11 1849-6368", None),
        ("0800 123 4567", None),
        ("+1 212 555 0123", None),
        ("99849-6368 ou 3849-0000", None),
        ("maria@exemplo.com.br", None),
    ],
)
def test_other_numbers(text, digits):
    assert phone.clean(text) == digits


@given(st.integers(0, 2**32), st.sampled_from(["11", "21", "55", "68", "71", "84", "91", "98"]))
def test_old_and_new_mobiles_are_one_number(seed, area):
    digits = invented_phone(Random(seed), area)
    assert phone.clean(digits) == digits
    assert phone.clean(area + digits[3:]) == digits
    assert phone.clean(phone.formatted(digits)) == digits
    assert phone.find_in(f"ligar no {phone.formatted(digits)} amanhã")[0].digits == digits


def test_printing_and_masking():
    assert phone.formatted("11998496368") == "(11) 99849-6368"
    assert phone.formatted("1138496368") == "(11) 3849-6368"
    assert phone.formatted("998496368") == "998496368"
    assert phone.masked("11998496368") == "(11) *****-6368"
    assert phone.masked("1138496368") == "(11) ****-6368"
    assert phone.masked("998496368") == "***"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("mensagem para Dra Renata no número 15998181004, visualizada às 13h", ["15998181004"]),
        ("A Dra. atendeu no +55 11 99849-6368 e contou", ["+55 11 99849-6368"]),
        ("no número 91 9 9385-2802, visualizada às 08:55", ["91 9 9385-2802"]),
        ("tel. (11) 3849-6368 ou (11) 99849-6368.", ["(11) 3849-6368", "(11) 99849-6368"]),
        ("fone (11)3849-6368/(11)99849-6368", ["(11)3849-6368", "(11)99849-6368"]),
        ("fixo (11)3849-6368/3849-0000", ["(11)3849-6368"]),
        ("Guia 3244827 foi negada. Tudo anexado no SAD168572304577.", []),
        ("Guia nº 1132448271 negada", []),
        ("CPF 119.987.654-30", []),
        ("CPF: 11998765430", []),
        ("CPF 01940822106", []),
        ("CNPJ 53068087001339, 82.096.148/0001-36", []),
        ("entre 12/10/2023 e 18/10/2023, R$ 2.625,62", []),
        ("processo ODL-2026-000123", []),
        ("ligou no 99849-6368", []),
    ],
)
def test_phones_inside_sentences(text, written):
    found = phone.find_in(text)
    assert [text[one.start : one.end] for one in found] == written
    assert all(phone.clean(text[one.start : one.end]) == one.digits for one in found)


def test_phones_without_an_area_are_found_where_it_is_told():
    text = "ligou do 99849-6368 (recado no 3849-6368), atende 2023-2024, fixo (21) 3849-0000, guia 38496368"
    assert [one.digits for one in phone.find_in(text, "11")] == ["11998496368", "1138496368", "2138490000"]


@given(st.text(alphabet="0123456789 ()-+./xA,", max_size=60))
def test_what_is_found_does_not_overlap(text):
    found = phone.find_in(text, "11")
    assert all(one.end <= other.start for one, other in pairwise(found))
