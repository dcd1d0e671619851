"""The installing part: what it asks of the machine, and how it says so."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "scripts" / "setup.py"


@pytest.fixture(scope="module")
def setup() -> ModuleType:
    spec = importlib.util.spec_from_file_location("setup_script", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def says(answer: object) -> Callable[..., object]:
    return lambda *_arguments: answer


def test_running_needs_less_than_testing(setup: ModuleType) -> None:
    running = {package.name for package in setup.system_packages("run")}
    testing = {package.name for package in setup.system_packages("test")}
    assert running < testing
    assert "chromium" in testing - running


@pytest.mark.parametrize(("unless", "there"), [("module:json", True), ("command:sh", True)])
def test_what_is_there_already_needs_no_package(setup: ModuleType, unless: str, there: bool) -> None:
    assert setup.SystemPackage("run", "no-such-package", unless).is_there() is there


def test_an_ordinary_user_is_told_the_exact_command(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = [setup.SystemPackage("test", name, "command:no-such-command") for name in ("aaa", "bbb")]
    monkeypatch.setattr(setup, "system_packages", says(missing))
    monkeypatch.setattr(setup, "on_debian", says(True))
    monkeypatch.setattr(setup.os, "geteuid", says(1000))
    monkeypatch.setattr(setup.SystemPackage, "is_there", says(False))
    command = "sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends aaa bbb'"
    with pytest.raises(setup.CannotSetUp, match=command):
        setup.install_system_packages("test")


def test_an_environment_of_another_folder_is_not_used(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    moved = tmp_path / "moved" / ".venv"
    (moved / "bin").mkdir(parents=True)
    (moved / "bin" / "python").symlink_to(sys.executable)
    (moved / "bin" / "pip").write_text("#!/elsewhere/.venv/bin/python\n", encoding="ascii")
    monkeypatch.setattr(setup, "VENV", moved)
    monkeypatch.setattr(setup, "PYTHON", moved / "bin" / "python")
    assert not setup.environment_works()


def test_a_changed_lock_is_installed_again(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(setup, "VENV", tmp_path)
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    lock = tmp_path / "requirements.txt"
    lock.write_text("one", encoding="ascii")
    setup.mark_done("run", lock.name)
    assert setup.is_done("run", lock.name)
    lock.write_text("two", encoding="ascii")
    assert not setup.is_done("run", lock.name)
