"""What invented systems have in common as servers: this machine alone, a token, JSON, answers that break off.

The standard library's server is enough: a thread for each connection serves the few clients that a sandbox
has, and only so near the socket can a body be cut in its middle or told in a wrong encoding.
"""

from __future__ import annotations

import contextlib
import hmac
import json
import socket
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import MappingProxyType
from urllib.parse import parse_qsl, unquote, urlsplit

from .refused import Refused

HOST = "127.0.0.1"
MOST_BYTES_ASKED = 65_536
JSON = "application/json; charset=utf-8"
HTML = "text/html; charset=utf-8"
NO_HEADS: Mapping[str, str] = MappingProxyType({})


class LocalServer(ThreadingHTTPServer):
    daemon_threads = True
    # Several workers may come at once.
    request_queue_size = 128

    def __init__(
        self,
        handler: type[Handler],
        port: int,
        log: Callable[[str], None],
        token: str,
        listen_fd: int | None = None,
    ) -> None:
        """`listen_fd`: a socket that listens already, which whoever started this one keeps."""
        super().__init__((HOST, port), handler, bind_and_activate=listen_fd is None)
        if listen_fd is not None:
            self.socket.close()
            self.socket = socket.socket(fileno=listen_fd)
            self.server_address = self.socket.getsockname()
        self.log = log
        self.token = token
        self.stopping = threading.Event()

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away in the middle is nothing to tell."""

    def stop(self) -> None:
        """From another thread than the one that serves."""
        self.stopping.set()
        self.shutdown()


class Handler(BaseHTTPRequestHandler):
    server: LocalServer
    protocol_version = "HTTP/1.1"
    sys_version = ""
    # Head and body are two writes: put together by the network they would wait for each other.
    disable_nagle_algorithm = True

    def log_message(self, format: str, *arguments: object) -> None:
        self.server.log(format % arguments)

    def answer(self) -> None:
        """Of a request whose `command`, `segments` and `query` are known.

        Raises:
            Refused: it is told with its status and sentence.
        """
        raise NotImplementedError

    def do_GET(self) -> None:
        self._answer_somehow()

    def do_POST(self) -> None:
        self._answer_somehow()

    def do_PUT(self) -> None:
        self._answer_somehow()

    def do_DELETE(self) -> None:
        self._answer_somehow()

    def _answer_somehow(self) -> None:
        address = urlsplit(self.path)
        self.segments = tuple(unquote(part) for part in address.path.split("/") if part)
        self.query = dict(parse_qsl(address.query))
        try:
            self.answer()
        except Refused as refused:
            self.send_json(refused.status, {"erro": refused.message})
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def read_body(self, most: int = MOST_BYTES_ASKED) -> bytes:
        """What came with the request; it has to be read before anything is answered.

        Raises:
            Refused: it is too long, or does not say how long it is.
        """
        text = self.headers.get("Content-Length", "0")
        is_number = text.isascii() and text.isdecimal() and len(text) < 15
        if not is_number or int(text) > most or "Transfer-Encoding" in self.headers:
            self.close_connection = True
            raise Refused(413, f"O corpo do pedido vai até {most} bytes, com Content-Length.")
        return self.rfile.read(int(text))

    def has_token(self) -> bool:
        told = self.headers.get("Authorization", "").encode("utf-8", "replace")
        return hmac.compare_digest(told, f"Bearer {self.server.token}".encode())

    def send_json(
        self, status: int, told: object, *, cut: bool = False, heads: Mapping[str, str] = NO_HEADS
    ) -> None:
        self.send_body(status, JSON, json.dumps(told, ensure_ascii=False).encode(), cut=cut, heads=heads)

    def send_body(
        self,
        status: int,
        kind: str,
        body: bytes,
        *,
        cut: bool = False,
        heads: Mapping[str, str] = NO_HEADS,
    ) -> None:
        """`cut`: the connection breaks off in the middle."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if status == 401:
            self.send_header("WWW-Authenticate", f'Bearer realm="{self.server_version}"')
        for name, value in heads.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if cut else body)
        if cut:
            self.close_connection = True


def json_object(body: bytes) -> dict[str, object]:
    """The JSON object of a request; without a body, an empty one.

    Raises:
        Refused: it is something else.
    """
    try:
        told = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise Refused(400, "O corpo do pedido deve ser um objeto JSON.")
    return told


def number_asked(query: Mapping[str, str], name: str, usual: int, most: int) -> int:
    """A number of the query: `?page=3`.

    Raises:
        Refused: it is none, or out of its bounds.
    """
    text = query.get(name, str(usual))
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and 1 <= int(text) <= most):
        raise Refused(400, f"{name}: um número de 1 a {most}.")
    return int(text)


def serve_until(server: LocalServer, told_to_stop: threading.Event) -> None:
    """Serves until the event is set, by a signal say; then nothing listens any more."""
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    serving.start()
    with contextlib.suppress(KeyboardInterrupt):
        told_to_stop.wait()
    server.stop()
    serving.join()
    server.server_close()
