"""Puts the actor on the request, and turns refused writes and ended sessions into pages."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
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
    """A `Refusal` that a view did not handle becomes a page, or a message among the page's messages.

    A fragment asked for after the session ended must not be answered with the sign-in page inside the
    page that somebody is typing in: it gets a message with a link to sign in again beside it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not _wants_fragment(request) or response.status_code != 302:
            return response
        if response.headers["Location"].startswith(resolve_url(settings.LOGIN_URL)):
            return _as_message(render(request, "site/session_ended.html", status=403))
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        status = 403 if isinstance(exception, NotPermitted) else 409
        context = {"refusal": exception, "is_forbidden": status == 403}
        if _wants_fragment(request):
            return _as_message(render(request, "site/refusal.html#refusal", context, status=status))
        return render(request, "site/refusal.html", context, status=status)


def _wants_fragment(request: HttpRequest) -> bool:
    return "HX-Request" in request.headers and "HX-Boosted" not in request.headers


def _as_message(response: HttpResponse) -> HttpResponse:
    """The answer goes to the message region, wherever the request wanted it."""
    response.headers["HX-Retarget"] = "#messages"
    response.headers["HX-Reswap"] = "beforeend"
    response.headers["HX-Reselect"] = "unset"
    return response
