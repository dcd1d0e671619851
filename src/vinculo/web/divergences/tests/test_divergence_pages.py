"""The screen Divergências: queues, what is shown to whom, and what its buttons send."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from vinculo.accounts.tests.cast import Cast, signed_in
from vinculo.cases.models import Case, CaseDentist
from vinculo.cases.tests.case_files import NOW
from vinculo.consequences.models import Duty
from vinculo.network.models import Provider
from vinculo.network.tests.factories import make_affiliation, make_dentist, make_technical_manager
from vinculo.reconciliation.models import Comparison, ComparisonTerms, Divergence
from vinculo.reconciliation.queries import divergences as divergence_queries
from vinculo.reconciliation.tests.compared import (
    BEGAN,
    active_clinic,
    compare,
    days_ago,
    inactive_clinic,
    leaving_duty,
    open_case,
    signed_termination,
    the_divergence,
)

LIST = "/divergencias/"


@pytest.fixture
def gone(cast: Cast) -> Provider:
    clinic = inactive_clinic(cast.operator, days_ago(20), name="Clínica Zircônia")
    compare(cast.operator)
    return clinic


def page_of(client: Client, address: str = LIST) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    shown = " ".join(answer.content.decode().split())
    return re.sub(r'<span class="nowrap">([^<]*)</span>', r"\1", shown)


def sent(client: Client, **data: object) -> str:
    return client.post(reverse("divergence-many"), data, follow=True).content.decode()


def test_the_first_queue_with_something_in_it_is_shown(cast: Cast, gone: Provider):
    shown = page_of(signed_in(cast.alice))
    assert "Consta no cadastro como inativo desde 18/02/2026, mas não há desligamento assinado." in shown
    assert "O que aconteceu antes de 05/01/2026 não aparece aqui." in shown
    assert "Abrir processo" in shown
    assert "Nada a resolver aqui" in page_of(signed_in(cast.alice), f"{LIST}?fila=troca-de-rt")


def test_what_nobody_has_looked_at_yet_is_not_said_to_be_in_order(cast: Cast):
    client = signed_in(cast.alice)
    for address in (LIST, f"{LIST}?com=eu"):
        shown = page_of(client, address)
        assert "Ainda não comparado" in shown
        assert "Nada a resolver aqui" not in shown
        assert "Nenhum inativo" not in shown
    compare(cast.operator)
    assert "Nada a resolver aqui" in page_of(client)


def test_who_only_looks_gets_no_buttons_and_an_outsider_nothing(cast: Cast, gone: Provider):
    looking = page_of(signed_in(cast.davi))
    assert "Clínica Zircônia" in looking
    for words in ("Abrir processo", "Dispensar", "data-mark"):
        assert words not in looking
    assert "Abrir processo" not in page_of(signed_in(cast.nina))
    assert "Zircônia" not in page_of(signed_in(cast.charlie))


def test_each_kind_has_its_sentence_and_its_step(cast: Cast):
    operator = cast.operator
    leaving_duty(signed_termination(operator, cast.bob, active_clinic(operator), days_ago(30)))
    late = signed_termination(operator, cast.bob, inactive_clinic(operator, days_ago(60)), days_ago(61))
    Provider.objects.filter(cases=late).update(last_production_on=days_ago(1))
    twice = active_clinic(operator, other_plans="Saúde Plena")
    for _ in range(2):
        open_case(operator, cast.alice, twice, cro="777", cro_state="SP")
    compare(operator)
    client = signed_in(cast.bob)
    for queue, sentence, step in (
        ("desligados-no-cadastro", "prazo de 5 dias úteis terminou em 13/02/2026", "Pedir a inativação"),
        ("producao-depois", "mas produziu em 09/03/2026, depois dos 30 dias de aviso", "Ver a produção"),
        ("varios-processos", "Tem 2 processos em aberto ao mesmo tempo.", "Comparar e unir"),
        ("cro-desconhecido", "cita o CRO-SP 777, que o cadastro não tem", "Incluir o dentista"),
        ("cabecalho", "CNPJ, data de inclusão", "Conferir campo a campo"),
    ):
        shown = page_of(client, f"{LIST}?fila={queue}")
        assert sentence in shown
        assert step in shown


def test_each_change_of_the_technical_manager_has_its_sentence_and_leads_to_who_leaves(cast: Cast):
    operator, client = cast.operator, signed_in(cast.bob)
    ana, bia = (make_dentist(operator, name=name) for name in ("Ana Pádua", "Bia Serrano"))
    other, gone, new = (active_clinic(operator) for _ in range(3))
    for clinic in (other, gone):
        make_technical_manager(clinic, ana, ends_on=days_ago(10))
    for clinic in (other, new):
        make_technical_manager(clinic, bia, starts_on=days_ago(10))
    cases = [open_case(operator, cast.alice, clinic) for clinic in (other, gone, new)]
    compare(operator)
    shown = page_of(client, f"{LIST}?fila=troca-de-rt")
    rows = client.get(f"{LIST}?fila=troca-de-rt").context["page"].rows
    who = f"Ana Pádua ({ana.cro})", f"Bia Serrano ({bia.cro})"
    for said in (
        f"O RT passou de {who[0]} para {who[1]} em 28/02/2026, com o rascunho",
        f"{who[0]} deixou de ser RT em 28/02/2026, sem substituto, com o rascunho",
        f"{who[1]} passou a ser RT em 28/02/2026, com o rascunho",
    ):
        assert said in shown
    assert "na abertura não havia RT" in shown
    for row, case in zip(rows, cases, strict=True):
        assert row.step.label == "Conferir no processo"
        assert row.step.url == f"{reverse('case-page', args=[case.pk])}#f-cro"
        assert [step.label for step in row.others] == ["Ver o RT"]
    # The RT of before is not who asked for it in the head.
    Case.objects.filter(pk=cases[0].pk).update(cro="99999", cro_state="SP")
    moved = client.get(f"{LIST}?fila=troca-de-rt").context["page"].rows[0]
    assert moved.step.url.endswith("#dentists")


def test_a_wrong_cro_is_corrected_where_it_stands(cast: Cast):
    operator, client, clinic = cast.operator, signed_in(cast.bob), active_clinic(cast.operator)
    known = make_dentist(operator)
    make_affiliation(clinic, known)
    head = open_case(operator, cast.alice, clinic, cro="777", cro_state="SP")
    sheet = open_case(operator, cast.alice, active_clinic(operator), cro=known.cro_number, cro_state="SP")
    CaseDentist.objects.create(case=sheet, position=1, cro="888", cro_state="SP")
    nobodys = open_case(operator, cast.alice, None, cro="999", cro_state="SP")
    compare(operator)
    rows = client.get(f"{LIST}?fila=cro-desconhecido").context["page"].rows
    pages = [reverse("case-page", args=[case.pk]) for case in (head, sheet, nobodys)]
    assert [[(step.label, step.url) for step in (row.step, *row.others)][:2] for row in rows] == [
        [
            ("Corrigir no processo", f"{pages[0]}#f-cro"),
            ("Incluir o dentista", reverse("provider-dentist-add", args=[clinic.pk])),
        ],
        [
            ("Corrigir no processo", f"{pages[1]}#dentists"),
            ("Incluir o dentista", reverse("provider-dentist-add", args=[sheet.provider_id])),
        ],
        [
            ("Vincular a um prestador", f"{pages[2]}#dentists"),
            ("Corrigir no processo", f"{pages[2]}#f-cro"),
        ],
    ]
    shown = page_of(client, pages[0])
    assert 'id="f-cro"' in shown
    assert 'id="dentists"' in shown


def test_a_row_is_taken_dismissed_and_brought_back(cast: Cast, gone: Provider):
    client, row = signed_in(cast.alice), the_divergence(cast.operator)
    assert "Divergência passada para Alice Nogueira." in sent(
        client, act="assign", owner="me", divergence=row.pk
    )
    assert "com você" in page_of(client, f"{LIST}?com=eu")
    assert "Nada com estes filtros" in page_of(client, f"{LIST}?com=ninguem")
    assert "Nada dispensado nesta fila" in page_of(client, f"{LIST}?dispensadas=1")
    refused = sent(client, act="dismiss", reason=" ", divergence=row.pk, **{f"digest-{row.pk}": row.digest})
    assert "Escreva por que não é preciso agir" in refused
    queue = f"{LIST}?fila=inativos-sem-desligamento&com=eu"
    dismissal = {"act": "dismiss", "reason": "Faleceu.", f"digest-{row.pk}": row.digest, "address": queue}
    assert "Divergência dispensada" in sent(client, divergence=row.pk, **dismissal)
    assert "Zircônia" not in page_of(client)
    assert "Dispensada por Alice Nogueira" in page_of(client, f"{LIST}?dispensadas=1")
    undone = client.post(reverse("divergence-restore"))
    assert undone.headers["Location"] == f"{queue}#divergence-{row.pk}"
    assert Divergence.objects.get().state == Divergence.State.STANDING
    assert "Nenhuma divergência foi marcada" in sent(client, act="dismiss", reason="Faleceu.")


def test_the_page_of_the_case_tells_what_was_dismissed(cast: Cast):
    case = open_case(cast.operator, cast.alice, None, cro="777", cro_state="SP")
    compare(cast.operator)
    row, client = the_divergence(cast.operator), signed_in(cast.alice)
    sent(
        client, act="dismiss", reason="Recém-formado.", divergence=row.pk, **{f"digest-{row.pk}": row.digest}
    )
    shown = page_of(client, reverse("case-page", args=[case.pk]))
    assert "Divergência dispensada" in shown
    assert "CRO que o cadastro não tem: Recém-formado." in shown


def test_one_click_opens_a_case_and_a_second_one_the_same(cast: Cast, gone: Provider):
    client, row = signed_in(cast.alice), the_divergence(cast.operator)
    told = {"token": "6f6dd7a4-6a6f-4f0b-9a5b-1f2d3c4b5a69"}
    for _ in range(2):
        answer = client.post(reverse("divergence-open-case", args=[row.pk]), told)
    case = Case.objects.get()
    assert answer.headers["Location"] == reverse("case-page", args=[case.pk])
    assert f"Continuar {case}" in page_of(client)


def test_what_should_be_known_before_is_shown_first(cast: Cast, gone: Provider):
    client, row = signed_in(cast.alice), the_divergence(cast.operator)
    open_case(cast.operator, cast.alice, None, cnpj=gone.cnpj)
    told = {"token": "6f6dd7a4-6a6f-4f0b-9a5b-1f2d3c4b5a69", "address": f"{LIST}?com=eu"}
    shown = client.post(reverse("divergence-open-case", args=[row.pk]), told)
    assert "Este prestador já tem um processo aberto" in shown.content.decode()
    assert f'href="{LIST}?com=eu"' in shown.content.decode()
    assert Case.objects.count() == 1
    for _ in range(2):
        answer = client.post(reverse("divergence-open-case", args=[row.pk]), told | {"known": "1"})
    case = Case.objects.get(provider=gone)
    assert answer.headers["Location"] == reverse("case-page", args=[case.pk])


def test_who_is_still_active_leads_to_what_the_core_system_has_to_be_told(cast: Cast):
    case = signed_termination(cast.operator, cast.bob, active_clinic(cast.operator), days_ago(30))
    compare(cast.operator)
    client, queue = signed_in(cast.bob), f"{LIST}?fila=desligados-no-cadastro"

    def step() -> tuple[str, str]:
        row = client.get(queue).context["page"].rows[0]
        return row.step.label, row.step.url

    assert step() == ("Ver o processo", reverse("case-page", args=[case.pk]))
    duty = leaving_duty(case)
    address = reverse("case-duties", args=[case.pk])
    assert step() == ("Pedir a inativação", f"{address}#duty-{duty.pk}")
    assert duty.text in page_of(client, address)
    Duty.objects.filter(pk=duty.pk).update(state="done", ended_at=NOW)
    assert step() == ("Conferir a inativação", f"{address}#duty-{duty.pk}")
    Duty.objects.filter(pk=duty.pk).update(state="cancelled")
    assert step()[0] == "Ver o processo"


def test_a_case_that_nobody_has_linked_says_so(cast: Cast):
    clinic = active_clinic(cast.operator, name="Clínica Zircônia")
    signed_termination(cast.operator, cast.bob, None, days_ago(30), cnpj=clinic.cnpj)
    for _ in range(2):
        open_case(cast.operator, cast.alice, None, cnpj="11222333000181")
    compare(cast.operator)
    client = signed_in(cast.bob)
    shown = page_of(client, f"{LIST}?fila=desligados-no-cadastro")
    assert "traz o mesmo CNPJ ou CPF, mas não está vinculado a este prestador" in shown
    twice = page_of(client, f"{LIST}?fila=varios-processos")
    assert "Tem 2 processos em aberto ao mesmo tempo." in twice
    assert "não está vinculado" not in twice


def test_an_unlinked_case_is_linked_while_it_takes_that(cast: Cast, gone: Provider):
    case = open_case(cast.operator, cast.alice, None, cnpj=gone.cnpj)
    assert f"Vincular {case}" in page_of(signed_in(cast.alice))
    decided = {
        "state": "decided",
        "outcome": "terminated",
        "ended_on": days_ago(1),
        "number": "ODL-2026-000999",
    }
    Case.objects.filter(pk=case.pk).update(**decided)
    case.refresh_from_db()
    shown = page_of(signed_in(cast.alice))
    assert f"Vincular {case}" not in shown
    assert f"Ver {case}" in shown


def test_dentists_that_left_a_clinic_are_named(cast: Cast):
    operator, clinic, client = cast.operator, active_clinic(cast.operator), signed_in(cast.bob)
    ana, bia = (make_dentist(operator, name=name) for name in ("Ana Pádua", "Bia Serrano"))
    for days, dentist in ((30, ana), (20, bia)):
        make_affiliation(clinic, dentist)
        told = {"scope": "dentists", "cro": dentist.cro_number, "cro_state": "SP"}
        case = signed_termination(operator, cast.bob, clinic, days_ago(days), **told)
        duty = leaving_duty(case, "remove_dentists")
        if dentist == ana:
            first = case, duty
    queue = f"{LIST}?fila=desligados-no-cadastro"
    compare(operator)
    row = client.get(queue).context["page"].rows[0]
    assert row.sentence == (
        f"Ana Pádua ({ana.cro}) e Bia Serrano ({bia.cro}) têm desligamento assinado, o primeiro em "
        "08/02/2026, mas continuam entre os dentistas deste prestador no cadastro; o prazo de 5 dias úteis "
        "terminou em 13/02/2026."
    )
    assert [link.text for link in row.links] == [str(first[0]), str(case)]
    address = f"{reverse('case-duties', args=[first[0].pk])}#duty-{first[1].pk}"
    assert (row.step.label, row.step.url) == ("Pedir a retirada", address)
    assert [step.label for step in row.others] == ["Ver os dentistas"]
    bia.affiliations.update(ends_on=days_ago(1))
    compare(operator)
    alone = client.get(queue).context["page"].rows[0].sentence
    assert alone.startswith(f"Ana Pádua ({ana.cro}) tem desligamento assinado em 08/02/2026, mas continua")


def test_our_own_copy_is_changed_knowing_that_the_next_feed_writes_over_it(cast: Cast):
    clinic = active_clinic(cast.operator, core_key="P1")
    case = signed_termination(cast.operator, cast.bob, clinic, days_ago(30))
    compare(cast.operator)
    client, queue = signed_in(cast.bob), f"{LIST}?fila=desligados-no-cadastro"
    other = client.get(queue).context["page"].rows[0].others[0]
    shown = unescape(page_of(client, queue))
    assert f"{other.url}&voltar=%2F" in shown
    assert "a próxima sincronização traz de volta o que o SIO diz" in shown
    form = f"{other.url}&voltar={quote(queue, safe='')}"
    fields = client.get(form).context["form"]
    assert (fields["status"].value(), fields["since"].value()) == ("inactive", "08/02/2026")
    told = {"status": "inactive", "since": "não sei", "voltar": queue, "processo": case.pk}
    address = reverse("provider-status", args=[clinic.pk])
    # Said again where something is refused.
    for said in (page_of(client, form), client.post(address, told).content.decode()):
        assert f'href="{reverse("case-page", args=[case.pk])}">{case}</a>' in said
        assert reverse("case-duties", args=[case.pk]) in said
        assert "O que o SIO informa volta a valer na próxima sincronização." in said
    answer = client.post(address, told | {"since": "08/02/2026"})
    assert answer.headers["Location"] == queue
    elsewhere = {"status": "active", "since": "09/02/2026", "voltar": "//alheio.test/"}
    answer = client.post(address, elsewhere)
    assert answer.headers["Location"].startswith(reverse("provider", args=[clinic.pk]))
    strange = signed_termination(cast.other_operator, cast.charlie, None, days_ago(30))
    assert client.get(f"{address}?processo={strange.pk}").context["page"].case is None


def test_pages_follow_each_other_without_a_gap(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(divergence_queries, "PAGE", 2)
    clinics = [inactive_clinic(cast.operator, days_ago(20 - n), name=f"Clínica {n}ª") for n in range(5)]
    compare(cast.operator)
    client, address, seen = signed_in(cast.alice), LIST, []
    assert "desde 18/02/2026, há " in page_of(client)
    while address:
        page = client.get(address).context["page"]
        seen += [row.title for row in page.rows]
        address = page.next_url
    assert seen == [clinic.name for clinic in clinics]


def test_an_address_of_nonsense_is_the_whole_queue(cast: Cast, gone: Provider):
    shown = page_of(signed_in(cast.alice), f"{LIST}?fila=x&com=²&uf=XX&operadora=9&apos=9-9-9&dispensadas=7")
    assert "Zircônia" in shown


def test_the_days_and_the_beginning_are_the_operators(cast: Cast, gone: Provider):
    client, operator = signed_in(cast.nina), cast.operator
    told = {"valid_from": "01/03/2026", "days_to_leave": "10", "notice_days": "60"}
    assert client.post(reverse("comparison-set", args=[operator.pk]), told).status_code == 302
    assert ComparisonTerms.objects.get().days_to_leave == 10
    wrong = client.post(reverse("comparison-set", args=[operator.pk]), told | {"days_to_leave": "0"})
    assert (wrong.status_code, "De 1 a 250 dias úteis." in wrong.content.decode()) == (422, True)
    client.post(reverse("comparison-start", args=[operator.pk]), {"starts_on": "01/03/2026"})
    assert Comparison.objects.get(operator=operator).starts_on > BEGAN
    assert client.post(reverse("comparison-set", args=[cast.other_operator.pk]), told).status_code == 404
