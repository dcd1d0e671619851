"""The core system over HTTP, on this machine alone.

The standard library's server is enough: a thread for each connection serves the one or two clients that a
sandbox has, and only so near the socket can a body be cut in its middle or told in a wrong encoding.
"""

from __future__ import annotations

import contextlib
import hmac
import json
import shutil
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit

from .answers import Sandbox, got, posted
from .columns import COLUMNS, PROVIDERS
from .downloads import ENCODINGS, SEPARATORS, csv_parts, write_xlsx
from .faults import Fault
from .faulty_view import FaultyView
from .mapping import mapping_for
from .refused import Refused

HOST = "127.0.0.1"
MOST_BYTES_ASKED = 65_536
JSON = "application/json; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LOGIN_PAGE = "<!DOCTYPE html><html><body><h1>Sessão expirada</h1><p>Entre de novo no SIO.</p></body></html>"


class SandboxServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(
        self, sandbox: Sandbox, port: int, log: Callable[[str], None], listen_fd: int | None = None
    ) -> None:
        """`listen_fd`: a socket that listens already, which whoever started this one keeps."""
        super().__init__((HOST, port), _Handler, bind_and_activate=listen_fd is None)
        if listen_fd is not None:
            self.socket.close()
            self.socket = socket.socket(fileno=listen_fd)
            self.server_address = self.socket.getsockname()
        self.sandbox = sandbox
        self.log = log
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


class _Handler(BaseHTTPRequestHandler):
    server: SandboxServer
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "SIO", ""
    # Head and body are two writes: put together by the network they would wait for each other.
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._serve(self._get)

    def do_POST(self) -> None:
        self._serve(self._post)

    def do_DELETE(self) -> None:
        self._serve(self._delete)

    def log_message(self, format: str, *arguments: object) -> None:
        self.server.log(format % arguments)

    def _serve(self, answer: Callable[[], None]) -> None:
        address = urlsplit(self.path)
        self.segments = tuple(unquote(part) for part in address.path.split("/") if part)
        self.query = dict(parse_qsl(address.query))
        try:
            body = self._body()
            self.asked = body
            if self.segments[:1] == ("v1",) and self._is_refused_by_fault():
                return
            answer()
        except Refused as refused:
            self._json(refused.status, {"erro": refused.message})
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _get(self) -> None:
        sandbox = self.server.sandbox
        entity, _, kind = self.segments[-1].partition(".") if self.segments else ("", "", "")
        if len(self.segments) == 2 and entity in COLUMNS and kind in ("csv", "xlsx"):
            view = sandbox.view(entity)
            return self._csv(view, entity) if kind == "csv" else self._xlsx(view, entity)
        if self.segments == ("_mapping",):
            return self._send(200, "application/toml; charset=utf-8", mapping_for(self.server.url).encode())
        host = self.headers.get("Host") or self.server.url.removeprefix("http://")
        told = got(sandbox, self.segments, self.query, host)
        cut = None
        if len(self.segments) == 2 and entity in COLUMNS:
            cut = sandbox.view(entity).number(Fault.CUT_ON_PAGE)
        return self._json(200, told, cut=cut is not None and cut == told.get("page"))

    def _post(self) -> None:
        once = self.headers.get("Idempotency-Key", "")
        told = posted(self.server.sandbox, self.segments, self.asked, once)
        if self.segments[0] == "v1" and self._view().number(Fault.LOST_ANSWER) is not None:
            self.close_connection = True
            return
        self._json(200, told)

    def _delete(self) -> None:
        if self.segments != ("_faults",):
            raise Refused(404, "Endereço desconhecido.")
        self.server.sandbox.faults = {}
        self._json(200, {})

    def _body(self) -> dict[str, object]:
        """The JSON object that came with the request; without any, an empty one."""
        text = self.headers.get("Content-Length", "0")
        if not text.isdecimal() or int(text) > MOST_BYTES_ASKED or "Transfer-Encoding" in self.headers:
            self.close_connection = True
            raise Refused(413, f"O corpo do pedido vai até {MOST_BYTES_ASKED} bytes, com Content-Length.")
        try:
            told = json.loads(self.rfile.read(int(text)) or b"{}")
        except ValueError:
            told = None
        if not isinstance(told, dict):
            raise Refused(400, "O corpo do pedido deve ser um objeto JSON.")
        return told

    def _view(self) -> FaultyView:
        entity = self.segments[1].partition(".")[0] if len(self.segments) > 1 else ""
        return self.server.sandbox.view(entity if entity in COLUMNS else PROVIDERS)

    def _is_refused_by_fault(self) -> bool:
        """Whether the request was answered here; a slow answer is only waited for."""
        view = self._view()
        if seconds := view.number(Fault.SLOW):
            self.server.stopping.wait(seconds)
        if view.number(Fault.DOWN) is not None:
            self._json(503, {"erro": "Sistema indisponível."})
        elif not self._has_token() or view.number(Fault.UNAUTHORISED) is not None:
            self._json(401, {"erro": "Token inválido ou vencido."})
        elif view.number(Fault.HTML_INSTEAD) is not None:
            self._send(200, "text/html; charset=utf-8", _LOGIN_PAGE.encode())
        elif view.number(Fault.GARBAGE) is not None:
            self._send(200, JSON, b'\x00\x9f{"items": [{"cod_prest\xff\xfe' + bytes(range(128, 256)))
        else:
            return False
        return True

    def _has_token(self) -> bool:
        told = self.headers.get("Authorization", "").encode("utf-8", "replace")
        return hmac.compare_digest(told, f"Bearer {self.server.sandbox.token}".encode())

    def _json(self, status: int, told: object, *, cut: bool = False) -> None:
        self._send(status, JSON, json.dumps(told, ensure_ascii=False).encode(), cut=cut)

    def _send(self, status: int, kind: str, body: bytes, *, cut: bool = False) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if status == 401:
            self.send_header("WWW-Authenticate", 'Bearer realm="SIO"')
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if cut else body)
        if cut:
            self.close_connection = True

    def _csv(self, view: FaultyView, entity: str) -> None:
        encoding, separator = self.query.get("encoding", ""), self.query.get("separator", "")
        if encoding not in ENCODINGS or separator not in SEPARATORS:
            raise Refused(400, "encoding: utf-8, utf-8-sig, cp1252; separator: ; , | tab")
        charset = "windows-1252" if encoding == "cp1252" else "utf-8"
        if view.number(Fault.WRONG_ENCODING) is not None:
            encoding, charset = "cp1252", "utf-8"
        self._head_of_file(f"text/csv; charset={charset}", f"{entity}.csv")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for part in self._until_cut(view, csv_parts(view, encoding, SEPARATORS[separator])):
            self.wfile.write(f"{len(part):X}\r\n".encode() + part + b"\r\n")
        if not self.close_connection:
            self.wfile.write(b"0\r\n\r\n")

    def _until_cut(self, view: FaultyView, parts: Iterator[bytes]) -> Iterator[bytes]:
        """All parts, or those before the page of the cut and half of it."""
        page = view.number(Fault.CUT_ON_PAGE)
        for number, part in enumerate(parts, start=1):
            if page is not None and number >= page:
                yield part[: len(part) // 2]
                self.close_connection = True
                return
            yield part

    def _xlsx(self, view: FaultyView, entity: str) -> None:
        with tempfile.TemporaryFile() as file:
            write_xlsx(view, entity, file)
            size = file.tell()
            self._head_of_file(XLSX, f"{entity}.xlsx")
            self.send_header("Content-Length", str(size))
            self.end_headers()
            file.seek(0)
            if view.number(Fault.CUT_ON_PAGE) is None:
                shutil.copyfileobj(file, self.wfile)
            else:
                self.wfile.write(file.read(size // 2))
                self.close_connection = True

    def _head_of_file(self, kind: str, name: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Disposition", f'attachment; filename="{name}"')


def serve_until(server: SandboxServer, told_to_stop: threading.Event) -> None:
    """Serves until the event is set, by a signal say; then nothing listens any more."""
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    serving.start()
    with contextlib.suppress(KeyboardInterrupt):
        told_to_stop.wait()
    server.stop()
    serving.join()
    server.server_close()
