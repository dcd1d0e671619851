"""What attachments say is found and shown only for who may open them."""

from __future__ import annotations

import pytest
from django.test import Client

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.models import Attachment, Case
from vinculo.cases.queries.note_excerpts import note_excerpts
from vinculo.cases.queries.search import best_cases
from vinculo.cases.search_index import refresh_search_index
from vinculo.cases.tests.listed_cases import MADE_AT, make_listed


@pytest.fixture
def case(cast: Cast) -> Case:
    made = make_listed(cast.operator, cast.alice, dentist_name="Do Anexo", actions_note="Fala de coroas.")
    Attachment.objects.create(
        case=made,
        name="laudo.txt",
        kind="text/plain",
        size=1,
        sha256="0",
        added_at=MADE_AT,
        text="Paciente Zoroastro, coroa provisória, (11) 98765-4321.",
    )
    refresh_search_index(made)
    return made


@pytest.mark.parametrize("path", ["/busca/", "/processos/busca/"])
def test_who_may_not_open_attachments_reads_no_word_of_them(
    client: Client, case: Case, cast: Cast, path: str
):
    def shown(user: str, words: str) -> str:
        client.force_login(getattr(cast, user))
        return client.post(path, {"q": words}, headers={"HX-Request": "true"}).content.decode()

    assert "Zoroastro" in shown("alice", "provisoria")
    for words in ("provisoria", "coroa", "coroas provisoria", "98765"):
        assert "Zoroastro" not in shown("nina", words)
        assert "4321" not in shown("nina", words)


def test_who_may_not_open_attachments_finds_nothing_by_their_words(case: Case, cast: Cast):
    for word in ("provisoria", "zoroastro"):
        assert best_cases(word, actor_of(cast.alice), limit=5).case_ids == (case.pk,)
        assert best_cases(word, actor_of(cast.nina), limit=5).case_ids == ()
    assert best_cases("coroas", actor_of(cast.nina), limit=5).case_ids == (case.pk,)
    assert note_excerpts([case], "provisoria", actor_of(cast.nina)) == {}
