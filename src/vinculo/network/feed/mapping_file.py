"""The mapping as TOML, written by people who are no programmers: all mistakes are told, with their place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from vinculo.kernel.folding import fold

from .connection_tables import connection_in, schedule_in
from .entities import Entity
from .fields import CODES, FIELDS, Holds
from .mapping import (
    DATE_FORMS,
    DECIMAL_MARKS,
    ENCODINGS,
    PAGINGS,
    SEPARATORS,
    USUAL_DATE_FORMS,
    EntityMapping,
    FeedMapping,
    Forms,
    HttpSettings,
)
from .mapping_tables import MappingTable
from .refusals import UnableToReadMapping
from .toml_text import NotToml, parsed_toml

LONGEST_MAPPING = 200_000
USUAL_YES_AND_NO = {"yes": ("S", "Sim", "1", "true", "verdadeiro"), "no": ("N", "Não", "0", "false", "falso")}

_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]{2,63}")


def read_mapping(text: str) -> FeedMapping:
    """The mapping that `text` holds.

    Raises:
        UnableToReadMapping: with a sentence for each mistake.
    """
    mistakes: list[str] = []
    whole = MappingTable("", _parsed(text), mistakes)
    forms = _forms(whole)
    http = _http(whole.table("http")) if "http" in whole else None
    folder, schedule = connection_in(whole.table("connection")), schedule_in(whole.table("schedule"))
    limits = whole.table("limits")
    share = limits.share("deactivation_share", 0.05)
    limits.tell_unknown()
    entities = {entity: _entity(whole.table(entity), entity) for entity in Entity if entity in whole}
    whole.tell_unknown((*Entity, "http"))
    if not entities:
        mistakes.append(f"Falta dizer o que ler: escreva ao menos uma destas tabelas: {', '.join(Entity)}.")
    if http is None:
        mistakes += [
            f"[{one.entity}] endpoint: falta a tabela [http] com o endereço do servidor."
            for one in entities.values()
            if one.endpoint
        ]
    mistakes += _codes_missing(entities, forms)
    if schedule.times and not folder and any(one.file for one in entities.values()):
        mistakes.append("[schedule] hours: falta em [connection] a pasta (folder) em que estão os arquivos.")
    if mistakes:
        raise UnableToReadMapping(mistakes)
    return FeedMapping(entities, forms, http, share, folder, schedule)


def sample_mapping() -> str:
    """A mapping to begin with, each key explained in Portuguese."""
    return files("vinculo.network").joinpath("data/sio-sample.toml").read_text(encoding="utf-8")


def _parsed(text: str) -> dict[str, object]:
    if len(text) > LONGEST_MAPPING:
        raise UnableToReadMapping(["O arquivo é grande demais para um mapeamento."])
    try:
        return parsed_toml(text)
    except NotToml as problem:
        raise UnableToReadMapping([str(problem)]) from problem


def _forms(whole: MappingTable) -> Forms:
    table = whole.table("forms")
    forms = Forms(
        dates=table.texts("dates", USUAL_DATE_FORMS, DATE_FORMS),
        decimal_mark=table.text("decimal_mark", "auto", DECIMAL_MARKS),
        encoding=table.text("encoding", "auto", ENCODINGS),
        separator=table.text("separator", "auto", SEPARATORS),
        ends_on_is_last_day=table.flag("ends_on_is_last_day"),
        codes=_codes(whole.table("codes")),
    )
    table.tell_unknown()
    if {"aaaammdd", "ddmmaaaa"} <= set(forms.dates):
        table.wrong("dates", 'use "aaaammdd" ou "ddmmaaaa", não os dois: 10112012 seria duas datas.')
    if {"dd/mm/aaaa", "mm/dd/aaaa"} <= set(forms.dates) or {"dd/mm/aa", "mm/dd/aaaa"} <= set(forms.dates):
        table.wrong(
            "dates", 'com "mm/dd/aaaa" não pode haver forma que comece pelo dia: 03/04 seria dois dias.'
        )
    return forms


def _codes(table: MappingTable) -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for kind, values in CODES.items():
        inner = table.table(kind)
        usual = USUAL_YES_AND_NO if kind == "yes_or_no" else {}
        meanings = found[kind] = {}
        for value in values:
            # What the product itself calls a value is understood as well.
            own = () if kind == "yes_or_no" else (value,)
            for code in (*inner.texts(value, usual.get(value, ())), *own):
                if meanings.setdefault(fold(code), value) != value:
                    inner.wrong(value, f'o código "{code}" já quer dizer {meanings[fold(code)]}.')
        inner.tell_unknown()
    table.tell_unknown()
    return found


def _codes_missing(entities: Mapping[Entity, EntityMapping], forms: Forms) -> list[str]:
    """Statuses in no code at all would have the whole network refused, row by row."""
    if Entity.PROVIDERS not in entities or len(forms.codes["status"]) > len(CODES["status"]):
        return []
    return ["[codes.status]: falta dizer os códigos de active, suspended e inactive no seu sistema."]


def _http(table: MappingTable) -> HttpSettings:
    usual = HttpSettings("")
    settings = HttpSettings(
        base_url=table.text("base_url").rstrip("/"),
        token_variable=table.text("token_variable"),
        header=table.text("header", usual.header),
        header_prefix=table.text("header_prefix", usual.header_prefix),
        paging=table.text("paging", usual.paging, PAGINGS),
        page_parameter=table.text("page_parameter", usual.page_parameter),
        first_page=table.count("first_page", usual.first_page, 0, 1),
        size_parameter=table.text("size_parameter"),
        page_size=table.count("page_size", usual.page_size, 1, 50_000),
        cursor_field=table.text("cursor_field", usual.cursor_field),
        items_field=table.text("items_field", usual.items_field),
        total_field=table.text("total_field"),
        timeout_seconds=table.count("timeout_seconds", usual.timeout_seconds, 1, 600),
    )
    table.tell_unknown()
    if not _is_address(settings.base_url):
        table.wrong("base_url", 'informe o endereço do servidor, como "https://sio.exemplo.com.br/api".')
    if settings.token_variable and not _VARIABLE.fullmatch(settings.token_variable):
        table.wrong(
            "token_variable",
            "aqui vai o nome da variável de ambiente que guarda o token (como SIO_TOKEN), nunca o token.",
        )
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*", settings.header):
        table.wrong("header", "use só letras, algarismos e hífens, como Authorization.")
    if not settings.header_prefix.isprintable():
        table.wrong("header_prefix", "use só caracteres que se digitam.")
    return settings


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    plain = parts.scheme in {"http", "https"} and bool(parts.hostname) and not (parts.query or parts.fragment)
    return plain and not parts.username and text.isprintable() and " " not in text


def _entity(table: MappingTable, entity: Entity) -> EntityMapping:
    mapped = EntityMapping(
        entity,
        file=table.text("file"),
        sheet=table.text("sheet"),
        endpoint=table.text("endpoint"),
        is_whole=table.flag("whole"),
        columns=_columns(table.table("columns"), entity),
    )
    table.tell_unknown()
    if bool(mapped.file) == bool(mapped.endpoint):
        table.wrong("file", "informe o arquivo (file) ou o endereço no servidor (endpoint), um dos dois.")
    path = PurePosixPath(mapped.file.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in mapped.file or not mapped.file.isprintable():
        table.wrong("file", "informe só o nome do arquivo, sem o caminho.")
    if "://" in mapped.endpoint or not mapped.endpoint.isprintable() or " " in mapped.endpoint:
        table.wrong("endpoint", "informe só o fim do endereço; o começo está em [http] base_url.")
    return mapped


def _columns(table: MappingTable, entity: Entity) -> Mapping[str, tuple[str, ...]]:
    columns: dict[str, tuple[str, ...]] = {}
    for field in FIELDS[entity]:
        if names := table.texts(field.name):
            columns[field.name] = names
        elif field.is_needed and field.name not in table:
            table.wrong(field.name, "falta dizer em que coluna está.")
    if entity is Entity.PRODUCTION and not {"us_quantity", "amount"} & set(columns):
        table.wrong("amount", "falta a coluna do valor (amount) ou a da quantidade de US (us_quantity).")
    if ("city" in columns) != ("uf" in columns) and entity is Entity.PROVIDERS:
        table.wrong("city", "município (city) e UF (uf) andam juntos: informe as duas colunas ou nenhuma.")
    _same_column(table, entity, columns)
    table.tell_unknown()
    return columns


def _same_column(table: MappingTable, entity: Entity, columns: Mapping[str, tuple[str, ...]]) -> None:
    """One column for two fields is a slip, but for CPF with CNPJ, and a CRO with its UF within."""
    together = {frozenset({"cpf", "cnpj"}), frozenset({"cro", "cro_uf"}), frozenset({"city", "uf"})}
    holder: dict[str, str] = {}
    for field in FIELDS[entity]:
        if field.holds is Holds.WORDS:
            continue
        for name in columns.get(field.name, ()):
            other = holder.setdefault(fold(name), field.name)
            if other != field.name and frozenset({other, field.name}) not in together:
                table.wrong(field.name, f'a coluna "{name}" já está em {other}.')
