"""Walks every address of the product as everybody: who gets in, and that nobody sees another operator's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from vinculo.accounts.models import User
from vinculo.accounts.tests.cast import Cast, signed_in

from .world import MARKS, World, make_world

PUBLIC = {
    *("sign-in", "password-forgotten", "password-set"),
    *("verify", "verify-document"),
    *("public-changes", "public-changes-feed", "calendar-feed"),
}
EVERYBODY = {
    *("home", "today", "account", "account-digest", "sign-out"),
    *("notices", "notices-bell", "notices-seen"),
}
# Who may open the addresses of an area; an address of its own name goes before its area.
# A key that ends in "-" is a whole area; an address of its own name goes before its area.
SEES_REGISTRY = {"alice", "bob", "nina", "davi"}
EDITS_REGISTRY = {"alice", "bob", "nina"}
SYNCS_REGISTRY = {"nina", "adam"}
MAY_OPEN = {
    "case-": {"alice", "bob", "nina", "davi"},
    "case-new": {"alice", "bob"},
    "case-leavers": {"alice", "bob"},
    "case-ask": {"alice", "bob"},
    "task-": {"alice", "bob", "sara", "nina", "davi"},
    "duty-": {"alice", "bob", "nina", "davi"},
    "duty-file": {"alice", "bob", "davi"},
    "incoming-": {"alice", "bob", "nina", "davi"},
    "task-file": {"alice", "bob", "sara", "davi"},
    "protocol-": {"alice", "bob", "nina", "davi"},
    "case-letter": {"alice", "bob"},
    "case-print": {"alice", "bob", "davi"},
    "document-": {"alice", "bob", "davi"},
    "case-attachment": {"alice", "bob", "davi"},
    "case-attachment-thumbnail": {"alice", "bob", "davi"},
    "case-paper": {"alice", "bob", "davi"},
    "case-paper-crop": {"alice", "bob", "davi"},
    "case-paper-original": {"alice", "bob", "davi"},
    "case-paper-sheet": {"alice", "bob", "davi"},
    "case-returned": {"alice", "bob", "davi"},
    "case-returned-sheet": {"alice", "bob", "davi"},
    "blank-": {"alice", "bob", "sara", "nina", "davi", "adam"},
    "conversation-": {"alice", "bob"},
    "view-": {"alice", "bob", "nina", "davi"},
    "bulk-": {"alice", "bob", "nina", "davi"},
    "bulk-job": {"alice"},
    "bulk-file": {"alice"},
    "import-": {"alice", "bob"},
    "team-": {"bob"},
    "today-": {"bob"},
    "provider": SEES_REGISTRY,
    "provider-list": SEES_REGISTRY,
    "provider-impact": SEES_REGISTRY,
    "provider-history": SEES_REGISTRY,
    "provider-dealings": SEES_REGISTRY,
    "provider-": EDITS_REGISTRY,
    "affiliation-": EDITS_REGISTRY,
    "technical-": EDITS_REGISTRY,
    "contact-": EDITS_REGISTRY,
    "coverage-": SEES_REGISTRY,
    "municipality-": SEES_REGISTRY,
    "divergence-": {"alice", "bob", "nina", "davi"},
    "user-": {"adam"},
    "operator-": {"adam"},
    "edition-": {"adam", "nina"},
    "message-": {"adam", "nina", "bob"},
    "holiday-": {"adam", "nina", "bob"},
    "letter-": {"adam", "nina", "bob"},
    "level-": {"adam", "nina", "bob"},
    "sector-": {"adam", "nina", "bob"},
    "exit-": {"adam", "nina", "bob"},
    "comparison-": {"adam", "nina", "bob"},
    "access-": {"adam", "bob", "davi"},
    "deadline-": {"alice", "bob", "nina", "davi"},
    "legal-": {"adam", "nina", "bob"},
    "sync-": SYNCS_REGISTRY,
    "administration": {"adam", "nina", "bob", "davi"},
}
# Who may send to the addresses that take writes.
MAY_SEND = {
    "case-": {"alice", "bob"},
    "task-": {"alice", "bob"},
    "incoming-": {"alice", "bob"},
    "refused-": {"alice", "bob"},
    "follow-": {"bob"},
    "duty-": {"alice", "bob"},
    "protocol-": {"alice", "bob", "nina"},
    "task-claim": {"sara"},
    "task-release": {"sara"},
    "task-answer": {"sara"},
    "today-": {"alice", "bob"},
    "team-": {"bob"},
    "case-search": {"alice", "bob", "nina", "davi"},
    "search": {"alice", "bob", "nina", "davi"},
    "case-presence": {"alice", "bob", "nina", "davi"},
    "case-reassign": {"bob"},
    "board-": {"alice", "bob"},
    "columns-": {"alice", "bob", "nina", "davi"},
    "view-": {"alice"},
    "view-save": {"alice", "bob", "nina", "davi"},
    "view-restore": {"alice", "bob", "nina", "davi"},
    "bulk-": {"alice"},
    "bulk-start": {"alice", "bob", "nina", "davi"},
    "conversation-": {"alice", "bob"},
    "case-compare": {"bob"},
    "case-part": {"bob"},
    "provider-": EDITS_REGISTRY,
    "provider-search": SEES_REGISTRY,
    "affiliation-": EDITS_REGISTRY,
    "technical-": EDITS_REGISTRY,
    "contact-": EDITS_REGISTRY,
    "import-": {"alice", "bob"},
    "divergence-": {"alice", "bob", "nina", "davi"},
    "divergence-open-case": {"alice", "bob"},
    "divergence-link": {"alice", "bob"},
    "user-": {"adam"},
    "edition-": {"adam", "nina"},
    "message-": {"adam", "nina", "bob"},
    "holiday-": {"adam", "nina", "bob"},
    "letter-": {"adam", "nina", "bob"},
    "level-": {"adam", "nina", "bob"},
    "exit-": {"adam", "nina", "bob"},
    "sector-": {"adam", "nina", "bob"},
    "comparison-": {"adam", "nina", "bob"},
    "deadline-": {"alice", "bob"},
    "deadline-exception": {"bob"},
    "deadline-calendar": {"alice", "bob", "nina", "davi"},
    "deadline-calendar-revoke": {"alice", "bob", "nina", "davi"},
    "legal-": {"adam", "nina", "bob"},
    "legal-public": {"adam"},
    "sync-": SYNCS_REGISTRY,
}
ROLES = ("alice", "bob", "sara", "nina", "davi", "adam")
GARBAGE = {
    "action": "fly",
    "field": "\x00",
    "raw": "<script>",
    "list": "?",
    "code": "' or 1=1",
    "token": "x",
    "q": "%_'\\",
    "number": "9" * 400,
    "name": "é" * 3000,
    "file": "none",
    "provider": "-1",
    "base_version": "1e9",
    "contact": "-7",
    "consultant": "²",
    "operator": "1;2",
    "dentist": "0",
}


@dataclass(frozen=True)
class Address:
    name: str
    parts: frozenset[str]

    def path(self, world: World) -> str:
        return reverse(self.name, kwargs=world.kwargs_for(self.name, self.parts) if self.parts else None)

    def allowed(self, table: dict[str, set[str]]) -> set[str] | None:
        """Who is let in by a table, by the address's own name or by its area."""
        return table.get(self.name, table.get(self.name.split("-", maxsplit=1)[0] + "-"))


def all_addresses() -> Iterator[Address]:
    def walk(resolver: URLResolver) -> Iterator[URLPattern]:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern)
            else:
                yield pattern

    for pattern in walk(get_resolver()):
        if pattern.name:
            yield Address(pattern.name, frozenset(pattern.pattern.converters))


ADDRESSES = sorted(all_addresses(), key=lambda address: address.name)


@pytest.fixture
def world(cast: Cast) -> World:
    return make_world(cast)


class Walker:
    """A signed-in person who asks for one address after the other; each request is undone afterwards."""

    def __init__(self, user: User) -> None:
        self.client = signed_in(user)
        # A failure answers 500, as it would outside of tests.
        self.client.raise_request_exception = False

    def ask(self, method: str, path: str, data: dict[str, str] | None = None) -> tuple[int, str]:
        """The status and the text of the answer."""
        with transaction.atomic():
            answer = getattr(self.client, method)(path, data)
            body = b"".join(answer) if answer.streaming else answer.content
            transaction.set_rollback(True)
        return answer.status_code, body.decode("utf-8", "replace")


def state_of_the_database() -> dict[str, int]:
    skipped = {"accounts.AuditEntry", "sessions.Session"}
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.label not in skipped and model._meta.managed
    }


def test_every_area_says_who_may_open_it():
    names = {address.name for address in ADDRESSES} - PUBLIC - EVERYBODY
    unknown = {name for name in names if Address(name, frozenset()).allowed(MAY_OPEN | MAY_SEND) is None}
    assert unknown == set()


def test_nobody_gets_in_without_signing_in(world: World, client: Client):
    for address in ADDRESSES:
        if address.name in PUBLIC:
            continue
        path = address.path(world)
        for method in ("get", "post"):
            answer = getattr(client, method)(path)
            assert answer.status_code in (302, 405), f"{method} {path}"
            if answer.status_code == 302:
                assert answer.url.startswith("/entrar/") or address.name in EVERYBODY, path


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_is_its_own_and_nothing_breaks(world: World, cast: Cast, role: str):
    walker = Walker(getattr(cast, role))
    for address in ADDRESSES:
        if address.name in PUBLIC:
            continue
        path = address.path(world)
        status, _ = walker.ask("get", path)
        assert status < 500, f"GET {path}"
        if status == 405 or address.name in EVERYBODY:
            continue
        assert (status in (200, 302)) is (role in (address.allowed(MAY_OPEN) or set())), f"{path}: {status}"


@pytest.mark.parametrize("role", ROLES)
def test_garbage_breaks_nothing_and_only_who_may_send_is_heard(world: World, cast: Cast, role: str):
    walker = Walker(getattr(cast, role))
    for address in ADDRESSES:
        if address.name in PUBLIC | {"sign-out"}:
            continue
        path = address.path(world)
        may_send = address.allowed(MAY_SEND)
        refused = may_send is not None and role not in may_send
        # Who is refused is so whatever they send, and what is not sent breaks for all in the same way.
        tells_nothing = role == min(may_send or {"alice"})
        for data in ({}, GARBAGE) if tells_nothing and not refused else (GARBAGE,):
            status, _ = walker.ask("post", path, data)
            assert status < 500, f"POST {path} {data}"
            if refused and status != 405:
                assert status in (403, 404), f"{path}: {status}"


def test_an_outsider_sees_and_changes_nothing(world: World, cast: Cast):
    walker = Walker(cast.charlie)
    before = state_of_the_database()
    for address in ADDRESSES:
        if address.name in PUBLIC | {"sign-out"}:
            continue
        path = address.path(world)
        owned = address.parts and address.name != "coverage-city"
        for method, data in (("get", None), ("post", {"q": MARKS[0]}), ("post", GARBAGE)):
            status, body = walker.ask(method, path, data)
            if owned:
                assert status in (403, 404, 405), f"{method} {path}: {status}"
            # What he typed himself may be said back to him.
            shown = body.replace(MARKS[0], "") if data and data.get("q") == MARKS[0] else body
            assert not [mark for mark in MARKS if mark in shown], f"{method} {path}"
    assert state_of_the_database() == before


def test_search_and_counts_tell_an_outsider_nothing(world: World, cast: Cast):
    walker = Walker(cast.charlie)
    for name in ("search", "case-search", "provider-search", "case-new"):
        for words in ("quimera", "zircônia", "inconfundível", "777123"):
            path = reverse(name)
            _, shown = walker.ask("post", path, {"q": words, "search": "1"})
            assert not [mark for mark in MARKS if mark in shown], f"{path} {words}"
    _, listed = walker.ask("get", reverse("case-list"))
    assert reverse("case-page", args=[world.case.pk]) not in listed
