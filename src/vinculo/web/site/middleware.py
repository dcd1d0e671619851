"""Puts the actor on the request, cleans what it brings, turns refused writes and lost sessions into pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url
from django.utils.cache import patch_cache_control
from django.utils.functional import SimpleLazyObject

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import User
from vinculo.kernel.refusal import NotPermitted, Refusal

from .errors import not_found
from .fragments import as_message, wants_fragment

NUL = "\x00"
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


class SignInMiddleware(LoginRequiredMiddleware):
    """Asks nothing of the session where nobody has to sign in, so that caches may keep such a page."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class CleanTextMiddleware:
    """Takes NUL characters out of what addresses and forms say: no person types one, no database keeps one.

    Files are left as they are; an address itself that holds one leads nowhere.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if NUL in request.path_info:
            return not_found(request)
        if NUL in request.META.get("QUERY_STRING", "") or "%00" in request.META.get("QUERY_STRING", ""):
            request.GET = _without_nul(request.GET)  # type: ignore[assignment]
        if request.method == "POST" and _holds_nul(request.POST):
            request.POST = _without_nul(request.POST)  # type: ignore[assignment]
        return self.get_response(request)


def _holds_nul(given: QueryDict) -> bool:
    return any(NUL in name or any(NUL in value for value in values) for name, values in given.lists())


def _without_nul(given: QueryDict) -> QueryDict:
    clean = QueryDict(mutable=True, encoding=given.encoding)
    for name, values in given.lists():
        clean.setlist(name.replace(NUL, ""), [value.replace(NUL, "") for value in values])
    clean._mutable = False
    return clean


class NoStoreMiddleware:
    """Pages hold people's data: nobody keeps one, so that going back after signing out shows none.

    A page that says itself that everybody may keep it is left as it is.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        told = response.headers.get("Cache-Control", "")
        if is_page and "no-store" not in told and "public" not in told:
            patch_cache_control(response, no_store=True, private=True)
        return response


class RefusalMiddleware:
    """A `Refusal` that a view did not handle becomes a page, or a message among the page's messages.

    A fragment asked for after the session ended must not be answered with the sign-in page inside the
    page that somebody is typing in: it gets a message with a link to sign in again beside it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not wants_fragment(request) or response.status_code != 302:
            return response
        if response.headers["Location"].startswith(resolve_url(settings.LOGIN_URL)):
            return as_message(render(request, "site/session_ended.html", status=403))
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        status = 403 if isinstance(exception, NotPermitted) else 409
        context = {"refusal": exception, "is_forbidden": status == 403}
        if wants_fragment(request):
            return as_message(render(request, "site/refusal.html#refusal", context, status=status))
        return render(request, "site/refusal.html", context, status=status)
