"""Where a request came from and where it goes on to; and whether a session was there before."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.conf import settings
from django.contrib.auth import login
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from vinculo.accounts.models import User

FORMER_SESSION_COOKIE = "former_session"
REMEMBERED = dt.timedelta(days=30)


def network_address(request: HttpRequest) -> str:
    """Behind our own proxy (which HTTPS means here) the last forwarded address is the one it saw."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.HTTPS else ""
    return (forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", ""))[:45]


def next_page(request: HttpRequest) -> str:
    """The page to go on to, if it is one of ours; empty otherwise."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else ""


def page_after_sign_in(request: HttpRequest) -> str:
    return next_page(request) or resolve_url(settings.LOGIN_REDIRECT_URL)


def session_has_ended(request: HttpRequest) -> bool:
    """Somebody was signed in here, did not sign out, and is sent to the sign-in page all the same."""
    return bool(next_page(request)) and _former_session(request) is not None


def start_session(request: HttpRequest, user: User) -> None:
    """Signs the user in. Who comes back after the session ended keeps the token against forged requests.

    Signing in makes a new token, as it must: the old one may have been planted by somebody else. But the
    page that was left open, with what was typed on it, only knows the old one. So the old one is kept where
    a signed cookie says that it was this same user's in this browser, which nobody else can have written.
    """
    secret = request.META.get("CSRF_COOKIE")
    comes_back = bool(secret) and _former_session(request) == _session_mark(user, str(secret))
    login(request, user)
    if comes_back:
        request.META["CSRF_COOKIE"] = secret


def remember_session(request: HttpRequest, response: HttpResponse, user: User) -> None:
    response.set_cookie(
        FORMER_SESSION_COOKIE,
        signing.dumps(_session_mark(user, request.META["CSRF_COOKIE"]), salt=FORMER_SESSION_COOKIE),
        max_age=REMEMBERED,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def forget_session(response: HttpResponse) -> None:
    response.delete_cookie(FORMER_SESSION_COOKIE, samesite="Lax")


def _session_mark(user: User, secret: str) -> list[str]:
    return [str(user.pk), hashlib.sha256(secret.encode()).hexdigest()]


def _former_session(request: HttpRequest) -> list[str] | None:
    cookie = request.COOKIES.get(FORMER_SESSION_COOKIE, "")
    try:
        mark: list[str] = signing.loads(cookie, salt=FORMER_SESSION_COOKIE, max_age=REMEMBERED)
    except signing.BadSignature:
        return None
    return mark
