"""The connection as TOML, written by people who are no programmers: every mistake is told with its place."""

from __future__ import annotations

from pathlib import Path

from vinculo.network.feed.mapping_tables import MappingTable

from ..protocol_system.connection import path_of
from ..protocol_system.connection_file import (
    file_text,
    judge_header,
    parsed_file,
    read_address,
    read_path,
)
from .connection import CORE_SYSTEM, DAY_FORMS, CoreConnection, CoreSystem, StatusLook, Telling

HISTORY = Telling("/v1/providers/{key}/history", fields={"text": "texto", "day": "dt_evento"})
INACTIVATION = Telling("/v1/providers/{key}/inactivate", fields={"day": "dt_situacao"})
SHORTEST, LONGEST = 100, 100_000
"""Between these lies how many characters a line of the history may have."""


def core_connection_of(code: str, folder: Path) -> CoreConnection:
    """What `folder` holds for the operator with that code."""
    path = path_of(code, folder)
    if path is None:
        return CoreConnection(folder)
    text, mistakes = file_text(path)
    if text is None:
        return CoreConnection(path, mistakes=tuple(mistakes))
    system, mistakes = read_core_connection(text)
    return CoreConnection(path, None if mistakes else system, tuple(mistakes))


def read_core_connection(text: str) -> tuple[CoreSystem, list[str]]:
    """What `text` says, and a sentence for each mistake."""
    mistakes: list[str] = []
    whole = MappingTable("", parsed_file(text, mistakes), mistakes)
    forms = whole.table("forms")
    day_form = forms.text("dates", DAY_FORMS[0], DAY_FORMS)
    forms.tell_unknown()
    system = CoreSystem(
        address=read_address(whole.table("http"), CORE_SYSTEM, "sio"),
        history=_telling(whole.table("history"), HISTORY) if "history" in whole else None,
        inactivation=_telling(whole.table("inactivate"), INACTIVATION) if "inactivate" in whole else None,
        day_form=day_form,
    )
    whole.tell_unknown(("history", "inactivate"))
    if not (system.history or system.inactivation or mistakes):
        mistakes.append("Falta dizer o que informar: escreva a tabela [history], [inactivate] ou as duas.")
    return system, mistakes


def _telling(table: MappingTable, usual: Telling) -> Telling:
    fields = table.table("fields")
    is_line = "text" in usual.fields
    found = Telling(
        path=read_path(table, usual.path, ("key",)),
        key_header=table.text("key_header", usual.key_header),
        error_field=table.text("error_field", usual.error_field),
        longest=table.count("longest", usual.longest, SHORTEST, LONGEST) if is_line else usual.longest,
        fields={part: fields.text(part, name) for part, name in usual.fields.items()},
        status=_status(table.table("status")) if not is_line and "status" in table else None,
    )
    fields.tell_unknown()
    table.tell_unknown()
    judge_header(table, "key_header", found.key_header)
    if is_line and not found.fields["text"]:
        fields.wrong("text", "falta o nome do campo em que vai a linha do histórico.")
    return found


def _status(table: MappingTable) -> StatusLook:
    usual = StatusLook()
    found = StatusLook(
        path=read_path(table, usual.path, ("key",)),
        field=table.text("field", usual.field),
        inactive=table.texts("inactive", usual.inactive),
    )
    table.tell_unknown()
    return found
