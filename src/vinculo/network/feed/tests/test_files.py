"""Files of any encoding and separator, and those that are cut or no tables at all."""

from __future__ import annotations

import csv
import datetime as dt
import io
import string
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from vinculo.network.feed.checking import Reading, RejectedRow
from vinculo.network.feed.entities import Entity, FedProvider
from vinculo.network.feed.mapping import EntityMapping, Forms
from vinculo.network.feed.refusals import UnableToReadFeed
from vinculo.network.feed.rejects import RejectsFile
from vinculo.network.feed.sources.opening import open_file

from .feed_files import (
    CNPJ,
    MAPPING,
    PRODUCTION_HEAD,
    PROVIDER_HEAD,
    TODAY,
    provider_line,
    read_through,
    written,
)

NO_MAPPING = EntityMapping(Entity.PROVIDERS)
ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be")
SEPARATORS = (";", ",", "\t", "|")
LETTERS = string.ascii_letters + string.digits + "áçãõéíóúâêôàÁÇÃÕÉ ;,|\t\"'\n-."


@pytest.mark.parametrize("encoding", [*ENCODINGS, "latin-1", "cp850", "mac-roman"])
def test_providers_are_the_same_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path / "p.csv", PROVIDER_HEAD, provider_line(NOME_FANTASIA="Açaí"), encoding=encoding)
    (row,), refused, _ = read_through(path, Entity.PROVIDERS)
    assert refused == []
    assert isinstance(row, FedProvider)
    assert (row.name, row.trade_name) == ("Clínica Aurora Ltda.", "Açaí")


@given(
    rows=st.lists(st.lists(st.text(LETTERS, max_size=12), min_size=3, max_size=3), min_size=1, max_size=6),
    encoding=st.sampled_from(ENCODINGS),
    separator=st.sampled_from(SEPARATORS),
    newline=st.sampled_from(["\r\n", "\n"]),
)
@settings(max_examples=50, deadline=None)
def test_what_is_written_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[list[str]],
    encoding: str,
    separator: str,
    newline: str,
) -> None:
    text = io.StringIO()
    head = ["CÓDIGO", "NOME", "SITUAÇÃO"]
    writer = csv.writer(text, delimiter=separator, lineterminator=newline, quoting=csv.QUOTE_ALL)
    writer.writerows([head, *rows])
    path = tmp_path_factory.getbasetemp() / "round.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    table = open_file(path, NO_MAPPING, Forms())
    assert table.columns == tuple(head)
    assert [list(values) for _, values in table.rows()] == [row for row in rows if any(row)]


@given(
    content=st.binary(max_size=300)
    | st.text(LETTERS + "\r\x00", max_size=200).map(lambda text: text.encode("cp1252", "replace"))
)
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_a_table_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    for start in (b"", PRODUCTION_HEAD.encode() + b"\r\n", b"PK\x03\x04"):
        path.write_bytes(start + content)
        with suppress(UnableToReadFeed):
            table = open_file(path, MAPPING.entities[Entity.PRODUCTION], Forms())
            for row in Reading(table, MAPPING, Entity.PRODUCTION, today=TODAY).rows():
                assert not isinstance(row, RejectedRow) or row.reason


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "está vazio"),
        (b"\r\n\r\n", "está vazio"),
        (b"A;B\r\n1;2\r\n3", "está cortado: termina no meio da linha 3"),
        (b'A;B\r\n1;2\r\n3;"4\r\n5;6\r\n', "as aspas abertas na linha 3 não fecham"),
        (b'A;B\r\n3;"' + b"x\r\n" * 50_000, "as aspas abertas na linha 2 não fecham"),
        ("A;B\r\nção;2\r\nç".encode()[:-1], "está cortado ou não está em utf-8"),
        ("A;B\r\n1;2\r\n".encode("utf-16")[:-1], "está cortado ou não está em utf-16"),
        (b"<html><body>Entre</body></html>", "é uma página da internet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Excel antigo"),
        (b"%PDF-1.7", "é um PDF"),
        (b"PK\x03\x04 and no more", "está cortado ou não é uma planilha"),
    ],
)
def test_files_that_are_refused_whole(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(UnableToReadFeed, match=told):
        list(open_file(path, NO_MAPPING, Forms()).rows())


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnableToReadFeed, match=r"p\.csv não foi encontrado"):
        open_file(tmp_path / "p.csv", NO_MAPPING, Forms())


def test_lines_are_counted_as_an_editor_does(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'sep=;\r\nA;B\r\n"1\r\n1";2\r\n\r\n;\r\n3;4')
    table = open_file(path, NO_MAPPING, Forms())
    assert [(table.place(number), list(values)) for number, values in table.rows()] == [
        ("linha 3", ["1\r\n1", "2"]),
        ("linha 7", ["3", "4"]),
    ]


def test_the_head_tells_the_separator(tmp_path: Path) -> None:
    mapped = EntityMapping(Entity.PROVIDERS, columns={"name": ("NOME",), "core_key": ("COD",)})
    path = written(tmp_path / "a.csv", "COD,NOME,OBS; E; MAIS; E; MAIS", "1,Ana,")
    assert open_file(path, mapped, Forms()).columns[:2] == ("COD", "NOME")


def workbook(path: Path, *rows: list[Any], sheet: str = "Plan1") -> Path:
    book = Workbook()
    assert book.active
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_workbook_tells_the_same(tmp_path: Path) -> None:
    head = PROVIDER_HEAD.split(";")
    cells = dict(zip(head, provider_line().split(";"), strict=True)) | {
        "COD_PRESTADOR": 17,
        "CNPJ": int(CNPJ),
        "DT_SITUACAO": dt.date(2020, 2, 1),
        "DT_INCLUSAO": 43905,
        "CNES": 12345.0,
    }
    path = workbook(tmp_path / "p.xlsx", [None], head, list(cells.values()), [None], ["x", "J"])
    (row,), (refused,), _ = read_through(path, Entity.PROVIDERS)
    assert isinstance(row, FedProvider)
    assert (row.core_key, row.cnpj, row.cnes) == ("17", CNPJ, "0012345")
    assert (row.status_since, row.joined_on) == (dt.date(2020, 2, 1), dt.date(2020, 3, 15))
    assert refused.place == "linha 5"


def test_numbers_of_a_workbook_keep_their_decimals(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "p.xlsx", PRODUCTION_HEAD.split(";"), ["P1", dt.date(2026, 3, 1), 1.234, 0.1 + 0.2, 0]
    )
    (row,), refused, _ = read_through(path, Entity.PRODUCTION)
    assert refused == []
    assert [str(row.us_quantity), str(row.amount)] == ["1.23", "0.3"]  # type: ignore[union-attr]


def test_a_day_of_1900_in_a_workbook_is_refused(tmp_path: Path) -> None:
    row: list[Any] = provider_line().split(";")
    row[9] = 1
    path = workbook(tmp_path / "p.xlsx", PROVIDER_HEAD.split(";"), row)
    assert "1900" in read_through(path, Entity.PROVIDERS)[1][0].reason


def test_a_sheet_that_is_not_there(tmp_path: Path) -> None:
    path = workbook(tmp_path / "p.xlsx", ["A"], sheet="Rede")
    with pytest.raises(UnableToReadFeed, match=r"não tem a planilha Base\. As que tem: Rede\."):
        open_file(path, EntityMapping(Entity.PROVIDERS, sheet="Base"), Forms())


def test_refused_rows_go_to_a_table_with_their_reasons(tmp_path: Path) -> None:
    providers = written(tmp_path / "p.csv", PROVIDER_HEAD, provider_line(RAZAO_SOCIAL="=1+1", CNPJ="-1"))
    months = written(tmp_path / "m.csv", PRODUCTION_HEAD, "P1;x;1;1;", "P2;y;1;1;")
    with RejectsFile(tmp_path / "r.csv") as file:
        for path, entity in ((providers, Entity.PROVIDERS), (months, Entity.PRODUCTION)):
            for row in read_through(path, entity)[1]:
                file.write(row)
    with (tmp_path / "r.csv").open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.reader(text, delimiter=";"))
    assert file.count == 3
    assert rows[0] == ["Cadastro", "Onde", "Motivo", *PROVIDER_HEAD.split(";")]
    assert rows[1][:2] == ["Prestadores", "linha 2"]
    assert rows[1][5] == "'=1+1"
    assert rows[1][7] == "-1"
    assert [row[:2] for row in rows[4:]] == [["Produção", "linha 2"], ["Produção", "linha 3"]]
