"""The head of a case tells whether somebody has looked its CRO up at the council."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from vinculo.accounts.tests.cast import Cast, signed_in
from vinculo.cases.tests.case_files import make_draft
from vinculo.network.tests.factories import make_dentist

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
    assert f'from:body">{words}</p>' in page
