"""Whatever a file holds, each parser answers quickly and does not fail."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from vinculo.kernel.dates import parse_date, parse_time
from vinculo.kernel.folding import fold
from vinculo.kernel.identifiers import cnpj, cpf, cro, phone, protocol_number
from vinculo.kernel.money import parse_money
from vinculo.kernel.numbers import parse_count
from vinculo.kernel.places import clean_uf, find_municipality, municipalities_named

PARSERS: dict[str, Callable[[str], object]] = {
    "date": parse_date,
    "time": parse_time,
    "money": parse_money,
    "count": parse_count,
    "fold": fold,
    "cpf": cpf.clean,
    "cnpj": cnpj.clean,
    "cro": cro.parse,
    "phone": phone.clean,
    "phones": phone.find_in,
    "protocol": protocol_number.clean,
    "protocols": protocol_number.find_in,
    "uf": clean_uf,
    "city": lambda text: find_municipality(text, "SP"),
    "cities": municipalities_named,
}
PIECES = (
    "CRO",
    " ",
    "-",
    ".",
    "(",
    "9",
    "1.000",
    "SAD ",
    "SAD1",
    "R$ ",
    "4 de ",
    "+55 ",
    "11 9",
    "\x00",
    "ﷺ",
    "\u0301",
)


@pytest.mark.parametrize("parser", PARSERS)
def test_a_huge_text_is_answered_quickly(parser):
    find_municipality("x", "SP")  # the tables are loaded once
    phone.clean("(11) 99849-6368")
    for piece in PIECES:
        for text in (piece * 20_000, f"CRO{piece * 20_000}x", f"{piece * 20_000} SP"):
            start = time.process_time()
            PARSERS[parser](text)
            assert time.process_time() - start < 2, piece
