"""The head of a case tells whether somebody has looked its CRO up at the council."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import quote, urlencode

import pytest
from django.urls import reverse

from vinculo.accounts.tests.cast import Cast, actor_of, signed_in
from vinculo.cases.actions.who_leaves import link_provider
from vinculo.cases.tests.case_files import NOW, make_draft
from vinculo.network.tests.factories import make_affiliation, make_clinic, make_dentist

CHECKED = {"council_checked_on": dt.date(2026, 3, 12)}


@pytest.mark.parametrize(
    ("typed", "registered", "words"),
    [
        ("12345", "12345", "CRO-SP 12345: conferido no conselho em 12/03/2026 por Alice Nogueira"),
        ("012345", "12345", "CRO-SP 012345: conferido no conselho em 12/03/2026 por Alice Nogueira"),
        ("12345", "54321", "CRO-SP 12345: não conferido no conselho"),
        ("", "12345", ""),
    ],
)
def test_the_head_says_whether_its_cro_was_looked_up(
    cast: Cast, typed: str, registered: str, words: str
) -> None:
    make_dentist(cast.operator, cro_number=registered, council_checked_by=cast.alice, **CHECKED)
    make_dentist(cast.other_operator, cro_number="12345", **CHECKED)
    case = make_draft(cast.operator, cast.alice, values={"cro": typed, "cro_state": "SP"})
    browser = signed_in(cast.alice)
    page = browser.get(reverse("case-page", args=[case.pk])).content.decode()
    line = browser.get(reverse("case-council", args=[case.pk])).content.decode()
    assert line == words
    assert f'from:body">{words}</div>' in page


def test_the_continuation_sheet_is_told_and_where_a_cro_is_confirmed(cast: Cast) -> None:
    clinic = make_clinic(cast.operator)
    for number, checks in (("11111", {}), ("22222", CHECKED), ("33333", {})):
        make_affiliation(clinic, make_dentist(cast.operator, cro_number=number, **checks))
    case = make_draft(cast.operator, cast.alice, values={"cro": "11111", "cro_state": "SP"})
    link_provider(case=case, provider=clinic, actor=actor_of(cast.alice), now=NOW)
    for position, number in enumerate(("022222", "33333", "44444"), 1):
        case.dentists.create(position=position, cro=number, cro_state="SP")
    case.dentists.create(position=4, cro="55555", cro_state="SP", removed_at=NOW)

    address = reverse("case-council", args=[case.pk])
    said = signed_in(cast.alice).get(address).content.decode()
    assert "conferidos no conselho: 1 de 3" in said
    assert "CRO-SP 022222: conferido no conselho em 12/03/2026" in said
    assert "CRO-SP 44444: não conferido no conselho</li>" in said
    for number in ("11111", "33333"):
        dentist = cast.operator.dentists.get(cro_number=number)
        assert reverse("provider-dentist-council", args=[clinic.pk, dentist.pk]) in said
    assert said.count("<a ") == 2
    assert "<a " not in signed_in(cast.davi).get(address).content.decode()


def test_who_confirms_a_cro_comes_back_to_the_case(cast: Cast) -> None:
    clinic = make_clinic(cast.operator)
    dentist = make_dentist(cast.operator, cro_number="11111")
    make_affiliation(clinic, dentist)
    case = make_draft(cast.operator, cast.alice, values={"cro": "11111", "cro_state": "SP"})
    link_provider(case=case, provider=clinic, actor=actor_of(cast.alice), now=NOW)
    browser = signed_in(cast.alice)
    line = browser.get(reverse("case-council", args=[case.pk])).content.decode()
    (address,) = re.findall(r'href="([^"]+)"', line)
    home = reverse("case-page", args=[case.pk]) + "#case-council"
    assert f'href="{home}"' in browser.get(address).content.decode()
    data = {"checked_on": "01/03/2026", "seen": dentist.cro, "voltar": home}
    assert browser.post(address.partition("?")[0], data).headers["Location"] == home
    undo = reverse("provider-dentist-council-undo", args=[clinic.pk, dentist.pk])
    assert quote(home, safe="") in browser.get(reverse("case-page", args=[case.pk])).content.decode()
    assert browser.post(f"{undo}?{urlencode({'voltar': home})}").headers["Location"] == home
    elsewhere = {**data, "voltar": "https://example.com/"}
    assert browser.post(address.partition("?")[0], elsewhere).headers["Location"].startswith("/prestadores/")
