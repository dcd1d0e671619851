"""Where a request came from and where it goes on to; and whether a session was there before."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

WAS_SIGNED_IN_COOKIE = "was_signed_in"
DAYS_REMEMBERED = 30


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
    return bool(next_page(request)) and request.COOKIES.get(WAS_SIGNED_IN_COOKIE) == "1"


def remember_session(response: HttpResponse) -> None:
    response.set_cookie(
        WAS_SIGNED_IN_COOKIE,
        "1",
        max_age=DAYS_REMEMBERED * 24 * 3600,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def forget_session(response: HttpResponse) -> None:
    response.delete_cookie(WAS_SIGNED_IN_COOKIE, samesite="Lax")
