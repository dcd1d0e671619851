"""The house's habits that a machine can hold: small things, telling names, no way around the rooms."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations import RunPython, RunSQL
from django.db.migrations.loader import MigrationLoader
from django.db.models import Field

ROOT = Path(__file__).resolve().parent.parent
PLACES = ("src", "tests", "scripts", "bench")
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
SIZED = {".py", ".html", ".js", ".css"}
NOT_OURS_OR_GENERATED = {"vendor", "migrations", "__pycache__"}
NAMES_THAT_TELL_NOTHING = re.compile(r"^(utils?|common|helpers?|misc|shared|stuff|base_?utils?|.*\d$)$")
# A number that belongs to the name says which thing it is.
TELLING_NUMBERS = re.compile(r"edition-\d$|^000\d|^n\d$")

WRITES_ROWS = (RunPython, RunSQL)


def source_files(*suffixes: str) -> Iterator[Path]:
    for place in PLACES:
        for path in sorted((ROOT / place).rglob("*")):
            if path.suffix in suffixes and not NOT_OURS_OR_GENERATED & set(path.parts):
                yield path


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_files_are_short() -> None:
    sizes = {shown(path): len(path.read_bytes().splitlines()) for path in source_files(*SIZED)}
    assert {name: size for name, size in sizes.items() if size > LONGEST_FILE} == {}


def test_python_functions_are_short() -> None:
    long = {
        f"{shown(path)}:{node.name}": size
        for path in source_files(".py")
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (size := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    }
    assert long == {}


def test_script_functions_are_short() -> None:
    long = {
        f"{shown(path)}:{first}": size
        for path in source_files(".js")
        for first, size in script_functions(path.read_text(encoding="utf-8"))
        if size > LONGEST_FUNCTION
    }
    assert long == {}


def script_functions(text: str) -> Iterator[tuple[int, int]]:
    """First line and size of each function that is indented as its closing brace is.

    The function that wraps a whole file stands for the file, whose size has its own limit.
    """
    lines = text.splitlines()
    for number, line in enumerate(lines):
        opens = re.match(r"(\s*).*(\bfunction\b|=>|\)\s*)\s*.*\{$", line)
        if not opens or line.startswith(("(function", "(() =>")):
            continue
        closing = re.compile(rf"{opens[1]}\}}")
        last = next(
            (i for i, later in enumerate(lines[number + 1 :], number + 1) if closing.match(later)), number
        )
        yield number + 1, last - number + 1


def test_script_functions_are_found() -> None:
    text = (
        "(() => {\n"
        "  function one() {\n    a();\n  }\n"
        '  b.on("x", (event) => {\n    c();\n    d();\n  });\n'
        "})();\n"
    )
    assert list(script_functions(text)) == [(2, 3), (5, 4)]


def test_names_say_what_is_inside() -> None:
    empty_names = [
        shown(path)
        for path in source_files(*SIZED)
        if NAMES_THAT_TELL_NOTHING.match(path.stem) and not TELLING_NUMBERS.search(path.stem)
    ]
    assert empty_names == []


def test_screens_ask_through_actions_and_queries() -> None:
    """Whoever asks a manager asks past `visible_to`, and so past the walls between operators."""
    manager = re.compile(r"\.(objects|_default_manager|_base_manager)\b")
    asked = [
        f"{shown(path)}:{number}"
        for room in ("web", "api")
        for path in sorted((ROOT / "src/vinculo" / room).rglob("*.py"))
        if "tests" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if manager.search(line)
    ]
    assert asked == []


def rooms() -> list[str]:
    """The lowest first, as the import contract has them."""
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    layers = tools["importlinter"]["contracts"][0]["layers"]
    return [room.strip(" ()") for layer in reversed(layers) for room in layer.split("|")]


def relations() -> Iterator[tuple[str, str, str]]:
    """The room that points, the room it points to, and by what."""
    for model in apps.get_models():
        for field in model._meta.get_fields():
            target = field.related_model
            if not isinstance(field, Field) or target is None or isinstance(target, str):
                continue
            here, there = model.__module__.split("."), target.__module__.split(".")
            if here[0] == there[0] == "vinculo":
                yield here[1], there[1], f"{model.__name__}.{field.name} → {target.__name__}"


def test_no_foreign_key_points_up() -> None:
    """Linters see imports, not the strings that foreign keys are named by."""
    order = {room: place for place, room in enumerate(rooms())}
    found = list(relations())
    assert found
    assert [key for here, there, key in found if order[there] > order[here]] == []


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit:
        pytest.fail(capsys.readouterr().out)


def test_a_migration_that_writes_rows_ends_with_that() -> None:
    """On a table whose rows await their checks PostgreSQL makes no index and alters nothing.

    An empty database, as tests have, does not tell.
    """
    found = []
    for key, migration in MigrationLoader(None).disk_migrations.items():
        if type(migration).__module__.startswith("vinculo."):
            writes = [isinstance(step, WRITES_ROWS) for step in migration.operations]
            found += [key] if writes != sorted(writes) else []
    assert found == []


def test_requirements_name_no_host() -> None:
    """Whoever installs decides where from."""
    named = [
        f"{path.name}:{number}"
        for path in sorted(ROOT.glob("requirements*.txt"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if "://" in line or "index-url" in line or "find-links" in line
    ]
    assert named == []
