"""One template for every form of the registry: a page of its own, or in place within the provider's page."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django_htmx.http import HttpResponseClientRefresh

from vinculo.network.models import Provider
from vinculo.web.site.http import Request

from .forms import RegistryForm

REFUSED = 422


@dataclass(frozen=True)
class FormPage:
    """`provider` is None for a new one; `section` is the part of its page to come back to.

    `twin_url` leads to the record that already has the number typed, `council_url` to the
    council's search.
    """

    title: str
    form: RegistryForm
    provider: Provider | None = None
    section: str = ""
    submit_label: str = "Salvar"
    note: str = ""
    twin_url: str = ""
    council_url: str = ""

    @property
    def cancel_url(self) -> str:
        return provider_url(self.provider, self.section) if self.provider else reverse("provider-list")


def provider_url(provider: Provider, section: str = "") -> str:
    return reverse("provider", args=[provider.pk]) + (f"#{section}" if section else "")


def show_form(request: Request, page: FormPage) -> HttpResponse:
    """The form alone for a script, which puts it in place; else a page."""
    template = "providers/form.html#form" if request.htmx else "providers/form.html"
    status = REFUSED if page.form.errors else 200
    return render(request, template, {"page": page, "form": page.form}, status=status)


def done(request: Request, provider: Provider, section: str, sentence: str) -> HttpResponse:
    """Back to the provider, where a message says what was done."""
    messages.success(request, sentence)
    if request.htmx:
        return HttpResponseClientRefresh()
    return redirect(provider_url(provider, section))
