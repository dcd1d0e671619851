"""The door of the administration."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from vinculo.web.site.http import Request

from .sections import first_section


def administration(request: Request) -> HttpResponse:
    return redirect(first_section(request.actor))
