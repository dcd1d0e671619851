"""What a cluster's postmaster.pid says, and whether it is true."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

from vinculo.kernel.private_postgres.cluster import Cluster

STATUS_LINE = 7
PAUSE = 0.02


def server_pid(cluster: Cluster) -> int | None:
    """The running postmaster. A file left by a dead one does not count, even if its number lives again."""
    lines = _pid_file(cluster)
    if not lines or not lines[0].strip().isdigit():
        return None
    pid = int(lines[0])
    return pid if str(cluster.data_dir) in _command_line(pid) else None


def is_ready(cluster: Cluster) -> bool:
    lines = _pid_file(cluster)
    return (
        len(lines) > STATUS_LINE and lines[STATUS_LINE].strip() == "ready" and server_pid(cluster) is not None
    )


def is_stopping(cluster: Cluster) -> bool:
    lines = _pid_file(cluster)
    return len(lines) > STATUS_LINE and lines[STATUS_LINE].strip() == "stopping"


def forget_the_dead(cluster: Cluster) -> None:
    """Remove what a killed server left, when its process number now belongs to something else."""
    leftovers = (
        cluster.data_dir / "postmaster.pid",
        cluster.socket_path,
        Path(f"{cluster.socket_path}.lock"),
    )
    for path in leftovers:
        path.unlink(missing_ok=True)


def stop_server(cluster: Cluster, *, seconds: float) -> None:
    pid = server_pid(cluster)
    if pid is None:
        return
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return
        if wait_until_gone(cluster, seconds=seconds):
            return


def wait_until_gone(cluster: Cluster, *, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if server_pid(cluster) is None:
            return True
        time.sleep(PAUSE)
    return False


def _pid_file(cluster: Cluster) -> list[str]:
    try:
        return (cluster.data_dir / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def _command_line(pid: int) -> str:
    """Empty for a process that is gone or a zombie."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        if Path("/proc/self/cmdline").exists():
            return ""
    shown = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return shown.stdout
