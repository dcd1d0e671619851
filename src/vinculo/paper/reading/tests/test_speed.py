"""No text makes the reader slow: decorated headings, runs of one sign, texts that are no form."""

from __future__ import annotations

import time

import pytest

from vinculo.paper.reading import read_text, split_forms
from vinculo.paper.reading.markup import is_rule

from .corpus import EDITIONS

_LONGEST = 5.0


@pytest.mark.parametrize("sign", list("*-=~#+·—_.|>` \\[(<&!{:/"))
@pytest.mark.parametrize("form", ["{} CONFIDENCIAL {}", "{}a{}!", "|{}", "1º contato {}", "Obs.{}"])
def test_a_run_of_one_sign_takes_no_time(sign: str, form: str) -> None:
    run = sign * 3_000
    start = time.process_time()
    read_text(form.format(run, run) if form.count("{}") > 1 else form.format(run), EDITIONS)
    assert time.process_time() - start < _LONGEST


def test_a_decorated_heading_is_no_rule() -> None:
    stars = "*" * 40
    assert not is_rule(f"{stars} CONFIDENCIAL {stars}")
    assert is_rule(f"{stars}  {stars}")
    assert is_rule("|---|:---:|")


@pytest.mark.parametrize(
    "line",
    [
        "lorem ipsum dolor sit amet, Data: 01/02/2023 CRO UF\n",
        "1º contato  Data: 12/10/2023\n",
        "Status retenção\n",
        "( ) [ ] ____ /\n",
        "a | b | c\n",
        "+---+---+\n",
        "<!-- ",
        "**_",
        "\n",
    ],
)
def test_a_large_text_that_is_no_form_is_told_soon(line: str) -> None:
    text = line * (1_000_000 // len(line))
    start = time.process_time()
    for part in split_forms(text, EDITIONS)[:1]:
        read_text(part, EDITIONS)
    assert time.process_time() - start < _LONGEST
