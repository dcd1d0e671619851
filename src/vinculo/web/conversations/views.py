"""An exported conversation: brought to a case, reviewed, and taken over."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vinculo.accounts.permissions import Permission
from vinculo.cases.actions.view_case import record_case_view
from vinculo.cases.file_kinds import kind_of
from vinculo.cases.models import Case
from vinculo.intake import conversation_queries
from vinculo.intake.actions.receive_conversation import receive_conversation
from vinculo.intake.actions.set_conversation_aside import bring_conversation_back, set_conversation_aside
from vinculo.intake.actions.take_conversation import MOST_CONTACTS, TakenConversation, take_conversation
from vinculo.intake.conversation_review import Review, opened_conversation, review_of
from vinculo.intake.limits import LARGEST_CONVERSATION
from vinculo.intake.models import Conversation
from vinculo.intake.whatsapp.export_file import medium_at
from vinculo.intake.whatsapp.message import UnreadableConversationError
from vinculo.kernel.refusal import Refusal
from vinculo.web.cases.page_views import case_or_404
from vinculo.web.site.http import Request
from vinculo.web.site.undo import tell_with_undo

from . import review_presenters as presenters
from .choice_fields import choice_in, window_in

TOLD_ONE_BY_ONE = 5
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")


def conversation_or_404(request: Request, pk: int, conversation_id: int) -> Conversation:
    """
    Raises:
        Http404: there is no such conversation for this person.
    """
    found = conversation_queries.find_conversation(request.actor, case_or_404(request, pk), conversation_id)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def conversation_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Where an exported file is dropped, and those that came to this case before."""
    request = cast(Request, request)
    case = case_or_404(request, pk)
    request.actor.require(Permission.CASES_WORK, case.operator_id)
    problem = ""
    if request.method == "POST":
        try:
            received = _receive(request, case)
        except Refusal as refused:
            problem = refused.message
        else:
            return redirect("conversation-review", case.pk, received.pk)
    context = {
        "case": case,
        "problem": problem,
        "largest": LARGEST_CONVERSATION,
        "conversations": conversation_queries.conversations_of(request.actor, case),
    }
    return render(request, "conversations/list.html", context, status=422 if problem else 200)


def _receive(request: Request, case: Case) -> Conversation:
    upload = cast("UploadedFile[bytes] | None", request.FILES.get("file"))
    if upload is None:
        raise Refusal("Nenhum arquivo chegou. Escolha o .txt ou o .zip que o WhatsApp exportou.")
    return receive_conversation(
        case=case, name=upload.name or "", content=upload, actor=request.actor, now=timezone.now()
    )


@require_GET
def review(request: HttpRequest, pk: int, conversation_id: int) -> HttpResponse:
    """The conversation with what is chosen of it; one template for the page and for its piece."""
    request = cast(Request, request)
    stored = conversation_or_404(request, pk, conversation_id)
    if not request.htmx:
        now = timezone.now()
        record_case_view(case=stored.case, actor=request.actor, now=now, what="conversation")
    try:
        context = _review_context(request, stored)
    except UnreadableConversationError as failure:
        messages.error(request, f"{failure}")
        return redirect("conversation-list", pk)
    template = "conversations/review.html#conversation" if request.htmx else "conversations/review.html"
    return render(request, template, context)


def _review_context(request: Request, stored: Conversation) -> dict[str, Any]:
    choice = choice_in(request.GET)
    with opened_conversation(stored, now=timezone.now(), order=choice.order) as read:
        reviewed = review_of(read, case=stored.case, choice=choice, actor=request.actor)
        return {
            "case": stored.case,
            "stored": stored,
            "review": reviewed,
            "chat": read.chat,
            "title": read.file.title,
            "window": presenters.window_of(reviewed, stored.case_id, window_in(request.GET)),
            "cards": presenters.draft_cards(reviewed),
            "missing_media": presenters.missing_media(reviewed),
            **_words(reviewed),
        }


def _words(reviewed: Review) -> dict[str, Any]:
    """What is said about the choice, and what keeps it from being taken."""
    messages_ = reviewed.messages
    first, last = reviewed.first, reviewed.last
    drafts = reviewed.kept_drafts
    return {
        "summary": presenters.summary_of(reviewed),
        "authors": presenters.author_lines(reviewed),
        "our_places": [line.place for line in presenters.author_lines(reviewed) if line.is_ours],
        "order_sentence": presenters.order_sentence(reviewed),
        "order_example": presenters.order_example(reviewed),
        "other_order": presenters.other_order(reviewed),
        "from_day": messages_[first].moment.date() if first is not None else None,
        "to_day": messages_[last].moment.date() if last is not None else None,
        "contact_count": len(drafts),
        "hidden_cards": max(0, len(reviewed.drafts) - presenters.MOST_CARDS),
        "chosen_count": sum(len(item.messages) for item in drafts),
        "is_too_much": len(drafts) > MOST_CONTACTS,
        "most_contacts": MOST_CONTACTS,
        "late_count": len(reviewed.late),
        "may_take": bool(drafts or reviewed.late)
        and len(drafts) <= MOST_CONTACTS
        and bool(reviewed.our_names)
        and reviewed.read.chat.order_is_known
        and reviewed.read.stored.case.is_open,
    }


@require_POST
def accept(request: HttpRequest, pk: int, conversation_id: int) -> HttpResponse:
    """The chosen part becomes contacts."""
    request = cast(Request, request)
    stored = conversation_or_404(request, pk, conversation_id)
    try:
        taken = take_conversation(
            conversation=stored,
            choice=choice_in(request.POST),
            largest=settings.MAX_ATTACHMENT_BYTES,
            actor=request.actor,
            now=timezone.now(),
        )
    except Refusal as refused:
        messages.error(request, refused.message)
        return redirect("conversation-review", pk, conversation_id)
    _tell(request, taken)
    anchor = f"#contact-{taken.contacts[0].pk}" if taken.contacts else "#contacts"
    return redirect(reverse("case-page", args=[pk]) + anchor)


@require_POST
def set_aside(request: HttpRequest, pk: int, conversation_id: int) -> HttpResponse:
    request = cast(Request, request)
    stored = conversation_or_404(request, pk, conversation_id)
    set_conversation_aside(conversation=stored, actor=request.actor, now=timezone.now())
    tell_with_undo(
        request, "Conversa deixada de lado.", reverse("conversation-back", args=[pk, conversation_id])
    )
    return redirect("conversation-list", pk)


@require_POST
def bring_back(request: HttpRequest, pk: int, conversation_id: int) -> HttpResponse:
    request = cast(Request, request)
    stored = conversation_or_404(request, pk, conversation_id)
    bring_conversation_back(conversation=stored, actor=request.actor, now=timezone.now())
    messages.success(request, "A conversa voltou para conferência.")
    return redirect("conversation-list", pk)


def _tell(request: Request, taken: TakenConversation) -> None:
    count = presenters.counted
    attachments = count(taken.attachments, "anexo", "anexos")
    if taken.contacts:
        sentence = (
            f"{count(len(taken.contacts), 'contato incluído', 'contatos incluídos')}, com "
            f"{count(taken.messages, 'mensagem', 'mensagens')}"
        )
        with_files = f" e {attachments}" if taken.attachments else ""
        messages.success(request, f"{sentence}{with_files}. Confira e complete cada contato.")
    elif taken.attachments:
        messages.success(request, f"{attachments} a contatos que já estavam no processo.")
    for left_out in taken.left_out[:TOLD_ONE_BY_ONE]:
        messages.warning(request, left_out)
    more = len(taken.left_out) - TOLD_ONE_BY_ONE
    if more > 0:
        messages.warning(
            request, f"Mais {count(more, 'arquivo não foi anexado', 'arquivos não foram anexados')}."
        )


@require_GET
def original(request: HttpRequest, pk: int, conversation_id: int) -> FileResponse:
    """The file as it came; no browser makes a page of it."""
    request = cast(Request, request)
    stored = conversation_or_404(request, pk, conversation_id)
    record_case_view(case=stored.case, actor=request.actor, now=timezone.now(), what="conversation")
    return FileResponse(
        stored.content.open("rb"),
        as_attachment=True,
        filename=stored.name.replace("/", "_"),
        content_type="application/octet-stream",
    )


@require_GET
def medium(request: HttpRequest, pk: int, conversation_id: int, place: int) -> HttpResponse:
    """A picture of the conversation, to be looked at before it is taken over."""
    request = cast(Request, request)
    stored = conversation_or_404(request, pk, conversation_id)
    with stored.content.open("rb") as file:
        content = medium_at(file.file, place, settings.MAX_ATTACHMENT_BYTES)
    kind = kind_of(content) if content else None
    if content is None or kind not in PICTURES:
        raise Http404
    response = HttpResponse(content, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
