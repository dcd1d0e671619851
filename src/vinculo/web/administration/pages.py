"""Links to the page before and after, keeping the filters of the address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.http import QueryDict


@dataclass(frozen=True, slots=True)
class PageLinks:
    """What `components/pager.html` draws."""

    summary: str
    previous_url: str
    next_url: str


def page_links(page: Page[Any], query: QueryDict) -> PageLinks:
    def url(number: int) -> str:
        changed = query.copy()
        changed["page"] = str(number)
        return f"?{changed.urlencode()}"

    count = f"{page.paginator.count:,}".replace(",", ".")
    return PageLinks(
        summary=f"{page.start_index()}–{page.end_index()} de {count}" if page.paginator.count else "",
        previous_url=url(page.previous_page_number()) if page.has_previous() else "",
        next_url=url(page.next_page_number()) if page.has_next() else "",
    )
