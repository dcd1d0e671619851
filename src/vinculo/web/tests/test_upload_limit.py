"""Two gigabytes sent to the real web server: refused at once; neither memory nor disk is spent on them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from vinculo.accounts.tests.cast import Cast, signed_in

TWO_GIGABYTES = 2 * 1024**3


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[int, int]]:
    """The product's web server without a database, its port and the id of its process."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    environ = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "vinculo.config.settings",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "VINCULO_HOME": str(tmp_path),
        "VINCULO_BIND": f"127.0.0.1:{port}",
        "TMPDIR": str(tmp_path),
    }
    # One process, so that what it takes is what the request takes.
    command = [sys.executable, "-m", "gunicorn", "vinculo.config.wsgi", "-w", "1", "--threads", "2"]
    with subprocess.Popen([*command, "-b", f"127.0.0.1:{port}"], env=environ) as process:
        try:
            wait_for(port)
            yield port, process.pid
        finally:
            process.terminate()


def wait_for(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/static/css/base.css", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the web server did not start")


def most_memory_of(pid: int) -> int:
    """The most that a process and its children have taken, in bytes."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    own = int(status.split("VmHWM:")[1].split()[0]) * 1024
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return max([own, *(most_memory_of(int(child)) for child in children)])


def send_two_gigabytes(port: int) -> tuple[str, int]:
    """The beginning of the answer, and how much was sent until it came."""
    head = (
        "POST /processos/1/anexos/ HTTP/1.1\r\nHost: localhost\r\n"
        f"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: {TWO_GIGABYTES}\r\n\r\n"
    )
    sent = 0
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(head.encode())
        line.settimeout(0.5)
        for _ in range(64):
            try:
                answer = line.recv(4096)
            except TimeoutError:
                line.sendall(b"x" * 1_000_000)
                sent += 1_000_000
                continue
            return answer.decode("utf-8", "replace"), sent
    return "", sent


def test_two_gigabytes_are_refused_before_they_are_read(server: tuple[int, int], tmp_path: Path):
    port, pid = server
    before = most_memory_of(pid)
    answer, sent = send_two_gigabytes(port)
    assert answer.startswith("HTTP/1.1 413 ")
    assert sent < 2_000_000
    assert most_memory_of(pid) - before < 32 * 1024**2
    assert [path for path in tmp_path.rglob("*") if path.stat().st_size > 1_000_000] == []
    wait_for(port)


def test_the_refusal_says_what_to_do(cast: Cast, settings):
    settings.MAX_REQUEST_BYTES = 10
    page = signed_in(cast.alice).post("/processos/1/anexos/", {"file": "longer than ten bytes"})
    assert page.status_code == 413
    assert "Divida o texto ou os arquivos em partes menores" in page.content.decode()
    piece = signed_in(cast.alice).post(
        "/processos/1/anexos/", {"a": "b" * 20}, headers={"HX-Request": "true"}
    )
    assert piece.status_code == 413
    assert "HX-Retarget" in piece.headers
