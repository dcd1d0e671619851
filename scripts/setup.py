"""Brings a checkout from nothing to a virtual environment that runs it. Standard library alone.

`setup.py run` is enough to run the product, `setup.py test` to test it as well. What is already there is
left alone, so that a second start costs nothing.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = {"run": "requirements.txt", "test": "requirements-dev.txt"}
PIP = ["-m", "pip", "-qq", "--disable-pip-version-check", "--no-input"]


class CannotSetUp(Exception):
    """A Portuguese sentence that says what to do."""


def main(need: str) -> int:
    # Two `make` at once: the second waits. Any file will do, and this one is always there.
    with open(ROOT / REQUIREMENTS["run"], "rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            install_system_packages(need)
            make_environment()
            install_requirements(need)
            install_checkout()
        except CannotSetUp as problem:
            print(problem, file=sys.stderr)
            return 1
        except subprocess.CalledProcessError as problem:
            print(f"A preparação parou em: {' '.join(map(str, problem.cmd))}", file=sys.stderr)
            return 1
    return 0


@dataclass(frozen=True)
class SystemPackage:
    need: str
    name: str
    unless: str

    def is_there(self) -> bool:
        kind, _, names = self.unless.partition(":")
        if kind == "module" and importlib.util.find_spec(names):
            return True
        if kind == "command" and any(shutil.which(name) for name in names.split(",")):
            return True
        if not on_debian():
            return kind == "-"
        asked = ["dpkg-query", "--show", "--showformat=${db:Status-Status}", self.name]
        return subprocess.run(asked, capture_output=True, text=True, check=False).stdout == "installed"


def on_debian() -> bool:
    return shutil.which("dpkg-query") is not None and shutil.which("apt-get") is not None


def system_packages(need: str) -> list[SystemPackage]:
    lines = (ROOT / "system-packages.txt").read_text(encoding="utf-8").splitlines()
    listed = [SystemPackage(*line.split()) for line in lines if line.strip() and not line.startswith("#")]
    return [package for package in listed if package.need in ("run", need)]


def install_system_packages(need: str) -> None:
    missing = [package.name for package in system_packages(need) if not package.is_there()]
    if not missing:
        return
    names = " ".join(missing)
    if not on_debian():
        raise CannotSetUp(f"Faltam programas nesta máquina (nomes do Debian): {names}. Instale-os e repita.")
    command = f"apt-get update && apt-get install -y --no-install-recommends {names}"
    if os.geteuid() != 0:
        raise CannotSetUp(f"Faltam pacotes do sistema. Rode e repita:\n  sudo sh -c '{command}'")
    print(f"Instalando pacotes do sistema: {names}…", flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, shell=True, env=quiet, stdout=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        raise CannotSetUp(f"Os pacotes do sistema não puderam ser instalados. Rode e repita:\n  {command}")


def make_environment() -> None:
    if environment_works():
        return
    if VENV.exists():
        print("O ambiente .venv não serve mais (outro Python ou outra pasta); criando outro…", flush=True)
        shutil.rmtree(VENV)
    else:
        print("Criando o ambiente Python em .venv…", flush=True)
    subprocess.run([sys.executable, "-m", "venv", VENV], check=True)


def environment_works() -> bool:
    """Its scripts name the folder they were made in, and its interpreter may have been removed since."""
    if not PYTHON.exists():
        return False
    question = "import pip, sys; print(sys.prefix); sys.exit(sys.version_info < (3, 11))"
    answer = subprocess.run([PYTHON, "-c", question], capture_output=True, text=True, check=False)
    pip = VENV / "bin" / "pip"
    made_here = pip.exists() and str(PYTHON.parent) in pip.read_text(encoding="utf-8", errors="replace")
    return answer.returncode == 0 and answer.stdout.strip() == str(VENV) and made_here


def install_requirements(need: str) -> None:
    # What tests need contains what running needs.
    if any(is_done(level, REQUIREMENTS[level]) for level in {need, "test"}):
        return
    print(f"Instalando as bibliotecas de {REQUIREMENTS[need]} (só na primeira vez)…", flush=True)
    listed = ROOT / REQUIREMENTS[need]
    subprocess.run([PYTHON, *PIP, "install", "--require-hashes", "--requirement", listed], check=True)
    mark_done(need, REQUIREMENTS[need])


def install_checkout() -> None:
    if is_done("checkout", "pyproject.toml"):
        return
    options = ["--no-deps", "--no-build-isolation", "--editable"]
    subprocess.run([PYTHON, *PIP, "install", *options, ROOT], check=True)
    mark_done("checkout", "pyproject.toml")


def stamp_of(step: str) -> Path:
    return VENV / f".done-{step}"


def is_done(step: str, source: str) -> bool:
    stamp = stamp_of(step)
    return stamp.exists() and stamp.read_text(encoding="ascii") == digest_of(source)


def mark_done(step: str, source: str) -> None:
    stamp_of(step).write_text(digest_of(source), encoding="ascii")


def digest_of(source: str) -> str:
    return hashlib.sha256((ROOT / source).read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "test"))
