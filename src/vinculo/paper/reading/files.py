"""The one way from the bytes of a file to the forms in it, whatever kind of file it is.

In: the bytes, the editions that may be meant, and limits. Out: a `FileReading`: a `Reading` for each form,
refusals included, and, where they were asked for, the pictures of its sheets. Nothing is raised for what a
file holds; what a file may cost in memory and time is bounded by the process that this runs in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from vinculo.kernel.finding import Finding, Severity

from ..editions import Edition
from ..printing.paper_code import PaperCode
from .decoding import UndecodableError, decode
from .kinds import Kind, kind_of
from .limits import LIMITS, Limits
from .reader import Reading, refused
from .splitting import split_forms


@dataclass(frozen=True, slots=True)
class ReturnedPage:
    """A sheet of a file, by its number from 0, and what the code on it says."""

    sheet: int
    code: PaperCode


@dataclass(frozen=True, slots=True)
class SheetPicture:
    """One sheet of a file, upright, as the places of its words count; `turned` degrees clockwise to be so.

    `printed`: what its code says, if it is paper that we printed ourselves.
    """

    number: int
    jpeg: bytes
    width: int
    height: int
    turned: int = 0
    printed: PaperCode | None = None


@dataclass(frozen=True, slots=True)
class FileReading:
    """What a file says. `readings` holds one at least, which may be a refusal."""

    kind: Kind
    readings: tuple[Reading, ...]
    sheets: tuple[SheetPicture, ...] = ()

    @property
    def returned(self) -> tuple[ReturnedPage, ...]:
        """Those of the sheets that we printed ourselves, where pictures were asked for."""
        return tuple(
            ReturnedPage(sheet.number, sheet.printed) for sheet in self.sheets if sheet.printed is not None
        )


_REFUSED: Mapping[Kind, tuple[str, str]] = {
    Kind.EMPTY: ("empty-file", "O arquivo está vazio."),
    Kind.ARCHIVE: (
        "archive",
        "É um ZIP: o que há nele é lido por “vinculo import” ou em Importar formulários.",
    ),
    Kind.LOCKED: ("locked", "O documento está protegido por senha; salve-o sem senha e importe-o de novo."),
    Kind.OTHER: ("kind-not-read", "Não é um tipo de arquivo em que venha um formulário."),
}


def read_file(
    data: bytes,
    editions: Sequence[Edition],
    *,
    limits: Limits = LIMITS,
    with_pictures: bool = False,
    as_one: bool = False,
) -> FileReading:
    """Everything that a file says, in whichever of the editions each form is.

    `with_pictures`: the sheets are kept as pictures, for a person to look at. `as_one`: a person says that
    its sheets are one form.

    Raises:
        ValueError: no edition was given.
    """
    kind = kind_of(data)
    if kind is not Kind.EMPTY and len(data) > limits.bytes:
        megabytes = limits.bytes // 1_000_000
        sentence = f"O arquivo passa de {megabytes} MB e não foi lido."
        return FileReading(kind, (refused("file-too-large", sentence),))
    if kind in _REFUSED:
        return FileReading(kind, (refused(*_REFUSED[kind]),))
    match kind:
        case Kind.PDF:
            return _read_pdf(data, editions, limits, with_pictures=with_pictures, as_one=as_one)
        case Kind.WORD:
            readings = _read_word(data, editions, limits)
        case Kind.OFFICE:
            readings = _read_office(data, editions, limits)
        case Kind.TEXT:
            readings = _read_texts(data, editions)
        case Kind.PICTURE:
            return _read_picture(data, editions, limits, with_pictures=with_pictures, as_one=as_one)
        case Kind.JOINED:
            from .joined_sheets import read_joined

            return read_joined(data, editions, limits, with_pictures=with_pictures)
        case _:
            readings = (refused("kind-not-read", "Este tipo de arquivo ainda não é lido."),)
    return FileReading(kind, readings)


def _read_pdf(
    data: bytes, editions: Sequence[Edition], limits: Limits, *, with_pictures: bool, as_one: bool
) -> FileReading:
    from .mixed_pages import forms_of_both, has_text, pages_of_no_form, text_sheets
    from .pdf.own_prints import with_others_told
    from .pdf.reader import read_pdf_file

    read = read_pdf_file(data, editions, limits)
    readings = read.readings
    scanned: tuple[SheetPicture, ...] = ()
    if read.pictures:
        from .scan.reading import read_picture_pages

        on_pictures, scanned = read_picture_pages(
            data,
            read.pictures,
            editions,
            limits=limits,
            with_pictures=with_pictures,
            texts=text_sheets(read.lines, read.codes),
            as_one=as_one,
        )
        readings = forms_of_both(read, _told_unmapped(on_pictures, read.unmapped))
        if read.is_own:
            readings = with_others_told(readings, pages_of_no_form(read, readings))
    if with_pictures and any(has_text(each, read) for each in readings):
        from .scan.shown import shown_pages

        shown = {sheet.number: sheet for sheet in (*shown_pages(data, limits), *scanned)}
        return FileReading(Kind.PDF, readings, tuple(shown[number] for number in sorted(shown)))
    return FileReading(Kind.PDF, readings, scanned)


def _told_unmapped(on_pictures: tuple[Reading, ...], unmapped: Sequence[int]) -> tuple[Reading, ...]:
    """With a word on pages that are no pictures, and were read as such."""
    if not unmapped:
        return on_pictures
    pages = ", ".join(str(number + 1) for number in unmapped)
    which = f"das páginas {pages}" if len(unmapped) > 1 else f"da página {pages}"
    message = (
        f"O PDF não diz quais são as letras {which} (fonte sem mapa de texto): "
        "a leitura foi feita como a de uma imagem; confira."
    )
    told = Finding("text-unmapped", Severity.WARNING, "", message)
    return (replace(on_pictures[0], findings=(*on_pictures[0].findings, told)), *on_pictures[1:])


def _read_word(data: bytes, editions: Sequence[Edition], limits: Limits) -> tuple[Reading, ...]:
    from .word import read_word_forms

    return read_word_forms(data, editions, limits)


def _read_office(data: bytes, editions: Sequence[Edition], limits: Limits) -> tuple[Reading, ...]:
    from .office import read_office_forms

    return read_office_forms(data, editions, limits)


def _read_picture(
    data: bytes, editions: Sequence[Edition], limits: Limits, *, with_pictures: bool, as_one: bool
) -> FileReading:
    from .scan.reading import read_picture

    readings, sheets = read_picture(data, editions, limits=limits, with_pictures=with_pictures, as_one=as_one)
    return FileReading(Kind.PICTURE, readings, sheets)


def _read_texts(data: bytes, editions: Sequence[Edition]) -> tuple[Reading, ...]:
    from . import read_text

    try:
        texts = split_forms(decode(data), editions)
    except UndecodableError as problem:
        return (refused(problem.code, str(problem)),)
    return tuple(replace(read_text(text, editions), text=text) for text in texts)
