"""A ZIP is unfolded within bounds, whatever it says of itself."""

from __future__ import annotations

import contextlib
import io
import zipfile
from random import Random

import pytest

from vinculo.paper.reading.archives import ArchiveLimits, Member, UnableToUnfold, can_be_listed, unfold
from vinculo.paper.reading.kinds import Kind, kind_of


def zipped(**files: bytes) -> io.BytesIO:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made


def names_and_problems(made: io.BytesIO, limits: ArchiveLimits) -> list[tuple[str, int, str]]:
    return [(member.name, len(member.data), member.problem) for member in unfold(made, limits)]


def test_files_come_in_order_without_what_systems_leave() -> None:
    made = zipped(
        **{"pasta/b.txt": b"b", "__MACOSX/pasta/b.txt": b"", "pasta/": b"", ".DS": b"", "a.txt": b"a"},
        **{"pasta/Thumbs.db": b"x", "Desktop.ini": b"x"},
    )
    assert list(unfold(made)) == [Member("pasta/b.txt", b"b"), Member("a.txt", b"a")]
    assert kind_of(made.getvalue()) == Kind.ARCHIVE
    # Whatever lies in it as it is.
    assert kind_of(zipped(**{"form.pdf": b"%PDF-1.4"}).getvalue()) == Kind.ARCHIVE


def test_names_of_an_old_windows_are_read() -> None:
    made = zipped(x=b"1").getvalue().replace(b"x", b"\x87")
    (member,) = unfold(io.BytesIO(made))
    assert member.name == "ç"


def test_a_member_beyond_the_limit_is_told_and_the_rest_goes_on() -> None:
    made = zipped(a=bytes(3_000_000), b=b"b")
    first, second = names_and_problems(made, ArchiveLimits(file_bytes=1_000_000))
    assert first == ("a", 0, "O arquivo passa de 1 MB dentro do ZIP e não foi lido.")
    assert second == ("b", 1, "")


def test_a_damaged_member_is_told_and_the_rest_goes_on() -> None:
    made = zipped(a=b"abcdefgh" * 9, b=b"b").getvalue()
    at = made.index(b"a", 30) + 3
    made = made[:at] + b"\xff\xff" + made[at + 2 :]
    first, second = unfold(io.BytesIO(made))
    assert (first.problem, second.data) == ("O arquivo está danificado dentro do ZIP.", b"b")


def test_whatever_a_zip_holds_its_reading_ends_in_words() -> None:
    random = Random(3)
    nameless = zipped(a=b"b").getvalue()
    at = nameless.index(b"PK\x01\x02") + 28
    # The name's length becomes nothing, its one letter a comment.
    nameless = nameless[:at] + b"\0\0\0\0\1" + nameless[at + 5 :]
    with pytest.raises(UnableToUnfold):
        list(unfold(io.BytesIO(nameless)))
    for way in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", way) as archive:
            archive.writestr("../../a.txt", b"abcdefgh" * 40)
        for _ in range(200):
            damaged = bytearray(made.getvalue())
            for _ in range(random.randint(1, 3)):
                damaged[random.randrange(len(damaged))] = random.randrange(256)
            with contextlib.suppress(UnableToUnfold):
                list(unfold(io.BytesIO(bytes(damaged))))


@pytest.mark.parametrize(
    ("made", "limits", "sentence"),
    [
        (zipped(a=b"", b=b"", c=b""), ArchiveLimits(files=2), "cabem até 2"),
        (zipped(a=bytes(9_000_000), b=bytes(9_000_000)), ArchiveLimits(bytes=10_000_000), "dados demais"),
        (zipped(), ArchiveLimits(), "está vazio"),
        (io.BytesIO(zipped(a=b"a").getvalue()[:30]), ArchiveLimits(), "danificado ou incompleto"),
    ],
)
def test_what_goes_beyond_is_refused(made: io.BytesIO, limits: ArchiveLimits, sentence: str) -> None:
    with pytest.raises(UnableToUnfold, match=sentence):
        list(unfold(made, limits))


def test_a_list_of_names_that_would_fill_the_memory_is_never_read() -> None:
    end = bytearray(zipped(a=b"a").getvalue())
    at = end.rindex(b"PK\x05\x06")
    end[at + 12 : at + 16] = (5_000_000).to_bytes(4, "little")
    assert not can_be_listed(io.BytesIO(bytes(end)))
    assert kind_of(bytes(end)) == Kind.ARCHIVE
    with pytest.raises(UnableToUnfold, match="arquivos demais"):
        list(unfold(io.BytesIO(bytes(end))))
