"""One request over HTTP, within its time, whatever the other side does."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from urllib.parse import quote, urlsplit

from .connection import SystemAddress

LARGEST_ANSWER = 1_000_000
_CHUNK = 1 << 16


class AnswerLost(Exception):
    """No whole answer came. The sentence says why; what was asked may have been done all the same.

    `may_answer_now`: the other side is there, so that it can be asked what it did. `was_sent`: unless nobody
    was there to take it.
    """

    def __init__(self, sentence: str, *, may_answer_now: bool, was_sent: bool = True) -> None:
        super().__init__(sentence)
        self.may_answer_now = may_answer_now
        self.was_sent = was_sent


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    kind: str
    retry_after: str
    body: bytes


class Asker:
    """Requests of one try, one after the other, over a connection that is kept as long as it lasts.

    Raises:
        ValueError: the token cannot be sent.
        OSError: the file of the token cannot be read.
    """

    def __init__(self, address: SystemAddress) -> None:
        parts = urlsplit(address.base_url)
        token = address.token()
        if not (token.isascii() and token.isprintable()):
            raise ValueError("token")
        self._address = address
        self._prefix = parts.path.rstrip("/")
        self._heads = {"Accept": "application/json"}
        if token:
            self._heads[address.header] = f"{address.header_prefix}{token}"
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._connection = kind(parts.hostname or "", parts.port, timeout=address.timeout_seconds)

    def __enter__(self) -> Asker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def ask(
        self, method: str, path: str, *, body: bytes | None = None, heads: Mapping[str, str] | None = None
    ) -> Answer:
        """
        Raises:
            AnswerLost: see there.
        """
        target = quote(self._prefix + path, safe="/%:@!$&'()*+,;=~?")
        deadline = time.monotonic() + self._address.timeout_seconds
        try:
            return self._asked(method, target, body, {**self._heads, **(heads or {})})
        except (http.client.HTTPException, OSError) as problem:
            self._connection.close()
            told = TimeoutError() if time.monotonic() >= deadline else problem
            is_there = isinstance(told, http.client.HTTPException | ConnectionResetError | BrokenPipeError)
            was_sent = not isinstance(
                told, ConnectionRefusedError | socket.gaierror | ssl.SSLCertVerificationError
            )
            raise AnswerLost(self._told(told), may_answer_now=is_there, was_sent=was_sent) from problem

    def _asked(self, method: str, target: str, body: bytes | None, heads: Mapping[str, str]) -> Answer:
        # A server that sends a byte now and then would never run into the connection's own time limit.
        watch = threading.Timer(self._address.timeout_seconds, self._cut)
        watch.daemon = True
        watch.start()
        try:
            self._connection.request(method, target, body, dict(heads))
            answer = self._connection.getresponse()
            told = bytearray()
            while chunk := answer.read1(_CHUNK):
                told += chunk
                if len(told) > LARGEST_ANSWER:
                    raise http.client.HTTPException("too long")
            if answer.length:
                raise http.client.IncompleteRead(bytes(told))
        finally:
            watch.cancel()
        answer.close()
        return Answer(
            answer.status,
            answer.headers.get_content_type(),
            answer.headers.get("Retry-After", ""),
            bytes(told),
        )

    def _cut(self) -> None:
        open_socket = self._connection.sock
        if open_socket is not None:
            with contextlib.suppress(OSError):
                open_socket.shutdown(socket.SHUT_RDWR)

    def _told(self, problem: Exception) -> str:
        called = self._address.called
        if isinstance(problem, TimeoutError):
            seconds = self._address.timeout_seconds
            waited = "1 segundo" if seconds == 1 else f"{seconds} segundos"
            return f"O {called} não respondeu em {waited}."
        if isinstance(problem, ConnectionRefusedError):
            return f"O {called} não está no ar."
        if isinstance(problem, socket.gaierror):
            return f"O endereço do {called} não foi encontrado. Confira base_url na ligação."
        if isinstance(problem, ssl.SSLError):
            return f"O certificado do {called} não foi aceito. Confira o endereço com o suporte."
        return f"A conexão com o {called} caiu antes da resposta."
