"""Signing in and out, and one's own password."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from vinculo.accounts.actions.digest import set_digest_wanted
from vinculo.accounts.actions.passwords import (
    LinkNotValid,
    UnableToSetPassword,
    ask_password_link,
    change_password,
    set_password_by_link,
    user_of_link,
)
from vinculo.accounts.actions.sign_in import UnableToSignIn, record_sign_out, sign_in
from vinculo.accounts.models import User
from vinculo.web.site.http import Request
from vinculo.web.site.refused_form import show_refusal

from .emails import EmailPlanner
from .forms import ChangePasswordForm, ForgottenPasswordForm, NewPasswordForm, SignInForm
from .presenters import present_account
from .visits import (
    forget_session,
    network_address,
    next_page,
    page_after_sign_in,
    remember_session,
    session_has_ended,
    start_session,
)

REFUSED = 422


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in_page(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(page_after_sign_in(request))
    form = SignInForm(request.POST or None)
    if form.is_valid():
        try:
            user = sign_in(
                email=form.cleaned_data["email"],
                password=form.cleaned_data["password"],
                address=network_address(request),
                now=timezone.now(),
            )
        except UnableToSignIn as refusal:
            show_refusal(form, refusal)
        else:
            start_session(request, user)
            response = redirect(page_after_sign_in(request))
            remember_session(request, response, user)
            return response
    context = {"form": form, "next": next_page(request), "session_ended": session_has_ended(request)}
    return render(request, "account/sign_in.html", context, status=REFUSED if form.errors else 200)


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    record_sign_out(actor=cast(Request, request).actor, now=timezone.now())
    logout(request)
    response = redirect("sign-in")
    forget_session(response)
    return response


@login_not_required
@require_http_methods(["GET", "POST"])
def forgotten_password(request: HttpRequest) -> HttpResponse:
    form = ForgottenPasswordForm(request.POST or None, initial={"email": request.GET.get("email", "")})
    if form.is_valid():
        email = form.cleaned_data["email"]
        ask_password_link(email=email, plan_email=EmailPlanner.for_request(request), now=timezone.now())
        return render(request, "account/password_link_sent.html", {"email": email})
    return render(
        request, "account/forgotten_password.html", {"form": form}, status=REFUSED if form.errors else 200
    )


@login_not_required
@never_cache
@sensitive_post_parameters("password", "repeated")
@require_http_methods(["GET", "POST"])
def set_password(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    form = NewPasswordForm(request.POST or None)
    try:
        user = user_of_link(uid, token)
        if form.is_valid():
            set_password_by_link(
                uid=uid, token=token, password=form.cleaned_data["password"], now=timezone.now()
            )
            messages.success(request, "Senha definida. Entre com ela.")
            return redirect("sign-in")
    except UnableToSetPassword as refusal:
        show_refusal(form, refusal)
    except LinkNotValid as refusal:
        return render(request, "account/link_not_valid.html", {"refusal": refusal}, status=404)
    context = {"form": form, "account": user}
    return render(request, "account/set_password.html", context, status=REFUSED if form.errors else 200)


@require_POST
def digest(request: Request) -> HttpResponse:
    """The morning's e-mail, on or off."""
    wanted = request.POST.get("wanted") == "yes"
    set_digest_wanted(wanted=wanted, actor=request.actor, now=timezone.now())
    done = "Você volta a receber o resumo do dia." if wanted else "Você não recebe mais o resumo do dia."
    messages.success(request, done)
    return redirect("account")


@never_cache
@sensitive_post_parameters("current", "password", "repeated")
@require_http_methods(["GET", "POST"])
def account(request: Request) -> HttpResponse:
    form = ChangePasswordForm(request.POST or None)
    if form.is_valid():
        try:
            user = change_password(
                actor=request.actor,
                current=form.cleaned_data["current"],
                password=form.cleaned_data["password"],
                now=timezone.now(),
            )
        except UnableToSetPassword as refusal:
            show_refusal(form, refusal)
        else:
            update_session_auth_hash(request, user)
            messages.success(request, "Senha alterada. Suas outras sessões foram encerradas.")
            return redirect("account")
    context = {"form": form, "account": present_account(cast(User, request.user), request.actor)}
    return render(request, "account/account.html", context, status=REFUSED if form.errors else 200)
