"""E-mails about an account: planned in the outbox, written and sent by its worker.

The row holds whom and which template, never text: the link with its token is made when it is sent.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from vinculo.accounts.mail import Letter
from vinculo.accounts.models import User
from vinculo.accounts.queries import active_user
from vinculo.outbox.actions import plan
from vinculo.outbox.handlers import NoUseTrying
from vinculo.outbox.models import OutboxRow

EMAIL_KIND = "email"


@dataclass(frozen=True, slots=True)
class EmailPlanner:
    """A `PlanEmail` for one request: links in the e-mail lead back to the address it came by."""

    origin: str

    @classmethod
    def for_request(cls, request: HttpRequest) -> EmailPlanner:
        return cls(f"{request.scheme}://{request.get_host()}")

    def __call__(self, *, recipient: User, letter: Letter, now: dt.datetime) -> OutboxRow:
        payload = {"recipient": recipient.pk, "template": letter.value, "origin": self.origin}
        return plan(kind=EMAIL_KIND, payload=payload, now=now)


def send_email(row: OutboxRow, now: dt.datetime) -> None:
    """The outbox handler. A person who was deactivated meanwhile gets nothing.

    Raises:
        NoUseTrying: the account is gone or inactive.
    """
    user = active_user(row.payload["recipient"])
    if user is None:
        raise NoUseTrying("the account is not active any more")
    template = f"emails/{Letter(row.payload['template'])}.txt"
    context = _context(user, row.payload["origin"])
    send_mail(
        subject=render_to_string(f"{template}#subject", context).strip(),
        message=render_to_string(f"{template}#body", context).strip() + "\n",
        from_email=None,
        recipient_list=[user.email],
    )


def _context(user: User, origin: str) -> dict[str, Any]:
    password_path = reverse(
        "password-set",
        kwargs={
            "uid": urlsafe_base64_encode(force_bytes(user.pk)),
            "token": default_token_generator.make_token(user),
        },
    )
    return {
        "user": user,
        "sign_in_url": origin + reverse("sign-in"),
        "password_url": origin + password_path,
    }
