from __future__ import annotations

import datetime as dt
from typing import Any

from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from vinculo.accounts.actions.memberships import RoleGrant, change_memberships
from vinculo.accounts.actor import Actor
from vinculo.accounts.models import User
from vinculo.accounts.permissions import Role
from vinculo.accounts.tests.cast import Cast, make_user, signed_in
from vinculo.outbox.running import run_due


def adam(cast: Cast) -> Client:
    return signed_in(cast.adam)


def roles_at(cast: Cast, *roles: str, sector: str = "") -> dict[str, Any]:
    prefix = f"operator-{cast.operator.pk}"
    return {f"{prefix}-roles": list(roles), f"{prefix}-sector": sector}


def test_a_new_user_gets_a_letter_with_a_link(cast: Cast) -> None:
    posted = {"name": "Lia Camargo", "email": "lia@odontolife.example", **roles_at(cast, "consultant")}
    response = adam(cast).post(reverse("user-new"), posted)
    lia = User.objects.get(email="lia@odontolife.example")
    assert response["Location"] == reverse("user-page", args=[lia.pk])
    run_due(timezone.now() + dt.timedelta(seconds=1))
    assert "http://testserver/senha/definir/" in mail.outbox[0].body


def test_the_same_form_sent_twice_creates_one_user(cast: Cast) -> None:
    client = adam(cast)
    posted = {"name": "Lia", "email": "lia@odontolife.example", **roles_at(cast, "consultant")}
    client.post(reverse("user-new"), posted)
    again = client.post(reverse("user-new"), posted)
    assert again.status_code == 422
    assert "Já há um usuário com este e-mail" in again.content.decode()
    assert User.objects.filter(email="lia@odontolife.example").count() == 1


def test_what_was_typed_stays_and_everything_wrong_is_told(cast: Cast) -> None:
    posted = {"name": "Lia Camargo", "email": "lia", **roles_at(cast, "sector_member")}
    response = adam(cast).post(reverse("user-new"), posted)
    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="Lia Camargo"' in page
    assert "Escolha o setor." in page
    assert "checked" in page


def test_no_role_at_all_is_told(cast: Cast) -> None:
    posted = {"name": "Lia", "email": "lia@odontolife.example", **roles_at(cast)}
    page = adam(cast).post(reverse("user-new"), posted).content.decode()
    assert "Dê ao menos um perfil." in page


def test_the_account_is_changed(cast: Cast) -> None:
    page = reverse("user-page", args=[cast.alice.pk])
    assert adam(cast).post(page, {"name": "Alice Leão", "email": "ALICE@x.example"})["Location"] == page
    cast.alice.refresh_from_db()
    assert (cast.alice.name, cast.alice.email) == ("Alice Leão", "alice@x.example")
    refused = adam(cast).post(page, {"name": "Alice", "email": cast.bob.email})
    assert refused.status_code == 422
    assert "já é de outra conta" in refused.content.decode()


def test_the_account_of_two_operators_is_shown_but_not_changed(cast: Cast) -> None:
    grants = {cast.other_operator.pk: [RoleGrant(Role.CONSULTANT)]}
    change_memberships(user=cast.alice, grants=grants, actor=Actor.system(), now=timezone.now())
    page = reverse("user-page", args=[cast.alice.pk])
    shown = adam(cast).get(page).content.decode()
    assert "Salvar conta" not in shown
    assert "SORRISO" not in shown
    assert adam(cast).post(page, {"name": "X", "email": "x@x.example"}).status_code == 403


def test_roles_are_changed_and_the_sector_with_them(cast: Cast) -> None:
    posted = roles_at(cast, "consultant", "sector_member", sector="commercial")
    adam(cast).post(reverse("user-roles", args=[cast.sara.pk]), posted)
    assert set(cast.sara.memberships.values_list("role", "sector")) == {
        ("consultant", ""),
        ("sector_member", "commercial"),
    }


def test_a_sector_without_its_role_says_nothing(cast: Cast) -> None:
    adam(cast).post(reverse("user-roles", args=[cast.sara.pk]), roles_at(cast, "consultant", sector="it"))
    assert list(cast.sara.memberships.values_list("role", "sector")) == [("consultant", "")]


def test_the_last_administrator_is_told_so_on_the_page(cast: Cast) -> None:
    response = adam(cast).post(reverse("user-roles", args=[cast.adam.pk]), roles_at(cast, "supervisor"))
    assert response.status_code == 422
    assert "ficaria sem administrador" in response.content.decode()
    assert cast.adam.memberships.get().role == Role.ADMINISTRATOR


def test_who_loses_every_role_leaves_the_list(cast: Cast) -> None:
    response = adam(cast).post(reverse("user-roles", args=[cast.beto.pk]), roles_at(cast))
    assert response["Location"] == reverse("user-list")
    shown = [user.name for user in adam(cast).get(reverse("user-list")).context["users"]]
    assert "Alice Nogueira" in shown
    assert "Beto Lacerda" not in shown


def test_deactivating_is_undone_by_reactivating(cast: Cast) -> None:
    page, beto = reverse("user-active", args=[cast.beto.pk]), signed_in(cast.beto)
    adam(cast).post(page)
    assert beto.get(reverse("account")).status_code == 302
    assert "Reativar usuário" in adam(cast).get(reverse("user-page", args=[cast.beto.pk])).content.decode()
    adam(cast).post(page, {"active": "1"})
    assert beto.get(reverse("account")).status_code == 200


def test_a_link_to_set_the_password_is_sent_to_the_person(cast: Cast) -> None:
    adam(cast).post(reverse("user-password-link", args=[cast.alice.pk]))
    run_due(timezone.now() + dt.timedelta(seconds=1))
    assert mail.outbox[0].to == [cast.alice.email]


def test_the_search_ignores_accents_and_case(cast: Cast) -> None:
    make_user("jose@odontolife.example", "José Conceição", cast.operator, Role.CONSULTANT)
    found = adam(cast).get(reverse("user-list"), {"q": "conceicao JOSÉ"})
    assert [user.name for user in found.context["users"]] == ["José Conceição"]


def test_the_list_takes_few_queries_however_long_it_is(cast: Cast, django_assert_max_num_queries) -> None:
    for number in range(30):
        make_user(f"p{number}@odontolife.example", f"Pessoa {number}", cast.operator, Role.CONSULTANT)
    client = adam(cast)
    with django_assert_max_num_queries(12):
        assert len(client.get(reverse("user-list")).context["users"]) == 37
