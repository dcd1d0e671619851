"""A server that answers in pages of JSON.

All pages are fetched before a row is told: they go into a nameless temporary file as they come, so that a
server that breaks down on page 37 leaves nothing half read.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from vinculo.network.feed.mapping import Forms, HttpSettings
from vinculo.network.feed.refusals import UnableToReadFeed

from .page_asking import JsonNumber, PageAsker
from .raw_table import RawRow, number_text

MOST_PAGES = 1_000_000
_ITEMS_TO_A_PAGE = 100_000
_DEEPEST = 4


Fetched = Callable[[int, int], None]
"""How many rows have come, and how many there are (0: unknown). What it raises ends the fetching."""


class HttpTable:
    """What stands in an object within is a column with a point: `endereco.cidade`. A list is one cell."""

    counts_days = False

    def __init__(
        self,
        settings: HttpSettings,
        endpoint: str,
        token: str,
        forms: Forms,
        *,
        pause: Callable[[float], None] = time.sleep,
        fetched: Fetched = lambda count, total: None,
    ) -> None:
        self.name = endpoint
        self._fetched = fetched
        self._settings = settings
        self._decimal_mark = forms.decimal_mark
        self._places: dict[str, int] = {}
        self._digest = hashlib.blake2b(digest_size=16)
        self._kept = tempfile.TemporaryFile(mode="w+", encoding="utf-8")  # noqa: SIM115 - until `close`
        asker = PageAsker(settings, endpoint, token, pause)
        try:
            self._fetch(asker)
        except BaseException:
            self._kept.close()
            raise
        finally:
            asker.close()

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(self._places)

    def rows(self) -> Iterator[RawRow]:
        width = len(self._places)
        self._kept.seek(0)
        for line in self._kept:
            number, values = json.loads(line)
            yield number, values + [""] * (width - len(values))

    def place(self, number: int) -> str:
        page, item = divmod(number, _ITEMS_TO_A_PAGE)
        return f"página {page}, item {item}"

    def close(self) -> None:
        self._kept.close()

    def digest(self) -> str:
        """Of the pages in their order, and of the columns that all of them have together."""
        return f"{self._digest.hexdigest()} {self.columns}"

    def _fetch(self, asker: PageAsker) -> None:
        seen: dict[bytes, int] = {}
        cursor = ""
        total: int | None = None
        count = 0
        for page in range(1, MOST_PAGES):
            answer = asker.ask(f"página {page}", self._asked(page, cursor))
            items = self._items(answer, page)
            told = self._total(answer, page)
            if total is not None and told != total:
                raise self._refusal(page, f"o total mudou de {total} para {told} durante a leitura")
            total = told
            before = seen.setdefault(self._keep(items, page), page)
            if items and before != page:
                raise self._refusal(page, f"repete a página {before}")
            count += len(items)
            self._fetched(count, total or 0)
            is_last, cursor = self._after(answer, cursor, page, items=len(items), left=_left(total, count))
            if is_last:
                break
        if total is not None and count != total:
            raise UnableToReadFeed(
                f"{self.name}: o servidor diz que são {total} registros e vieram {count}. Nada foi alterado."
            )

    def _asked(self, page: int, cursor: str) -> dict[str, str]:
        settings = self._settings
        asked = {settings.size_parameter: str(settings.page_size)} if settings.size_parameter else {}
        if settings.paging == "number":
            asked[settings.page_parameter] = str(page - 1 + settings.first_page)
        elif cursor:
            asked[settings.page_parameter] = cursor
        return asked

    def _after(
        self, answer: Any, cursor: str, page: int, *, items: int, left: int | None
    ) -> tuple[bool, str]:
        """Whether that was the last page, and by what the next one is asked for."""
        if self._settings.paging == "number":
            # A short page need not be the last one: servers have their own limits.
            return items == 0 or (left is not None and left <= 0), ""
        found = _within(answer, self._settings.cursor_field)
        following = "" if found is None or found is False else str(found)
        if following and following == cursor:
            raise self._refusal(page, "o servidor repete a indicação da página seguinte")
        return not following, following

    def _items(self, answer: Any, page: int) -> list[dict[str, Any]]:
        field = self._settings.items_field
        items = _within(answer, field) if field else answer
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            where = f"no campo {field} (items_field em [http])" if field else "na resposta"
            raise self._refusal(page, f"não há uma lista de registros {where}")
        if len(items) >= _ITEMS_TO_A_PAGE:
            raise self._refusal(page, "há registros demais em uma página; diminua page_size em [http]")
        return items

    def _total(self, answer: Any, page: int) -> int | None:
        field = self._settings.total_field
        if not field:
            return None
        told = str(_within(answer, field))
        if not (told.isascii() and told.isdigit()):
            raise self._refusal(page, f"não há um número no campo {field} (total_field em [http])")
        return int(told)

    def _keep(self, items: list[dict[str, Any]], page: int) -> bytes:
        """Writes them down; a digest by which the same page is known again."""
        digest = hashlib.blake2b(digest_size=16)
        for place, item in enumerate(items, 1):
            values: list[str] = [""] * len(self._places)
            for name, text in self._cells(item):
                where = self._places.setdefault(name, len(self._places))
                if where == len(values):
                    values.append(text)
                else:
                    values[where] = text
            digest.update(repr(values).encode("utf-8", "surrogatepass"))
            self._kept.write(json.dumps([page * _ITEMS_TO_A_PAGE + place, values]) + "\n")
        self._digest.update(digest.digest())
        return digest.digest()

    def _cells(self, item: Mapping[str, Any], prefix: str = "", depth: int = 1) -> Iterator[tuple[str, str]]:
        for key, value in item.items():
            if isinstance(value, dict) and depth < _DEEPEST:
                yield from self._cells(value, f"{prefix}{key}.", depth + 1)
            else:
                yield prefix + key, self._text(value)

    def _text(self, value: Any) -> str:
        if isinstance(value, JsonNumber):
            return number_text(str(value), self._decimal_mark)
        if isinstance(value, str):
            return value
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, list):
            return "; ".join(self._text(one) for one in value)
        return json.dumps(value, ensure_ascii=False)

    def _refusal(self, page: int, told: str) -> UnableToReadFeed:
        return UnableToReadFeed(f"{self.name}, página {page}: {told}. Nada foi alterado.")


def _left(total: int | None, count: int) -> int | None:
    return None if total is None else total - count


def _within(answer: Any, field: str) -> Any:
    """What stands in a field, or in one of an object within: `meta.total`."""
    for name in field.split("."):
        answer = answer.get(name) if isinstance(answer, dict) else None
    return answer
