"""Pieces of pages that htmx asks for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def wants_fragment(request: HttpRequest) -> bool:
    return "HX-Request" in request.headers and "HX-Boosted" not in request.headers


def as_message(response: HttpResponse) -> HttpResponse:
    """The answer goes to the message region, wherever the request wanted it."""
    response.headers["HX-Retarget"] = "#messages"
    response.headers["HX-Reswap"] = "beforeend"
    response.headers["HX-Reselect"] = "unset"
    return response
