"""A real Chromium in front of the real server. One that cannot start fails the test, with the reason."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, ViewportSize, sync_playwright

from vinculo.accounts.tests.cast import Cast, make_cast
from vinculo.intake.reading_loop import ReadingLoop
from vinculo.paper.reading.process import ReadingPool

from .person import Person

# Playwright keeps an event loop in the test's thread; the ORM is used from that thread alone.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_chromium() -> str:
    """The browser to use: `VINCULO_CHROMIUM`, else the one on the PATH."""
    chosen = os.environ.get("VINCULO_CHROMIUM")
    names = ("chromium", "chromium-browser", "google-chrome")
    found = chosen or next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        pytest.fail("Chromium não encontrado: instale o pacote “chromium” ou defina VINCULO_CHROMIUM.")
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
        yield chromium
        chromium.close()


class UnderWay:
    """The requests that the server in this process is answering."""

    def __init__(self) -> None:
        self._lock, self._count = threading.Lock(), 0
        request_started.connect(self._begun)
        request_finished.connect(self._ended)

    def _begun(self, **told: object) -> None:
        with self._lock:
            self._count += 1

    def _ended(self, **told: object) -> None:
        with self._lock:
            self._count -= 1

    def wait(self, seconds: float = 5) -> None:
        deadline = time.monotonic() + seconds
        while self._count > 0 and time.monotonic() < deadline:
            time.sleep(0.01)


@pytest.fixture(scope="session")
def under_way() -> UnderWay:
    return UnderWay()


@pytest.fixture(autouse=True)
def nobody_left(browser: Browser, under_way: UnderWay) -> Iterator[None]:
    """Pages ask by themselves, now and then: none may do so while the tables are emptied after a test."""
    yield
    for context in browser.contexts:
        context.close()
    under_way.wait()


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport=DESK, locale="pt-BR", timezone_id="America/Sao_Paulo")
    opened.grant_permissions(["clipboard-read", "clipboard-write"])
    yield opened
    opened.close()


@pytest.fixture
def person(context: BrowserContext, live_server, cast: Cast) -> Iterator[Person]:
    """Somebody at the desk, not signed in. Any error in the browser's console fails the test."""
    somebody = Person(context.new_page(), live_server.url)
    yield somebody
    assert somebody.troubles == []


@pytest.fixture
def files_are_read(cast: Cast) -> Iterator[None]:
    """What comes in is read, as by the worker that runs beside the web server."""
    done = threading.Event()

    def work() -> None:
        try:
            with ReadingPool(1) as pool:
                while not done.wait(0.05):
                    ReadingLoop(pool, timezone.now).run(done.is_set)
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    yield
    done.set()
    thread.join()
