from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from vinculo.accounts.tests.cast import Cast, signed_in
from vinculo.cases.models import FormEdition
from vinculo.cases.queries.editions import editions_of
from vinculo.paper.catalogue import OptionList

HTMX = {"HX-Request": "true"}


def next_month() -> dt.date:
    return timezone.localdate() + dt.timedelta(days=30)


def make_third(cast: Cast, client: Client) -> FormEdition:
    field = f"operator-{cast.operator.pk}-valid_from"
    client.post(reverse("edition-next", args=[cast.operator.pk]), {field: f"{next_month():%d/%m/%Y}"})
    return editions_of(cast.operator).get(number=3)


def change(client: Client, edition: FormEdition, **posted: Any):
    return client.post(reverse("edition-change", args=[edition.pk]), posted)


def reason_labels(edition: FormEdition) -> list[str]:
    edition.refresh_from_db()
    return [option.label for option in edition.edition.options[OptionList.REASON]]


def test_the_next_edition_is_made_from_the_last(cast: Cast) -> None:
    client = signed_in(cast.nina)
    third = make_third(cast, client)
    assert third.valid_from == next_month()
    page = client.get(reverse("edition-page", args=[third.pk])).content.decode()
    assert "Nenhum processo foi aberto com esta edição" in page
    assert f'value="{next_month():%d/%m/%Y}"' in page


@pytest.mark.parametrize("typed", ["31/02/2027", "", "01/01/2020"])
def test_a_day_that_cannot_be_is_told_and_stays(cast: Cast, typed: str) -> None:
    field = f"operator-{cast.operator.pk}-valid_from"
    response = signed_in(cast.nina).post(reverse("edition-next", args=[cast.operator.pk]), {field: typed})
    assert response.status_code == 422
    assert f'value="{typed}"' in response.content.decode() or not typed
    assert editions_of(cast.operator).count() == 2


def test_the_lists_of_a_new_edition_are_changed_from_the_page(cast: Cast) -> None:
    client = signed_in(cast.nina)
    third = make_third(cast, client)
    change(client, third, change="add", list="reason", label="Mudança de cidade", requires_note="on")
    change(client, third, change="rename", list="reason", code="fees", label="Tabela de valores")
    change(client, third, change="retire", list="reason", code="death")
    change(client, third, change="move", list="reason", code="health_problems", by="-1")
    labels = reason_labels(third)
    assert labels[0] == "Problemas de saúde"
    assert labels[-1] == "Mudança de cidade"
    assert "Tabela de valores" in labels
    assert "Óbito" not in labels
    assert "Trazer de volta" in client.get(reverse("edition-page", args=[third.pk])).content.decode()
    change(client, third, change="restore", list="reason", code="death")
    assert reason_labels(third)[-1] == "Óbito"


def test_labels_of_the_head_are_renamed_and_moved(cast: Cast) -> None:
    client = signed_in(cast.nina)
    third = make_third(cast, client)
    change(client, third, change="label", field="us_value", label="Valor da US")
    change(client, third, change="move_field", field="us_value", by="1")
    third.refresh_from_db()
    row = next(row for row in third.edition.head if any(item.field == "us_value" for item in row))
    assert [item.label for item in row] == ["Última produç.", "Valor da US", "Valor última prod."]


def test_options_of_an_edition_in_use_are_hidden_and_read_better(cast: Cast) -> None:
    client = signed_in(cast.nina)
    second = editions_of(cast.operator).get(number=2)
    change(client, second, change="hide", list="reason", code="death")
    change(
        client, second, change="wordings", list="reason", code="fees", wordings="Valor baixo\r\nTabela\r\n"
    )
    page = client.get(reverse("edition-page", args=[second.pk])).content.decode()
    assert "oculta" in page
    assert "Valor baixo\nTabela" in page
    assert "Texto impresso" not in page
    refused = change(client, second, change="rename", list="reason", code="fees", label="X")
    assert refused.status_code == 409
    assert "crie a próxima edição" in refused.content.decode()


def test_with_htmx_the_edition_alone_comes_back_and_says_what_was_done(cast: Cast) -> None:
    client = signed_in(cast.nina)
    second = editions_of(cast.operator).get(number=2)
    posted = {"change": "hide", "list": "reason", "code": "death"}
    page = client.post(reverse("edition-change", args=[second.pk]), posted, headers=HTMX)
    assert page.status_code == 200
    assert "<html" not in page.content.decode()
    assert "Opção ocultada" in page.content.decode()


@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"change": "explode"},
        {"change": "hide"},
        {"change": "hide", "list": "nothing", "code": "x"},
        {"change": "move", "list": "reason", "code": "fees", "by": "7"},
        {"change": "restore", "list": "reason", "code": "never_was"},
    ],
)
def test_what_no_form_of_ours_posts_is_refused(cast: Cast, posted: dict[str, str]) -> None:
    client = signed_in(cast.nina)
    assert change(client, editions_of(cast.operator).get(number=1), **posted).status_code == 400


def test_an_unused_edition_is_put_off_and_discarded(cast: Cast) -> None:
    client = signed_in(cast.nina)
    third = make_third(cast, client)
    later = next_month() + dt.timedelta(days=30)
    field = f"operator-{cast.operator.pk}-valid_from"
    client.post(reverse("edition-reschedule", args=[third.pk]), {field: f"{later:%d/%m/%Y}"})
    third.refresh_from_db()
    assert third.valid_from == later
    client.post(reverse("edition-discard", args=[third.pk]), {"reason": "criada por engano"})
    assert editions_of(cast.operator).count() == 2


def test_hostile_words_are_shown_as_words(cast: Cast) -> None:
    client = signed_in(cast.nina)
    third = make_third(cast, client)
    change(client, third, change="add", list="sector", label="<script>alert(1)</script>")
    page = client.get(reverse("edition-page", args=[third.pk])).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_page_takes_few_queries(cast: Cast, django_assert_max_num_queries) -> None:
    client = signed_in(cast.nina)
    second = editions_of(cast.operator).get(number=2)
    with django_assert_max_num_queries(12):
        client.get(reverse("edition-page", args=[second.pk]))
