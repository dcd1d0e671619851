"""`vinculo read`: one line of JSON a file, in order, whatever the files are."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from vinculo.cli import exit_codes
from vinculo.cli.main import main
from vinculo.cli.progress import Progress, in_words
from vinculo.paper.reading.tests.corpus import sample


def read(capsys: pytest.CaptureFixture[str], *paths: Path | str) -> tuple[int, list[dict[str, Any]]]:
    code = main(["read", *map(str, paths)])
    return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def only_code(answer: dict[str, Any]) -> str:
    (finding,) = answer["findings"]
    return str(finding["code"])


def test_a_form_is_printed_as_one_line_of_canonical_json(tmp_path, capsys) -> None:
    one = sample(head="colon")
    path = tmp_path / "formulário.md"
    path.write_text(one.text, encoding="utf-8")
    code, (answer,) = read(capsys, path)
    assert code == exit_codes.OK
    assert answer["source"] == str(path)
    assert answer["form"] == one.form.to_json()
    assert set(answer["confidence"]) == set(answer["form"])
    assert answer["findings"] == []


def test_lines_come_in_the_order_given_and_a_bad_file_ends_nothing(tmp_path, capsys) -> None:
    good = tmp_path / "a.txt"
    good.write_text(sample(edition=2).text, encoding="utf-16")
    empty, binary = tmp_path / "b.txt", tmp_path / "c.md"
    empty.touch()
    binary.write_bytes(bytes(range(256)) * 9)
    code, answers = read(capsys, empty, good, tmp_path, binary, tmp_path / "nada.txt", good)
    assert code == exit_codes.FAILED
    assert [Path(answer["source"]).name for answer in answers] == [
        "b.txt",
        "a.txt",
        tmp_path.name,
        "c.md",
        "nada.txt",
        "a.txt",
    ]
    assert [answer["form"] is not None for answer in answers] == [False, True, False, False, False, True]
    bad = [only_code(answer) for answer in answers if answer["form"] is None]
    assert bad == ["empty-file", "not-a-file", "binary-file", "file-not-found"]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.bin", b"PK\x03\x04 zip", "archive"),
        ("a.pdf", "Olá, tudo bem?".encode(), "not-a-form"),
        ("a.md", "Olá, tudo bem?".encode(), "not-a-form"),
        ("a", b"", "empty-file"),
        ("a.txt", b"a" * 6_000_000, "file-too-large"),
    ],
)
def test_a_file_that_holds_no_form_says_why(tmp_path, capsys, name: str, data: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    exit_code, (answer,) = read(capsys, path)
    assert exit_code == exit_codes.FAILED
    assert answer["form"] is None
    assert only_code(answer) == code


def test_a_file_that_may_not_be_read_says_so(tmp_path, capsys, monkeypatch) -> None:
    def forbidden(*_: object) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr("builtins.open", forbidden)
    _, (answer,) = read(capsys, tmp_path / "a.txt")
    assert only_code(answer) == "file-forbidden"


def test_of_several_forms_the_first_is_printed_and_the_others_are_told(tmp_path, capsys) -> None:
    first, second = sample(seed=1), sample(seed=2)
    path = tmp_path / "dois.txt"
    path.write_text(first.text + "\n\n" + second.text, encoding="utf-8")
    code, (answer,) = read(capsys, path)
    assert code == exit_codes.OK
    assert answer["form"] == first.form.to_json()
    assert answer["findings"][0]["code"] == "several-forms"
    assert "2 formulários" in answer["findings"][0]["message"]


def test_a_reader_that_fails_costs_one_line(tmp_path, capsys, monkeypatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x", encoding="utf-8")
    monkeypatch.setattr("vinculo.paper.reading.files.decode", lambda data: 1 / 0)
    code, (answer,) = read(capsys, path)
    assert code == exit_codes.FAILED
    assert only_code(answer) == "reader-failed"


def test_several_at_once_keep_the_order(tmp_path, capsys) -> None:
    forms = [sample(seed=seed) for seed in range(5)]
    for number, one in enumerate(forms):
        (tmp_path / f"{number}.txt").write_text(one.text, encoding="utf-8")
    pdf = tmp_path / "p.pdf"
    pdf.write_bytes(b"%PDF-1.7")
    paths = [pdf, *(tmp_path / f"{number}.txt" for number in range(5)), pdf]
    code, answers = read(capsys, *paths, "--jobs", "3")
    assert code == exit_codes.FAILED
    assert [answer["source"] for answer in answers] == list(map(str, paths))
    assert [answer["form"] for answer in answers[1:-1]] == [one.form.to_json() for one in forms]


def test_the_bar_is_for_people_alone(tmp_path, capsys) -> None:
    paths = [tmp_path / "a", tmp_path / "b"]
    read(capsys, *paths)
    main(["read", *map(str, paths)])
    assert capsys.readouterr().err == ""
    seen, moments = _Terminal(), iter(range(0, 1000, 30))
    progress = Progress(4, "arquivos", stream=seen, clock=lambda: next(moments))
    progress.advance()
    assert "█" * 6 + "░" * 18 + " 1 de 4 arquivos · faltam 2 min" in seen.getvalue()
    assert [in_words(seconds) for seconds in (0.2, 61, 3600, 9000)] == [
        "falta 1 s",
        "falta 1 min",
        "falta 1 h",
        "faltam 2 h 30 min",
    ]


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_name_that_is_no_text_is_given_back_and_output_is_utf_8_everywhere(tmp_path) -> None:
    path = os.fsencode(tmp_path) + b"/f\xff.txt"
    with open(path, "wb") as file:
        file.write(sample().text.encode())
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, "-m", "vinculo.cli.main", "read", path],
        capture_output=True,
        env=environment,
        check=True,
    )
    answer = json.loads(done.stdout.decode("utf-8"))
    assert os.fsencode(answer["source"]) == path


def test_it_starts_quickly_and_loads_neither_django_nor_a_database(tmp_path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(sample().text, encoding="utf-8")
    program = (
        "import sys; from vinculo.cli.main import main; main(['read', sys.argv[1]]);"
        "print(sorted(set(sys.modules) & {'django', 'psycopg', 'phonenumbers', 'pypdfium2', 'typst'}))"
    )
    times = []
    for _ in range(3):
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", program, path], capture_output=True, text=True, check=True
        )
        times.append(time.perf_counter() - start)
    assert done.stdout.splitlines()[-1] == "[]"
    # Half a second is the promise; a busy machine is given three.
    assert min(times) < 1.5


def test_help_has_examples(capsys) -> None:
    with pytest.raises(SystemExit):
        main(["read", "--help"])
    assert "vinculo read formulario.txt" in capsys.readouterr().out
