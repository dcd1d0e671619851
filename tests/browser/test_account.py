"""Coming in, going out, and setting a password by the link of an e-mail; by keyboard, without a barrier."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from vinculo.accounts.tests.cast import PASSWORD, Cast
from vinculo.outbox.running import run_due

from .conftest import PHONE
from .person import Person

pytestmark = pytest.mark.browser
NEW_PASSWORD = "outra-frase-bem-longa"


def test_signing_in_by_keyboard_alone(person: Person, cast: Cast):
    page = person.page
    person.goes_to("/conta/")
    expect(page.get_by_label("E-mail")).to_be_focused()
    page.keyboard.type("Alice@OdontoLife.example")
    page.keyboard.press("Tab")
    page.keyboard.type("errada-errada")
    page.keyboard.press("Enter")
    person.sees("E-mail ou senha não conferem")
    person.finds_no_barrier()
    expect(page.get_by_label("E-mail")).to_have_value("Alice@OdontoLife.example")
    expect(page.get_by_label("Senha")).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Minha conta")
    person.finds_no_barrier()
    person.signs_out()
    expect(page.get_by_role("heading", level=1)).to_have_text("Entrar no Vínculo")


def test_an_ended_session_leads_back_to_where_one_was(person: Person, cast: Cast):
    person.signs_in_at_the_door(cast.alice)
    person.page.context.clear_cookies(name="sessionid")
    person.goes_to("/conta/")
    person.sees("Sua sessão terminou")
    person.finds_no_barrier()
    person.page.get_by_label("E-mail").fill(cast.alice.email)
    person.page.get_by_label("Senha").fill(PASSWORD)
    person.presses("Entrar")
    expect(person.page.get_by_role("heading", level=1)).to_have_text("Minha conta")


@pytest.mark.parametrize("look", ["light", "dark"])
def test_a_forgotten_password_on_the_phone(person: Person, cast: Cast, look: str):
    page = person.page
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme=look)  # type: ignore[arg-type]
    person.goes_to("/entrar/")
    person.finds_no_barrier()
    person.follows("Esqueci minha senha")
    person.finds_no_barrier()
    page.get_by_label("E-mail").fill(cast.alice.email)
    person.presses("Enviar o link")
    person.sees("Se houver uma conta com")
    person.finds_no_barrier()

    run_due(timezone.now() + dt.timedelta(seconds=1))
    link = re.search(r"/senha/definir/\S+", str(mail.outbox[0].body))
    assert link is not None
    person.goes_to(link[0])
    person.finds_no_barrier()
    page.get_by_label("Nova senha", exact=True).fill(NEW_PASSWORD)
    page.get_by_label("Repita a nova senha").fill(NEW_PASSWORD)
    person.presses("Salvar a senha")
    person.sees("Senha definida")
    page.get_by_label("E-mail").fill(cast.alice.email)
    page.get_by_label("Senha").fill(NEW_PASSWORD)
    person.presses("Entrar")
    expect(page).to_have_url(person.address + "/hoje/")
    person.goes_to(link[0])
    person.sees("Este link não vale mais")
    person.finds_no_barrier()
