"""Refusals and errors: a human sentence, no personal data, and none needs what may have failed."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from vinculo.accounts.tests.cast import Cast, signed_in
from vinculo.kernel.finding import Finding, Severity
from vinculo.kernel.refusal import NotPermitted, Refusal
from vinculo.web.site.errors import csrf_failure, server_error
from vinculo.web.site.middleware import RefusalMiddleware


def refused(refusal: Refusal, **headers: str) -> HttpResponse:
    request = RequestFactory().get("/", headers=headers)
    request.htmx = bool(headers)  # type: ignore[attr-defined]
    answer = RefusalMiddleware(lambda _: HttpResponse()).process_exception(request, refusal)
    assert answer is not None
    return answer


def test_an_unknown_address_is_told_humanly(cast: Cast):
    response = signed_in(cast.alice).get("/nada/disso/")
    assert response.status_code == 404
    assert "Esta página não foi encontrada" in response.content.decode()


def test_a_server_error_needs_no_database():
    """Neither the session nor the user is asked for: this test has no database to ask."""
    response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Algo falhou do nosso lado" in response.content.decode()


def test_a_stale_page_says_how_to_keep_what_was_typed():
    response = csrf_failure(RequestFactory().post("/"))
    assert response.status_code == 403
    assert "copie o que tiver digitado" in response.content.decode()


@pytest.mark.parametrize(("refusal", "status"), [(NotPermitted(), 403), (Refusal("Já foi assinado."), 409)])
def test_a_refusal_becomes_a_page(refusal: Refusal, status: int, db: None):
    response = refused(refusal)
    assert response.status_code == status
    assert refusal.message in response.content.decode()


def test_a_refused_fragment_becomes_a_message():
    finding = Finding("x", Severity.BLOCKING, "city", "Informe a cidade.")
    response = refused(Refusal("Ainda não dá para decidir.", [finding]), **{"HX-Request": "true"})
    html = response.content.decode()
    assert response["HX-Retarget"] == "#messages"
    assert "Ainda não dá para decidir." in html
    assert "Informe a cidade." in html
    assert "<html" not in html


def test_an_ended_session_does_not_put_the_sign_in_page_into_the_page(db: None):
    response = Client().post("/processos/busca/", {"q": "x"}, headers={"HX-Request": "true"})
    assert response.status_code == 403
    assert response["HX-Retarget"] == "#messages"
    assert "Sua sessão terminou" in response.content.decode()
    assert Client().get("/processos/").status_code == 302
