"""The lines of a timeline, written straight to HTML: a case may have hundreds."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from vinculo.kernel.dates import format_moment

from ..cases.timeline_presenters import TimelineItem

register = template.Library()


@register.simple_tag
def timeline_lines(items: Iterable[TimelineItem]) -> SafeString:
    # S308: every part that is not ours is escaped below.
    return mark_safe("".join(_line(item) for item in items))  # noqa: S308


def _line(item: TimelineItem) -> str:
    css = "timeline__item"
    css += " timeline__item--strong" if item.strong else ""
    css += " timeline__item--void" if item.void else ""
    who = f" · {escape(item.who)}" if item.who else ""
    detail = f'<div class="timeline__detail">{escape(item.detail)}</div>' if item.detail else ""
    return (
        f'<li class="{css}"><div class="timeline__title">{escape(item.title)}</div>'
        f'<div class="timeline__when">{format_moment(item.at)}{who}</div>{detail}</li>\n'
    )
