"""The public page: whoever has a document, or its code, learns whether it was issued and still stands."""

from __future__ import annotations

import hashlib
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from vinculo.documents.queries.verification import (
    VerifiedDocument,
    code_of,
    is_mere_print,
    verified_by_code,
    verified_by_hash,
)

from .attempts import SPAN_SECONDS, count_attempt, has_tried_too_often

REFUSED = 422
NOT_FOUND = 404
TOO_MANY = 429
_TOO_OFTEN = "Foram tentativas demais deste endereço. Espere alguns minutos e tente de novo."
_NOT_ISSUED = (
    "Nenhum documento tem este código. Confira as letras e os números; "
    "se estiverem certos, o documento não foi emitido por aqui."
)
_MERE_PRINT = (
    "Este código é de uma impressão de trabalho, que não é um documento emitido: o formulário emitido "
    "tem o próprio número e o próprio código."
)
_NO_CODE = "O código tem dez letras e números, em dois grupos, como 7KQ2M-X94TB."
_UNKNOWN_FILE = (
    "Este arquivo não é igual a nenhum documento emitido. Se foi impresso e digitalizado, ou salvo de novo "
    "por outro programa, confira pelo código que está impresso nele."
)


@login_not_required
@csrf_exempt  # It changes nothing, and a person who came by a code has no page of ours before.
@never_cache
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """By the code that is printed on it, or by the file itself, of which only the hash is looked at."""
    if request.method == "GET":
        return _page(request)
    if has_tried_too_often(request):
        return _page(request, TOO_MANY, refusal=_TOO_OFTEN)
    digest = _hash_sent(request)
    if digest is not None:
        found = verified_by_hash(digest)
        if found is not None:
            return _page(request, document=found, comparison="same")
        count_attempt(request)
        return _page(request, NOT_FOUND, refusal=_UNKNOWN_FILE)
    typed = request.POST.get("code", "")[:40]
    code = code_of(typed)
    if code:
        return redirect("verify-document", code)
    return _page(request, REFUSED, refusal=_NO_CODE, typed=typed)


@login_not_required
@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def verify_document(request: HttpRequest, code: str) -> HttpResponse:
    """What was issued under a code; a file that is sent is compared with it and not kept."""
    if has_tried_too_often(request):
        return _page(request, TOO_MANY, refusal=_TOO_OFTEN)
    document = verified_by_code(code_of(code))
    if document is None:
        count_attempt(request)
        refusal = _MERE_PRINT if is_mere_print(code_of(code)) else _NOT_ISSUED
        return _page(request, NOT_FOUND, refusal=refusal, typed=code[:40])
    comparison = ""
    if request.method == "POST":
        count_attempt(request)
        digest = _hash_sent(request)
        comparison = "none" if digest is None else "same" if digest == document.sha256 else "other"
    return _page(request, document=document, comparison=comparison)


def _hash_sent(request: HttpRequest) -> str | None:
    """Of the file that came, or told by the browser, which then kept the file to itself."""
    told = request.POST.get("sha256", "")
    if told:
        return told[:64]
    upload = cast("UploadedFile[bytes] | None", request.FILES.get("file"))
    if upload is None or (upload.size or 0) > settings.MAX_ATTACHMENT_BYTES:
        return None
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _page(
    request: HttpRequest,
    status: int = 200,
    *,
    document: VerifiedDocument | None = None,
    refusal: str = "",
    typed: str = "",
    comparison: str = "",
) -> HttpResponse:
    context: dict[str, Any] = {
        "document": document,
        "refusal": refusal,
        "typed": typed,
        "comparison": comparison,
    }
    response = render(request, "documents/verify.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    if status == TOO_MANY:
        response["Retry-After"] = str(SPAN_SECONDS)
    return response
