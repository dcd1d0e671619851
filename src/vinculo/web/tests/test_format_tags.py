"""Values as templates write them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from vinculo.web.templatetags import vinculo_format as tags
from vinculo.web.templatetags.vinculo_components import attributes, icon, state_tag

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (tags.day(dt.date(2026, 3, 1)), "01/03/2026"),
        (tags.day(dt.datetime(2026, 3, 1, 1, 0, tzinfo=dt.UTC)), "28/02/2026"),
        (tags.moment(dt.datetime(2026, 3, 1, 1, 5, tzinfo=dt.UTC)), "28/02/2026 22:05"),
        (tags.money(Decimal("1234.5")), f"R${NBSP}1.234,50"),
        (tags.cpf("89841230992"), "***.412.309-**"),
        (tags.cpf("89841230992", True), "898.412.309-92"),
        (tags.cnpj("12ABC34501DE35"), "12.ABC.345/01DE-35"),
        (tags.phone("11998496368"), "(11) *****-6368"),
        (tags.phone("11998496368", True), "(11) 99849-6368"),
        (tags.cro("12345", "SP"), f"CRO-SP{NBSP}12345"),
        (tags.count(12345), "12.345"),
        (tags.yes_no(False), "Não"),
    ],
)
def test_values_are_written_as_brazilians_do(shown: str, expected: str):
    assert shown == expected


@pytest.mark.parametrize(
    "shown",
    [
        tags.day(None),
        tags.moment(None),
        tags.money(None),
        tags.cpf(None, True),
        tags.cnpj(""),
        tags.phone(None),
        tags.cro(None, "SP"),
        tags.count(None),
        tags.yes_no(None),
    ],
)
def test_what_is_missing_is_empty(shown: str):
    assert shown == ""


def test_a_state_has_a_sign_and_a_word():
    html = state_tag("waiting")
    assert "#waiting" in html
    assert "Aguardando retorno" in html
    assert "histórico" in state_tag("closed", is_history=True)


def test_an_icon_is_hidden_from_screen_readers():
    assert 'aria-hidden="true"' in icon("plus")


def test_attributes_are_escaped():
    assert attributes({"hx-vals": '{"a": "<b>"}', "disabled": True, "hidden": False}) == (
        ' hx-vals="{&quot;a&quot;: &quot;&lt;b&gt;&quot;}" disabled'
    )


@pytest.mark.parametrize(
    "number",
    [
        "CRO-SP 12345",
        f"CRO-SP{NBSP}12345",
        "(11) 99849-6368",
        "(11) *****-6368",
        "12.ABC.345/01DE-35",
        "ODL-2026-000123",
        "CEP 19728-763",
    ],
)
def test_a_number_in_a_sentence_stays_on_one_line(number: str):
    shown = tags.unbroken(f"Ana <Rubi>, {number}: está.")
    assert shown == f'Ana &lt;Rubi&gt;, <span class="nowrap">{number}</span>: está.'
    assert tags.unbroken("R$ 1,33 & nada") == "R$ 1,33 &amp; nada"
