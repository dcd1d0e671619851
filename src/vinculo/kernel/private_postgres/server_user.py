"""Which account of this machine runs the server: PostgreSQL refuses to run as root."""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vinculo.kernel.private_postgres.problem import ServerProblem

# The server needs nothing of the starter's environment, and messages are read by us in English.
ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True, slots=True)
class ServerUser:
    uid: int
    gid: int
    name: str
    switched: bool
    """Whether it is another account than the starter's."""

    def process(self) -> dict[str, Any]:
        """Arguments of `subprocess` that start a process as this user."""
        common: dict[str, Any] = {"cwd": "/", "env": ENVIRONMENT, "stdin": subprocess.DEVNULL, "umask": 0o077}
        if self.switched:
            common |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return common

    def own_folder(self, folder: Path) -> None:
        """Make `folder`, for this user alone. One that somebody else laid there is refused."""
        folder.mkdir(mode=0o700, exist_ok=True)
        owner = folder.lstat()
        if folder.is_symlink() or owner.st_uid not in (self.uid, os.geteuid()):
            raise ServerProblem(
                f"A pasta {folder} pertence a outro usuário; apague-a ou indique outra em VINCULO_HOME."
            )
        if self.switched and owner.st_uid != self.uid:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)

    def can(self, test: str, path: Path) -> bool:
        """`test` is "-r", "-w" or "-x"; asked as that user, because only the system knows every reason."""
        if not self.switched:
            return os.access(path, {"-r": os.R_OK, "-w": os.W_OK, "-x": os.X_OK}[test])
        asked = ["/bin/sh", "-c", f'test {test} "$1"', "sh", str(path)]
        return subprocess.run(asked, check=False, **self.process()).returncode == 0


def server_user(data_dir: Path) -> ServerUser:
    """Who owns the data keeps running the server, even if a better account was installed since."""
    if os.geteuid() != 0:
        return _user(pwd.getpwuid(os.geteuid()), switched=False) if _named(os.geteuid()) else _nameless()
    if data_dir.exists():
        return _user(pwd.getpwuid(data_dir.stat().st_uid), switched=True)
    for name in ("postgres", "nobody"):
        try:
            return _user(pwd.getpwnam(name), switched=True)
        except KeyError:
            continue
    raise ServerProblem("Não há usuário sem privilégios (postgres ou nobody) para rodar o banco de dados.")


def _named(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _nameless() -> ServerUser:
    raise ServerProblem(
        f"O usuário {os.geteuid()} não tem nome nesta máquina, e o PostgreSQL exige um; "
        "crie o usuário ou indique um servidor em DATABASE_URL."
    )


def _user(entry: pwd.struct_passwd, *, switched: bool) -> ServerUser:
    return ServerUser(uid=entry.pw_uid, gid=entry.pw_gid, name=entry.pw_name, switched=switched)
