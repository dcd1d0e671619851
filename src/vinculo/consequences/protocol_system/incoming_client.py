"""Fetching the requests of providers from the protocol system, and telling it what was taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from vinculo.outbox.exchange import Exchange

from .answers import NotAsItself, parsed, within
from .client import SystemInTrouble
from .connection import Incoming, ProtocolSystem
from .http_asking import AnswerLost, Asker

MOST_PAGES = 200
ILLEGIBLE = "item"
"""Where what is no row of named parts stands, for people to look at."""
NOT_THERE_ANY_MORE = (404, 409, 410)
"""What systems answer of a request that was taken before."""


@dataclass(frozen=True, slots=True)
class IncomingClient:
    """Asks in one try of a row. What came names people, so that the exchange keeps only how much it was."""

    system: ProtocolSystem
    incoming: Incoming
    exchange: Exchange

    def fetch(self) -> list[Mapping[str, Any]]:
        """All that waits there: every page is read before anything is taken, for taking shortens the list.

        Raises:
            SystemInTrouble: see there.
        """
        rows: list[Mapping[str, Any]] = []
        with self._asker() as asker:
            for page in range(1, MOST_PAGES + 1):
                told = self._page(asker, page)
                items = within(told, self.incoming.items_field) if self.incoming.items_field else told
                if not isinstance(items, list):
                    raise SystemInTrouble(NotAsItself("O sistema de protocolos não respondeu com uma lista."))
                rows += [item if isinstance(item, dict) else {ILLEGIBLE: item} for item in items]
                if not (items and self.incoming.more_field and within(told, self.incoming.more_field)):
                    break
        self.exchange.answered(f"{len(rows)} pedidos")
        return rows

    def tell_taken(self, numbers: Iterable[str], told: Callable[[str], None]) -> None:
        """`told` is called for each as soon as the system knows, or knows no more, of it.

        Raises:
            SystemInTrouble: see there; those before it are told.
        """
        with self._asker() as asker:
            for number in numbers:
                path = self.incoming.taken_path.replace("{number}", quote(number, safe=""))
                self.exchange.asked(f"POST {path}")
                try:
                    answer = asker.ask("POST", path)
                except AnswerLost as lost:
                    raise SystemInTrouble(NotAsItself(str(lost))) from lost
                if answer.status // 100 != 2 and answer.status not in NOT_THERE_ANY_MORE:
                    sentence = f"O sistema de protocolos recusou um pedido já recebido ({answer.status})."
                    raise SystemInTrouble(NotAsItself(sentence))
                told(number)

    def _page(self, asker: Asker, page: int) -> Any:
        path = f"{self.incoming.path}?{urlencode({self.incoming.page_parameter: page})}"
        self.exchange.asked(f"GET {path}")
        return self._ask(asker, "GET", path)

    def _ask(self, asker: Asker, method: str, path: str) -> Any:
        try:
            return parsed(asker.ask(method, path))
        except AnswerLost as lost:
            raise SystemInTrouble(NotAsItself(str(lost))) from lost
        except NotAsItself as trouble:
            raise SystemInTrouble(trouble) from trouble

    def _asker(self) -> Asker:
        try:
            return Asker(self.system.address)
        except (OSError, ValueError):
            sentence = "O token da ligação não pode ser lido. Confira a variável ou o arquivo dele."
            raise SystemInTrouble(NotAsItself(sentence)) from None
