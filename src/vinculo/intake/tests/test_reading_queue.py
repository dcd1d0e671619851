"""The queue of files: each is read once, whoever is killed; batches take turns; a batch can be held."""

from __future__ import annotations

import datetime as dt
import io
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import cast as cast_to
from xml.sax.saxutils import escape

import pytest
from django.db.models import Count
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django.models import ProcrastinateJob

from vinculo.accounts.tests.cast import Cast, actor_of, make_cast
from vinculo.intake import tasks
from vinculo.intake.actions.receive_files import open_batch, receive_file, receive_files
from vinculo.intake.actions.settle_file import keep_file_problem
from vinculo.intake.actions.steer_batch import pause_batch, resume_batch
from vinculo.intake.models import FileState, FormReading, ImportBatch, ImportedFile
from vinculo.intake.reading_loop import ReadingLoop, read_due
from vinculo.intake.reading_queue import MOST_TRIES, STALE_AFTER, alone_on_this_machine, claim_next
from vinculo.paper.editions import packaged_edition
from vinculo.paper.printing import print_form
from vinculo.paper.reading.limits import Bounds
from vinculo.paper.reading.process import FileReader, ReadingPool
from vinculo.paper.reading.tests.test_process import BROKEN, EVIL
from vinculo.paper.reading.word.tests.documents import document, par, run

from .form_files import NOW, another_dentist, certain_form, file_of, receive
from .mortal_reader import start_reader

# Between tests that really commit, the municipalities are gone.
PLACELESS: dict[str, None] = {"city": None, "state": None}
LATER = NOW + STALE_AFTER + dt.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def files_apart(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def forms(count: int, first: int = 0) -> list[tuple[str, bytes]]:
    return [(f"{n}.txt", file_of(another_dentist(first + n, **PLACELESS))) for n in range(count)]


def word_of(text: bytes) -> bytes:
    """The same lines as a Word file."""
    return document("".join(par(run(escape(line))) for line in text.decode().splitlines()))


def received(cast: Cast, *files: tuple[str, bytes]) -> ImportBatch:
    return receive_files(
        operator=cast.operator, files=files, as_history=False, actor=actor_of(cast.alice), now=NOW
    )


def states(batch: ImportBatch) -> list[str]:
    return list(batch.files.order_by("pk").values_list("state", flat=True))


def claimed(batch: ImportBatch, now: dt.datetime) -> ImportedFile:
    file = claim_next(batch.pk, now)
    assert file is not None
    return file


def zipped(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def read_with_kills(batch: ImportBatch, folder: Path, *, kills: int) -> None:
    """The worker is killed so often on its way; the next one's clock is past the claims of the last."""
    total = batch.files.count()
    for number in range(kills):
        worker = start_reader(folder, ahead=60 * number)
        wanted = total * (number + 1) // (kills + 1)
        deadline = time.monotonic() + 120
        while batch.files.filter(state=FileState.READ).count() < wanted and time.monotonic() < deadline:
            time.sleep(0.005)
        worker.kill()
        worker.wait()
        assert wanted <= batch.files.filter(state=FileState.READ).count() < total
    assert start_reader(folder, ahead=60 * kills).wait(180) == 0


def assert_each_was_read_once(batch: ImportBatch) -> None:
    total = batch.files.count()
    assert states(batch) == [FileState.READ] * total
    assert set(batch.files.annotate(forms=Count("readings")).values_list("forms", flat=True)) == {1}
    assert FormReading.objects.filter(duplicate_of=None).count() == total


@pytest.mark.django_db(transaction=True)
def test_all_are_read_once_though_the_worker_is_killed_twice(tmp_path: Path):
    batch = received(make_cast(), *forms(60))
    read_with_kills(batch, tmp_path, kills=2)
    assert_each_was_read_once(batch)


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_a_thousand_are_read_once_though_the_worker_is_killed_half_way(tmp_path: Path):
    """Of three kinds; prints and Word files are read in processes of their own."""
    cast = make_cast()
    prints = [
        (f"{n}.pdf", print_form(another_dentist(2_000 + n, **PLACELESS), edition=packaged_edition(2)))
        for n in range(100)
    ]
    words = [(f"{name}.docx", word_of(text)) for name, text in forms(400, first=3_000)]
    batch = received(cast, *forms(500), *words, *prints)
    read_with_kills(batch, tmp_path, kills=1)
    assert_each_was_read_once(batch)


def test_a_claim_is_one_workers_until_it_is_stale(cast: Cast):
    batch = received(cast, *forms(1))
    first = claimed(batch, NOW)
    assert claim_next(batch.pk, NOW + STALE_AFTER / 2) is None
    second = claimed(batch, LATER)
    assert (second.pk, second.tries) == (first.pk, 2)
    assert not keep_file_problem(file=first, problem="tarde demais", now=LATER)
    assert states(batch) == [FileState.READING]
    assert keep_file_problem(file=second, problem="ilegível", now=LATER)
    assert claim_next(batch.pk, LATER + STALE_AFTER * 2) is None


def test_a_file_whose_workers_always_die_is_given_up(cast: Cast):
    batch = received(cast, *forms(2))
    now = NOW
    for _ in range(MOST_TRIES):
        now += STALE_AFTER * 2
        claimed(batch, now)
    read_due(now + STALE_AFTER * 2)
    given_up, good = batch.files.order_by("pk")
    assert given_up.state == FileState.FAILED
    assert given_up.problem.startswith("O leitor parou 3 vezes neste arquivo")
    assert good.state == FileState.READ


def test_batches_take_turns(cast: Cast):
    large, small = received(cast, *forms(5)), received(cast, *forms(1, first=7))
    order: list[int] = []

    class Noting(ReadingLoop):
        def _begin(self, file: ImportedFile) -> None:
            order.append(file.batch_id)
            super()._begin(file)

    with ReadingPool(1) as pool:
        Noting(pool, lambda: NOW).run()
    assert order.index(small.pk) < 2
    assert len(order) == 6
    assert set(states(large)) == {FileState.READ}


def test_a_batch_that_is_held_is_not_begun(cast: Cast):
    batch = received(cast, *forms(2))
    pause_batch(batch=batch, actor=actor_of(cast.alice), now=NOW)
    read_due(NOW)
    assert set(states(batch)) == {FileState.WAITING}
    resume_batch(batch=batch, actor=actor_of(cast.alice), now=NOW)
    read_due(NOW)
    assert set(states(batch)) == {FileState.READ}


def test_a_worker_that_is_asked_to_stop_gives_back_what_it_has_in_hand(cast: Cast):
    batch = received(cast, *forms(4))
    asked: Iterator[bool] = iter([False, True])
    with ReadingPool(1) as pool:
        ReadingLoop(pool, lambda: NOW).run(lambda: next(asked))
    left = batch.files.exclude(state=FileState.READ)
    assert set(left.values_list("state", "tries")) == {(FileState.WAITING, 0)}
    read_due(NOW)
    assert FormReading.objects.count() == 4


def test_a_reader_that_hangs_or_eats_memory_costs_its_file_alone(cast: Cast):
    batch = received(
        cast,
        ("trava.pdf", BROKEN + b"hangs"),
        ("come.pdf", BROKEN + b"eats"),
        ("mata.pdf", BROKEN + b"dies"),
        ("bom.txt", file_of(certain_form())),
    )
    with ReadingPool(
        2,
        bounds=Bounds(seconds=2),
        make_reader=lambda limits, bounds: FileReader(limits, bounds, child=EVIL),
    ) as pool:
        ReadingLoop(pool, lambda: NOW).run()
    told = dict(batch.files.values_list("name", "problem"))
    assert told["trava.pdf"] == "A leitura passou de 2 segundos e foi interrompida na página 3."
    assert told["come.pdf"] == "O arquivo pede memória demais na página 7 e não foi lido."
    assert told["mata.pdf"].startswith("O leitor parou neste arquivo na página 5")
    assert told["bom.txt"] == ""
    assert FormReading.objects.count() == 1


def test_what_is_in_a_zip_comes_in_file_by_file(cast: Cast):
    inner = zipped(**{"c.txt": file_of(another_dentist(3)), "mais.zip": zipped(d=b"x")})
    archive = zipped(
        **{
            "pasta/a.txt": file_of(certain_form()),
            "../../etc/b.txt": file_of(another_dentist(2)),
            "dentro.zip": inner,
            "vazio.txt": b"",
        }
    )
    batch = received(cast, ("antigos.zip", archive))
    read_due(NOW)
    files = {file.name: file for file in batch.files.select_related("within")}
    assert set(files) == {
        *("antigos.zip", "pasta/a.txt", "../../etc/b.txt", "dentro.zip", "vazio.txt", "c.txt", "mais.zip")
    }
    assert files["c.txt"].within == files["dentro.zip"]
    assert files["pasta/a.txt"].within == files["antigos.zip"]
    assert files["antigos.zip"].state == FileState.READ
    assert "dentro de outro" in files["mais.zip"].problem
    assert FormReading.objects.count() == 3
    stored = [
        path.relative_to(path.parents[3]) for path in Path(files["c.txt"].content.path).parent.iterdir()
    ]
    assert all(".." not in path.parts for path in stored)


def test_a_zip_that_is_damaged_or_a_bomb_says_so(cast: Cast):
    bomb = zipped(**{f"{number}.txt": bytes(30_000_000) for number in range(5)})
    batch = received(cast, ("bomba.zip", bomb), ("cortado.zip", bomb[: len(bomb) // 2]))
    read_due(NOW)
    told = dict(batch.files.filter(within=None).values_list("name", "problem"))
    assert told["bomba.zip"] == "O ZIP se desdobra em dados demais; o resto dele não foi lido."
    assert told["cortado.zip"] == "O ZIP está danificado ou incompleto."


def test_a_zip_of_many_bad_files_tells_the_first_of_them(cast: Cast):
    made = bytearray(zipped(**{f"{number}\n.txt": b"x" for number in range(30)}))
    at = -1
    while (at := made.find(b"PK\x01\x02", at + 1)) >= 0:
        made[at + 8] |= 1
    batch = received(cast, ("senhas.zip", bytes(made)))
    read_due(NOW)
    (told,) = batch.files.values_list("problem", flat=True)
    assert told.count("protegido por senha") == 20
    assert told.endswith("E mais 10 com problema neste ZIP.")
    assert "\n" not in told


def test_what_came_in_before_is_not_read_again(cast: Cast):
    first = receive(cast.alice, ("a.txt", file_of(certain_form())))
    second = receive(cast.alice, ("copia.txt", file_of(certain_form())))
    (again,) = second.files.all()
    assert again.same_as == first.files.get()
    assert again.problem == "É o mesmo arquivo que “a.txt”, já importado em 10/03/2026 às 11:00."
    assert FormReading.objects.count() == 1
    FormReading.objects.update(fate="discarded")
    assert receive(cast.alice, ("a.txt", file_of(certain_form()))).files.get().same_as is None


def test_what_a_file_holds_is_never_the_batchs_end(cast: Cast):
    bad = {
        "vazio.pdf": b"",
        "cortado.pdf": b"%PDF-1.7\n1 0 obj",
        "trocado.docx": "Lista de compras: pão, leite e café.".encode() * 9,
        "senha.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 9,
        "entidades.docx": zipped(
            **{
                "[Content_Types].xml": b"<Types/>",
                "word/document.xml": b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">'
                + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
                + b"]><d>&j;</d>",
            }
        ),
        "gato.jpg": b"\xff\xd8\xff\xe0" + bytes(500),
    }
    batch = receive(cast.alice, *bad.items(), ("bom.txt", file_of(certain_form())))
    told = dict(batch.files.values_list("name", "problem"))
    assert told.pop("bom.txt") == ""
    assert all(told.values())
    assert "senha" in told["senha.docx"]
    assert set(batch.files.exclude(name="bom.txt").values_list("state", flat=True)) == {FileState.FAILED}
    assert FormReading.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_worker_is_called_once_and_reads_all():
    cast = make_cast()
    received(cast, *forms(3))
    (job,) = ProcrastinateJob.objects.filter(task_name="intake.read_files")
    assert job.queue_name == "reading"
    tasks.read_files(cast_to(JobContext, SimpleNamespace(should_abort=lambda: False)))
    assert FormReading.objects.count() == 3
    ProcrastinateJob.objects.all().delete()
    with alone_on_this_machine() as alone:
        assert alone
        batch = open_batch(
            operator=cast.operator, as_history=False, actor=actor_of(cast.alice), now=timezone.now()
        )
        receive_file(batch=batch, name="x.txt", content=b"x", actor=actor_of(cast.alice), now=timezone.now())
        assert not ProcrastinateJob.objects.exists()
    tasks.look_for_files(0)
    assert ProcrastinateJob.objects.count() == 1
