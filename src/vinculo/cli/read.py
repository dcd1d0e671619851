"""`vinculo read`: what forms on file say, one line of JSON for each. Needs no database."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from vinculo.cli import exit_codes

if TYPE_CHECKING:
    from concurrent.futures import Future

    from vinculo.paper.editions import Edition
    from vinculo.paper.reading import Reading
    from vinculo.paper.reading.process import FileReader

AHEAD = 8
"""So many files for each that is being read are read before their turn to be printed."""

EPILOG = """\
exemplos:
  vinculo read formulario.txt               uma linha de JSON
  vinculo read entrada/* > lidos.jsonl      uma linha por arquivo, na ordem dada
  vinculo read --jobs 2 *.pdf               no máximo dois arquivos ao mesmo tempo

Lê texto, Markdown, HTML, Word, PDF, digitalizações e fotos. Cada linha tem source, form (null se o
arquivo não pôde ser lido), confidence e findings.

Cada arquivo é lido em um processo à parte, com limites: VINCULO_READING_SECONDS (180
e mais 20 por página), VINCULO_READING_MEMORY_MB (700), VINCULO_READING_FILE_MB (50),
VINCULO_READING_SHEETS (50 páginas), VINCULO_READING_MEGAPIXELS (60),
VINCULO_READING_UNFOLDED_MB (60), VINCULO_READING_CHARACTERS (500000).

códigos de saída:
  0  todos os arquivos foram lidos
  1  algum não pôde ser lido: sua linha tem "form": null e o motivo em findings
"""

_NOT_OPENED: dict[type[Exception], tuple[str, str]] = {
    FileNotFoundError: ("file-not-found", "O arquivo não existe."),
    IsADirectoryError: ("not-a-file", "É uma pasta, não um arquivo."),
    PermissionError: ("file-forbidden", "Sem permissão para ler o arquivo."),
}


class _NoPathError(ValueError):
    """A name that no file can have."""


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "read",
        help="lê formulários e mostra o que dizem, em JSON",
        description="Lê formulários de retenção, de qualquer tipo de arquivo, e mostra o que dizem, em JSON.",
        epilog=EPILOG,
    )
    parser.add_argument("files", nargs="+", metavar="ARQUIVO", help="arquivo com um formulário")
    parser.add_argument("--jobs", type=int, metavar="N", help="arquivos lidos ao mesmo tempo (os núcleos)")


def run(args: argparse.Namespace) -> int:
    """Print a line for each file, in order; the exit code tells whether all could be read."""
    from vinculo.cli.progress import Progress

    _write_utf8()
    all_read = True
    with Progress(len(args.files), "arquivos") as progress:
        for path, reading in zip(args.files, _readings(args.files, args.jobs), strict=True):
            all_read = all_read and reading.form is not None
            progress.clear()
            print(json.dumps({"source": path, **reading.to_json()}, ensure_ascii=False), flush=True)
            progress.advance()
    return exit_codes.OK if all_read else exit_codes.FAILED


def _readings(paths: Sequence[str], jobs: int | None) -> Iterator[Reading]:
    """In the order of the files; with one file at a time there is no need of threads."""
    from vinculo.paper.reading.limits import bounds_from, limits_from
    from vinculo.paper.reading.process.reader import FileReader

    limits, bounds = limits_from(os.environ), bounds_from(os.environ)
    at_once = min(jobs if jobs and jobs > 0 else bounds.jobs, len(paths))
    if at_once == 1:
        with FileReader(limits, bounds) as reader:
            yield from (_read(path, reader, limits.bytes) for path in paths)
        return
    from vinculo.paper.reading.process.pool import ReadingPool

    with ReadingPool(at_once, limits=limits, bounds=bounds) as pool:
        coming: deque[Future[Reading]] = deque()
        for path in paths:
            coming.append(pool.submit(partial(_read, path, most_bytes=limits.bytes)))
            # What is read waits for its turn to be printed: it must not pile up.
            if len(coming) > at_once * AHEAD:
                yield coming.popleft().result()
        while coming:
            yield coming.popleft().result()


def _write_utf8() -> None:
    """JSON is UTF-8 whatever the terminal's; a file name that is no text keeps its bytes as escapes."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace")


def _read(path: str, reader: FileReader, most_bytes: int) -> Reading:
    from vinculo.paper.reading import refused

    try:
        data = _data(path, most_bytes)
    except (OSError, _NoPathError) as problem:
        code, message = _NOT_OPENED.get(type(problem), ("file-unreadable", "O arquivo não pôde ser aberto."))
        return refused(code, message)
    try:
        readings = reader.read(data, _editions()).readings
    except MemoryError:
        return refused("too-much-memory", "O arquivo pede memória demais e não foi lido.")
    first = next((reading for reading in readings if reading.form is not None), readings[0])
    return first if len(readings) == 1 else _first_of(first, len(readings))


def _data(path: str, most_bytes: int) -> bytes:
    """One byte beyond the limit at most: the reader says that it is too large."""
    if "\0" in path:
        raise _NoPathError
    with open(path, "rb") as file:
        return file.read(most_bytes + 1)


def _editions() -> list[Edition]:
    from vinculo.paper.editions import PACKAGED_EDITIONS, packaged_edition

    return [packaged_edition(number) for number in PACKAGED_EDITIONS]


def _first_of(reading: Reading, count: int) -> Reading:
    """The reading of the first form, with a finding that there are more."""
    from vinculo.kernel.finding import Finding, Severity

    message = f"O arquivo tem {count} formulários; aqui está só o primeiro. Para ler todos: vinculo import."
    finding = Finding("several-forms", Severity.WARNING, "", message)
    return replace(reading, findings=(finding, *reading.findings))
