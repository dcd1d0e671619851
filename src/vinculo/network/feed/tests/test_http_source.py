"""A server's pages, over real HTTP, and all the ways in which it may break down."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from vinculo.network.feed.entities import Entity
from vinculo.network.feed.mapping import EntityMapping, FeedMapping, Forms, HttpSettings
from vinculo.network.feed.refusals import UnableToReadFeed
from vinculo.network.feed.sources.http_source import HttpTable
from vinculo.network.feed.sources.opening import open_table

TOKEN = "s3cr3t"


@dataclass
class CoreSystem:
    """Answers from `items`. `spoil` may change a page: its status, its body, and how much of that is sent."""

    address: str = ""
    items: list[dict[str, Any]] = field(default_factory=list)
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    connections: int = 0
    spoil: Callable[[int, bytes], tuple[int, bytes, int] | None] = lambda page, body: None
    cursors: bool = False

    def answer(self, asked: dict[str, list[str]]) -> tuple[int, bytes, int]:
        self.asked.append(asked)
        size = int(asked.get("size", ["2"])[0])
        page = int(asked.get("page", ["1"])[0])
        first = (page - 1) * size
        following = str(page + 1) if self.cursors and first + size < len(self.items) else None
        told = {
            "data": {"rows": self.items[first : first + size]},
            "total": len(self.items),
            "next": following,
        }
        body = json.dumps(told).encode()
        return self.spoil(page, body) or (200, body, len(body))


@pytest.fixture
def core() -> Iterator[CoreSystem]:
    system = CoreSystem(items=[{"COD": f"P{n}", "us": n / 4} for n in range(1, 8)])

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            super().setup()
            system.connections += 1

        def do_GET(self) -> None:
            if self.headers.get("Authorization") != f"Bearer {TOKEN}":
                self.send_error(401)
                return
            status, body, sent = system.answer(parse_qs(urlsplit(self.path).query))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(OSError):
                self.wfile.write(body[:sent])
            self.close_connection = sent < len(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    system.address = f"http://127.0.0.1:{server.server_port}/api"
    yield system
    server.shutdown()
    thread.join()
    server.server_close()


def fetched(core: CoreSystem, token: str = TOKEN, forms: Forms | None = None, **changes: Any) -> HttpTable:
    settings = HttpSettings(
        core.address,
        token_variable="SIO_TOKEN",
        size_parameter="size",
        page_size=2,
        items_field="data.rows",
        total_field="total",
        timeout_seconds=30,
    )
    return HttpTable(
        replace(settings, **changes), "prestadores", token, forms or Forms(), pause=lambda seconds: None
    )


def refusal_of(core: CoreSystem, **changes: Any) -> str:
    with pytest.raises(UnableToReadFeed) as caught:
        fetched(core, **changes)
    assert caught.value.message.endswith("Nada foi alterado.")
    assert TOKEN not in caught.value.message
    return caught.value.message


def test_all_pages_are_read(core: CoreSystem) -> None:
    core.items[2] = {"COD": 3, "city": {"name": "Maceió"}, "phones": ["1", None, "2"], "active": True}
    table = fetched(core)
    assert table.columns == ("COD", "us", "city.name", "phones", "active")
    rows = [(table.place(number), list(values)) for number, values in table.rows()]
    assert rows[0] == ("página 1, item 1", ["P1", "0,25", "", "", ""])
    assert rows[2] == ("página 2, item 1", ["3", "", "Maceió", "1; ; 2", "true"])
    assert rows[6] == ("página 4, item 1", ["P7", "1,75", "", "", ""])
    assert list(table.rows()) == list(table.rows())
    assert [asked["page"] for asked in core.asked] == [["1"], ["2"], ["3"], ["4"]]
    assert core.connections == 1
    table.close()


def test_without_a_total_an_empty_page_is_the_last(core: CoreSystem) -> None:
    table = fetched(core, total_field="")
    assert len(list(table.rows())) == 7
    assert core.asked[-1]["page"] == ["5"]


def test_pages_that_are_asked_for_by_a_cursor(core: CoreSystem) -> None:
    core.cursors = True
    table = fetched(core, paging="cursor", page_parameter="page", cursor_field="next")
    assert len(list(table.rows())) == 7
    assert "page" not in core.asked[0]


def test_no_records_are_no_rows(core: CoreSystem) -> None:
    core.items = []
    assert list(fetched(core).rows()) == []


def test_numbers_are_written_as_the_forms_say(core: CoreSystem) -> None:
    _, values = next(fetched(core, forms=Forms(decimal_mark=".")).rows())
    assert list(values) == ["P1", "0.25"]


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda page, body: (200, body, 9) if page == 3 else None, "página 3: "),
        (lambda page, body: (200, body[:-9], 999) if page == 3 else None, "página 3: a resposta veio"),
        (lambda page, body: (503, b"", 0) if page == 2 else None, "página 2: o servidor respondeu com"),
        (lambda page, body: (404, b"", 0), "página 1: o endereço não existe (404)"),
        (lambda page, body: (302, b"", 0), "página 1: o servidor mandou para outro endereço"),
        (lambda page, body: (200, b" <html>", 7), "página 1: veio uma página da internet (HTML)"),
        (lambda page, body: (200, b"[]", 2), "página 1: não há uma lista de registros no campo data.rows"),
        (lambda page, body: (200, b'{"data":{"rows":[1]}}', 99), "página 1: não há uma lista"),
        (lambda page, body: (200, b'{"data":{"rows":[]}}', 99), "página 1: não há um número no campo total"),
        (lambda page, body: (200, body.replace(b"7,", b"%d," % (6 + page)), 999), "o total mudou de 7"),
        (lambda page, body: (200, body.replace(b"7,", b"9,"), 999), "diz que são 9 registros e vieram 7"),
    ],
)  # fmt: skip
def test_what_breaks_is_told_with_its_page(
    core: CoreSystem, spoil: Callable[[int, bytes], tuple[int, bytes, int] | None], told: str
) -> None:
    core.spoil = spoil
    assert told in refusal_of(core)


def test_a_page_that_comes_twice(core: CoreSystem) -> None:
    core.items[4:6] = core.items[2:4]
    assert "prestadores, página 3: repete a página 2" in refusal_of(core)


def test_a_hiccup_is_asked_again(core: CoreSystem) -> None:
    answers = iter([(502, b"", 0), None, (200, b"{", 1), None])
    core.spoil = lambda page, body: next(answers, None)
    assert len(list(fetched(core).rows())) == 7


def test_a_refused_token_names_its_variable(core: CoreSystem) -> None:
    told = refusal_of(core, token="wrong")
    assert "o servidor recusou o acesso (401). Confira o token em SIO_TOKEN" in told


def test_a_server_that_is_not_there() -> None:
    nobody = CoreSystem(address="http://127.0.0.1:1/api")
    assert "página 1: o servidor não está no ar" in refusal_of(nobody)


def test_a_server_that_says_nothing(core: CoreSystem) -> None:
    waiting = threading.Event()
    core.spoil = lambda page, body: None if waiting.wait(8) else (200, body, len(body))
    core.items = []
    try:
        assert "não respondeu em" in refusal_of(core, timeout_seconds=0.1)
    finally:
        waiting.set()


def test_the_mapping_says_where_and_by_which_token(core: CoreSystem, tmp_path: Path) -> None:
    http = HttpSettings(
        core.address, token_variable="SIO_TOKEN", items_field="data.rows", total_field="total"
    )
    mapped = EntityMapping(Entity.PROVIDERS, endpoint="prestadores")
    mapping = FeedMapping({Entity.PROVIDERS: mapped}, http=http)
    table = open_table(mapping, Entity.PROVIDERS, folder=tmp_path, environment={"SIO_TOKEN": TOKEN})
    assert len(list(table.rows())) == 7
    with pytest.raises(UnableToReadFeed, match="variável de ambiente SIO_TOKEN"):
        open_table(mapping, Entity.PROVIDERS, folder=tmp_path, environment={})
