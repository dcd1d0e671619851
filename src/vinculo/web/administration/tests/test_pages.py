from __future__ import annotations

import pytest
from django.urls import reverse

from vinculo.accounts.tests.cast import Cast, signed_in
from vinculo.cases.queries.editions import editions_of

SECTIONS = {
    "user-list": {"adam"},
    "user-new": {"adam"},
    "operator-list": {"adam"},
    "operator-new": {"adam"},
    "edition-list": {"adam", "nina"},
    "access-log": {"adam", "bob", "davi", "charlie"},
}
EVERYBODY = ("alice", "bob", "sara", "nina", "davi", "adam", "beto", "charlie")


def test_each_part_is_for_whom_it_concerns(cast: Cast) -> None:
    for who in EVERYBODY:
        client = signed_in(getattr(cast, who))
        opened = {section for section in SECTIONS if client.get(reverse(section)).status_code == 200}
        assert opened == {section for section, people in SECTIONS.items() if who in people}, who


@pytest.mark.parametrize(
    ("who", "leads_to"),
    [("adam", "user-list"), ("nina", "edition-list"), ("davi", "access-log"), ("bob", "level-list")],
)
def test_the_door_leads_to_the_first_part_one_may_open(cast: Cast, who: str, leads_to: str) -> None:
    response = signed_in(getattr(cast, who)).get(reverse("administration"))
    assert response["Location"] == reverse(leads_to)


@pytest.mark.parametrize("who", ["alice", "sara"])
def test_the_door_is_closed_to_the_others(cast: Cast, who: str) -> None:
    assert signed_in(getattr(cast, who)).get(reverse("administration")).status_code == 403


def test_what_belongs_to_the_other_operator_does_not_exist(cast: Cast) -> None:
    """Adam may open every part of the administration, and finds nothing of the others in it."""
    client = signed_in(cast.adam)
    edition = editions_of(cast.other_operator).get(number=2)
    gets = [
        reverse("user-page", args=[cast.charlie.pk]),
        reverse("operator-page", args=[cast.other_operator.pk]),
        reverse("edition-page", args=[edition.pk]),
    ]
    posts = [
        *gets[:2],
        reverse("user-roles", args=[cast.charlie.pk]),
        reverse("user-active", args=[cast.charlie.pk]),
        reverse("user-password-link", args=[cast.charlie.pk]),
        reverse("edition-next", args=[cast.other_operator.pk]),
        reverse("edition-change", args=[edition.pk]),
        reverse("edition-reschedule", args=[edition.pk]),
        reverse("edition-discard", args=[edition.pk]),
    ]
    assert {client.get(page).status_code for page in gets} == {404}
    assert {client.post(page).status_code for page in posts} == {404}
    for section in SECTIONS:
        page = client.get(reverse(section)).content.decode()
        assert "SORRISO" not in page
        assert "Charlie" not in page


def test_search_and_filters_show_nothing_of_the_others_either(cast: Cast) -> None:
    client = signed_in(cast.adam)
    found = client.get(reverse("user-list"), {"q": "sorrisoclaro"}).content.decode()
    assert "Ninguém encontrado" in found
    log = client.get(reverse("access-log"), {"pessoa": cast.charlie.pk}).content.decode()
    assert "Charlie" not in log
