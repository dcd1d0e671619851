"""Saving one field, one box or the primary reason, as they are typed and ticked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST

from vinculo.cases.actions.save_field import SavedField, save_field
from vinculo.cases.actions.tick_option import choose_primary_reason, tick_option
from vinculo.cases.models import FieldVersion
from vinculo.network.queries.head_today import RegistryRow
from vinculo.paper.catalogue import OptionList
from vinculo.web.site.http import Request, number_of
from vinculo.web.templatetags.case_controls import finding_lines
from vinculo.web.templatetags.contact_pieces import noted_lines

from .conflicts import read_conflict
from .page_controls import controls_by_key
from .page_presenters import CasePage
from .page_views import case_or_404, case_to_write_or_404, page_context
from .registry_presenters import registry_marks

# The template of each list's boxes.
BOXES: Mapping[str, str] = {
    OptionList.ACTION: "offers",
    OptionList.REASON: "reasons",
    OptionList.SECTOR: "sectors",
}
REJECTED_SENTENCE = (
    "O processo já foi decidido: o que você escreveu ficou guardado no histórico, sem alterar o formulário."
)
ANOTHER_PRIMARY = (
    "Outra pessoa apontou outro motivo principal enquanto você escolhia: o dela está marcado. "
    "Escolha de novo se quiser mudar."
)


@require_POST
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """One field. Answers with what stands now, and every finding and missing point anew."""
    request = cast(Request, request)
    case = case_to_write_or_404(request, pk)
    raw = request.POST.get("raw", "")
    saved = save_field(
        case=case,
        field=request.POST.get("field", ""),
        raw=raw,
        base_version=number_of(request.POST.get("base_version")),
        actor=request.actor,
        now=timezone.now(),
        contact_id=number_of(request.POST.get("contact")) or None,
        offer_code=request.POST.get("offer") or None,
        dentist_id=number_of(request.POST.get("dentist")) or None,
        sent_before=request.POST.getlist("sent_before")[:20],
    )
    became = what_became(saved)
    context = answer_context(request, pk, became)
    became["pieces"] |= _noted_piece(context["page"], number_of(request.POST.get("contact")))
    if saved.fate is FieldVersion.Fate.CONFLICTING:
        control = controls_by_key(context["page"]).get(request.POST.get("key", ""))
        if control is not None and control.name == request.POST.get("field"):
            conflict = read_conflict(control, saved, raw)
            became["conflict"] = render_to_string("cases/conflict.html", {"conflict": conflict})
    return JsonResponse(became)


@require_POST
def tick(request: HttpRequest, pk: int) -> HttpResponse:
    """One box of a list."""
    request = cast(Request, request)
    case = case_to_write_or_404(request, pk)
    which = request.POST.get("list", "")
    applied = tick_option(
        case=case,
        which=OptionList(which) if which in set(OptionList) else OptionList.OUTCOME,
        code=request.POST.get("code", ""),
        ticked=request.POST.get("ticked") == "yes",
        actor=request.actor,
        now=timezone.now(),
    )
    became = _ticked(applied)
    answer_context(request, pk, became, boxes=[which])
    return JsonResponse(became)


@require_POST
def primary_reason(request: HttpRequest, pk: int) -> HttpResponse:
    request = cast(Request, request)
    case = case_to_write_or_404(request, pk)
    fate = choose_primary_reason(
        case=case,
        code=request.POST.get("code", ""),
        seen=request.POST.get("seen"),
        actor=request.actor,
        now=timezone.now(),
    )
    became = _ticked(fate is not FieldVersion.Fate.REJECTED)
    if fate is FieldVersion.Fate.CONFLICTING:
        became = {"fate": "theirs", "message": ANOTHER_PRIMARY}
    answer_context(request, pk, became, boxes=[OptionList.REASON])
    return JsonResponse(became)


def _noted_piece(page: CasePage, contact_id: int) -> dict[str, str]:
    """What the saved contact's note leads to now."""
    noted = (block.noted for block in page.contacts if block.contact.pk == contact_id)
    return {f"noted-{contact_id}": noted_lines(each) for each in noted}


def _ticked(applied: bool) -> dict[str, Any]:
    return {"fate": "applied"} if applied else {"fate": "rejected", "message": REJECTED_SENTENCE}


def what_became(saved: SavedField) -> dict[str, Any]:
    answer: dict[str, Any] = {"fate": saved.fate.value, "version": saved.version, "raw": saved.raw}
    if saved.fate is FieldVersion.Fate.CONFLICTING:
        who = saved.by_name or "Outra pessoa"
        answer["message"] = (
            f"{who} alterou este campo enquanto você escrevia. Os dois textos estão guardados."
        )
    elif saved.fate is FieldVersion.Fate.REJECTED:
        answer["message"] = REJECTED_SENTENCE
    return answer


def answer_context(
    request: Request,
    pk: int,
    became: dict[str, Any],
    boxes: Collection[str] = (),
    registry: RegistryRow | None = None,
) -> dict[str, Any]:
    """Puts the findings of every field into the answer, and the pieces that follow from a save.

    Without a `registry` what it says today is left as the page has it.
    """
    context = page_context(request, case_or_404(request, pk), registry=registry)
    page = context["page"]
    personal = page.may_see_personal_data
    became["marks"] = registry_marks(context["case"], may_see_personal_data=personal)
    became["findings"] = {key: finding_lines(found) for key, found in page.findings.items()}
    became["derived"] = {
        control.key: {"raw": control.value, "version": control.version} for control in [page.next_contact]
    }
    became["pieces"] = {
        f"case-{name}": render_to_string(f"cases/{name}.html", context)
        for name in ["points", "clock", "duration", *(BOXES.get(which, "sectors") for which in boxes)]
    }
    return context
