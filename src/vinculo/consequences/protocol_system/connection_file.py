"""The connection as TOML, written by people who are no programmers: every mistake is told with its place."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from vinculo.kernel.text_gaps import gaps_unknown_to
from vinculo.network.feed.mapping_tables import MappingTable
from vinculo.network.feed.toml_text import NotToml, parsed_toml

from .connection import (
    PROTOCOL_SYSTEM,
    Attaching,
    Connection,
    Incoming,
    LookingUp,
    Opening,
    ProtocolSystem,
    SystemAddress,
    path_of,
)
from .incoming import INCOMING_PARTS
from .kinds import GAPS, OUTCOMES, PARTS, ProtocolKind, packaged_kinds

LONGEST_FILE = 100_000
MOST_SECONDS = 25
"""Three requests of one try have to end well before its worker is taken for dead."""
MOST_CLOCK_MINUTES = MOST_PULL_MINUTES = 24 * 60

_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]{2,63}")
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]*")


def connection_of(code: str, folder: Path) -> Connection:
    """What `folder` holds for the operator with that code."""
    path = path_of(code, folder)
    if path is None:
        return Connection(folder)
    text, mistakes = file_text(path)
    if text is None:
        return Connection(path, mistakes=tuple(mistakes))
    system, mistakes = read_connection(text)
    return Connection(path, None if mistakes else system, tuple(mistakes))


def file_text(path: Path) -> tuple[str | None, list[str]]:
    """What a file holds; None where it is not there, or with a sentence that says why it cannot be read."""
    try:
        return path.read_text(encoding="utf-8"), []
    except FileNotFoundError:
        return None, []
    except UnicodeDecodeError:
        return None, ["O arquivo não está em UTF-8: salve-o de novo nesta codificação."]
    except OSError as problem:
        return None, [f"O arquivo não pode ser aberto ({problem.strerror})."]


def read_connection(text: str) -> tuple[ProtocolSystem, list[str]]:
    """What `text` says, and a sentence for each mistake."""
    mistakes: list[str] = []
    whole = MappingTable("", parsed_file(text, mistakes), mistakes)
    limits = whole.table("limits")
    minutes = limits.count("clock_minutes", 10, 1, MOST_CLOCK_MINUTES)
    limits.tell_unknown()
    system = ProtocolSystem(
        address=read_address(whole.table("http"), PROTOCOL_SYSTEM, "sad"),
        opening=_opening(whole.table("open")),
        looking_up=_looking_up(whole.table("look_up")),
        clock_minutes=minutes,
        kinds=_kinds(whole.table("kinds")),
        incoming=_incoming(whole.table("incoming")) if "incoming" in whole else None,
        attaching=_attaching(whole.table("attach")) if "attach" in whole else None,
    )
    whole.tell_unknown()
    return system, mistakes


def parsed_file(text: str, mistakes: list[str]) -> dict[str, object]:
    if len(text) > LONGEST_FILE:
        mistakes.append("O arquivo é grande demais para uma ligação.")
        return {}
    try:
        return parsed_toml(text)
    except NotToml as problem:
        mistakes.append(str(problem))
        return {}


def read_address(table: MappingTable, called: str, short: str) -> SystemAddress:
    """`short` is what a server, a variable or a file of such a system is called in examples."""
    usual = SystemAddress("")
    found = SystemAddress(
        base_url=table.text("base_url").rstrip("/"),
        token_variable=table.text("token_variable"),
        token_file=table.text("token_file"),
        header=table.text("header", usual.header),
        header_prefix=table.text("header_prefix", usual.header_prefix),
        timeout_seconds=table.count("timeout_seconds", usual.timeout_seconds, 1, MOST_SECONDS),
        called=called,
    )
    table.tell_unknown()
    if not _is_address(found.base_url):
        table.wrong("base_url", f'informe o endereço do servidor, como "https://{short}.exemplo.com.br/api".')
    if found.token_variable and not _VARIABLE.fullmatch(found.token_variable):
        table.wrong(
            "token_variable",
            "aqui vai o nome da variável de ambiente que guarda o token "
            f"(como {short.upper()}_TOKEN), nunca o token.",
        )
    if found.token_file and not Path(found.token_file).is_absolute():
        table.wrong("token_file", f'informe o caminho inteiro do arquivo, como "/run/secrets/{short}".')
    if found.token_file and found.token_variable:
        table.wrong("token_file", "o token está em uma variável ou em um arquivo, não nos dois.")
    judge_header(table, "header", found.header)
    if not found.header_prefix.isprintable():
        table.wrong("header_prefix", "use só caracteres que se digitam.")
    return found


def _opening(table: MappingTable) -> Opening:
    usual = Opening()
    fields = table.table("fields")
    found = Opening(
        path=read_path(table, usual.path),
        key_header=table.text("key_header", usual.key_header),
        number_field=table.text("number_field", usual.number_field),
        moment_field=table.text("moment_field", usual.moment_field),
        error_field=table.text("error_field", usual.error_field),
        fields={part: fields.text(part, part) for part in PARTS},
    )
    fields.tell_unknown()
    table.tell_unknown()
    judge_header(table, "key_header", found.key_header)
    names = [name for name in found.fields.values() if name]
    if len(set(names)) < len(names):
        fields.wrong("kind", "dois campos não podem ter o mesmo nome no seu sistema.")
    return found


def _looking_up(table: MappingTable) -> LookingUp:
    usual = LookingUp()
    found = LookingUp(
        path=read_path(table, usual.path),
        key_parameter=table.text("key_parameter", usual.key_parameter),
        items_field=table.text("items_field", usual.items_field),
    )
    table.tell_unknown()
    if not found.key_parameter:
        table.wrong(
            "key_parameter", "falta o nome do parâmetro com a chave: sem ele nada pode ser reenviado."
        )
    return found


def _incoming(table: MappingTable) -> Incoming:
    usual = Incoming()
    fields = table.table("fields")
    found = Incoming(
        path=read_path(table, usual.path),
        taken_path=table.text("taken_path", usual.taken_path),
        page_parameter=table.text("page_parameter", usual.page_parameter),
        items_field=table.text("items_field", usual.items_field),
        more_field=table.text("more_field", usual.more_field),
        minutes=table.count("minutes", usual.minutes, 1, MOST_PULL_MINUTES),
        fields={part: fields.text(part, name) for part, name in INCOMING_PARTS.items()},
    )
    fields.tell_unknown()
    table.tell_unknown()
    if found.taken_path and "{number}" not in found.taken_path:
        table.wrong(
            "taken_path", "o número do pedido entra em {number}; deixe vazio se o sistema não o espera."
        )
    return found


def _attaching(table: MappingTable) -> Attaching:
    usual = Attaching()
    found = Attaching(
        path=read_path(table, usual.path, ("number", "name")),
        method=table.text("method", usual.method, ("PUT", "POST")),
        error_field=table.text("error_field", usual.error_field),
    )
    table.tell_unknown()
    return found


def read_path(table: MappingTable, usual: str, gaps: tuple[str, ...] = ()) -> str:
    """The end of an address, in which each of the gaps stands in braces."""
    path = table.text("path", usual)
    if missing := [name for name in gaps if f"{{{name}}}" not in path]:
        table.wrong("path", f'falta {{{missing[0]}}}, como em "{usual}".')
    if not path.startswith("/") or "://" in path or not path.isprintable() or " " in path or "?" in path:
        table.wrong(
            "path", f'informe só o fim do endereço, como "{usual}"; o começo está em [http] base_url.'
        )
    return path


def _kinds(table: MappingTable) -> dict[str, ProtocolKind]:
    kinds = {}
    for outcome in OUTCOMES:
        inner, usual = table.table(outcome), packaged_kinds()[outcome]
        told = {part: inner.text(part, getattr(usual, part)) for part in PARTS}
        for part, text in told.items():
            if not text.strip():
                inner.wrong(part, "escreva o texto.")
            if unknown := gaps_unknown_to(GAPS, text):
                inner.wrong(part, f"não se preenche sozinho: {', '.join(unknown)}. Use {', '.join(GAPS)}.")
        inner.tell_unknown()
        kinds[outcome] = ProtocolKind(**told)
    table.tell_unknown()
    return kinds


def judge_header(table: MappingTable, key: str, name: str) -> None:
    if not _HEADER.fullmatch(name):
        table.wrong(key, "use só letras, algarismos e hífens, como Authorization.")


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    plain = parts.scheme in {"http", "https"} and bool(parts.hostname) and not (parts.query or parts.fragment)
    return plain and not parts.username and text.isprintable() and " " not in text
