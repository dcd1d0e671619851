"""A signature issues its form once; what was issued is served as it was issued, or not at all."""

from __future__ import annotations

import hashlib

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from vinculo.accounts.actor import Actor
from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.print_case import print_case
from vinculo.cases.models import CaseEvent, CasePrint
from vinculo.cases.queries.case_records import records_of
from vinculo.cases.states import CaseAction
from vinculo.cases.tests.case_files import NOW
from vinculo.documents.models import IssuedDocument
from vinculo.documents.queries.documents import find_document, standing_form, stored_bytes
from vinculo.documents.refusals import DocumentNotAsIssued
from vinculo.documents.standing import is_standing
from vinculo.outbox.running import run_due
from vinculo.paper.form import RetentionForm
from vinculo.paper.printing.kept_print import sheet_of
from vinculo.paper.reading.pdf import read_pdf

from .issued_cases import A_DAY, freeze, move, signed_case, words_of


def test_a_signature_issues_its_form_once_however_often_it_is_told(cast: Cast, settings):
    settings.VERIFICATION_URL = "https://vinculo.exemplo/conferir/"
    case = signed_case(cast)
    assert standing_form(case) is None
    run_due(NOW)
    assert freeze(case) == freeze(case) == standing_form(case)
    document = IssuedDocument.objects.get()
    assert document.number == "ODL-DOC-2026-000001"
    assert document.layout.startswith("form.typ@")
    content = stored_bytes(document)
    assert hashlib.sha256(content).hexdigest() == document.sha256
    printed = words_of(content)
    assert f"Documento {document.number}" in printed
    assert document.line_of_code in printed
    assert "confira em https://vinculo.exemplo/conferir/" in printed
    assert "RASCUNHO" not in printed
    told = CaseEvent.objects.get(case=case, kind=CaseEvent.Kind.DOCUMENT)
    assert (told.data["became"], told.data["number"]) == ("issued", document.number)
    # Its own code is that of a print, so its paper is known, and read, when it comes back.
    kept, edition = CasePrint.objects.get(code=document.code).form, case.edition.edition
    assert sheet_of(kept, edition).case_line == f"Processo {case.number} · Documento {document.number}"
    reading = read_pdf(content, [edition])
    assert reading.form == RetentionForm.from_json(kept["form"])
    assert reading.findings == ()


def test_what_was_opened_after_the_signature_is_on_prints_and_not_on_the_signed_form(cast: Cast):
    case = signed_case(cast)
    case.opened_protocols.create(
        kind="Desligamento", in_name_of="Clínica", number="SAD177300000000", opened_at=NOW + A_DAY
    )
    document = freeze(case, days=2)
    assert "SAD177300000000" not in words_of(stored_bytes(document))
    later = print_case(case=case, records=records_of(case), actor=actor_of(cast.alice), now=NOW + 3 * A_DAY)
    assert "SAD177300000000" in words_of(later)
    assert document.number not in words_of(later)


def test_a_signature_that_fell_before_it_was_told_issues_nothing(cast: Cast):
    case = signed_case(cast)
    move(case, CaseAction.REOPEN, cast.bob, reason="O prestador voltou atrás.")
    with pytest.raises(IssuedDocument.DoesNotExist):
        freeze(case)


def test_reopening_marks_the_form_as_superseded_and_the_next_signature_issues_another(cast: Cast):
    case = signed_case(cast)
    run_due(NOW)
    first = standing_form(case)
    assert first is not None
    before = stored_bytes(first)
    move(case, CaseAction.REOPEN, cast.bob, reason="Faltou um contato.", days=1)
    first = find_document(Actor.system(), case.pk, first.pk)
    assert first is not None
    # It counts from the reopening itself; the worker marks it later.
    assert not is_standing(first)
    run_due(NOW + A_DAY)
    move(case, CaseAction.DECIDE, cast.alice, days=1)
    move(case, CaseAction.SIGN, cast.bob, days=2)
    run_due(NOW + 2 * A_DAY)
    second = standing_form(case)
    assert second is not None
    assert (second.number, second.position) == ("ODL-DOC-2026-000002", 2)
    first = IssuedDocument.objects.get(pk=first.pk)
    assert first.superseded.at == NOW + A_DAY
    assert stored_bytes(first) == before
    became = (
        case.events.filter(kind=CaseEvent.Kind.DOCUMENT).order_by("pk").values_list("data__became", flat=True)
    )
    assert list(became) == ["issued", "superseded", "issued"]


def test_a_stored_file_that_was_changed_or_lost_is_told_and_not_made_anew(cast: Cast):
    case = signed_case(cast)
    document = freeze(case)
    with document.file.storage.open(str(document.file.name), "r+b") as stored:
        stored.seek(200)
        stored.write(b"x")
    with pytest.raises(DocumentNotAsIssued, match="não é mais o que foi emitido"):
        stored_bytes(document)
    document.file.storage.delete(str(document.file.name))
    with pytest.raises(DocumentNotAsIssued, match="não está no armazenamento"):
        stored_bytes(document)
    assert IssuedDocument.objects.count() == 1


def test_the_database_changes_nothing_that_was_issued(cast: Cast):
    document = freeze(signed_case(cast))
    rows = IssuedDocument.objects.filter(pk=document.pk)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(title="Outro")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows._raw_delete("default")
    for change in (
        {"position": 2, "number": "ODL-DOC-2026-000002", "code": "B" * 10},
        {"follows": None},
    ):
        twin = IssuedDocument.objects.get(pk=document.pk)
        twin.pk = None
        for name, value in change.items():
            setattr(twin, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            twin.save(force_insert=True)


def test_numbers_have_no_holes_and_each_operator_has_its_own(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    first, second = signed_case(cast), signed_case(cast)
    with monkeypatch.context() as patched:
        patched.setattr("vinculo.documents.actions.freeze_form.print_form", _no_paper)
        with pytest.raises(RuntimeError):
            freeze(first)
    assert freeze(second).position == 1
    assert freeze(first).position == 2


def _no_paper(*_args, **_kwargs):
    raise RuntimeError


def test_who_may_not_see_personal_data_or_works_elsewhere_finds_no_document(cast: Cast):
    document = freeze(signed_case(cast))
    assert find_document(actor_of(cast.alice), document.case_id, document.pk) == document
    for user in (cast.charlie, cast.nina, cast.sara):
        assert find_document(actor_of(user), document.case_id, document.pk) is None
