"""Files as somebody sends them: unpacked, recognised by name or columns, and told apart from others."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from vinculo.network.feed.connection import connection_of
from vinculo.network.feed.entities import Entity
from vinculo.network.feed.mapping_file import sample_mapping
from vinculo.network.feed.recognition import tables_in
from vinculo.network.feed.refusals import UnableToReadFeed
from vinculo.network.feed.unpacking import GivenFile, unpacked

from .feed_files import MAPPING, PRODUCTION_HEAD, PROVIDER_HEAD, provider_line, written


def given(path: Path) -> GivenFile:
    return GivenFile(path.name, path)


def test_files_are_known_by_their_names_or_columns(tmp_path: Path) -> None:
    named = written(tmp_path / "Prestadores 2026-11-20.csv", PROVIDER_HEAD, provider_line())
    unnamed = written(tmp_path / "exportacao (3).txt", PRODUCTION_HEAD, "P1;03/2026;1;1,00;")
    tables = tables_in([given(unnamed), given(named)], MAPPING)
    assert [(entity, table.name) for entity, table in tables.items()] == [
        (Entity.PROVIDERS, "Prestadores 2026-11-20.csv"),
        (Entity.PRODUCTION, "exportacao (3).txt"),
    ]


def test_a_workbook_of_several_sheets_is_several_tables(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].title = "Leia-me"
    book.worksheets[0].append(["Gerado pelo SIO"])
    for title, head, line in (
        ("Plan2", PROVIDER_HEAD, provider_line()),
        ("Produção", PRODUCTION_HEAD, "P1;03/2026;1;1,00;"),
    ):
        sheet = book.create_sheet(title)
        sheet.append(head.split(";"))
        sheet.append(line.split(";"))
    book.save(tmp_path / "cadastro.xlsx")
    tables = tables_in([given(tmp_path / "cadastro.xlsx")], MAPPING)
    assert list(tables) == [Entity.PROVIDERS, Entity.PRODUCTION]
    assert next(iter(tables[Entity.PRODUCTION].rows()))[1][0] == "P1"


def test_what_is_in_a_zip_is_laid_out(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "tudo.zip", "w") as archive:
        archive.writestr("saida/prestadores.csv", f"{PROVIDER_HEAD}\r\n{provider_line()}\r\n")
        archive.writestr("__MACOSX/._prestadores.csv", "x")
    (tmp_path / "work").mkdir()
    files = unpacked([given(tmp_path / "tudo.zip")], tmp_path / "work")
    assert [file.name for file in files] == ["prestadores.csv"]
    assert list(tables_in(files, MAPPING)) == [Entity.PROVIDERS]


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["fotos.csv"], r"fotos\.csv não foi reconhecido.*prestadores\.csv \(Prestadores\)"),
        (["prestadores.csv", "prestadores (1).csv"], "trazem prestadores. Deixe um só"),
        (["cortado.zip"], "cortado.zip está cortado"),
        ([], "Nenhum arquivo chegou"),
    ],
)
def test_what_cannot_be_told_apart_is_refused(tmp_path: Path, names: list[str], told: str) -> None:
    (tmp_path / "work").mkdir()
    contents = {"fotos.csv": b"a;b\r\n1;2\r\n", "cortado.zip": b"PK\x03\x04 and no more"}
    for name in names:
        (tmp_path / name).write_bytes(
            contents.get(name, f"{PROVIDER_HEAD}\r\n{provider_line()}\r\n".encode())
        )
    with pytest.raises(UnableToReadFeed, match=told):
        tables_in(unpacked([given(tmp_path / name) for name in names], tmp_path / "work"), MAPPING)


def test_a_connection_is_looked_at_anew_and_never_breaks(tmp_path: Path) -> None:
    assert connection_of("ODL", tmp_path).mapping is None
    path = tmp_path / "ODL.toml"
    path.write_text(sample_mapping(), encoding="utf-8")
    assert connection_of("ODL", tmp_path).address == ""
    path.write_text(sample_mapping().replace("# folder", "folder"), encoding="utf-8")
    assert connection_of("ODL", tmp_path).address == "/srv/sio/exportacao"
    path.write_text("[providers", encoding="utf-8")
    assert "não segue o formato TOML" in connection_of("ODL", tmp_path).mistakes[0]
    path.write_bytes(b"\xe7")
    assert "não está em UTF-8" in connection_of("ODL", tmp_path).mistakes[0]
    path.unlink()
    path.mkdir()
    assert "não pode ser aberto" in connection_of("ODL", tmp_path).mistakes[0]
    assert not connection_of("../ODL", tmp_path).mistakes
