"""The request as our views see it: with its actor."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from vinculo.accounts.actor import Actor


class Request(HttpRequest):
    """A signed-in request. `actor` is read once, by `ActorMiddleware`."""

    actor: Actor
    htmx: HtmxDetails
