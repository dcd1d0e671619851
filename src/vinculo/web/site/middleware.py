"""Puts the actor on the request, and turns refused writes into pages."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import User
from vinculo.kernel.refusal import NotPermitted, Refusal

GetResponse = Callable[[HttpRequest], HttpResponse]


def _actor_of(request: HttpRequest) -> Actor:
    user = request.user
    if isinstance(user, User):
        return Actor.for_user(user)
    return Actor(user=None, name="", is_anonymous=True)


class ActorMiddleware:
    """`request.actor`: read from the database at its first use, once."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor_of(request))  # type: ignore[attr-defined]
        return self.get_response(request)


class RefusalMiddleware:
    """A `Refusal` that a view did not handle becomes a page (or fragment) with its sentence."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        status = 403 if isinstance(exception, NotPermitted) else 409
        fragment = "#refusal" if request.headers.get("HX-Request") else ""
        return render(request, f"site/refusal.html{fragment}", {"refusal": exception}, status=status)
