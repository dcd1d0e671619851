"""Every page, as those who open it see it: no barrier that axe-core knows, nothing wider than the screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.world import World, make_world
from vinculo.accounts.models import User
from vinculo.accounts.tests.cast import Cast

from .conftest import DESK, PHONE
from .person import Person

pytestmark = pytest.mark.browser


def pages_by_person(cast: Cast, world: World) -> list[tuple[User, list[str]]]:
    case, task = world.ids["case"]["pk"], world.ids["task"]["pk"]
    return [
        (cast.bob, pages_of_work(world)),
        (cast.adam, pages_of_administration(cast, world)),
        (cast.nina, [f"/processos/{case}/"]),
        (cast.sara, ["/hoje/", f"/tarefas/{task}/"]),
    ]


def pages_of_work(world: World) -> list[str]:
    case, provider = world.ids["case"]["pk"], world.ids["provider"]["pk"]
    batch, reading = world.ids["import"]["pk"], world.ids["import-review"]["pk"]
    conversation = world.ids["conversation"]["conversation_id"]
    task = world.ids["task"]["pk"]
    return [
        *("/hoje/", "/conta/", "/processos/", "/processos/?state=draft", f"/processos/{case}/"),
        *(f"/processos/{case}/versoes/", "/processos/novo/", f"/processos/novo/?provider={provider}"),
        *(
            "/importar/",
            f"/importar/{batch}/",
            f"/importar/{batch}/nao-lidos/",
            f"/importar/leituras/{reading}/",
        ),
        *(f"/importar/leituras/{world.ids['import-paper']['pk']}/", f"/processos/{case}/papel/"),
        f"/processos/{case}/papel-devolvido/",
        f"/importar/arquivos/{world.ids['import-sheets']['pk']}/folhas/",
        f"/importar/leituras/{world.ids['import-paper']['pk']}/juntar/",
        *("/prestadores/", f"/prestadores/{provider}/", "/prestadores/novo/", "/prestadores/cobertura/"),
        *(f"/prestadores/{provider}/impacto/", f"/processos/{case}/impacto/"),
        *(f"/prestadores/{provider}/historico/?em=01/01/2025", f"/prestadores/{provider}/processos/"),
        f"/prestadores/{provider}/dentistas/{world.ids['provider']['dentist_id']}/conferir/",
        f"/prestadores/{provider}/comparar/{world.ids['provider']['other_id']}/",
        f"/processos/{case}/comparar/{world.ids['case']['other_id']}/",
        f"/prestadores/cobertura/{world.ids['coverage']['ibge_code']}/",
        "/divergencias/?fila=inativos-sem-desligamento",
        *("/providencias/", f"/processos/{case}/providencias/"),
        *(
            "/rede/odl/",
            "/prazos-legais/",
            "/prazos-legais/agenda/",
            f"/prazos-legais/{world.ids['deadline']['pk']}/",
        ),
        *("/tarefas/", f"/tarefas/{task}/", f"/processos/{case}/pedir/"),
        *(
            "/protocolos/recebidos/",
            "/protocolos/",
            "/protocolos/sistema/",
            f"/protocolos/{world.ids['protocol']['pk']}/",
        ),
        *("/avisos/", "/hoje/equipe/", "/equipe/distribuir/", "/equipe/ausencias/"),
        f"/equipe/ausencias/{world.ids['team']['pk']}/",
        *(f"/processos/{case}/conversas/", f"/processos/{case}/conversas/{conversation}/"),
        *("/processos/?layout=board", "/processos/lote/", "/processos/visoes/"),
        f"/processos/{world.ids['document']['pk']}/documentos/{world.ids['document']['document_id']}/",
        f"/processos/{world.ids['document']['pk']}/carta/",
        f"/conferir/{world.ids['verify']['code']}/",
        "/administracao/acessos/",
        "/nao-existe/",
    ]


def pages_of_administration(cast: Cast, world: World) -> list[str]:
    edition, operator = world.ids["edition"]["pk"], world.ids["operator"]["pk"]
    return [
        *("/administracao/usuarios/", "/administracao/usuarios/novo/"),
        *(f"/administracao/usuarios/{cast.beto.pk}/", "/administracao/operadoras/"),
        *("/administracao/operadoras/nova/", f"/administracao/operadoras/{operator}/"),
        *("/administracao/edicoes/", f"/administracao/edicoes/{edition}/"),
        *("/administracao/prazos/", "/administracao/feriados/", "/administracao/divergencias/"),
        *("/administracao/lista-de-saida/", f"/administracao/lista-de-saida/{operator}/"),
        *("/administracao/setores/", f"/administracao/setores/{operator}/it/"),
        *("/administracao/normas/", f"/administracao/normas/{operator}/"),
        *("/administracao/mensagens/", f"/administracao/mensagens/nova/{operator}/"),
        f"/administracao/mensagens/{world.ids['message']['pk']}/",
        *("/administracao/cartas/", f"/administracao/cartas/{world.ids['letter']['pk']}/"),
        "/administracao/sincronizacao/",
        f"/administracao/sincronizacao/{world.ids['sync']['pk']}/",
        f"/administracao/sincronizacao/{world.ids['sync']['pk']}/recusadas/",
    ]


@pytest.mark.parametrize(("scheme", "viewport"), [("light", DESK), ("dark", PHONE)], ids=["desk", "phone"])
def test_no_page_has_a_barrier(browser: Browser, live_server, cast: Cast, scheme, viewport):
    world = make_world(cast)
    troubles = {}
    for user, paths in pages_by_person(cast, world):
        context = browser.new_context(
            viewport=viewport, color_scheme=scheme, locale="pt-BR", timezone_id="America/Sao_Paulo"
        )
        person = Person(context.new_page(), live_server.url)
        if "/entrar/" not in troubles:
            person.goes_to("/entrar/")
            troubles["/entrar/"] = person.axe_violations()
        person.signs_in(user)
        for path in paths:
            person.goes_to(path)
            troubles[path] = person.axe_violations()
            wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
            if person.page.evaluate(wider):
                troubles[path].append({"id": "wider than the screen"})
        assert person.troubles == []
        context.close()
    assert {path: found for path, found in troubles.items() if found} == {}
