"""Small parts that are easier called than included: icons, the state's tag, attributes from data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from django import template
from django.forms.utils import flatatt
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from vinculo.cases.states import State

register = template.Library()

HISTORY_TAG = format_html(' <span class="tag">{}</span>', "histórico")


@register.simple_tag
@cache
def icon(name: str, css: str = "") -> SafeString:
    """A sign of `img/icons.svg`. It is hidden from screen readers: words beside it carry the meaning."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        css,
        static("img/icons.svg"),
        name,
    )


@register.simple_tag
def state_tag(state: str, *, is_history: bool = False) -> SafeString:
    """The state of a case: its sign and its word."""
    word = State(state).label
    return format_html(
        '<span class="state state--{}">{}<span class="state__word">{}</span>{}</span>',
        state,
        icon(state),
        word,
        HISTORY_TAG if is_history else "",
    )


@register.filter
def attributes(values: Mapping[str, str | bool] | None) -> SafeString:
    """HTML attributes from data: `<input{{ control.attributes|attributes }}>`."""
    return flatatt(dict(values or {}))
