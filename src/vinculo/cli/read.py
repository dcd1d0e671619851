"""`vinculo read`: what forms on file say, one line of JSON for each. Needs no database."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from vinculo.cli import exit_codes

if TYPE_CHECKING:
    from vinculo.paper.reading import Reading

# No form is near this; reading stops there, so that a wrong file costs little.
MAX_FILE_BYTES = 50_000_000

EPILOG = """\
exemplos:
  vinculo read formulario.txt               uma linha de JSON
  vinculo read entrada/*.md > lidos.jsonl   uma linha por arquivo, na ordem dada

Cada linha tem source, form (null se o arquivo não pôde ser lido), confidence e findings.

códigos de saída:
  0  todos os arquivos foram lidos
  1  algum não pôde ser lido: sua linha tem "form": null e o motivo em findings
"""

_PDF = b"%PDF-"
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_IMAGE_SUFFIXES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".gif", ".bmp", ".webp", ".heic")
_WORD_SUFFIXES = (".docx", ".doc", ".odt", ".rtf")

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
        description="Lê formulários de retenção (texto, Markdown ou PDF) e mostra o que dizem, em JSON.",
        epilog=EPILOG,
    )
    parser.add_argument("files", nargs="+", metavar="ARQUIVO", help="arquivo com um formulário")


def run(args: argparse.Namespace) -> int:
    """Print a line for each file, in order; the exit code tells whether all could be read."""
    _write_utf8()
    all_read = True
    for path in args.files:
        reading = _read(path)
        all_read = all_read and reading.form is not None
        print(json.dumps({"source": path, **reading.to_json()}, ensure_ascii=False), flush=True)
    return exit_codes.OK if all_read else exit_codes.FAILED


def _write_utf8() -> None:
    """JSON is UTF-8 whatever the terminal's; a file name that is no text keeps its bytes as escapes."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace")


def _read(path: str) -> Reading:
    from vinculo.paper.reading import UndecodableError, refused

    try:
        return _read_data(path.lower(), _data(path))
    except UndecodableError as problem:
        return refused(problem.code, str(problem))
    except (OSError, _NoPathError) as problem:
        code, message = _NOT_OPENED.get(type(problem), ("file-unreadable", "O arquivo não pôde ser aberto."))
        return refused(code, message)
    except Exception as problem:  # one bad file must not end the batch
        kind = type(problem).__name__
        return refused("reader-failed", f"O leitor falhou neste arquivo ({kind}); os demais continuam.")


def _data(path: str) -> bytes:
    from vinculo.paper.reading import UndecodableError

    if "\0" in path:
        raise _NoPathError
    with open(path, "rb") as file:
        data = file.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        limit = MAX_FILE_BYTES // 1_000_000
        raise UndecodableError("file-too-large", f"O arquivo passa de {limit} MB e não foi lido.")
    return data


def _read_data(name: str, data: bytes) -> Reading:
    from vinculo.paper.editions import PACKAGED_EDITIONS, packaged_edition
    from vinculo.paper.reading import decode, read_text, refused, split_forms

    editions = [packaged_edition(number) for number in PACKAGED_EDITIONS]
    if data.startswith(_PDF) or (name.endswith(".pdf") and data):
        from vinculo.paper.reading.pdf import read_pdf

        return read_pdf(data, editions)
    if data.startswith(_IMAGES) or (name.endswith(_IMAGE_SUFFIXES) and data):
        return refused(
            "kind-not-read", "Fotos e digitalizações ainda não são lidas; use o texto do formulário."
        )
    if name.endswith(_WORD_SUFFIXES) and data:
        return refused("kind-not-read", "Documentos do Word ainda não são lidos; use o texto do formulário.")
    forms = split_forms(decode(data), editions)
    reading = read_text(forms[0], editions)
    return reading if len(forms) == 1 else _first_of(reading, len(forms))


def _first_of(reading: Reading, count: int) -> Reading:
    """The reading of the first form, with a finding that there are more."""
    from vinculo.kernel.finding import Finding, Severity

    message = f"O arquivo tem {count} formulários; aqui está só o primeiro. Para ler todos: vinculo import."
    finding = Finding("several-forms", Severity.WARNING, "", message)
    return replace(reading, findings=(finding, *reading.findings))
