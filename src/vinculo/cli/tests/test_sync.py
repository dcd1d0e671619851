"""`vinculo sync`: reads files or the connection, tells what would change, applies when asked."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from vinculo.accounts.tests.cast import Cast
from vinculo.cli import exit_codes
from vinculo.cli.main import main
from vinculo.network.feed.mapping_file import sample_mapping
from vinculo.network.feed.tests.feed_files import PROVIDER_HEAD, provider_line, written
from vinculo.network.models import Provider, SyncRun

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def feeds(settings, tmp_path: Path, cast: Cast) -> Path:
    settings.MEDIA_ROOT, settings.FEEDS_FOLDER = tmp_path / "kept", tmp_path / "feeds"
    (tmp_path / "feeds").mkdir()
    connection = tmp_path / "feeds" / f"{cast.operator.code}.toml"
    connection.write_text(sample_mapping(), encoding="utf-8")
    return connection


def sync(cast: Cast, *words: object) -> int:
    return main(["sync", "--operator", cast.operator.code, *map(str, words)])


def test_a_file_is_read_told_and_applied(feeds: Path, cast: Cast, tmp_path: Path, capsys):
    lines = [provider_line(CNPJ="", CPF="52998224725", TIPO_PESSOA="F", MUNICIPIO="", UF="")]
    path = written(
        tmp_path / "prestadores.csv", PROVIDER_HEAD, *lines, provider_line(COD_PRESTADOR="P2", CNPJ="1")
    )
    rejects = tmp_path / "recusadas.csv"
    assert sync(cast, "--file", path, "--rejects", rejects) == exit_codes.OK
    told = capsys.readouterr().out
    assert "Prestadores: novos 1, alterados 0, saem 0, iguais 0, recusados 1" in told
    assert "nada mudou ainda" in told
    assert "traz um CNPJ que não existe" in rejects.read_text(encoding="utf-8")
    assert sync(cast, "--file", path, "--apply") == exit_codes.FAILED
    assert "Aplique-a ou descarte-a antes." in capsys.readouterr().err
    SyncRun.objects.update(state=SyncRun.State.DISMISSED)
    assert sync(cast, "--file", path, "--apply", "--json") == exit_codes.OK
    answer = json.loads(capsys.readouterr().out)
    assert (answer["state"], answer["counts"]["providers"]["new"]) == ("applied", 1)
    assert Provider.objects.count() == 1
    # What would change nothing is not left waiting.
    assert sync(cast, "--file", path) == exit_codes.OK
    assert "já está igual" in capsys.readouterr().out
    assert not SyncRun.objects.filter(state__in=SyncRun.OPEN_STATES).exists()


def test_a_file_whose_name_is_no_text_is_read(feeds: Path, cast: Cast, tmp_path: Path, capsys):
    """Unpacked from what an old Windows had packed."""
    line = provider_line(CNPJ="", CPF="52998224725", TIPO_PESSOA="F", MUNICIPIO="", UF="")
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/prestad\xf4res.csv"))
    written(path, PROVIDER_HEAD, line)
    assert sync(cast, "--file", path) == exit_codes.OK
    assert "Prestadores: novos 1" in capsys.readouterr().out
    assert SyncRun.objects.get().label == "prestadres.csv"


def test_what_is_wrong_is_one_line_and_a_code(feeds: Path, cast: Cast, tmp_path: Path, capsys):
    assert sync(cast, "--check") == exit_codes.OK
    assert sync(cast) == exit_codes.FAILED
    assert "não diz de onde ler" in capsys.readouterr().err
    assert sync(cast, "--file", tmp_path / "nada.csv") == exit_codes.FAILED
    assert "nada.csv" in capsys.readouterr().err
    feeds.write_text("[providers]\nfile = 3", encoding="utf-8")
    assert sync(cast, "--check") == exit_codes.FAILED
    assert "[providers] file: precisa ser um texto entre aspas" in capsys.readouterr().err
    feeds.unlink()
    assert sync(cast) == exit_codes.FAILED
    assert str(feeds) in capsys.readouterr().err
    assert sync(cast, "--user", cast.alice.email) == exit_codes.USAGE
    assert main(["sync", "--sample"]) == exit_codes.OK
    assert capsys.readouterr().out == sample_mapping()
