"""Who leaves: the provider behind a case, and its further dentists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db.models import Max

from vinculo.accounts.actor import Actor
from vinculo.network.models import Provider

from ..models import Case, CaseDentist, CaseEvent
from ..refusals import UnableToWriteCase
from .case_write import writing
from .create_case import append_dentists
from .heard_phones import note_all_phones


def link_provider(*, case: Case, provider: Provider | None, actor: Actor, now: dt.datetime) -> Case:
    """Links the case to a provider of the registry, or (None) to none. The head stays as typed.

    Raises:
        UnableToWriteCase: the provider is another operator's, or the case takes no more writes.
    """
    with writing(case=case, actor=actor, now=now) as write:
        write.require_open()
        if provider is not None and provider.operator_id != write.case.operator_id:
            raise UnableToWriteCase("Este prestador não é da operadora do processo. Nada foi alterado.")
        write.case.provider = provider
        write.changed.add("provider")
        note_all_phones(write)
        write.stale_search = True
        write.tell(CaseEvent.Kind.PROVIDER_LINKED, provider=provider.pk if provider else None)
        write.audit("case.provider_linked", {"provider": provider.pk if provider else None})
        return write.case


def add_dentist(*, case: Case, values: Mapping[str, str], actor: Actor, now: dt.datetime) -> CaseDentist:
    """Adds a further dentist (name, cro, cro_state as typed), printed on the continuation sheet.

    The same texts again are the same dentist: a form sent twice adds one.
    """
    with writing(case=case, actor=actor, now=now) as write:
        write.require_open()
        already = _same_dentist(write.case, values)
        if already is not None:
            return already
        last = CaseDentist.objects.filter(case=write.case).aggregate(last=Max("position"))["last"] or 0
        append_dentists(write, [values], first_position=last + 1)
        write.stale_search = True
        write.tell(CaseEvent.Kind.DENTISTS_CHANGED, added=last + 1)
        write.audit("case.dentist_added", {"position": last + 1})
        return CaseDentist.objects.get(case=write.case, position=last + 1)


def _same_dentist(case: Case, values: Mapping[str, str]) -> CaseDentist | None:
    standing = CaseDentist.objects.filter(case=case, removed_at=None)
    names = ("name", "cro", "cro_state")
    return next(
        (row for row in standing if all(row.raw(name) == values.get(name, "") for name in names)), None
    )


def remove_dentist(*, case: Case, dentist_id: int, actor: Actor, now: dt.datetime) -> CaseDentist:
    """Takes a further dentist out of the case; the row stays, marked.

    Raises:
        UnableToWriteCase: the dentist is not there, or the case takes no more writes.
    """
    with writing(case=case, actor=actor, now=now) as write:
        write.require_open()
        row = CaseDentist.objects.filter(case=write.case, pk=dentist_id, removed_at=None).first()
        if row is None:
            raise UnableToWriteCase("Este dentista já não faz parte do processo. Nada foi alterado.")
        row.removed_at = now
        row.save(update_fields=["removed_at"])
        write.stale_search = True
        write.tell(CaseEvent.Kind.DENTISTS_CHANGED, removed=row.position)
        write.audit("case.dentist_removed", {"position": row.position})
        return row


def restore_dentist(*, case: Case, dentist_id: int, actor: Actor, now: dt.datetime) -> CaseDentist:
    """Takes the removal of a further dentist back. One who was not removed stays as it is.

    Raises:
        UnableToWriteCase: the dentist never was in the case, or the case takes no more writes.
    """
    with writing(case=case, actor=actor, now=now) as write:
        write.require_open()
        row = CaseDentist.objects.filter(case=write.case, pk=dentist_id).first()
        if row is None:
            raise UnableToWriteCase("Este dentista nunca fez parte do processo. Nada foi alterado.")
        if row.removed_at is None:
            return row
        row.removed_at = None
        row.save(update_fields=["removed_at"])
        write.stale_search = True
        write.tell(CaseEvent.Kind.DENTISTS_CHANGED, restored=row.position)
        write.audit("case.dentist_restored", {"position": row.position})
        return row
