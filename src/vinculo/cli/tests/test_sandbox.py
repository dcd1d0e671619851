"""`vinculo sandbox`: what it refuses to start with, and what its help and mapping say."""

from __future__ import annotations

import socket

import pytest

from vinculo.cli import exit_codes
from vinculo.cli.main import main
from vinculo.network.feed.mapping_file import read_mapping
from vinculo.sandbox.changes import CHANGES
from vinculo.sandbox.columns import COLUMNS
from vinculo.sandbox.faults import Fault


def test_a_taken_port_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["sandbox", "core", "--port", str(port)]) == exit_codes.PORT_TAKEN
    assert f"A porta {port} já está em uso" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["--providers", "0"], ["--months", "99"], ["--port", "70000"], ["--fault", "sleepy"]]
)
def test_wrong_arguments_are_one_portuguese_line(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sandbox", "core", *words]) == exit_codes.USAGE
    assert capsys.readouterr().err.count("\n") == 1


def test_the_help_names_every_fault_and_change(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["sandbox", "core", "--help"])
    text = capsys.readouterr().out
    assert [name for name in (*Fault, *CHANGES) if name not in text] == []


def test_downloads_have_a_mapping_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sandbox", "mapping", "--files", "xlsx"]) == exit_codes.OK
    mapping = read_mapping(capsys.readouterr().out)
    assert [mapped.file for mapped in mapping.entities.values()] == [f"{entity}.xlsx" for entity in COLUMNS]
