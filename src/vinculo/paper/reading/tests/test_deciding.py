"""What is taken where looks at the same ink differ, and how sure it is."""

from __future__ import annotations

import pytest

from vinculo.paper.reading.deciding import decide
from vinculo.paper.reading.scan.candidates import Candidate

VALID, INVALID = "529.982.247-25", "529.982.247-26"


def _looks(*said: tuple[str, float]) -> tuple[Candidate, ...]:
    return tuple(Candidate(text, sure, f"look {number}") for number, (text, sure) in enumerate(said))


@pytest.mark.parametrize(
    ("field", "said", "text"),
    [
        ("cpf", [(INVALID, 0.97), (VALID, 0.6)], VALID),
        ("cpf", [("529.982.247-2S", 0.9)], "529.982.247-25"),
        ("cpf", [("528.982.247-25", 0.9), ("529.982.247-35", 0.9)], VALID),
        ("cnpj", [("11.222.333/0001-8l", 0.9), ("11.222.333/0001-81", 0.4)], "11.222.333/0001-81"),
        ("cnpj", [("12.ABC.345/01DE-35", 0.9), ("12.A8C.345/01DE-35", 0.95)], "12.ABC.345/01DE-35"),
        ("started_on", [("12/O6/2023", 0.9)], "12/06/2023"),
        ("started_on", [("42/06/2023", 0.9), ("12/06/2023", 0.5)], "12/06/2023"),
        ("contacts.on", [("1Z/06/2023", 0.9)], "12/06/2023"),
        ("duration_days", [("l64 dia(s)", 0.9)], "164 dia(s)"),
        ("last_production_value", [("R$ 5.93O,10", 0.9)], "R$ 5.930,10"),
        ("city", [("Jundiai do Mar", 0.9), ("Jundiaí", 0.6)], "Jundiaí"),
        ("state", [("5P", 0.9), ("SP", 0.6)], "SP"),
        ("protocol_number", [("SAD1685723O4577", 0.9), ("SAD168572304577", 0.5)], "SAD168572304577"),
        ("protocol_number", [("SAD748051534732", 0.9), ("5", 0.5)], "SAD748051534732"),
        ("staff_name", [("lara Dornelles", 0.9)], "Iara Dornelles"),
        ("dentist_name", [("lsabel Klein", 0.9)], "Isabel Klein"),
        ("dentist_name", [("Ana luiza lima", 0.9)], "Ana luiza lima"),
        ("other_plans", [("> Mais de 5 convênios - .", 0.9)], "Mais de 5 convênios"),
        ("dentist_name", [("Odonto Sorriso S/S Ltda.", 0.9)], "Odonto Sorriso S/S Ltda."),
        ("other_plans", [("- .", 0.9)], "- ."),
        ("staff_name", [("Cássia  Moura", 0.9)], "Cássia Moura"),
    ],
)
def test_what_is_beyond_ink_chooses(field: str, said: list[tuple[str, float]], text: str) -> None:
    assert decide(field, _looks(*said))[0] == text


def test_a_number_that_passes_its_check_is_sure() -> None:
    assert decide("cpf", _looks((VALID, 0.8)))[1] > 0.99


def test_nothing_is_taken_that_no_look_saw() -> None:
    text, sure = decide("cpf", _looks((INVALID, 0.9), ("529.982.247-28", 0.7)))
    assert text == INVALID
    assert sure < 0.9


def test_a_number_of_which_two_versions_pass_is_unsure() -> None:
    assert decide("cpf", _looks((VALID, 0.9), ("111.444.777-35", 0.9)))[1] <= 0.5


def test_looks_that_agree_are_surer_than_one_and_those_that_differ_less() -> None:
    one = decide("started_on", _looks(("12/06/2023", 0.9)))[1]
    two = decide("started_on", _looks(("12/06/2023", 0.9), ("12.06.2023", 0.9)))[1]
    torn = decide("started_on", _looks(("12/06/2023", 0.9), ("12/08/2023", 0.85)))[1]
    assert torn < 0.7 < one < two


def test_the_same_look_twice_is_one() -> None:
    looks = _looks(("12/06/2023", 0.9))
    assert decide("started_on", looks * 2) == decide("started_on", looks)


def test_what_is_no_date_is_never_sure() -> None:
    assert decide("started_on", _looks(("42/06/2023", 0.99), ("42/06/2023", 0.99)))[1] <= 0.5


def test_nothing_was_seen() -> None:
    assert decide("cpf", ()) == ("", 0.0)
    assert decide("cpf", _looks(("  ", 0.9))) == ("", 0.0)


@pytest.mark.parametrize(
    ("field", "read", "meant", "most"),
    [
        ("cnpj", "XEFHZOKX000136", "XEFHZ0KX000136", 0.5),
        ("cnpj", "XVVK83PZ410R24", "XVVK83PZ4IOR24", 0.5),
        ("cnpj", "XVVK83PZ4I0R24", "XVVK83PZ4IOR24", 0.5),
        ("cnpj", "GAIPWJIRTBGO97", "GA1PWJIRTBG097", 0.5),
        ("cnpj", "ZKAST2ZKC6TAO4", "ZKAST2ZKC6TA04", 1.0),
        ("cnpj", "V3DOFAQU7U7X23", "V3DOFAQU7U7X23", 0.9),
        ("cnpj", "5ASJEYH7000143", "5A8JEYH7000143", 0.5),
        ("cnpj", "EYZ3WTKX]JCV472", "EYZ3WTKXJCV472", 1.0),
        ("cnpj", "Q0977DK7ZQG)08", "Q0977DK7ZQGJ08", 0.9),
        ("cnpj", "6U.C9Y. EwW2/0001-19", "6U.C9Y. EW2/0001-19", 1.0),
        ("started_on", "22101125", "22/01/25", 0.5),
        ("last_production_value", "R$606, 11", "R$606,11", 0.9),
    ],
)
def test_what_can_be_meant_in_one_way_only_is_taken_so(
    field: str, read: str, meant: str, most: float
) -> None:
    text, sure = decide(field, _looks((read, 0.9)))
    assert (text, sure <= most) == (meant, True)


def test_a_cnpj_of_digits_or_one_that_may_be_several_stays_as_it_was_read() -> None:
    assert decide("cnpj", _looks(("11.222.333/0001-80", 0.9)))[0] == "11.222.333/0001-80"
    assert decide("cnpj", _looks(("22101125", 0.9)))[0] == "22101125"
