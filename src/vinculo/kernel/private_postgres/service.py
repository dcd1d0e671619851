"""Using a cluster's server: the first user starts it, the last one to leave stops it."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from vinculo.kernel.data_folder import make_folder
from vinculo.kernel.private_postgres import keeper
from vinculo.kernel.private_postgres.binaries import find_binaries
from vinculo.kernel.private_postgres.cluster import Cluster
from vinculo.kernel.private_postgres.creation import create_data, make_folders, write_configuration
from vinculo.kernel.private_postgres.problem import ServerProblem
from vinculo.kernel.private_postgres.server_process import (
    PAUSE,
    forget_the_dead,
    is_ready,
    is_stopping,
    server_pid,
    stop_server,
    wait_until_gone,
)
from vinculo.kernel.private_postgres.server_user import ServerUser, server_user

SECONDS_TO_START = 120
SECONDS_TO_STOP = 20
LARGEST_LOG = 5_000_000


@contextmanager
def running(cluster: Cluster) -> Iterator[Cluster]:
    use = Use(cluster)
    try:
        use.ensure_running()
        yield cluster
    finally:
        use.leave()


class Use:
    """One process's use of a cluster. While it is held, nobody stops the server."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self._keeper: subprocess.Popen[bytes] | None = None
        self._log_start = 0
        make_folder(cluster.control_dir.parent)
        make_folder(cluster.control_dir)
        if cluster.control_dir.stat().st_uid != os.geteuid():
            raise ServerProblem(
                f"A pasta {cluster.control_dir} pertence a outro usuário; indique outra em VINCULO_HOME."
            )
        self._use_lock = self._open_lock("use.lock")
        fcntl.flock(self._use_lock, fcntl.LOCK_SH)

    def ensure_running(self) -> None:
        """Start the server if it does not run, whatever ended it."""
        with self._open_lock("start.lock") as start_lock:
            fcntl.flock(start_lock, fcntl.LOCK_EX)
            if is_stopping(self.cluster):
                wait_until_gone(self.cluster, seconds=SECONDS_TO_STOP)
            if server_pid(self.cluster) is None:
                self._start()
            elif not self._becomes_ready():
                raise self._problem()

    def is_running(self) -> bool:
        return server_pid(self.cluster) is not None

    def leave(self) -> None:
        """Stop the server if nobody else uses it; return when that is done."""
        try:
            fcntl.flock(self._use_lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            # Either others use it, and this comes back at once, or somebody is just stopping it.
            fcntl.flock(self._use_lock, fcntl.LOCK_SH)
        else:
            stop_server(self.cluster, seconds=SECONDS_TO_STOP)
            for folder in self._folders_to_remove():
                shutil.rmtree(folder, ignore_errors=True)
        self._use_lock.close()
        if self._keeper is not None and server_pid(self.cluster) is None:
            self._keeper.wait()

    def _start(self) -> None:
        user = server_user(self.cluster.data_dir)
        make_folders(self.cluster, user)
        binaries = find_binaries(
            user=user, data_major=_data_major(self.cluster), copies=self.cluster.control_dir
        )
        if not self.cluster.data_dir.exists():
            create_data(self.cluster, binaries, user)
        write_configuration(self.cluster, user)
        until = time.monotonic() + SECONDS_TO_STOP
        while not self._launch(binaries["postgres"], user):
            # A killed server's last processes may take a moment to notice and let go of its memory.
            if time.monotonic() > until or "shared memory block" not in self._log_tail():
                raise self._problem()
            time.sleep(0.3)

    def _launch(self, program: str, user: ServerUser) -> bool:
        """Whether the server came up and stayed up."""
        forget_the_dead(self.cluster)
        config = self.cluster.control_dir / "postgresql.conf"
        plan = {
            "command": [program, "-D", str(self.cluster.data_dir), "-c", f"config_file={config}"],
            "process": user.process(),
            "use_lock": str(self.cluster.control_dir / "use.lock"),
            "remove": [str(folder) for folder in self._folders_to_remove()],
        }
        with self._open_log() as log:
            self._keeper = subprocess.Popen(
                [sys.executable, "-I", "-S", str(Path(keeper.__file__)), json.dumps(plan)],
                start_new_session=True, cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        return self._becomes_ready(self._keeper)

    def _becomes_ready(self, keeper: subprocess.Popen[bytes] | None = None) -> bool:
        until = time.monotonic() + SECONDS_TO_START
        while not is_ready(self.cluster):
            ended = server_pid(self.cluster) is None if keeper is None else keeper.poll() is not None
            if ended or time.monotonic() > until:
                return False
            time.sleep(PAUSE)
        return True

    def _problem(self) -> ServerProblem:
        return ServerProblem(f"O banco de dados não iniciou: {self._log_tail()} ({self._log_path()})")

    def _folders_to_remove(self) -> tuple[Path, ...]:
        return (self.cluster.control_dir, self.cluster.socket_dir) if self.cluster.throw_away else ()

    def _open_lock(self, name: str) -> IO[bytes]:
        descriptor = os.open(self.cluster.control_dir / name, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        return os.fdopen(descriptor, "r+b")

    def _log_path(self) -> Path:
        return self.cluster.control_dir / "server.log"

    def _open_log(self) -> IO[bytes]:
        path = self._log_path()
        if path.exists() and path.stat().st_size > LARGEST_LOG:
            path.rename(path.with_suffix(".log.1"))
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
        self._log_start = os.lseek(descriptor, 0, os.SEEK_END)
        return os.fdopen(descriptor, "ab")

    def _log_tail(self) -> str:
        """The reason that this start's part of the log gives."""
        text = self._log_path().read_bytes()[self._log_start :].decode(errors="replace")
        lines = text.strip().splitlines()
        told = [line for line in lines if "FATAL" in line or "PANIC" in line] or lines[-1:]
        return told[-1].split("FATAL:")[-1].strip() if told else "motivo desconhecido"


def _data_major(cluster: Cluster) -> int | None:
    try:
        return int((cluster.data_dir / "PG_VERSION").read_text(encoding="ascii"))
    except FileNotFoundError:
        return None
