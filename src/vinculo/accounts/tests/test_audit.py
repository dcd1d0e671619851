from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from vinculo.accounts.actions.memberships import RoleGrant, change_memberships
from vinculo.accounts.actions.sign_in import sign_in
from vinculo.accounts.actions.users import create_user, edit_user
from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit
from vinculo.accounts.models import AuditEntry
from vinculo.accounts.permissions import Role
from vinculo.accounts.queries import audit_entries, audited_actions
from vinculo.accounts.tests.cast import PASSWORD, Cast, actor_of
from vinculo.accounts.tests.moments import NOW

TODAY = NOW.date()


def line(cast: Cast, action: str = "case.opened", operator_id: int | None = None) -> AuditEntry:
    return record_audit(
        actor=actor_of(cast.alice),
        operator_id=operator_id or cast.operator.pk,
        action=action,
        subject_kind="case",
        subject_id=1,
        now=NOW,
    )


@pytest.mark.parametrize(
    "statement", ["UPDATE accounts_auditentry SET action = 'x'", "DELETE FROM accounts_auditentry"]
)
def test_the_database_refuses_to_change_history(cast: Cast, statement: str) -> None:
    line(cast)
    refused = pytest.raises(DatabaseError, match="append-only")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEntry.objects.filter(action="case.opened").count() == 1


def test_the_orm_cannot_either(cast: Cast) -> None:
    entry = line(cast)
    entry.action = "case.closed"
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.delete()


def test_a_write_that_is_rolled_back_leaves_no_line(cast: Cast) -> None:
    before = AuditEntry.objects.count()
    with transaction.atomic():
        edit_user(user=cast.beto, name="Beto L.", email="b@x.example", actor=actor_of(cast.adam), now=NOW)
        assert AuditEntry.objects.count() == before + 1
        transaction.set_rollback(True)
    assert AuditEntry.objects.count() == before
    cast.beto.refresh_from_db()
    assert cast.beto.name == "Beto Lacerda"


def test_the_log_shows_the_own_operator_and_its_accounts(cast: Cast) -> None:
    ours, theirs = line(cast), line(cast, operator_id=cast.other_operator.pk)
    edit_user(user=cast.beto, name="Beto L.", email="b@x.example", actor=Actor.system(), now=NOW)
    edit_user(user=cast.charlie, name="C. Zanetti", email="c@x.example", actor=Actor.system(), now=NOW)
    seen = set(audit_entries(actor_of(cast.davi)))
    assert ours in seen
    assert theirs not in seen
    accounts = {entry.subject_id for entry in seen if entry.action == "user.changed"}
    assert accounts == {str(cast.beto.pk)}
    assert theirs in set(audit_entries(actor_of(cast.charlie)))


def test_adding_a_stranger_opens_no_history_of_signing_in(cast: Cast) -> None:
    """Neither what was before, nor, while the account is also another operator's, what comes after."""
    sign_in(email=cast.charlie.email, password=PASSWORD, address="192.0.2.8", now=NOW)
    added = NOW + dt.timedelta(hours=1)
    adam = actor_of(cast.adam)
    grants = {cast.operator.pk: [RoleGrant(Role.CONSULTANT)]}
    create_user(email=cast.charlie.email, name="C", grants=grants, actor=adam, now=added)
    sign_in(email=cast.charlie.email, password=PASSWORD, address="192.0.2.8", now=added)
    of_charlie = audit_entries(adam, person=cast.charlie.pk)
    assert [entry.action for entry in of_charlie] == ["membership.changed"]
    change_memberships(
        user=cast.charlie, grants={cast.other_operator.pk: []}, actor=Actor.system(), now=added
    )
    assert {entry.at for entry in of_charlie.all()} == {added}
    assert of_charlie.filter(action="account.signed_in").count() == 1


@pytest.mark.parametrize("who", ["alice", "sara", "nina"])
def test_others_see_no_line(cast: Cast, who: str) -> None:
    line(cast)
    assert not audit_entries(actor_of(getattr(cast, who))).exists()
    assert audited_actions(actor_of(getattr(cast, who))) == []


def test_the_log_is_filtered_by_person_action_and_period(cast: Cast) -> None:
    davi = actor_of(cast.davi)
    opened, printed = line(cast), line(cast, "case.printed")
    assert list(audit_entries(davi, action="case.printed")) == [printed]
    assert list(audit_entries(davi, person=cast.alice.pk, action="case.opened")) == [opened]
    assert not audit_entries(davi, person=cast.bob.pk, action="case.opened").exists()
    assert not audit_entries(davi, action="case.opened", first_day=TODAY + dt.timedelta(days=1)).exists()
    assert not audit_entries(davi, action="case.opened", last_day=TODAY - dt.timedelta(days=1)).exists()
    assert {"case.opened", "case.printed", "membership.changed"} <= set(audited_actions(davi))


def test_what_was_done_to_a_person_is_found_by_that_person(cast: Cast) -> None:
    grants = {cast.operator.pk: [RoleGrant(Role.SUPERVISOR)]}
    change_memberships(user=cast.beto, grants=grants, actor=actor_of(cast.adam), now=NOW)
    found = audit_entries(actor_of(cast.davi), person=cast.beto.pk, first_day=TODAY)
    assert [entry.action for entry in found] == ["membership.changed"]
