"""Photos of the pages of one form, each a file of its own, are put together and read as one form."""

from __future__ import annotations

import datetime as dt
import zipfile
from contextlib import closing
from dataclasses import replace
from io import BytesIO

import pypdfium2 as pdfium
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from vinculo.accounts.tests.cast import Cast, actor_of, signed_in
from vinculo.intake.actions.join_sheets import join_sheets
from vinculo.intake.actions.receive_files import open_batch, receive_file
from vinculo.intake.joining import SheetsToJoin
from vinculo.intake.models import Fate, FileState, FormReading, ImportBatch, Sheet
from vinculo.intake.reading_loop import read_due
from vinculo.intake.refusals import UnableToSettleReading
from vinculo.kernel.refusal import NotPermitted
from vinculo.paper.editions import packaged_edition
from vinculo.paper.form import ContactEntry
from vinculo.paper.printing import print_form
from vinculo.paper.reading.chosen_sheets import ChosenSheet
from vinculo.paper.reading.files import read_file
from vinculo.paper.reading.joined_sheets import JoinedPart, UnableToJoinError, joined_file, parts_of, some_of
from vinculo.paper.reading.kinds import SHEET_LIST, Kind, kind_of
from vinculo.paper.reading.limits import LIMITS, Limits
from vinculo.paper.reading.scan import engine

from .form_files import NOW, certain_form

CONTACTS = tuple(
    ContactEntry(number, dt.date(2026, 3, number), f"Contato de número {number}: " + "mantém a decisão " * 9)
    for number in range(1, 6)
)
PAPER = certain_form(contacts=CONTACTS)


@pytest.fixture(autouse=True)
def files_apart(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def photos() -> list[bytes]:
    """The two pages of a form, each a picture of its own."""
    made = []
    with closing(pdfium.PdfDocument(print_form(PAPER, edition=packaged_edition(2)))) as document:
        for number in range(2):
            kept = BytesIO()
            document[number].render(scale=150 / 72).to_pil().convert("L").save(kept, "JPEG", quality=80)
            made.append(kept.getvalue())
    return made


@pytest.fixture
def batch(cast: Cast) -> ImportBatch:
    """Both photos as the reader leaves them: half a form of the first, of the second none."""
    batch = open_batch(operator=cast.operator, as_history=False, actor=actor_of(cast.alice), now=NOW)
    for number, jpeg in enumerate(photos()):
        file = receive_file(
            batch=batch, name=f"foto{number}.jpg", content=jpeg, actor=actor_of(cast.alice), now=NOW
        )
        sheet = Sheet(file=file, number=0, width=1240, height=1754)
        sheet.picture.save("folha.jpg", ContentFile(jpeg), save=False)
        sheet.save()
        file.state, file.problem = (
            (FileState.FAILED, "Não é um formulário.") if number else (FileState.READ, "")
        )
        file.save()
        if not number:
            half = replace(PAPER, contacts=(), signed_by=None)
            FormReading.objects.create(
                operator=cast.operator,
                file=file,
                position=1,
                form=half.to_json(),
                fingerprint="f",
                sheets=[0],
            )
    return batch


def parts(batch: ImportBatch) -> list[SheetsToJoin]:
    return [SheetsToJoin(file, file.readings.first()) for file in batch.files.order_by("pk")]


@pytest.mark.skipif(not engine.is_ready(), reason="Tesseract is not installed")
def test_two_photos_become_one_form_and_both_stay_as_they_came(cast: Cast, batch: ImportBatch):
    desk, half = signed_in(cast.alice), FormReading.objects.get()
    assert (
        "Juntar com outra leitura deste envio" in desk.get(f"/importar/leituras/{half.pk}/").content.decode()
    )
    address, other = reverse("import-join", args=[half.pk]), batch.files.get(name="foto1.jpg")
    assert "nenhum formulário lido" in desk.get(address).content.decode()

    desk.post(address, {f"f{other.pk}": "after"})
    joined = batch.files.get(name="foto0.jpg + foto1.jpg")
    assert (joined.state, joined.kind) == (FileState.WAITING, Kind.JOINED)
    read_due(NOW)

    (whole,) = FormReading.objects.exclude(fate=Fate.REGROUPED)
    assert (whole.file, whole.sheets) == (joined, [0, 1])
    assert (whole.form["dentist_name"], len(whole.form["contacts"])) == (PAPER.dentist_name, len(CONTACTS))
    assert {box[0] for boxes in whole.places.values() for box in boxes} == {0, 1}
    assert joined.sheets.count() == 2
    other.refresh_from_db()
    assert (other.state, other.problem) == (FileState.READ, "")
    with zipfile.ZipFile(joined.content.open("rb")) as kept:
        originals = [kept.read(name) for name in kept.namelist()[1:]]
    assert originals == photos()
    assert all(file.content for file in batch.files.all())


def test_what_is_being_read_or_has_a_case_or_is_anothers_is_not_joined(cast: Cast, batch: ImportBatch):
    alice, both = actor_of(cast.alice), parts(batch)
    with pytest.raises(UnableToSettleReading):
        join_sheets(batch=batch, parts=both[:1], actor=alice, now=NOW)
    with pytest.raises(NotPermitted):
        join_sheets(batch=batch, parts=both, actor=actor_of(cast.charlie), now=NOW)
    batch.files.filter(name="foto1.jpg").update(state=FileState.READING)
    with pytest.raises(UnableToSettleReading, match="sendo lido"):
        join_sheets(batch=batch, parts=both, actor=alice, now=NOW)
    batch.files.update(state=FileState.READ)
    FormReading.objects.update(fate=Fate.ACCEPTED)
    with pytest.raises(UnableToSettleReading, match="já é de outro formulário"):
        join_sheets(batch=batch, parts=both, actor=alice, now=NOW)
    assert batch.files.count() == 2


def test_sheets_of_joined_files_are_taken_and_turned_by_their_places():
    sheets = [
        JoinedPart("a/1.pdf", b"%PDF-a", [ChosenSheet(2), ChosenSheet(0, 90)]),
        JoinedPart("b", b"b", [ChosenSheet(0)]),
    ]
    whole = joined_file(sheets)
    assert kind_of(whole) is Kind.JOINED
    assert joined_file(sheets) == whole
    some = parts_of(some_of(whole, [ChosenSheet(2), ChosenSheet(1, 270)], LIMITS), LIMITS)
    assert [(part.data, [(sheet.number, sheet.turned) for sheet in part.sheets]) for part in some] == [
        (b"b", [(0, 0)]),
        (b"%PDF-a", [(0, 0)]),
    ]


@pytest.mark.parametrize(
    ("told", "limits"),
    [
        (b"{", LIMITS),
        (b"7", LIMITS),
        (b'[{"file": "gone", "sheets": [[0, 0]]}]', LIMITS),
        (b'[{"file": "a", "sheets": [[0, 45]]}]', LIMITS),
        (b'[{"file": "a", "sheets": [[-1, 0]]}]', LIMITS),
        (b'[{"file": "a", "sheets": [[0, 0], [0, 0]]}]', Limits(sheets=1)),
        (b'[{"file": "a", "sheets": [[0, 0]]}]', Limits(bytes=3)),
    ],
)
def test_a_list_of_sheets_that_is_none_is_refused(told: bytes, limits: Limits):
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(SHEET_LIST, told)
        archive.writestr("a", b"abcd")
    with pytest.raises(UnableToJoinError):
        parts_of(made.getvalue(), limits)
    (reading,) = read_file(made.getvalue(), [packaged_edition(2)], limits=limits).readings
    assert reading.form is None
