"""A private cluster as plain data: where it is and how one connects to it."""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from vinculo.kernel.data_folder import data_folder

DATABASE = ROLE = "vinculo"
PORT = 5432

# sockaddr_un holds 108 bytes on Linux and 104 on macOS, the closing zero included.
LONGEST_SOCKET_PATH = 103


@dataclass(frozen=True, slots=True)
class Cluster:
    """Says nothing about whether the server runs; see `service.running`.

    `port` only names the socket: nothing listens on the network.
    """

    data_dir: Path
    socket_dir: Path
    port: int = PORT
    throw_away: bool = False
    """For tests: no durability, and the folder is removed when the server stops."""

    @property
    def control_dir(self) -> Path:
        """Holds the locks, the configuration and the log; the server cannot write here."""
        return self.data_dir.parent

    @property
    def socket_path(self) -> Path:
        return self.socket_dir / f".s.PGSQL.{self.port}"

    def database_settings(self) -> dict[str, str]:
        """An entry of Django's `DATABASES`."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": DATABASE,
            "USER": ROLE,
            "HOST": str(self.socket_dir),
            "PORT": str(self.port),
        }

    def dsn(self) -> str:
        return f"postgresql://{ROLE}@{quote(str(self.socket_dir), safe='')}:{self.port}/{DATABASE}"


def cluster_in(folder: Path, *, throw_away: bool = False) -> Cluster:
    """The cluster whose files live in `folder`; its socket too, unless that path is too long."""
    socket_dir = folder / "run"
    if len(os.fsencode(socket_dir / f".s.PGSQL.{PORT}")) > LONGEST_SOCKET_PATH:
        digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
        # Not $XDG_RUNTIME_DIR: two shells may differ in it, and both must find the same server.
        socket_dir = Path("/tmp") / f"vinculo-{os.geteuid()}-{digest}"  # noqa: S108 (owner is checked at start)
    return Cluster(data_dir=folder / "data", socket_dir=socket_dir, throw_away=throw_away)


def default_cluster() -> Cluster:
    return cluster_in(data_folder() / "postgres")


def throw_away_cluster() -> Cluster:
    """A new cluster in a temporary folder, made when it starts and gone when it stops."""
    return cluster_in(Path(tempfile.gettempdir()) / f"vinculo-test-{secrets.token_hex(6)}", throw_away=True)
