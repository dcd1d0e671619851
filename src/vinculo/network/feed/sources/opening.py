"""Which source a mapped table comes from. A file is told by its content, not by its name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from vinculo.network.feed.entities import Entity
from vinculo.network.feed.mapping import EntityMapping, FeedMapping, Forms
from vinculo.network.feed.refusals import UnableToReadFeed

from .csv_source import CsvTable
from .http_source import Fetched, HttpTable
from .raw_table import RawTable
from .xlsx_source import XlsxTable

_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "é uma planilha do Excel antigo (XLS). Salve como XLSX ou CSV e envie de novo."),
    (b"%PDF", "é um PDF. Exporte como CSV ou XLSX e envie de novo."),
    (b"<", "é uma página da internet, não uma tabela: a exportação deve ter falhado. Exporte de novo."),
    (b"\x1f\x8b", "está compactado. Descompacte o arquivo e envie de novo."),
)


def open_table(
    mapping: FeedMapping,
    entity: Entity,
    *,
    folder: Path,
    environment: Mapping[str, str],
    fetched: Fetched = lambda count, total: None,
) -> RawTable:
    """The table of that kind, as the mapping says: a file in `folder`, or a server. It is to be closed.

    Raises:
        UnableToReadFeed: the file or the token is not there, or what comes is no table.
    """
    mapped = mapping.entities[entity]
    if not mapped.endpoint:
        return open_file(folder / mapped.file, mapped, mapping.forms)
    if mapping.http is None:
        raise UnableToReadFeed("Falta a tabela [http] no mapeamento. Nada foi alterado.")
    variable = mapping.http.token_variable
    if variable and not environment.get(variable):
        raise UnableToReadFeed(
            f"A variável de ambiente {variable}, com o token, está vazia. Nada foi alterado."
        )
    token = environment.get(variable, "")
    return HttpTable(mapping.http, mapped.endpoint, token, mapping.forms, fetched=fetched)


def open_file(path: Path, mapped: EntityMapping, forms: Forms, *, name: str = "") -> RawTable:
    """The table in `path`; `name` is what people call the file, where it was stored under another.

    Raises:
        UnableToReadFeed: it is not there, or no table.
    """
    name = name or path.name
    try:
        with path.open("rb") as file:
            head = file.read(64)
    except OSError as problem:
        raise UnableToReadFeed(f"O arquivo {name} não foi encontrado ou não pode ser lido.") from problem
    if head.startswith(b"PK\x03\x04"):
        return XlsxTable(path, name=name, sheet=mapped.sheet, forms=forms)
    plain = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for magic, told in _OTHERS:
        if plain.startswith(magic):
            raise UnableToReadFeed(f"{name} {told}")
    wanted = [column for columns in mapped.columns.values() for column in columns]
    return CsvTable(path, name=name, wanted=wanted, forms=forms)
