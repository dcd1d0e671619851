"""Error pages: they say what happened and what to do, and show no personal data."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from .fragments import as_message, wants_fragment

TOO_LARGE = (
    "O que foi enviado é grande demais",
    "O envio passa do tamanho que o Vínculo aceita, e nada foi alterado. "
    "Divida o texto ou os arquivos em partes menores e envie de novo.",
)
NOT_UNDERSTOOD = (
    "O Vínculo não entendeu este pedido",
    "O pedido chegou incompleto ou alterado, e nada mudou. "
    "Volte à página anterior, copie o que tiver digitado, recarregue e tente outra vez.",
)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return HttpResponse(render_to_string("site/csrf_failure.html"), status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Without the request's context: what is wrong with it may be anything."""
    is_too_large = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    heading, advice = TOO_LARGE if is_too_large else NOT_UNDERSTOOD
    context = {"heading": heading, "advice": advice}
    if wants_fragment(request):
        return as_message(
            HttpResponse(render_to_string("site/bad_request.html#message", context), status=400)
        )
    return HttpResponse(render_to_string("site/bad_request.html", context), status=400)


def too_large(request: HttpRequest) -> HttpResponse:
    """Before anything of the request's body has been read: it is not even asked which form was sent."""
    heading, advice = TOO_LARGE
    context = {"heading": heading, "advice": advice}
    if wants_fragment(request):
        body = render_to_string("site/bad_request.html#message", context)
        return as_message(HttpResponse(body, status=413))
    return HttpResponse(render_to_string("site/bad_request.html", context), status=413)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse(render_to_string("site/forbidden.html"), status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "site/not_found.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without the request: context processors would ask the database, which may be what failed."""
    return HttpResponse(render_to_string("site/server_error.html"), status=500)
