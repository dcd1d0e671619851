"""Where a form of the list leads: by a script's redirect, or by the browser's own."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect

from ..site.http import Request


def go(request: Request, address: str) -> HttpResponse:
    if not request.htmx:
        return HttpResponseRedirect(address)
    response = HttpResponse(status=204)
    response.headers["HX-Redirect"] = address
    return response
