"""Documents that only LibreOffice can open (.doc, .odt, .rtf): turned into Word's format and read as such.

LibreOffice runs in a profile of its own that is thrown away, with macros off and no links followed, in its
own process group, for a bounded time. Where it is not installed, the sentence says so.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import signal
import subprocess
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from ..editions import Edition
from .archives import DAMAGED
from .limits import LIMITS, Limits
from .reader import Reading, refused
from .word import read_word_forms

_PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 60
# Whoever reads may be killed; then nobody waits for LibreOffice, and this ends it.
_SECONDS_ALONE = 75
_WORD_STREAM = "WordDocument".encode("utf-16-le")
_TEXT_DOCUMENT = b"application/vnd.oasis.opendocument.text"
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
{}</oor:items>
"""
_SETTING = '<item oor:path="{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>\n'
_SAFE = (
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
)


class NotConvertedError(Exception):
    """The document could not be turned into Word's; the message says why, in a sentence for a person."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def office_program() -> str | None:
    """LibreOffice, where it is installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def read_office_forms(
    data: bytes, editions: Sequence[Edition], limits: Limits = LIMITS
) -> tuple[Reading, ...]:
    """The forms in a document that only LibreOffice opens, refusals included.

    Raises:
        ValueError: no edition was given.
    """
    try:
        converted = as_word(data, limits)
    except NotConvertedError as problem:
        return (refused(problem.code, str(problem)),)
    return read_word_forms(converted, editions, limits)


def as_word(data: bytes, limits: Limits = LIMITS) -> bytes:
    """The document as a .docx.

    Raises:
        NotConvertedError: LibreOffice is missing, fails or takes too long; or it is no text document.
    """
    ending = _ending(data, limits)
    program = office_program()
    if program is None:
        raise NotConvertedError(
            "office-missing",
            "Documentos .doc, .odt e .rtf só são lidos onde o LibreOffice está instalado. "
            "Salve o documento como .docx ou PDF e envie de novo, ou peça a instalação do LibreOffice.",
        )
    with tempfile.TemporaryDirectory(prefix="office-", ignore_cleanup_errors=True) as folder:
        return _converted(program, Path(folder), data, ending, limits)


def _converted(program: str, folder: Path, data: bytes, ending: str, limits: Limits) -> bytes:
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    settings = "".join(_SETTING.format(*each) for each in _SAFE)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS.format(settings), "utf-8")
    source = folder / f"document.{ending}"
    source.write_bytes(data)
    command = [
        program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck",
        "--nodefault", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), str(source),
    ]  # fmt: skip
    if watch := shutil.which("timeout"):
        command = [watch, "--signal=KILL", str(_SECONDS_ALONE), *command]
    _run(command, folder)
    made = folder / "out" / "document.docx"
    if not made.is_file():
        raise NotConvertedError(
            "damaged-document",
            "O LibreOffice não conseguiu abrir o documento: pode estar danificado ou protegido por senha. "
            "Salve-o como .docx ou PDF e envie de novo.",
        )
    if made.stat().st_size > limits.bytes:
        raise _too_large()
    return made.read_bytes()


def _run(command: list[str], folder: Path) -> None:
    """Run to its end, or to ours: whatever it started is ended with it."""
    surroundings = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "LANG": "C.UTF-8"}
    silent = subprocess.DEVNULL
    process = subprocess.Popen(  # noqa: S603 - the command is ours, the file's name too
        command,
        stdin=silent,
        stdout=silent,
        stderr=silent,
        cwd=folder,
        env=surroundings,
        start_new_session=True,
    )
    try:
        process.wait(timeout=_SECONDS)
    except subprocess.TimeoutExpired as problem:
        raise NotConvertedError(
            "too-slow",
            f"O LibreOffice não terminou de abrir o documento em {_SECONDS} segundos. "
            "Salve-o como .docx ou PDF e envie de novo.",
        ) from problem
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _ending(data: bytes, limits: Limits) -> str:
    """What its name must end in for LibreOffice to open it as what it is."""
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if not data.startswith(b"PK"):
        if _WORD_STREAM not in data:
            raise _no_text_document()
        return "doc"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > limits.unfolded_bytes:
                raise _too_large()
            kind = archive.read("mimetype") if archive.getinfo("mimetype").file_size < len(data) else b""
    except DAMAGED as problem:
        raise NotConvertedError(
            "damaged-document", "O documento está danificado ou incompleto e não foi possível abrir."
        ) from problem
    if not kind.startswith(_TEXT_DOCUMENT):
        raise _no_text_document()
    return "odt"


def _too_large() -> NotConvertedError:
    return NotConvertedError(
        "file-too-large", "O documento, descompactado, passa do tamanho permitido e não foi lido."
    )


def _no_text_document() -> NotConvertedError:
    return NotConvertedError(
        "kind-not-read", "Não é um documento de texto: planilhas, apresentações e mensagens não são lidas."
    )
