"""The core system over HTTP, on this machine alone."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator

from .answers import Sandbox, got, posted
from .columns import COLUMNS, PROVIDERS
from .downloads import ENCODINGS, SEPARATORS, csv_parts, write_xlsx
from .faults import Fault
from .faulty_view import FaultyView
from .listening import HTML, JSON, Handler, LocalServer, json_object
from .mapping import mapping_for
from .refused import Refused

TOML = "application/toml; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LOGIN_PAGE = "<!DOCTYPE html><html><body><h1>Sessão expirada</h1><p>Entre de novo no SIO.</p></body></html>"


class SandboxServer(LocalServer):
    def __init__(
        self, sandbox: Sandbox, port: int, log: Callable[[str], None], listen_fd: int | None = None
    ) -> None:
        super().__init__(_Handler, port, log, sandbox.token, listen_fd)
        self.sandbox = sandbox


class _Handler(Handler):
    server: SandboxServer
    server_version = "SIO"

    def answer(self) -> None:
        self.asked = json_object(self.read_body())
        if self.segments[:1] == ("v1",) and self._is_refused_by_fault():
            return
        match self.command:
            case "GET":
                self._get()
            case "POST":
                self._post()
            case "DELETE" if self.segments == ("_faults",):
                self.server.sandbox.faults = {}
                self.send_json(200, {})
            case _:
                raise Refused(404, "Endereço desconhecido.")

    def _get(self) -> None:
        sandbox = self.server.sandbox
        entity, _, kind = self.segments[-1].partition(".") if self.segments else ("", "", "")
        if len(self.segments) == 2 and entity in COLUMNS and kind in ("csv", "xlsx"):
            view = sandbox.view(entity)
            return self._csv(view, entity) if kind == "csv" else self._xlsx(view, entity)
        if self.segments == ("_mapping",):
            return self.send_body(
                200, "application/toml; charset=utf-8", mapping_for(self.server.url).encode()
            )
        host = self.headers.get("Host") or self.server.url.removeprefix("http://")
        told = got(sandbox, self.segments, self.query, host)
        cut = None
        if len(self.segments) == 2 and entity in COLUMNS:
            cut = sandbox.view(entity).number(Fault.CUT_ON_PAGE)
        return self.send_json(200, told, cut=cut is not None and cut == told.get("page"))

    def _post(self) -> None:
        once = self.headers.get("Idempotency-Key", "")
        told = posted(self.server.sandbox, self.segments, self.asked, once)
        if self.segments[0] == "v1" and self._view().number(Fault.LOST_ANSWER) is not None:
            self.close_connection = True
            return
        self.send_json(200, told)

    def _view(self) -> FaultyView:
        entity = self.segments[1].partition(".")[0] if len(self.segments) > 1 else ""
        return self.server.sandbox.view(entity if entity in COLUMNS else PROVIDERS)

    def _is_refused_by_fault(self) -> bool:
        """Whether the request was answered here; a slow answer is only waited for."""
        view = self._view()
        if seconds := view.number(Fault.SLOW):
            self.server.stopping.wait(seconds)
        if view.number(Fault.DOWN) is not None:
            self.send_json(503, {"erro": "Sistema indisponível."})
        elif not self.has_token() or view.number(Fault.UNAUTHORISED) is not None:
            self.send_json(401, {"erro": "Token inválido ou vencido."})
        elif view.number(Fault.HTML_INSTEAD) is not None:
            self.send_body(200, HTML, _LOGIN_PAGE.encode())
        elif view.number(Fault.GARBAGE) is not None:
            self.send_body(200, JSON, b'\x00\x9f{"items": [{"cod_prest\xff\xfe' + bytes(range(128, 256)))
        else:
            return False
        return True

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
