from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vinculo.kernel.identifiers.cro import Cro, clean_number, formatted, is_well_formed, parse
from vinculo.kernel.places import UFS


@pytest.mark.parametrize(
    ("text", "cro"),
    [
        ("12345", Cro("12345", None)),
        ("12.345", Cro("12345", None)),
        ("1.234.567", Cro("1234567", None)),
        ("012345", Cro("012345", None)),
        ("7", Cro("7", None)),
        ("CRO 12.345", Cro("12345", None)),
        ("CRO nº 12345", Cro("12345", None)),
        ("CRO-SP 12.345", Cro("12345", "SP")),
        ("cro/sp 12345", Cro("12345", "SP")),
        ("CROSP 12345", Cro("12345", "SP")),
        ("CRO-SP-CD-12345", Cro("12345", "SP")),
        ("SP-CD 12345", Cro("12345", "SP")),
        ("SP 12345", Cro("12345", "SP")),
        ("CRO: SP nº 12.345", Cro("12345", "SP")),
        ("12345/SP", Cro("12345", "SP")),
        ("12345-sp", Cro("12345", "SP")),
        ("12345 (SP)", Cro("12345", "SP")),
        ("CRO 11517 UF TO", Cro("11517", "TO")),
        ("CRO–MG 57.798", Cro("57798", "MG")),
    ],
)
def test_registrations_as_written(text, cro):
    assert parse(text) == cro
    assert clean_number(text) == cro.number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "CRO",
        "SP",
        "CRO-XX 12345",
        "12345678",
        "12.34",
        "1234.5",
        "12345/XX",
        "12345 e 678",
        "-",
        "CRM-SP 12345",
    ],
)
def test_what_is_no_registration_is_none(text):
    assert parse(text) is None
    assert clean_number(text) is None


@given(st.from_regex(r"[0-9]{1,7}", fullmatch=True), st.none() | st.sampled_from(sorted(UFS)))
def test_what_is_printed_is_read_back(number, uf):
    assert parse(formatted(number, uf)) == Cro(number, uf)


def test_printing():
    assert formatted("12345", "SP") == "CRO-SP 12345"
    assert formatted("12345", None) == "CRO 12345"


@pytest.mark.parametrize(
    ("number", "uf", "is_right"),
    [
        ("7", "AC", True),
        ("1234567", "SP", True),
        ("12345678", "SP", False),
        ("0", "SP", False),
        ("", "SP", False),
        ("12a45", "SP", False),
        ("١٢٣", "SP", False),
        ("12345", "XX", False),
        ("12345", "", False),
    ],
)
def test_a_registration_has_a_number_and_a_council(number: str, uf: str, is_right: bool) -> None:
    assert is_well_formed(number, uf) is is_right
