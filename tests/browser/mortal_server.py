"""The real web server as a process of its own, on the tests' database: one that can be killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

from django.db import connection

LONGEST_START = 30.0


class MortalServer:
    """Started again it answers at the same address, over the same database."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.bind = f"127.0.0.1:{probe.getsockname()[1]}"
        self.url = f"http://{self.bind}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        facts = connection.settings_dict
        place = f"{quote(facts['HOST'], safe='')}:{facts['PORT']}/{facts['NAME']}"
        environment = os.environ | {
            "DATABASE_URL": f"postgres://{facts['USER']}:{facts['PASSWORD']}@{place}",
            "DJANGO_SETTINGS_MODULE": "vinculo.config.settings_test",
        }
        command = [sys.executable, "-m", "gunicorn", "--bind", self.bind, "--threads", "4"]
        command += ["--worker-class", "gthread", "--log-level", "error", "vinculo.config.wsgi"]
        self.process = subprocess.Popen(command, env=environment, start_new_session=True)
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + LONGEST_START
        while True:
            try:
                urlopen(f"{self.url}/entrar/", timeout=5).close()
            except HTTPError:
                raise
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
            else:
                return

    def kill(self) -> None:
        """No farewell: as when the machine loses its power."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None
