"""One form that was read: looking at it, correcting it, and saying what becomes of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from vinculo.accounts.permissions import Permission
from vinculo.cases.actions.view_case import record_case_view
from vinculo.cases.models import Case
from vinculo.cases.queries.case_records import find_case
from vinculo.intake import queries
from vinculo.intake.actions.accept_reading import accept_reading, match_reading
from vinculo.intake.actions.confirm_field import confirm_field
from vinculo.intake.actions.correct_reading import Corrected, CorrectionFate, correct_reading
from vinculo.intake.actions.note_reading_view import note_reading_view
from vinculo.intake.actions.settle_reading import discard_reading, restore_reading
from vinculo.intake.actions.take_from_paper import take_from_paper
from vinculo.intake.corrections import FIELDS, text_of
from vinculo.intake.matching import matching_cases, matching_providers
from vinculo.intake.models import FormReading
from vinculo.intake.refusals import OpenCaseMatches
from vinculo.intake.sheet_queries import has_joinable_sheets
from vinculo.intake.unchecked import unchecked_doubts
from vinculo.network.queries import find_provider_by_identity
from vinculo.web.providers.duplicate_presenters import LookalikeView, present_lookalikes, values_of_head
from vinculo.web.site.http import Request, number_of, today_in_sao_paulo
from vinculo.web.templatetags.case_controls import finding_lines

from .access import reading_or_404
from .batch_presenters import case_link, case_of, may_restore
from .match_presenters import matched_case
from .posted_fields import VERSION, posted_text, save_posted
from .review_fields import key_of
from .review_presenters import ReviewPage, review_page

CASES_SHOWN = 3


@require_GET
def review(request: Request, pk: int) -> HttpResponse:
    reading = reading_or_404(request, pk)
    note_reading_view(reading=reading, actor=request.actor, now=timezone.now())
    page = review_page(reading, today_in_sao_paulo())
    return render(request, "imports/review.html", _context(request, reading, page))


def _context(request: Request, reading: FormReading, page: ReviewPage) -> dict[str, Any]:
    before, after = queries.neighbours(request.actor, reading)
    cases: tuple[Case, ...] = ()
    if reading.is_waiting:
        cases = matching_cases(request.actor, reading.operator_id, page.form)[:CASES_SHOWN]
    for case in cases:
        record_case_view(case=case, actor=request.actor, now=timezone.now(), what="match")
    return {
        "page": page,
        "reading": reading,
        "batch": reading.file.batch,
        "before": before,
        "after": after,
        "matches": [matched_case(page.form, page.edition, case, request.actor) for case in cases],
        "case": case_link(case_of(reading)),
        "may_restore": may_restore(reading),
        "may_join": reading.is_waiting and bool(reading.sheets) and has_joinable_sheets(reading),
    }


@require_GET
def providers(request: Request, pk: int) -> HttpResponse:
    """Whom the form may be about: asked for by the page once it stands, so that it is not kept waiting."""
    reading = reading_or_404(request, pk)
    page = review_page(reading, today_in_sao_paulo())
    found = _providers(request, page) if reading.is_waiting else []
    context = {"providers": found, "own_provider": _own_provider(request, page) if found else None}
    return render(request, "imports/review_providers.html", context)


def _providers(request: Request, page: ReviewPage) -> list[LookalikeView]:
    """Who the registry says that the form may be about, beside what the form says."""
    if not request.actor.may(Permission.REGISTRY_SEE, page.reading.operator_id):
        return []
    found = matching_providers(request.actor, page.reading.operator_id, page.form)
    told = values_of_head({name: text_of(page.form, name) for name in FIELDS})
    return present_lookalikes(found, told, "No formulário", request.actor)


def _own_provider(request: Request, page: ReviewPage) -> int | None:
    """The provider that the case would be linked to, if nobody says otherwise."""
    form = page.form
    found = find_provider_by_identity(
        request.actor,
        page.reading.operator_id,
        cnpj=form.cnpj,
        cpf=form.cpf,
        cro=form.cro,
        cro_uf=form.cro_state,
    )
    return found.pk if found else None


@require_POST
def correct(request: Request, pk: int) -> HttpResponse:
    """One field. Answers with what stands now, and the findings of every field anew."""
    reading = reading_or_404(request, pk)
    name = request.POST.get("field", "")
    done = correct_reading(
        reading=reading,
        field=name,
        raw=posted_text(request.POST, name),
        base_version=number_of(request.POST.get(VERSION + name)),
        actor=request.actor,
        now=timezone.now(),
    )
    stands = {"fate": done.fate.value, "version": done.version, "raw": done.raw, "message": _told(done)}
    return JsonResponse(stands | _drawn_anew(request, pk))


def _drawn_anew(request: Request, pk: int) -> dict[str, Any]:
    """What every write to a field may change elsewhere on the page."""
    page = review_page(reading_or_404(request, pk), today_in_sao_paulo())
    return {
        "findings": {key_of(field): finding_lines(found) for field, found in page.told_findings.items()},
        "doubts": render_to_string("imports/doubts.html", {"page": page}),
        "said": f"{page.checked} de {page.total} conferidos." if page.left else "Tudo conferido.",
    }


@require_POST
def confirm(request: Request, pk: int) -> HttpResponse:
    """A field stands as on paper. Without scripts the whole form comes along, and is kept first."""
    reading = reading_or_404(request, pk)
    by_script = request.htmx or (request.accepts("application/json") and not request.accepts("text/html"))
    if not by_script and not _save(request, reading):
        return redirect("import-review", pk)
    confirm_field(
        reading=reading,
        field=request.POST.get("field", ""),
        actor=request.actor,
        now=timezone.now(),
        confirmed=request.POST.get("confirmed") != "no",
    )
    return JsonResponse(_drawn_anew(request, pk)) if by_script else redirect("import-review", pk)


def _told(done: Corrected) -> str:
    if done.fate is CorrectionFate.CONFLICTING:
        who = done.by_name or "Outra pessoa"
        return f"{who} alterou este campo enquanto você escrevia. Os dois textos estão guardados."
    if done.fate is CorrectionFate.REJECTED:
        return "Este formulário já não espera conferência: o que você escreveu ficou guardado, sem efeito."
    return ""


@require_POST
def save(request: Request, pk: int) -> HttpResponse:
    """All fields at once, for a page without scripts."""
    reading = reading_or_404(request, pk)
    if _save(request, reading):
        messages.success(request, "Correções guardadas.")
    return redirect("import-review", pk)


def _save(request: Request, reading: FormReading) -> bool:
    """Keeps what the form sent; False (and a message for each) where something could not be applied."""
    page = review_page(reading, today_in_sao_paulo())
    kept_apart = save_posted(page, request.POST, actor=request.actor, now=timezone.now())
    for label, done in kept_apart:
        messages.warning(request, f"{label}: {_told(done)}")
    return not kept_apart


@require_POST
def accept(request: Request, pk: int) -> HttpResponse:
    """Makes the case, with what stands on the page; a draft is opened at once. With doubts that nobody has
    looked at it asks first."""
    reading = reading_or_404(request, pk)
    if not _save(request, reading):
        return redirect("import-review", pk)
    if asked := _ask_about_doubts(request, reading_or_404(request, pk)):
        return asked
    as_history = request.POST.get("as") == "history"
    try:
        done = accept_reading(
            reading=reading,
            as_history=as_history,
            actor=request.actor,
            now=timezone.now(),
            despite_matches=request.POST.get("despite") == "yes",
            provider_id=number_of(request.POST.get("provider")) if "provider" in request.POST else None,
        )
    except OpenCaseMatches as refusal:
        messages.warning(request, refusal.message)
        return redirect("import-review", pk)
    name = done.case.number or f"rascunho {done.case.pk}"
    if not done.created:
        messages.info(request, f"Este formulário já tinha processo: {name}.")
        return redirect("case-page", done.case.pk)
    if as_history:
        messages.success(request, f"{name} criado como histórico, já encerrado.")
        return _to_next(request, reading)
    messages.success(request, f"Criado: {name}.")
    return redirect("case-page", done.case.pk)


def _ask_about_doubts(request: Request, reading: FormReading) -> HttpResponse | None:
    """What is still doubted, and whether to accept all the same; None where nobody is to be asked.

    Who has answered is asked again where there are more doubts by now.
    """
    doubts = unchecked_doubts(reading, timezone.now()) if reading.is_waiting else ()
    if len(doubts) <= number_of(request.POST.get("unchecked")):
        return None
    page = review_page(reading, today_in_sao_paulo())
    titles = {field.name: field.title for field in page.shown}
    context = {
        "reading": reading,
        "page": page,
        "doubts": [{"label": titles.get(doubt.field, ""), "message": doubt.message} for doubt in doubts],
        "accepted_as": "history" if request.POST.get("as") == "history" else "draft",
        "despite": request.POST.get("despite") == "yes",
        "provider": number_of(request.POST.get("provider")) if "provider" in request.POST else None,
    }
    return render(request, "imports/accept_anyway.html", context)


@require_POST
def match(request: Request, pk: int) -> HttpResponse:
    """Says that the form is of a case that is there already."""
    reading = reading_or_404(request, pk)
    case = find_case(request.actor, number_of(request.POST.get("case")))
    if case is None:
        raise Http404
    now = timezone.now()
    done = match_reading(reading=reading, case=case, actor=request.actor, now=now)
    if done.case != case:
        # Somebody else was first: what was chosen here was held against another case.
        messages.warning(request, f"O formulário já estava ligado a {done.case}. Nada foi levado do papel.")
        return redirect("case-page", done.case.pk)
    taken = take_from_paper(
        reading=done.reading, names=request.POST.getlist("take"), actor=request.actor, now=now
    )
    changed = "Nada mudou no processo." if not taken else f"Levado do papel: {_counted(taken)}."
    messages.success(request, f"O formulário ficou ligado a {done.case}. {changed}")
    return _to_next(request, reading)


def _counted(taken: int) -> str:
    return "1 campo" if taken == 1 else f"{taken} campos"


@require_POST
def discard(request: Request, pk: int) -> HttpResponse:
    reading = reading_or_404(request, pk)
    _save(request, reading)
    discard_reading(reading=reading, actor=request.actor, now=timezone.now())
    messages.success(request, "Formulário descartado. O arquivo fica guardado, e dá para desfazer na lista.")
    return _to_next(request, reading)


@require_POST
def restore(request: Request, pk: int) -> HttpResponse:
    reading = reading_or_404(request, pk)
    restore_reading(reading=reading, actor=request.actor, now=timezone.now())
    messages.success(request, "Desfeito: o formulário espera conferência de novo.")
    return redirect("import-review", pk)


def _to_next(request: Request, reading: FormReading) -> HttpResponse:
    """The next form of the batch to look at; the batch where there is none."""
    following = queries.next_to_review(request.actor, reading.file.batch, after=reading)
    if following is None:
        return redirect("import-batch", reading.file.batch_id)
    return redirect("import-review", following.pk)
