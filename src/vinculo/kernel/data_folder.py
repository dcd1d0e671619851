"""Where this machine keeps what Vínculo must not lose: the database, attachments, the secret key."""

from __future__ import annotations

import os
from pathlib import Path

SYSTEM_FOLDER = Path("/var/lib/vinculo")


def data_folder() -> Path:
    """The folder, which may not exist yet.

    Root's is outside /root, because the database server runs as another user and must reach it.
    """
    chosen = os.environ.get("VINCULO_HOME")
    if chosen:
        return Path(chosen).expanduser().absolute()
    if os.geteuid() == 0:
        return SYSTEM_FOLDER
    base = os.environ.get("XDG_DATA_HOME")
    # The XDG specification says that a relative path is to be ignored.
    root = Path(base) if base and os.path.isabs(base) else Path.home() / ".local" / "share"
    return root / "vinculo"


def make_folder(folder: Path) -> None:
    """Root's may be passed through, for the database server's user; an ordinary user's is private."""
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
