"""The protocol system over HTTP, on this machine alone."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable

from ..listening import HTML, JSON, Handler, LocalServer, json_object
from ..refused import Refused
from .answers import Asked, Hits, Told, answered, place_of
from .controls import controlled
from .faults import Fault, FaultBoard, Place
from .system import ProtocolSystem

MOST_BYTES_OF_JSON, MOST_BYTES_OF_A_FILE = 262_144, 25 * 1024 * 1024
_LOGIN_PAGE = "<!DOCTYPE html><html><body><h1>Sessão expirada</h1><p>Entre de novo no SAD.</p></body></html>"
_GARBAGE = b'\x00\x9f{"numero": "SAD\xff\xfe' + bytes(range(128, 256))


class ProtocolServer(LocalServer):
    def __init__(
        self,
        system: ProtocolSystem,
        board: FaultBoard,
        *,
        token: str,
        port: int,
        log: Callable[[str], None],
        listen_fd: int | None = None,
    ) -> None:
        super().__init__(_Handler, port, log, token, listen_fd)
        self.system = system
        self.board = board


class _Handler(Handler):
    server: ProtocolServer
    server_version = "SAD"

    def answer(self) -> None:
        system, place = self.server.system, place_of(self.command, self.segments)
        asked = self._asked(place)
        if not asked.path or asked.path[0].startswith("_"):
            return self.send_json(200, controlled(system, self.server.board, asked, _now()))
        if place is None:
            raise Refused(404, "Endereço desconhecido.")
        hits = self.server.board.drawn(place)
        if place is Place.OPEN and asked.key:
            system.count(asked.key)
        if self._is_refused_by_fault(hits):
            return None
        status, told = answered(system, place, asked, hits, _now())
        return self._send_with_faults(status, told, hits)

    def _asked(self, place: Place | None) -> Asked:
        body = self.read_body(MOST_BYTES_OF_A_FILE if place is Place.ATTACH else MOST_BYTES_OF_JSON)
        return Asked(
            self.command,
            self.segments,
            self.query,
            self.headers.get("Idempotency-Key", "").strip(),
            {} if place is Place.ATTACH else json_object(body),
            body,
            self.headers.get("Host") or self.server.url.removeprefix("http://"),
        )

    def _is_refused_by_fault(self, hits: Hits) -> bool:
        """Whether the request was answered here, or never will be; a slow answer is only waited for."""
        began = self.server.system.beginnings
        if seconds := hits.get(Fault.SLOW):
            self.server.stopping.wait(seconds)
        if self.server.system.beginnings != began:
            # All was forgotten meanwhile, and this request with it.
            self.close_connection = True
        elif Fault.DOWN in hits or Fault.CUT_BEFORE in hits:
            self.close_connection = True
        elif Fault.RATE_LIMIT in hits:
            wait = {"Retry-After": str(math.ceil(hits[Fault.RATE_LIMIT]))}
            self.send_json(429, {"erro": "Muitos pedidos; aguarde."}, heads=wait)
        elif not self.has_token() or Fault.UNAUTHORISED in hits:
            self.send_json(401, {"erro": "Token inválido ou vencido."})
        elif Fault.ERROR_BEFORE in hits:
            self.send_json(500, {"erro": "Erro interno."})
        elif Fault.HTML_INSTEAD in hits:
            self.send_body(200, HTML, _LOGIN_PAGE.encode())
        else:
            return False
        return True

    def _send_with_faults(self, status: int, told: Told, hits: Hits) -> None:
        """What was asked for is done by now."""
        if Fault.ERROR_AFTER in hits:
            return self.send_json(500, {"erro": "Erro interno."})
        if Fault.GARBAGE in hits:
            return self.send_body(status, JSON, _GARBAGE)
        if Fault.USED_NUMBER in hits:
            told = told | {"numero": self.server.system.another_number(str(told.get("numero")))}
        if Fault.NO_NUMBER in hits:
            told = _without_number(told)
        return self.send_json(status, told, cut=Fault.CUT_AFTER in hits)


def _without_number(told: Told) -> Told:
    items = told.get("items")
    if isinstance(items, list):
        return told | {"items": [_without_number(item) for item in items]}
    return {name: value for name, value in told.items() if name != "numero"}


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
