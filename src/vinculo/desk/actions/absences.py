"""Absences of consultants: noted, their cases given to others meanwhile, and given back on return."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction

from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit
from vinculo.accounts.models import Operator, User
from vinculo.accounts.permissions import Permission
from vinculo.kernel.dates import format_date
from vinculo.kernel.refusal import NotPermitted

from ..models import Absence
from ..refusals import UnableToNoteAbsence
from .distribute import Distribution, Given, distribute_cases, undo_distribution

LONGEST = dt.timedelta(days=730)


def note_absence(
    *, user: User, operator: Operator, starts_on: dt.date, ends_on: dt.date, actor: Actor, now: dt.datetime
) -> Absence:
    """Both days included. The cases stay where they are until they are given to others.

    Raises:
        NotPermitted: the actor does not distribute cases of that operator.
        UnableToNoteAbsence: the days make no time, or another absence of the person lies within them.
    """
    actor.require(Permission.CASES_REASSIGN, operator.pk)
    if actor.user is None or not Actor.for_user(user).may(Permission.CASES_WORK, operator.pk):
        raise NotPermitted
    if ends_on < starts_on:
        raise UnableToNoteAbsence("O último dia vem antes do primeiro. Nada foi anotado; confira as datas.")
    if ends_on - starts_on > LONGEST:
        raise UnableToNoteAbsence("São mais de dois anos. Nada foi anotado; confira as datas.")
    with transaction.atomic():
        # The person's row is what two people noting the same absence at once wait for.
        User.objects.select_for_update().get(pk=user.pk)
        within = Absence.objects.filter(
            user=user, operator=operator, ended_at=None, starts_on__lte=ends_on, ends_on__gte=starts_on
        ).first()
        if within is not None:
            raise UnableToNoteAbsence(
                f"{user.name} já está ausente de {format_date(within.starts_on)} a "
                f"{format_date(within.ends_on)}. Nada foi anotado; encerre aquela ausência antes."
            )
        absence = Absence.objects.create(
            user=user,
            operator=operator,
            starts_on=starts_on,
            ends_on=ends_on,
            noted_by=actor.user,
            noted_at=now,
        )
        _audit(absence, "absence.noted", actor, now)
    return absence


def cover_absence(
    *, absence: Absence, plan: Mapping[int, int], actor: Actor, now: dt.datetime
) -> Distribution:
    """Gives cases of the absent person to others, and notes which, to give them back.

    Raises:
        NotPermitted: the actor does not distribute cases of that operator.
        UnableToNoteAbsence: the absence is over.
    """
    with transaction.atomic():
        locked = _locked(absence, actor)
        done = distribute_cases(plan=plan, actor=actor, now=now)
        own = [each for each in done.given if each.before == locked.user_id]
        for each in own:
            locked.moved.setdefault(str(each.after), []).append(each.case_id)
        locked.save(update_fields=["moved"])
        _audit(locked, "absence.covered", actor, now)
    return done


def end_absence(*, absence: Absence, gives_back: bool, actor: Actor, now: dt.datetime) -> Distribution:
    """Ends it, early or late. What is still with the substitutes goes back, if that is wanted.

    Raises:
        NotPermitted: the actor does not distribute cases of that operator.
        UnableToNoteAbsence: the absence is over already.
    """
    with transaction.atomic():
        locked = _locked(absence, actor)
        done = Distribution((), ())
        if gives_back:
            done = undo_distribution(given=moved_cases(locked), actor=actor, now=now)
        locked.ended_at = now
        locked.save(update_fields=["ended_at"])
        _audit(locked, "absence.ended", actor, now)
    return done


def moved_cases(absence: Absence) -> Sequence[Given]:
    """What went to whom because of the absence."""
    return [
        Given(case_id, absence.user_id, int(person))
        for person, cases in absence.moved.items()
        for case_id in cases
    ]


def _locked(absence: Absence, actor: Actor) -> Absence:
    locked = Absence.objects.select_for_update().get(pk=absence.pk)
    actor.require(Permission.CASES_REASSIGN, locked.operator_id)
    if locked.ended_at is not None:
        raise UnableToNoteAbsence("Esta ausência já foi encerrada. Nada foi alterado.")
    return locked


def _audit(absence: Absence, action: str, actor: Actor, now: dt.datetime) -> None:
    record_audit(
        actor=actor,
        operator_id=absence.operator_id,
        action=action,
        subject_kind="user",
        subject_id=absence.user_id,
        now=now,
        detail={"on": f"{format_date(absence.starts_on)} a {format_date(absence.ends_on)}"},
    )
