"""Asks a server for one page after the other, over one connection that is kept."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from vinculo.network.feed.mapping import HttpSettings
from vinculo.network.feed.refusals import UnableToReadFeed

LARGEST_PAGE = 64_000_000
PAUSES = (1.0, 5.0)
_PASSING = {408, 425, 429, 500, 502, 503, 504}
_CHUNK = 1 << 16
_KEPT = "Nada foi alterado."


class _Interrupted(Exception):
    """A page did not come whole; asking again may help."""


class PageAsker:
    """`pause` waits before a page is asked for again. Numbers stay texts: a code loses no digit."""

    def __init__(
        self,
        settings: HttpSettings,
        endpoint: str,
        token: str,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        parts = urlsplit(f"{settings.base_url}/{endpoint.lstrip('/')}")
        self._settings = settings
        self._endpoint = endpoint
        self._path = quote(parts.path, safe="/%:@!$&'()*+,;=~")
        self._query = parts.query
        self._pause = pause
        self._headers = {"Accept": "application/json"}
        if not (token.isascii() and token.isprintable()):
            raise self._refusal("acesso", f"o token em {settings.token_variable} tem caracteres inválidos")
        if token:
            self._headers[settings.header] = f"{settings.header_prefix}{token}"
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._connection = kind(parts.hostname or "", parts.port, timeout=settings.timeout_seconds)

    def ask(self, place: str, asked: dict[str, str]) -> Any:
        """The answer, as JSON. `place` says which page it is ("página 37").

        Raises:
            UnableToReadFeed: it does not come, not even asked again, or is no JSON.
        """
        query = "&".join(part for part in (self._query, urlencode(asked)) if part)
        target = f"{self._path}?{query}" if query else self._path
        for pause in (*PAUSES, None):
            try:
                return self._parsed(self._body(target, place), place)
            except (_Interrupted, http.client.HTTPException, OSError) as problem:
                self._connection.close()
                if pause is None:
                    raise self._refusal(place, self._told(problem)) from problem
                self._pause(pause)
        raise AssertionError("the last try returns or raises")

    def close(self) -> None:
        self._connection.close()

    def _body(self, target: str, place: str) -> bytes:
        deadline = time.monotonic() + 4 * self._settings.timeout_seconds
        self._connection.request("GET", target, headers=self._headers)
        answer = self._connection.getresponse()
        body = bytearray()
        # A server that sends a byte now and then would never run into the connection's own time limit.
        while chunk := answer.read1(_CHUNK):
            body += chunk
            if len(body) > LARGEST_PAGE:
                raise self._refusal(place, "a resposta é grande demais; diminua page_size em [http]")
            if time.monotonic() > deadline:
                raise TimeoutError
        if answer.length:
            raise _Interrupted("a resposta veio cortada")
        answer.close()  # which frees the connection for the next page
        if answer.status in _PASSING:
            raise _Interrupted(f"o servidor respondeu com o erro {answer.status}")
        if answer.status != 200:
            raise self._refusal(place, self._status_told(answer.status))
        return bytes(body)

    def _parsed(self, body: bytes, place: str) -> Any:
        try:
            return json.loads(body, parse_int=str, parse_float=JsonNumber, parse_constant=_no_number)
        except (ValueError, RecursionError) as problem:
            if body.lstrip()[:1] == b"<":
                told = "veio uma página da internet (HTML) em vez de dados. Confira base_url e o token"
                raise self._refusal(place, told) from problem
            raise _Interrupted("a resposta veio cortada ou não é JSON") from problem

    def _status_told(self, status: int) -> str:
        if status in {401, 403}:
            variable = self._settings.token_variable or "token_variable"
            return f"o servidor recusou o acesso ({status}). Confira o token em {variable}"
        if status == 404:
            return "o endereço não existe (404). Confira base_url e endpoint no mapeamento"
        if 300 <= status < 400:
            return f"o servidor mandou para outro endereço ({status}). Confira base_url no mapeamento"
        return f"o servidor respondeu com o erro {status}"

    def _told(self, problem: Exception) -> str:
        if isinstance(problem, _Interrupted):
            return str(problem)
        if isinstance(problem, TimeoutError):
            return f"o servidor não respondeu em {self._settings.timeout_seconds} segundos"
        if isinstance(problem, ConnectionRefusedError):
            return "o servidor não está no ar"
        if isinstance(problem, socket.gaierror):
            return "o endereço do servidor não foi encontrado. Confira base_url em [http]"
        if isinstance(problem, ssl.SSLError):
            return "o certificado do servidor não foi aceito"
        return "a conexão com o servidor caiu"

    def _refusal(self, place: str, told: str) -> UnableToReadFeed:
        return UnableToReadFeed(f"{self._endpoint}, {place}: {told}. {_KEPT}")


class JsonNumber(str):
    """A number with decimals, as the server wrote it."""

    __slots__ = ()


def _no_number(_: str) -> None:
    """NaN and the infinities."""
