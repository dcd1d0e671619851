"""Pages that ask nobody to sign in. They read nothing of a session, so that caches may keep them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.consequences.queries.calendar_dates import calendar_dates, person_of_secret
from vinculo.consequences.queries.legal_terms import rules_of, terms_row
from vinculo.consequences.queries.public_changes import (
    PublicChange,
    PublicPlace,
    public_changes,
    public_operator,
)
from vinculo.kernel.places import UFS

from ..site.http import number_of, today_in_sao_paulo
from .calendar_file import calendar_file

KEPT_SECONDS = 60
"""So long a process answers from memory, however often it is asked; a cache keeps it five times as long."""
ON_A_PAGE = 100


@login_not_required
@require_safe
def public_page(request: HttpRequest, code: str) -> HttpResponse:
    operator, changes, kept_days = _told(code)
    ufs = sorted({change.place.uf for change in changes if change.place.uf})
    uf = request.GET.get("uf", "")
    uf = uf if uf in UFS else ""
    shown = [change for change in changes if not uf or change.place.uf == uf]
    page = Paginator(shown, ON_A_PAGE).get_page(number_of(request.GET.get("pagina")) or 1)
    context = {
        "operator": operator,
        "page": page,
        "ufs": ufs,
        "uf": uf,
        "today": today_in_sao_paulo(),
        "kept_days": kept_days,
    }
    # Without the request: what depends on who asks could not be kept by caches.
    return _kept(HttpResponse(render_to_string("public/changes.html", context)))


@login_not_required
@require_safe
def public_feed(request: HttpRequest, code: str) -> HttpResponse:
    operator, changes, _ = _told(code)
    body = {
        "operadora": {"nome": operator.name, "registro_ans": operator.ans_registration},
        "atualizado_em": today_in_sao_paulo().isoformat(),
        "mudancas": [_as_json(change) for change in changes],
    }
    response = _kept(JsonResponse(body, json_dumps_params={"ensure_ascii": False}))
    # Anybody's page may read it.
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Whoever holds the address reads it: what the person may see today, no more."""
    now, today = timezone.now(), today_in_sao_paulo()
    user = person_of_secret(secret, today)
    if user is None:
        raise Http404
    body = calendar_file(calendar_dates(Actor.for_user(user), today), now)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="prazos-legais.ics"'
    response.headers["Referrer-Policy"] = "no-referrer"
    patch_cache_control(response, private=True, max_age=15 * KEPT_SECONDS)
    return response


def _told(code: str) -> tuple[Operator, Sequence[PublicChange], int]:
    """The operator, what it changes, and for how many days a notice stays there.

    Raises:
        Http404: no operator of that code shows its page.
    """
    operator = public_operator(code)
    if operator is None:
        raise Http404
    today: dt.date = today_in_sao_paulo()
    key = f"public-changes:{operator.pk}:{today.isoformat()}"
    told: tuple[Sequence[PublicChange], int] | None = cache.get(key)
    if told is None:
        told = public_changes(operator, today), rules_of(terms_row(operator.pk, today)).kept_days
        cache.set(key, told, KEPT_SECONDS)
    return operator, *told


def _kept(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, public=True, max_age=5 * KEPT_SECONDS)
    return response


def _as_json(change: PublicChange) -> dict[str, Any]:
    substitute = {"nome": change.substitute, **_place(change.substitute_place)} if change.substitute else None
    return {
        "prestador": change.provider,
        "profissionais": list(change.leavers),
        **_place(change.place),
        "fora_da_rede_desde": change.out_from.isoformat(),
        "avisado_em": change.noticed_on.isoformat(),
        "publicado_ate": change.kept_until.isoformat(),
        "substituto": substitute,
        "sem_substituto": change.words,
    }


def _place(place: PublicPlace | None) -> dict[str, str]:
    if place is None:
        return {"cidade": "", "uf": "", "codigo_ibge": ""}
    return {"cidade": place.city, "uf": place.uf, "codigo_ibge": place.ibge_code}
