"""Runs one server until nobody uses it. Started as a script of its own; standard library alone.

Every user of the server holds a shared lock on one file. The kernel drops it however its holder ends,
kill -9 included; when this process gets the lock for itself alone, nobody is left.
"""

from __future__ import annotations

import fcntl
import json
import shutil
import signal
import subprocess
import sys
import threading
from types import FrameType
from typing import Any

SECONDS_FOR_A_CLEAN_STOP = 20


def main(plan: dict[str, Any]) -> int:
    server = subprocess.Popen(plan["command"], start_new_session=True, **plan["process"])

    def stop(_signal: int, _frame: FrameType | None) -> None:
        server.send_signal(signal.SIGINT)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    with open(plan["use_lock"], "rb") as lock:
        threading.Thread(target=stop_when_unused, args=(server, lock.fileno()), daemon=True).start()
        code = server.wait()
        # Still holding the lock if we had it: whoever waits for it finds the server truly gone.
        for folder in plan["remove"]:
            shutil.rmtree(folder, ignore_errors=True)
    return code


def stop_when_unused(server: subprocess.Popen[bytes], lock: int) -> None:
    fcntl.flock(lock, fcntl.LOCK_EX)
    server.send_signal(signal.SIGINT)
    try:
        server.wait(SECONDS_FOR_A_CLEAN_STOP)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
