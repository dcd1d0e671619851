"""The boxes of a filter's options: hundreds on one page, written here because a template takes four times as
long for them.
"""

from __future__ import annotations

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from ..site.controls import Control

register = template.Library()

CHECKED = SafeString(" checked")


@register.simple_tag
def filter_boxes(control: Control) -> SafeString:
    return format_html_join(
        "\n    ",
        '<label class="choice"><input type="checkbox" name="{}" value="{}"{}> <span>{}</span></label>',
        (
            (control.name, option.value, CHECKED if option.selected else "", option.label)
            for option in control.options
        ),
    )
