"""Refusals and errors: a human sentence, no personal data, and none needs what may have failed."""

from __future__ import annotations

import logging
import sys
from typing import Any

import pytest
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from vinculo.accounts.models import Membership
from vinculo.accounts.permissions import Role
from vinculo.accounts.tests.cast import Cast, signed_in
from vinculo.cases.tests.case_files import make_draft
from vinculo.kernel.finding import Finding, Severity
from vinculo.kernel.refusal import NotPermitted, Refusal
from vinculo.web.site.bad_request_log import BadRequestFilter
from vinculo.web.site.errors import bad_request, csrf_failure, forbidden, server_error
from vinculo.web.site.middleware import RefusalMiddleware
from vinculo.web.site.secret_log import SecretAddressFilter


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


def test_a_request_that_is_too_large_is_refused_in_words(cast: Cast, settings: Any):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    client = signed_in(cast.alice)
    response = client.post("/processos/busca/", {"q": "x" * 200})
    assert response.status_code == 400
    assert "grande demais" in response.content.decode()
    response = client.post("/processos/busca/", {"q": "x" * 200}, headers={"HX-Request": "true"})
    assert response["HX-Retarget"] == "#messages"
    assert "grande demais" in response.content.decode()
    assert "<html" not in response.content.decode()


def test_other_bad_requests_and_denials_are_told_in_words():
    request = RequestFactory().get("/")
    response = bad_request(request, BadRequest("x"))
    assert response.status_code == 400
    assert "O Vínculo não entendeu este pedido" in response.content.decode()
    response = forbidden(request)
    assert response.status_code == 403
    assert "Você não tem acesso a isto" in response.content.decode()


def test_a_bad_request_is_a_line_of_the_log_without_what_was_sent(settings: Any):
    try:
        raise RequestDataTooBig("Too big.")
    except RequestDataTooBig:
        error = sys.exc_info()
    record = logging.LogRecord("django.security.RequestDataTooBig", logging.ERROR, "", 0, "x", (), error)
    assert BadRequestFilter().filter(record)
    assert (record.levelname, record.exc_info) == ("WARNING", None)
    ours = logging.LogRecord("django.request", logging.ERROR, "", 0, "x", (), error)
    assert BadRequestFilter().filter(ours)
    assert (ours.levelname, ours.exc_info) == ("ERROR", error)
    assert settings.LOGGING["handlers"]["stderr"]["filters"] == ["bad_requests", "secrets"]


@pytest.mark.parametrize("path", ["/administracao/usuarios/?q=a%00", "/processos/?q=%00&page=1%00"])
def test_a_nul_in_an_address_is_left_out(cast: Cast, path: str):
    Membership.objects.create(user=cast.adam, operator=cast.operator, role=Role.CONSULTANT)
    assert signed_in(cast.adam).get(path).status_code == 200


def test_a_nul_in_a_form_is_left_out(cast: Cast):
    case = make_draft(cast.operator, cast.alice)
    address = reverse("case-state", args=[case.pk])
    response = signed_in(cast.alice).post(address, {"action": "cancel", "reason": "Em dobro\x00."})
    assert response.status_code == 302
    assert case.events.filter(data__reason="Em dobro.").exists()


def test_an_address_with_a_nul_is_not_found(cast: Cast):
    assert signed_in(cast.alice).get("/prestadores/cobertura/35095%00/").status_code == 404


def test_no_page_is_stored_by_a_browser(cast: Cast):
    case = make_draft(cast.operator, cast.alice)
    client = signed_in(cast.alice)
    for path in ("/hoje/", "/processos/", reverse("case-page", args=[case.pk]), "/nada/disso/"):
        assert "no-store" in client.get(path)["Cache-Control"], path
    assert "no-store" in signed_in(cast.adam).get("/administracao/usuarios/")["Cache-Control"]


def test_an_ended_session_does_not_put_the_sign_in_page_into_the_page(db: None):
    response = Client().post("/processos/busca/", {"q": "x"}, headers={"HX-Request": "true"})
    assert response.status_code == 403
    assert response["HX-Retarget"] == "#messages"
    assert "Sua sessão terminou" in response.content.decode()
    assert Client().get("/processos/").status_code == 302


def test_the_secret_of_a_calendar_is_in_no_log():
    record = logging.makeLogRecord({"msg": "Not Found: %s", "args": ("/agenda/s3gr3do.ics",)})
    assert SecretAddressFilter().filter(record)
    assert record.getMessage() == "Not Found: /agenda/….ics"
