"""A signed termination: its substitute is chosen, notice is given with its evidence, everybody reads it."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, FilePayload, expect

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.tests.test_attachments import picture
from vinculo.consequences.actions.public_page import switch_public_page
from vinculo.consequences.tests.legal_clocks import clinic_with, running_clock

from .person import Person

pytestmark = pytest.mark.browser


def test_from_the_case_to_what_everybody_reads(person: Person, browser: Browser, live_server, cast: Cast):
    clock = running_clock(cast, clinic_with(cast, "Endodontia", trade_name="Sorriso que Sai"))
    clinic_with(cast, "Endodontia", trade_name="Sorriso que Fica")
    switch_public_page(operator=cast.operator, is_on=True, actor=actor_of(cast.adam), now=timezone.now())
    person.signs_in(cast.alice)
    person.goes_to(f"/processos/{clock.case_id}/")
    person.follows("Publicar o aviso no portal")
    person.sees("Indique antes o substituto, ou por que não há")
    person.page.get_by_text("Escolher o substituto").click()
    person.page.get_by_role("button", name="Escolher Sorriso que Fica").click()
    person.sees("Substituto: Sorriso que Fica.")
    portal = person.page.locator("section", has=person.page.get_by_role("heading", name="Portal"))
    expect(portal.locator(".clock-text")).to_contain_text("Substituto: Sorriso que Fica, em Campinas/SP")
    proof: FilePayload = {"name": "portal.png", "mimeType": "image/png", "buffer": picture()}
    portal.get_by_label("Comprovante").set_input_files(files=[proof])
    person.presses("Registrar o aviso", within=portal)
    expect(portal.get_by_role("link", name="portal.png")).to_be_visible()
    # The signature is months ago, so the date that was proposed then cannot stand.
    person.sees("Adiar a data da saída, ou registrar a exceção")
    person.finds_no_barrier()

    context = browser.new_context(locale="pt-BR")
    anybody = Person(context.new_page(), live_server.url)
    anybody.goes_to("/rede/odl/")
    expect(anybody.page.get_by_role("row", name="Sorriso que Sai")).to_contain_text("Sorriso que Fica")
    anybody.finds_no_barrier()
    assert anybody.troubles == []
    context.close()
