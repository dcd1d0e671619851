"""The protocol system is down; a case is signed all the same, and has its number once that is back.

What providers ask for through it becomes cases, which are distributed.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pypdfium2 as pdfium
import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from vinculo.accounts.tests.cast import Cast
from vinculo.cases.models import Case, OpenedProtocol
from vinculo.cases.states import CaseAction
from vinculo.cases.tests.case_files import COMPLETE_DECISION, COMPLETE_HEAD, ONE_CONTACT, make_draft
from vinculo.consequences.models import IncomingRequest
from vinculo.consequences.tests.asked_protocols import moved, sad
from vinculo.consequences.tests.test_incoming import fetched
from vinculo.kernel.identifiers import cnpj
from vinculo.network.tests.factories import make_clinic
from vinculo.outbox.running import run_due
from vinculo.sandbox.tests.running_protocols import RunningProtocols

from .person import Person
from .test_today import at_another_desk

__all__ = ["sad"]
pytestmark = pytest.mark.browser


@pytest.fixture
def case(cast: Cast, sad: RunningProtocols, settings) -> Case:
    """Under way, and nothing keeps it from being decided. One failure is an outage."""
    settings.OUTBOX_TERMS = replace(settings.OUTBOX_TERMS, opens_after=1)
    values = COMPLETE_HEAD | COMPLETE_DECISION | {"protocol_required": "yes"}
    contacts = [(1, ONE_CONTACT)]
    case = make_draft(cast.operator, cast.alice, values=values, contacts=contacts, reasons=["fees"])
    return moved(case, CaseAction.OPEN, cast.alice, timezone.now())


def test_a_number_comes_once_the_protocol_system_is_back(
    person: Person, browser: Browser, cast: Cast, sad: RunningProtocols, case: Case
):
    sad.fault("down")
    # No sector is ticked: the protocol system opens it, so nothing is missing.
    person.signs_in(cast.alice)
    person.goes_to(f"/processos/{case.pk}/")
    person.presses("Decidir")
    with at_another_desk(browser, person.address, cast.bob) as supervisor:
        supervisor.goes_to(f"/processos/{case.pk}/")
        supervisor.presses("Assinar")
        supervisor.sees("Encerrado")
    run_due(timezone.now())

    person.goes_to(f"/processos/{case.pk}/")
    beside = person.page.locator("#case-protocols")
    expect(beside).to_contain_text(re.compile(r"O sistema de protocolos está fora do ar desde \d\d:\d\d"))
    expect(beside).to_contain_text("não conta no do consultor")
    person.goes_to("/protocolos/")
    person.sees("1 pedido espera")
    person.finds_no_barrier()
    sad.clear_faults()
    person.presses("Verificar agora")
    person.sees("Verificando agora")
    run_due(timezone.now())

    number = OpenedProtocol.objects.get(case=case).number
    assert [row["number"] for row in sad.held()] == [number]
    person.goes_to("/protocolos/?mostrar=opened")
    person.follows(number)
    person.sees("Tentativas")
    person.finds_no_barrier()
    person.goes_to("/protocolos/sistema/")
    expect(person.page.locator(".outages figcaption")).to_contain_text("Uma queda nos últimos 7 dias")
    person.goes_to(f"/processos/{case.pk}/")
    expect(person.page.locator("#protocols .protocols")).to_contain_text(number)
    case.refresh_from_db()
    assert case.protocol_number == COMPLETE_HEAD["protocol_number"]
    assert number in text_of(
        person.page.request.get(f"{person.address}/processos/{case.pk}/formulario/").body()
    )


def test_what_comes_in_becomes_cases_that_are_distributed(
    person: Person, cast: Cast, sad: RunningProtocols, settings
):
    clinic = make_clinic(cast.operator, name="Clínica Zircônia")
    asked = "Queremos sair da rede: a tabela não é reajustada há três anos."
    sad.come_in(nome=clinic.name, cnpj=clinic.cnpj, texto=asked)
    sad.come_in(nome="Ortho Vale Ltda.", texto="Peço o desligamento.")
    fetched(cast, sad, settings)

    person.signs_in(cast.bob)
    person.goes_to("/protocolos/recebidos/")
    person.finds_no_barrier()
    lines = person.page.locator(".incoming__line")
    for name in (clinic.name, "Ortho Vale Ltda."):
        lines.filter(has_text=name).get_by_role("checkbox").check()
    person.page.get_by_label("Os pedidos marcados viram processos").select_option("distribuídos por rodízio")
    person.presses("Abrir processos")
    person.sees("2 processos abertos")

    known, other = Case.objects.order_by("provider__pk")
    assert {known.consultant, other.consultant} == {cast.alice, cast.beto}
    assert known.consultant is not None
    person.signs_in(known.consultant)
    person.goes_to(f"/processos/{known.pk}/")
    person.sees(asked)
    expect(person.page.get_by_label("CNPJ").first).to_have_value(cnpj.formatted(clinic.cnpj))
    assert known.protocol_number == IncomingRequest.objects.get(case=known).number


def text_of(content: bytes) -> str:
    document = pdfium.PdfDocument(content)
    return "".join(page.get_textpage().get_text_bounded() for page in document)
