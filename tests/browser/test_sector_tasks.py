"""A consultant asks a sector, its member answers with a file, the consultant is told, the case goes on."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from vinculo.accounts.tests.cast import Cast
from vinculo.cases.states import State
from vinculo.cases.tests.test_attachments import picture
from vinculo.consequences.tests.asked_sectors import open_case

from .person import Person
from .test_today import at_another_desk

pytestmark = pytest.mark.browser


def test_a_sector_is_asked_answers_and_the_case_goes_on(
    person: Person, browser: Browser, live_server, cast: Cast
):
    case = open_case(cast, "it")
    person.signs_in(cast.alice)
    person.goes_to(f"/processos/{case.pk}/")
    expect(person.page.locator("[data-ask-sector]")).to_be_visible()
    person.page.keyboard.press("t")
    text = person.page.get_by_label("O que o setor deve fazer")
    expect(text).to_have_value(re.compile("^Renata Queiroz Lima, de Jundiaí/SP, relata dificuldade"))
    person.finds_no_barrier()
    text.fill("O token não chega à clínica.")
    # What was typed is there again after leaving without having sent it.
    person.goes_to("/hoje/")
    person.goes_to(f"/processos/{case.pk}/pedir/")
    expect(text).to_have_value("O token não chega à clínica.")
    person.page.get_by_label("O processo espera a resposta").check()
    person.presses("Enviar o pedido")
    person.sees("Aguardando retorno")
    expect(person.page.locator("#tasks")).to_contain_text("o processo espera")

    with at_another_desk(browser, live_server.url, cast.sara) as member:
        member.page.get_by_role("link", name="Renata Queiroz Lima").click()
        member.sees("O token não chega à clínica.")
        member.finds_no_barrier()
        member.page.get_by_label("Resposta", exact=True).fill("O token foi refeito.")
        proof: FilePayload = {"name": "tela.png", "mimeType": "image/png", "buffer": picture()}
        member.page.get_by_label("Anexos").set_input_files(files=[proof])
        member.page.get_by_role("button", name="Responder", exact=True).click()
        member.sees("O consultor do processo foi avisado.")
        member.goes_to(f"/processos/{case.pk}/")
        member.sees("Esta página não foi encontrada")

    person.goes_to("/avisos/")
    person.page.get_by_role("link", name="Sara Tavares respondeu por T.I.").click()
    person.sees("O token foi refeito.")
    expect(person.page.get_by_role("link", name="tela.png")).to_be_visible()
    person.presses("Aceitar a resposta")
    person.sees("Concluída")
    case.refresh_from_db()
    assert (case.state, case.waiting_on) == (State.IN_PROGRESS, None)
