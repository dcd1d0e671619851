"""A batch in which hardly a file is sound: each says on the page why it was not read; the sound are read."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from vinculo.accounts.tests.cast import Cast, signed_in
from vinculo.intake.models import FormReading, ImportBatch, ImportedFile
from vinculo.intake.reading_loop import ReadingLoop
from vinculo.intake.tests.form_files import NOW, another_dentist, certain_form, file_of, receive
from vinculo.paper.editions import packaged_edition
from vinculo.paper.printing import print_form
from vinculo.paper.reading.limits import Bounds
from vinculo.paper.reading.process import ReadingPool
from vinculo.paper.reading.tests.bad_files import (
    QUESTIONNAIRE,
    cat,
    folded,
    locked_word,
    pdf_of,
    pdf_of_stream,
    png_head,
    saved,
    with_rows,
    written_word,
    zip_of_zips,
    zipped,
)
from vinculo.paper.reading.word.tests.documents import document, par, run

PRINTED = another_dentist(1)
ENTITIES = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'


@pytest.fixture(autouse=True)
def files_apart(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def bad_files() -> dict[str, tuple[bytes, str]]:
    printed = print_form(PRINTED, edition=packaged_edition(PRINTED.edition))
    endless = pdf_of_stream(folded(b"0 0 m 1 1 l S\n" * 70_000, 200))
    return {
        "senha.pdf": (pdf_of(with_rows("a"), password="1"), "O PDF está protegido por senha"),
        "senha.docx": (locked_word(), "O documento está protegido por senha"),
        "cortado.pdf": (printed[: len(printed) // 2], "O arquivo não é um PDF ou está danificado."),
        "cortado.jpg": (saved(cat(), "JPEG")[:9_000], "A imagem está danificada e não foi lida."),
        "vazio.pdf": (b"", "O arquivo está vazio."),
        "longo.pdf": (pdf_of(*[with_rows("")] * 60), "O PDF tem 60 páginas; são lidas no máximo 50."),
        "anamnese.pdf": (
            pdf_of(with_rows(QUESTIONNAIRE)),
            "O conteúdo não parece um formulário de retenção.",
        ),
        "gato.png": (png_head(60_000, 60_000), "A imagem passa de 60 megapixels e não foi lida."),
        "entidades.docx": (document(par(run("&b;")), head=ENTITIES), "por segurança, não foi lido."),
        "sem fim.pdf": (endless, "O leitor parou neste arquivo na página 1: ele pede memória demais"),
        "dentro de dentro.zip": (zip_of_zips(1), "É o mesmo arquivo que “0.zip”"),
        "anexos.zip": (
            zipped({"recado.docx": written_word("Bom dia!")}),
            "O conteúdo não parece um formulário",
        ),
        "video.mp4": (b"\0\0\0\x18ftypmp42" + bytes(range(256)) * 4, "conteúdo binário"),
    }


@pytest.mark.django_db
def test_each_file_says_why_and_the_batch_goes_on(cast: Cast) -> None:
    bad = bad_files()
    sound = {
        "texto com nome de.pdf": file_of(another_dentist(2)),
        "impresso com nome de.jpg": print_form(PRINTED, edition=packaged_edition(PRINTED.edition)),
    }
    files = [SimpleUploadedFile(name, data) for name, (data, _) in bad.items()]
    files += [SimpleUploadedFile(name, data) for name, data in sound.items()]
    user = signed_in(cast.alice)
    user.post(reverse("import-list"), {"files": files})
    batch = ImportBatch.objects.get()

    with ReadingPool(1, bounds=Bounds(memory=200_000_000)) as pool:
        ReadingLoop(pool, lambda: NOW).run()

    page = unescape(user.get(reverse("import-batch", args=[batch.pk]), follow=True).content.decode())
    told = {name: sentence for name, (_, sentence) in bad.items() if sentence not in page}
    assert told == {}
    assert sorted(FormReading.objects.values_list("file__name", flat=True)) == sorted(sound)
    assert not ImportedFile.objects.filter(problem__regex=r"\([A-Z][A-Za-z]+Error\)").exists()


def test_refusals_stand_folded_below_the_forms(cast: Cast):
    bad = [(f"{n}.bin", bytes(range(256)) * (n + 1)) for n in range(4)]
    batch = receive(cast.alice, ("a.txt", file_of(certain_form())), *bad)
    page = signed_in(cast.alice).get(reverse("import-batch", args=[batch.pk])).content.decode()
    assert page.index('id="readings-title"') < page.index('id="failed-title"')
    assert '<details class="more" id="failed-files"><summary>' in page
