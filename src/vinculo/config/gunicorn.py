"""The web server's settings. The supervisor hands over an open socket, so that no restart loses the port."""

import os

from vinculo.cli import lifeline

bind = os.environ.get("VINCULO_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("VINCULO_WEB_PROCESSES", "2"))
threads = int(os.environ.get("VINCULO_WEB_THREADS", "4"))
worker_class = "gthread"
# Loaded once and shared by the processes: half the time to start, and less memory.
preload_app = True
timeout = 60
graceful_timeout = 5
keepalive = 5
umask = 0o077
loglevel = "warning"
control_socket_disable = True


def when_ready(_server: object) -> None:
    lifeline.watch()
