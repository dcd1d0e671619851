"""What an administrator and a network manager do in Administração."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from vinculo.accounts.tests.cast import Cast
from vinculo.cases.queries.editions import editions_of

from .conftest import DESK, PHONE
from .person import Person

pytestmark = pytest.mark.browser


def test_a_new_member_of_a_sector_comes_and_goes(person: Person, cast: Cast):
    page = person.page
    person.signs_in(cast.adam)
    person.goes_to("/administracao/usuarios/")
    person.follows("Novo usuário")
    sector = page.get_by_label("Setor do membro de setor")
    expect(sector).to_be_hidden()
    page.get_by_label("Nome").fill("Lia Camargo")
    page.get_by_label("E-mail").fill("lia@odontolife.example")
    page.get_by_label("Membro de setor", exact=True).check()
    sector.select_option(label="Comercial")
    person.presses("Criar usuário")
    person.sees("Um e-mail com o acesso vai para lia@odontolife.example")
    person.presses("Desativar usuário")
    person.sees("Desativado: não entra no Vínculo")
    person.finds_no_barrier()
    person.presses("Reativar usuário")
    person.follows("Usuários")
    page.get_by_label("Procurar por nome ou e-mail").fill("camargo")
    expect(page.locator("#users tbody tr")).to_have_count(1)
    person.sees("Membro de setor (Comercial)")


def test_the_next_edition_is_made_and_put_in_order_by_keyboard(person: Person, cast: Cast):
    page = person.page
    person.signs_in(cast.nina)
    person.goes_to("/administracao/edicoes/")
    page.get_by_text("Criar a próxima edição").click()
    day = timezone.localdate() + dt.timedelta(days=30)
    page.get_by_label("Válida desde").fill(f"{day:%d/%m/%Y}")
    person.presses("Criar edição")
    expect(page.get_by_role("heading", level=1)).to_have_text("Edição 3 · ODONTOLIFE")

    down = page.get_by_role("button", name="Descer T.I.")
    down.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#list-sector .option__label").nth(1)).to_have_text("T.I.")
    expect(down).to_be_focused()
    person.sees("Ordem alterada.")

    new = page.locator("#sector-new")
    new.fill("comercial")
    page.keyboard.press("Enter")
    person.sees("“comercial” já é a opção “Comercial”")
    expect(new).to_have_value("comercial")
    new.fill("Ouvidoria")
    page.keyboard.press("Enter")
    expect(page.locator("#list-sector .option__label").last).to_have_text("Ouvidoria")

    page.get_by_role("group").filter(has_text="Alterar Ouvidoria").locator("summary").click()
    person.finds_no_barrier()
    person.presses("Retirar desta edição", within=page.locator("#list-sector .option__edit[open]"))
    expect(page.locator("#list-sector .option__label").last).to_have_text("Comercial")


@pytest.mark.parametrize(("look", "size"), [("light", DESK), ("dark", PHONE)])
def test_every_page_is_free_of_barriers(person: Person, cast: Cast, look: str, size: dict[str, int]):
    person.page.emulate_media(color_scheme=look)  # type: ignore[arg-type]
    person.page.set_viewport_size(size)  # type: ignore[arg-type]
    person.signs_in(cast.adam)
    edition = editions_of(cast.operator).get(number=2)
    for path in (
        "usuarios/",
        "usuarios/?q=ninguem",
        "usuarios/novo/",
        f"usuarios/{cast.sara.pk}/",
        "operadoras/",
        f"operadoras/{cast.operator.pk}/",
        "edicoes/",
        f"edicoes/{edition.pk}/",
        "acessos/",
    ):
        person.goes_to(f"/administracao/{path}")
        assert person.axe_violations() == [], path
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert person.page.evaluate(wider) <= 0, f"{path} is wider than {size['width']} px"
    # The last of many parts, and its tab is in sight.
    expect(person.page.locator(".tabs [aria-current]")).to_be_in_viewport(ratio=0.99)
