"""The page of a case over HTTP: who sees it, what it costs, what it answers."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from vinculo.accounts.models import AuditEntry, User
from vinculo.accounts.tests.cast import Cast, actor_of, signed_in
from vinculo.cases.actions.add_contact import add_contact
from vinculo.cases.actions.save_field import save_field
from vinculo.cases.models import Attachment, Case
from vinculo.cases.tests.case_files import NOW, ONE_CONTACT, make_decidable, make_draft
from vinculo.web.cases.page_presenters import row_classes

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


def page_of(case: Case) -> str:
    return reverse("case-page", args=[case.pk])


def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_the_page_costs_at_most_twelve_queries_whatever_hangs_on_the_case(cast: Cast):
    case = make_decidable(cast.operator, cast.alice)
    client = signed_in(cast.alice)
    few = queries_of(client, page_of(case))
    for _ in range(30):
        add_contact(case=case, values=ONE_CONTACT, actor=actor_of(cast.alice), now=NOW)
    assert queries_of(client, page_of(case)) == few
    assert few <= 12


@pytest.mark.parametrize(
    ("columns", "alone"), [((3, 2, 2, 5), [2]), ((6, 6), []), ((2, 2, 3, 3, 2), [4]), ((5, 2, 2, 3), [3])]
)
def test_no_cell_of_the_head_stands_beside_a_hole_on_a_phone(columns: tuple[int, ...], alone: list[int]):
    classes = row_classes(columns)
    assert [place for place, css in enumerate(classes) if "cell--alone" in css] == alone


def test_seeing_a_case_is_logged_without_personal_data(cast: Cast):
    case = make_draft(cast.operator, cast.alice)
    signed_in(cast.beto).get(page_of(case))
    entry = AuditEntry.objects.get(action="case.viewed")
    assert (entry.actor, entry.subject_id, entry.detail) == (cast.beto, str(case.pk), {"what": "page"})


def test_an_outsider_and_people_without_cases_get_nothing(cast: Cast):
    case = make_draft(cast.operator, cast.alice)
    for user in (cast.charlie, cast.sara, cast.adam):
        assert signed_in(user).get(page_of(case)).status_code == 404
        answer = signed_in(user).post(reverse("case-save", args=[case.pk]), {"field": "city", "raw": "x"})
        assert answer.status_code == 404


def test_who_may_only_look_gets_no_buttons_and_a_masked_cpf(cast: Cast):
    case = make_draft(cast.operator, cast.alice)
    page = signed_in(cast.nina).get(page_of(case)).content.decode()
    assert "898.412.309-92" not in page
    assert "Abrir processo" not in page
    assert signed_in(cast.nina).get(reverse("case-print", args=[case.pk])).status_code == 403


def test_personal_data_is_masked_wherever_the_page_tells_it(cast: Cast):
    """Also what was kept apart: a value that came too late stands in the timeline and among the versions."""
    case = make_draft(cast.operator, cast.alice)
    alice = actor_of(cast.alice)
    contact = add_contact(case=case, values={"address": "(11) 98765-4321"}, actor=alice, now=NOW)
    late = NOW + dt.timedelta(minutes=5)
    save_field(case=case, field="cpf", raw="111.444.777-35", base_version=0, actor=alice, now=late)
    save_field(
        case=case,
        field="address",
        raw="clinica@dente.example",
        base_version=0,
        contact_id=contact.pk,
        actor=alice,
        now=late,
    )
    personal = ("898.412.309-92", "111.444.777-35", "98765-4321", "clinica@dente.example")
    for path in (page_of(case), reverse("case-versions", args=[case.pk])):
        seen = signed_in(cast.beto).get(path).content.decode()
        assert all(value in seen for value in personal), path
        masked = signed_in(cast.nina).get(path).content.decode()
        assert not [value for value in personal if value in masked], path
        assert "(11) *****-4321" in masked


def test_no_event_leaves_the_timeline(cast: Cast):
    case = make_draft(cast.operator, cast.alice, values={"dentist_name": "Renata Queiroz"})
    for minute in range(130):
        save_field(
            case=case,
            field="general_note",
            raw=f"Nota {minute}",
            base_version=minute,
            actor=actor_of(cast.alice),
            now=NOW + dt.timedelta(hours=minute),
        )
    html = signed_in(cast.alice).get(page_of(case)).content.decode()
    assert "Processo criado" in html
    assert html.count("Preenchido") < 130


def test_hostile_notes_stay_text(cast: Cast):
    case = make_draft(cast.operator, cast.alice)
    hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ settings }}"
    add_contact(case=case, values={"note": hostile}, actor=actor_of(cast.alice), now=NOW)
    page = signed_in(cast.alice).get(page_of(case)).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_refused_decision_comes_back_with_every_finding(cast: Cast):
    case = make_draft(cast.operator, cast.alice, values={"dentist_name": "Renata Lima"})
    client = signed_in(cast.alice)
    Case.objects.filter(pk=case.pk).update(next_contact_on=NOW.date())
    client.post(reverse("case-state", args=[case.pk]), {"action": "open"})
    answer = client.post(reverse("case-state", args=[case.pk]), {"action": "decide"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Ainda não dá para decidir" in page
    assert 'href="#f-city"' in page


def test_opening_the_same_new_case_twice_makes_one(cast: Cast):
    client = signed_in(cast.alice)
    token = "3f2b8a54-6a0e-4d2f-9d76-2d8f3c1a7b10"
    first = client.post(reverse("case-new"), {"token": token})
    second = client.post(reverse("case-new"), {"token": token})
    assert first["Location"] == second["Location"]
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("print da conversa.png", PNG, True),
        ("carta.pdf", b"%PDF-1.7 ...", True),
        ("conversa.txt", "Olá, doutora".encode(), True),
        ("virus.png", b"MZ\x90\x00", False),
        ("desenho.svg", b"<svg xmlns='x'><script>alert(1)</script></svg>", False),
        ("vazio.pdf", b"", False),
        ("pagina.html", b"<!doctype html><script>", False),
    ],
)
def test_an_attachment_is_known_by_its_content(cast: Cast, name: str, content: bytes, kept: bool):
    case = make_draft(cast.operator, cast.alice)
    client = signed_in(cast.alice)
    upload = SimpleUploadedFile(name, content)
    answer = client.post(reverse("case-attachment-add", args=[case.pk]), {"file": upload}, follow=True)
    assert Attachment.objects.filter(case=case).exists() is kept
    assert (f"“{name}” anexado" in answer.content.decode()) is kept


def test_an_attachment_is_behind_its_case(cast: Cast):
    case = make_draft(cast.operator, cast.alice)
    client = signed_in(cast.alice)
    for _ in range(2):
        upload = SimpleUploadedFile("print.png", PNG)
        client.post(reverse("case-attachment-add", args=[case.pk]), {"file": upload})
    kept = Attachment.objects.get()
    path = reverse("case-attachment", args=[case.pk, kept.pk])
    answer = client.get(path)
    assert b"".join(answer) == PNG
    assert answer["Content-Type"] == "image/png"

    def status(user: User) -> int:
        return signed_in(user).get(path).status_code

    assert [status(user) for user in (cast.charlie, cast.nina, cast.sara)] == [404, 404, 404]


def test_the_print_is_a_pdf(cast: Cast):
    case = make_decidable(cast.operator, cast.alice)
    answer = signed_in(cast.alice).get(reverse("case-print", args=[case.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_who_saw_the_case_is_told_to_who_may_see_the_access_log(cast: Cast):
    case = make_draft(cast.operator, cast.alice)
    signed_in(cast.beto).get(page_of(case))
    signed_in(cast.alice).get(reverse("case-print", args=[case.pk]))
    path = reverse("case-versions", args=[case.pk])
    shown = signed_in(cast.bob).get(path).content.decode()
    assert "Beto Lacerda abriu o processo" in shown
    assert "Alice Nogueira imprimiu o formulário" in shown
    assert "abriu o processo" not in signed_in(cast.alice).get(path).content.decode()
    assert case.events.filter(kind="printed").count() == 1
