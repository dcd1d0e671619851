"""The page of returned paper: changes in words, looked over, and taken to the case where it is open."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.change_state import change_state
from vinculo.cases.models import Case, CasePrint
from vinculo.cases.states import CaseAction
from vinculo.cases.tests.case_files import NOW, make_decidable
from vinculo.intake.actions.receive_files import open_batch
from vinculo.intake.models import ImportedFile, ReturnedSheet, Sheet

PLACED = {"box": [0, 0.1, 0.1, 0.12, 0.11], "sure": 0.9}


@pytest.fixture
def returned(cast: Cast) -> ReturnedSheet:
    case = make_decidable(cast.operator, cast.alice)
    printed = CasePrint.objects.create(
        case=case, code="7K3MPQ9X2W", digest="0" * 64, edition=case.edition, form={}, pages=2, printed_at=NOW
    )
    batch = open_batch(operator=cast.operator, as_history=False, actor=actor_of(cast.alice), now=NOW)
    file = ImportedFile.objects.create(batch=batch, name="a.jpg", content="a.jpg", sha256="0" * 64, size=1)
    sheet = Sheet(file=file, number=0, width=1200, height=1700)
    sheet.picture.save("0.jpg", ContentFile(b"\xff\xd8\xff"), save=False)
    sheet.save()
    changes = [
        {
            "kind": "ticked",
            "field": "termination_reasons",
            "option": "claim_denials",
            **PLACED,
        },
        {"kind": "written", "field": "signed_by", "option": "", **PLACED, "sure": 0.6},
        {"kind": "written", "field": "contacts.2.note", "option": "", **PLACED},
    ]
    return ReturnedSheet.objects.create(sheet=sheet, case_print=printed, page=1, changes=changes)


def page_of(client: Client, cast: Cast, case: Case) -> str:
    client.force_login(cast.alice)
    return client.get(reverse("case-returned", args=[case.pk])).content.decode()


def test_what_pen_changed_is_said_in_words(client: Client, cast: Cast, returned: ReturnedSheet):
    page = page_of(client, cast, returned.case_print.case)

    assert "Marcado à caneta: Motivo desligamento · Glosas" in page
    assert "Assinatura à caneta no rodapé" in page
    assert "Escrito à caneta em 2º contato · Obs" in page
    assert page.count("confira</span>") == 1
    assert page.count("Levar ao processo<") == 1
    # What was written leads to where it is typed: of a contact that is not there, to the contacts.
    address = reverse("case-page", args=[returned.case_print.case_id])
    assert [f'href="{address}#{anchor}"' in page for anchor in ("f-signed_by", "f-contacts")] == [True, True]


def test_a_tick_is_taken_to_an_open_case(client: Client, cast: Cast, returned: ReturnedSheet):
    case = returned.case_print.case
    client.force_login(cast.alice)

    client.post(reverse("case-returned-take", args=[case.pk, returned.pk, 0]))

    case.refresh_from_db()
    assert set(case.termination_reasons) == {"fees", "claim_denials"}


def test_what_was_taken_is_not_offered_again_and_changes_nothing_more(
    client: Client, cast: Cast, returned: ReturnedSheet
):
    case = returned.case_print.case
    client.force_login(cast.alice)
    take = reverse("case-returned-take", args=[case.pk, returned.pk, 0])

    client.post(take)
    client.post(take)

    page = page_of(client, cast, case)
    assert "Já está assim no processo." in page
    assert "Levar ao processo<" not in page
    assert case.versions.filter(field="reason.claim_denials").count() == 1


@pytest.mark.parametrize("with_note", [False, True])
def test_a_sheet_of_which_nothing_is_left_counts_as_looked_over(
    client: Client, cast: Cast, returned: ReturnedSheet, with_note: bool
):
    """A signature asks for nothing; a note must be read by somebody."""
    returned.changes = returned.changes if with_note else returned.changes[:2]
    returned.save()
    client.force_login(cast.alice)

    client.post(reverse("case-returned-take", args=[returned.case.pk, returned.pk, 0]))

    returned.refresh_from_db()
    assert (returned.seen_by == cast.alice) is not with_note


def test_nothing_is_taken_to_a_decided_case(client: Client, cast: Cast, returned: ReturnedSheet):
    case = returned.case_print.case
    for action in (CaseAction.OPEN, CaseAction.DECIDE):
        change_state(case=case, action=action, actor=actor_of(cast.alice), now=NOW)

    assert "Levar ao processo<" not in page_of(client, cast, case)
    client.post(reverse("case-returned-take", args=[case.pk, returned.pk, 0]))

    case.refresh_from_db()
    assert case.termination_reasons == ["fees"]


def test_looked_over_says_by_whom(client: Client, cast: Cast, returned: ReturnedSheet):
    case = returned.case_print.case
    client.force_login(cast.alice)

    client.post(reverse("case-returned-seen", args=[case.pk, returned.pk]))

    returned.refresh_from_db()
    assert returned.seen_by == cast.alice
    assert f"Conferida por {cast.alice.name}" in page_of(client, cast, case)


def test_the_page_of_the_case_leads_to_it(client: Client, cast: Cast, returned: ReturnedSheet):
    case = returned.case_print.case
    client.force_login(cast.alice)

    beside = client.get(reverse("case-lookalikes", args=[case.pk])).content.decode()

    assert f"{reverse('case-returned', args=[case.pk])}#returned-{returned.pk}" in beside
    assert "a conferir" in beside


def test_its_batch_says_whose_paper_it_was(client: Client, cast: Cast, returned: ReturnedSheet):
    client.force_login(cast.alice)

    page = client.get(reverse("import-batch", args=[returned.sheet.file.batch_id])).content.decode()

    assert f"Papel do rascunho {returned.case.pk}, página 1</a>" in page
    assert "3 marcas à caneta" in page
