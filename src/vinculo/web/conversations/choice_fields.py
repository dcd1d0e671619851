"""What the review page sends about a choice, and how it is said again: places and days, never a name."""

from __future__ import annotations

from django.http import QueryDict

from vinculo.intake.conversation_review import Choice
from vinculo.intake.whatsapp.grouping import Grouping
from vinculo.intake.whatsapp.message import DateOrder
from vinculo.kernel.dates import parse_date


def choice_in(sent: QueryDict) -> Choice:
    """`set_first` and `set_last` are the buttons beside a message; a day typed anew wins over a message."""
    starts, ends = "set_first" in sent, "set_last" in sent
    return Choice(
        first=_place(sent.get("set_first") if starts else sent.get("first")),
        last=_place(sent.get("set_last") if ends else sent.get("last")),
        from_day=None if starts else parse_date(sent.get("from", "")),
        to_day=None if ends else parse_date(sent.get("to", "")),
        our=tuple(_places(sent, "us")) if "said" in sent else None,
        grouping=Grouping.BLOCK if sent.get("group") == Grouping.BLOCK else Grouping.DAY,
        order=_order(sent.get("dates", "")),
        kept=frozenset(_places(sent, "keep")) if "kept" in sent else None,
    )


def window_in(sent: QueryDict) -> int | None:
    """The first message that is drawn."""
    return _place(sent.get("start"))


def _order(text: str) -> DateOrder | None:
    return DateOrder(text) if text in (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST) else None


def _places(sent: QueryDict, name: str) -> list[int]:
    return [place for text in sent.getlist(name) if (place := _place(text)) is not None]


def _place(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None
