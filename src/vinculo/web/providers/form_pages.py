"""One template for every form of the registry: a page of its own, or in place within the provider's page."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRefresh

from vinculo.cases.models import Case
from vinculo.network.models import Provider
from vinculo.web.site.http import Request

from .forms import RegistryForm

REFUSED = 422


@dataclass(frozen=True)
class FormPage:
    """`provider` is None for a new one; `section` is the part of its page to come back to.

    `twin_url` leads to the record that already has the number typed, `council_url` to the
    council's search, `back_url` to the page of ours from which somebody came, if not from the provider's.
    `case` is the one because of which somebody came.
    """

    title: str
    form: RegistryForm
    provider: Provider | None = None
    section: str = ""
    submit_label: str = "Salvar"
    note: str = ""
    twin_url: str = ""
    council_url: str = ""
    back_url: str = ""
    case: Case | None = None

    @property
    def page_url(self) -> str:
        """The provider's own, at the part that the form is of."""
        return provider_url(self.provider, self.section) if self.provider else reverse("provider-list")

    @property
    def cancel_url(self) -> str:
        return self.back_url or self.page_url


def provider_url(provider: Provider, section: str = "") -> str:
    return reverse("provider", args=[provider.pk]) + (f"#{section}" if section else "")


def show_form(request: Request, page: FormPage) -> HttpResponse:
    """The form alone for a script, which puts it in place; else a page."""
    template = "providers/form.html#form" if request.htmx else "providers/form.html"
    status = REFUSED if page.form.errors else 200
    return render(request, template, {"page": page, "form": page.form}, status=status)


def back_url_of(request: Request) -> str:
    """The page of ours from which somebody came, as its link said; blank for any other."""
    address = request.POST.get("voltar") or request.GET.get("voltar", "")
    return address if address.startswith("/") and url_has_allowed_host_and_scheme(address, None) else ""


def done(
    request: Request, provider: Provider, section: str, sentence: str, back_url: str = ""
) -> HttpResponse:
    """Back to the provider, or to where somebody came from; a message says what was done."""
    messages.success(request, sentence)
    if request.htmx:
        return HttpResponseClientRefresh()
    return redirect(back_url or provider_url(provider, section))
