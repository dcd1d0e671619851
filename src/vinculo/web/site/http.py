"""The request as our views see it: with its actor, the day it came on, and the numbers it sent."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from vinculo.accounts.actor import Actor
from vinculo.kernel.dates import SAO_PAULO


class Request(HttpRequest):
    """A signed-in request. `actor` is read once, by `ActorMiddleware`."""

    actor: Actor
    htmx: HtmxDetails


def today_in_sao_paulo() -> dt.date:
    return timezone.now().astimezone(SAO_PAULO).date()


def number_of(text: str | None) -> int:
    """A whole number sent by a form; 0 for anything else, which is no record's id."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 18 else 0
