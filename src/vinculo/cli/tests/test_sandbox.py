"""`vinculo sandbox`: what it refuses to start with, and what its help and mapping say."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from vinculo.cli import exit_codes
from vinculo.cli.main import main
from vinculo.network.feed.mapping_file import read_mapping
from vinculo.sandbox.changes import CHANGES
from vinculo.sandbox.columns import COLUMNS
from vinculo.sandbox.faults import Fault
from vinculo.sandbox.protocols.answers import LONGEST
from vinculo.sandbox.protocols.faults import Fault as ProtocolFault
from vinculo.sandbox.protocols.faults import Place
from vinculo.sandbox.protocols.incoming import FIELDS


def test_a_taken_port_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["sandbox", "core", "--port", str(port)]) == exit_codes.PORT_TAKEN
    assert f"A porta {port} já está em uso" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ["core", "--providers", "0"],
        ["core", "--months", "99"],
        ["core", "--port", "70000"],
        ["core", "--fault", "sleepy"],
        ["core", "--fault", "slow~5%"],
        ["protocols", "--incoming", "-1"],
        ["protocols", "--port", "70000"],
        ["protocols", "--fault", "slow@patients"],
        ["protocols", "--fault", "slow~200%"],
    ],
)
def test_wrong_arguments_are_one_portuguese_line(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sandbox", *words]) == exit_codes.USAGE
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("text", ["not a journal", "line\n", '{"did": "asked", "key": "k1"}\n{"did": "\n'])
def test_the_file_of_somebody_else_is_left_as_it_is(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "accounts.csv"
    file.write_text(text, encoding="utf-8")
    assert main(["sandbox", "protocols", "--state", str(file)]) == exit_codes.FAILED
    assert file.read_text(encoding="utf-8") == text
    assert "não foi gravado por este sistema" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("system", "named"),
    [("core", (*Fault, *CHANGES)), ("protocols", (*ProtocolFault, *Place, *LONGEST, *FIELDS))],
)
def test_the_help_names_every_fault_change_and_field(
    system: str, named: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["sandbox", system, "--help"])
    text = capsys.readouterr().out
    assert [name for name in named if name not in text] == []


def test_downloads_have_a_mapping_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sandbox", "mapping", "--files", "xlsx"]) == exit_codes.OK
    mapping = read_mapping(capsys.readouterr().out)
    assert [mapped.file for mapped in mapping.entities.values()] == [f"{entity}.xlsx" for entity in COLUMNS]
