"""A CRO that somebody has looked up at the council, and one that nobody has."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from vinculo.accounts.actor import Actor
from vinculo.accounts.tests.cast import Cast
from vinculo.kernel.refusal import NotPermitted

from ..actions.confirm_cro import UnableToConfirmCro, confirm_cro_with_council, undo_cro_confirmation
from ..actions.edit_dentist import edit_dentist
from ..models import Dentist
from .audit_trail import audit_trail
from .factories import make_dentist
from .moments import NOW, TODAY
from .test_edit_dentist import as_typed


def confirmed(dentist: Dentist, by: Actor, on: dt.date = TODAY) -> Dentist:
    return confirm_cro_with_council(dentist=dentist, actor=by, now=NOW, checked_on=on)


def test_the_day_and_the_person_are_kept_and_can_be_taken_back(cast: Cast, editor: Actor) -> None:
    dentist = make_dentist(cast.operator)
    confirmed(dentist, editor)
    dentist.refresh_from_db()
    assert (dentist.council_checked_on, dentist.council_checked_by) == (TODAY, editor.user)

    undo_cro_confirmation(dentist=dentist, actor=editor, now=NOW)
    dentist.refresh_from_db()
    assert (dentist.council_checked_on, dentist.council_checked_by) == (None, None)
    assert [(entry.action, entry.detail) for entry in audit_trail()] == [
        ("dentist.cro_confirmed", {"cro": dentist.cro, "checked_on": "2026-05-20"}),
        ("dentist.cro_confirmation_undone", {"cro": dentist.cro, "checked_on": "2026-05-20"}),
    ]


def test_said_twice_it_is_written_once(cast: Cast, editor: Actor) -> None:
    dentist = make_dentist(cast.operator)
    for _ in range(2):
        confirmed(dentist, editor)
    undo_cro_confirmation(dentist=dentist, actor=editor, now=NOW)
    undo_cro_confirmation(dentist=dentist, actor=editor, now=NOW)
    assert audit_trail().count() == 2


@pytest.mark.parametrize("other", [{"cro_number": "4321"}, {"cro_uf": "RJ"}])
def test_another_cro_is_one_that_nobody_looked_up(cast: Cast, editor: Actor, other: dict[str, Any]) -> None:
    dentist = confirmed(make_dentist(cast.operator), editor)
    data = replace(as_typed(dentist), **other)
    edited = edit_dentist(dentist=dentist, data=data, seen_version=1, actor=editor, now=NOW)
    assert (edited.council_checked_on, edited.council_checked_by) == (None, None)


def test_another_name_leaves_the_confirmation_as_it_is(cast: Cast, editor: Actor) -> None:
    dentist = confirmed(make_dentist(cast.operator), editor)
    data = replace(as_typed(dentist), name="Renata Leão")
    edited = edit_dentist(dentist=dentist, data=data, seen_version=1, actor=editor, now=NOW)
    assert edited.council_checked_on == TODAY


@pytest.mark.parametrize(
    ("stands_and_seen", "on", "code"),
    [
        (("20111", "20111"), TODAY + dt.timedelta(days=1), "checked-ahead"),
        (("20111", "20999"), TODAY, "cro-changed"),
        (("0", "0"), TODAY, "cro-shape"),
    ],
)
def test_what_cannot_be_is_refused(
    cast: Cast, editor: Actor, stands_and_seen: tuple[str, str], on: dt.date, code: str
) -> None:
    stands, seen = stands_and_seen
    dentist = make_dentist(cast.operator, cro_number=stands)
    dentist.cro_number = seen
    with pytest.raises(UnableToConfirmCro) as refused:
        confirmed(dentist, editor, on)
    assert [finding.code for finding in refused.value.findings] == [code]
    assert not Dentist.objects.filter(pk=dentist.pk, council_checked_on__isnull=False).exists()


def test_an_outsider_confirms_and_undoes_nothing(cast: Cast, outsider: Actor) -> None:
    dentist = make_dentist(cast.operator)
    with pytest.raises(NotPermitted):
        confirmed(dentist, outsider)
    with pytest.raises(NotPermitted):
        undo_cro_confirmation(dentist=dentist, actor=outsider, now=NOW)
