"""Users: the list, a new one, one's account, roles and access."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from vinculo.accounts.actions.memberships import UnableToChangeMemberships, change_memberships
from vinculo.accounts.actions.passwords import send_password_link
from vinculo.accounts.actions.users import (
    UnableToSaveUser,
    create_user,
    deactivate_user,
    edit_user,
    may_edit_account,
    reactivate_user,
)
from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator, User
from vinculo.accounts.permissions import Permission
from vinculo.accounts.queries import administered_users, operators_with
from vinculo.cases.queries.editions import sectors_of
from vinculo.web.account.emails import EmailPlanner
from vinculo.web.site.http import Request
from vinculo.web.site.refused_form import show_refusal

from .pages import page_links
from .sections import require_anywhere, tabs_for
from .user_forms import AccountForm, RolesForm, grants_of, roles_forms
from .user_presenters import Sectors, present_user

ROWS = 50
REFUSED = 422


def user_list(request: Request) -> HttpResponse:
    require_anywhere(request.actor, Permission.USERS_EDIT)
    search = request.GET.get("q", "").strip()
    operators = _operators(request.actor)
    page = Paginator(administered_users(request.actor, search), ROWS).get_page(request.GET.get("page"))
    sectors = _sectors(operators)
    context = {
        "tabs": tabs_for(request.actor, "user-list"),
        "search": search,
        "users": [present_user(user, sectors, with_operator=len(operators) > 1) for user in page],
        "pager": page_links(page, request.GET),
    }
    template = "administration/user_list.html"
    return render(request, f"{template}#results" if request.htmx else template, context)


@require_http_methods(["GET", "POST"])
def user_new(request: Request) -> HttpResponse:
    require_anywhere(request.actor, Permission.USERS_EDIT)
    form = AccountForm(request.POST or None)
    roles = _roles_forms(request, None)
    if _all_valid(form, *roles):
        try:
            user = create_user(
                name=form.cleaned_data["name"],
                email=form.cleaned_data["email"],
                grants=grants_of(roles),
                actor=request.actor,
                now=timezone.now(),
                plan_email=EmailPlanner.for_request(request),
            )
        except (UnableToSaveUser, UnableToChangeMemberships) as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _welcome(user, form.cleaned_data["name"]))
            return redirect("user-page", pk=user.pk)
    context = {"tabs": tabs_for(request.actor, "user-list"), "form": form, "roles": roles}
    return render(request, "administration/user_new.html", context, status=_status(form, *roles))


@require_http_methods(["GET", "POST"])
def user_page(request: Request, pk: int) -> HttpResponse:
    user = _find(request.actor, pk)
    form = AccountForm(request.POST or None, initial={"name": user.name, "email": user.email})
    if form.is_valid():
        try:
            edit_user(
                user=user,
                name=form.cleaned_data["name"],
                email=form.cleaned_data["email"],
                actor=request.actor,
                now=timezone.now(),
            )
        except UnableToSaveUser as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, "Conta salva.")
            return redirect("user-page", pk=pk)
    return _user_page(request, user, form, _roles_forms(request, user, fill=False))


@require_POST
def user_roles(request: Request, pk: int) -> HttpResponse:
    user = _find(request.actor, pk)
    form = AccountForm(initial={"name": user.name, "email": user.email})
    roles = _roles_forms(request, user)
    if not _all_valid(*roles):
        return _user_page(request, user, form, roles)
    try:
        change_memberships(user=user, grants=grants_of(roles), actor=request.actor, now=timezone.now())
    except UnableToChangeMemberships as refusal:
        show_refusal(roles[0], refusal)
        return _user_page(request, user, form, roles)
    if not any(grants_of(roles).values()):
        messages.success(request, f"{user.name} não tem mais perfil aqui.")
        return redirect("user-list")
    messages.success(request, "Perfis salvos.")
    return redirect("user-page", pk=pk)


@require_POST
def user_active(request: Request, pk: int) -> HttpResponse:
    """Deactivates or reactivates: each is the undoing of the other."""
    user = _find(request.actor, pk)
    if request.POST.get("active") == "1":
        reactivate_user(user=user, actor=request.actor, now=timezone.now())
        messages.success(request, "Usuário reativado, com os perfis de antes.")
    else:
        deactivate_user(user=user, actor=request.actor, now=timezone.now())
        messages.success(request, "Usuário desativado: não entra mais. Você pode reativá-lo nesta página.")
    return redirect("user-page", pk=pk)


@require_POST
def user_password_link(request: Request, pk: int) -> HttpResponse:
    user = _find(request.actor, pk)
    planner = EmailPlanner.for_request(request)
    send_password_link(user=user, actor=request.actor, plan_email=planner, now=timezone.now())
    messages.success(request, f"O link para definir a senha vai para {user.email}.")
    return redirect("user-page", pk=pk)


def _find(actor: Actor, pk: int) -> User:
    require_anywhere(actor, Permission.USERS_EDIT)
    user = administered_users(actor).filter(pk=pk).first()
    if user is None:
        raise Http404
    return user


def _user_page(request: Request, user: User, form: AccountForm, roles: list[RolesForm]) -> HttpResponse:
    context = {
        "tabs": tabs_for(request.actor, "user-list"),
        "user_row": present_user(user, _sectors([]), with_operator=False),
        "form": form,
        "roles": roles,
        "may_edit_account": may_edit_account(user, request.actor),
        "is_self": user == request.actor.user,
    }
    return render(request, "administration/user_page.html", context, status=_status(form, *roles))


def _operators(actor: Actor) -> list[Operator]:
    return list(operators_with(actor, Permission.USERS_EDIT))


def _sectors(operators: list[Operator]) -> Sectors:
    return {operator.pk: sectors_of(operator) for operator in operators}


def _roles_forms(request: Request, user: User | None, *, fill: bool = True) -> list[RolesForm]:
    """`fill`: with what was posted; the account's form of the same page posts no roles."""
    operators = _operators(request.actor)
    held = list(user.memberships.all()) if user else []
    data: Any = request.POST if fill and request.method == "POST" else None
    return roles_forms(operators, _sectors(operators), held, data)


def _all_valid(*given: AccountForm | RolesForm) -> bool:
    """All of them are asked, so that everything that is wrong is told at once."""
    verdicts = [form.is_valid() for form in given]
    return all(verdicts)


def _status(*given: AccountForm | RolesForm) -> int:
    return REFUSED if any(form.is_bound and form.errors for form in given) else 200


def _welcome(user: User, typed_name: str) -> str:
    if user.name != " ".join(typed_name.split()):
        return (
            f"{user.email} já tinha conta no Vínculo, como {user.name}: os perfis foram acrescentados a ela."
        )
    return f"Usuário criado. Um e-mail com o acesso vai para {user.email}."
