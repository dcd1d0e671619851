"""Where a form of the list leads: by a script's redirect, or by the browser's own."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.encoding import iri_to_uri

from ..site.http import Request


def go(request: Request, address: str) -> HttpResponse:
    if not request.htmx:
        return HttpResponseRedirect(address)
    response = HttpResponse(status=204)
    # As the other redirect does: a header holds neither a line's end nor an accent.
    response.headers["HX-Redirect"] = iri_to_uri(address) or "/"
    return response
