"""Refuses what is too large before reading it: neither memory nor disk is spent on it."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from .errors import too_large


class UploadLimitMiddleware:
    """Stands before everything that reads a request's body, the check of its token included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isdigit() and int(announced) > settings.MAX_REQUEST_BYTES:
            return too_large(request)
        return self.get_response(request)
