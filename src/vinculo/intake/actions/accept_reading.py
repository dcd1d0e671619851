"""A reading becomes a case, or turns out to be of one that is there already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from vinculo.accounts.actor import Actor
from vinculo.cases.actions.change_state import change_state
from vinculo.cases.actions.create_case import DraftFacts, create_case
from vinculo.cases.actions.form_to_case import draft_facts_of
from vinculo.cases.models import Case, FormEdition
from vinculo.cases.states import CaseAction, State
from vinculo.network.models import Provider
from vinculo.network.queries import find_provider_by_identity, providers
from vinculo.paper.form import RetentionForm

from ..corrections import case_texts, contact_texts, laid_over
from ..doubts import edition_sentence
from ..matching import matching_cases
from ..models import SETTLED_WITH_CASE, Fate, FormReading
from ..queries import form_edition_of, texts_over
from ..refusals import OpenCaseMatches, UnableToAcceptReading
from ..twins import twin_with_case
from ..unchecked import unchecked_doubts
from .reading_write import ReadingWrite, writing_reading

NO_PROVIDER = 0


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What became of a reading. `case` is the form's one case; `created`: just now, by this action."""

    reading: FormReading
    case: Case
    created: bool


def accept_reading(
    *,
    reading: FormReading,
    as_history: bool,
    actor: Actor,
    now: dt.datetime,
    despite_matches: bool = False,
    provider_id: int | None = None,
) -> Acceptance:
    """Makes the form's case: a draft, or a closed case of the past. Accepting again gives the same case.

    `provider_id` is the provider of the registry that a person chose, `NO_PROVIDER` for none; without it, the
    one that the form's numbers find.

    Raises:
        NotPermitted: the reading is another operator's, or the actor may not import forms there.
        OpenCaseMatches: a case seems to be this very process, and nobody has said that it is not.
        UnableToAcceptReading: the reading is discarded, or the operator lacks the form's edition.
    """
    with writing_reading(reading=reading, actor=actor, now=now) as write:
        already = _case_there(write)
        if already is not None:
            return already
        _require_acceptable(write.reading)
        form_edition = _require_edition(write.reading)
        typed = texts_over(write.reading)
        form = laid_over(write.reading.form_as_read(), typed)
        if not despite_matches and (found := matching_cases(actor, write.reading.operator_id, form)):
            raise OpenCaseMatches(found)
        if not write.claim(Fate.ACCEPTED):
            return _repeated(write)
        provider = _provider_of(write, form, provider_id)
        case = _make_case(write, form, typed, form_edition, provider, as_history=as_history)
        write.reading.case = case
        write.save()
        unchecked = len(unchecked_doubts(write.reading, now)) if write.reading.doubts else 0
        write.audit("form.accepted", {"case": case.pk, "as_history": as_history, "unchecked": unchecked})
        return Acceptance(write.reading, case, created=True)


def match_reading(*, reading: FormReading, case: Case, actor: Actor, now: dt.datetime) -> Acceptance:
    """Says that the form is of a case that is there already. Nothing in the case changes.

    Raises:
        NotPermitted: the reading is another operator's, or the actor may not import forms there.
        UnableToAcceptReading: the case is not to be seen, or another operator's, or cancelled.
    """
    with writing_reading(reading=reading, actor=actor, now=now) as write:
        already = _case_there(write)
        if already is not None:
            return already
        _require_acceptable(write.reading)
        seen = Case.objects.visible_to(actor).filter(operator_id=write.reading.operator_id)
        found = seen.exclude(state=State.CANCELLED).filter(pk=case.pk).first()
        if found is None:
            raise UnableToAcceptReading("Este processo não aceita o formulário. Nada foi alterado.")
        write.reading.case = found
        if not write.claim(Fate.MATCHED):
            return _repeated(write)
        write.audit("form.matched", {"case": found.pk})
        return Acceptance(write.reading, found, created=False)


def _case_there(write: ReadingWrite) -> Acceptance | None:
    """The case that this reading, or an earlier one of the same form, has."""
    reading = write.reading
    if reading.fate in SETTLED_WITH_CASE and reading.case is not None:
        return Acceptance(reading, reading.case, created=False)
    if reading.fate in (Fate.WAITING, Fate.DUPLICATE) and twin_with_case(reading) is not None:
        return _repeated(write)
    return None


def _repeated(write: ReadingWrite) -> Acceptance:
    """The same form was accepted from another reading: this one is its repetition."""
    twin = twin_with_case(write.reading)
    if twin is None or twin.case is None:
        raise UnableToAcceptReading("O formulário acabou de ser alterado por outra pessoa. Tente de novo.")
    if write.reading.duplicate_of_id != twin.pk or write.reading.fate != Fate.DUPLICATE:
        write.settle(Fate.DUPLICATE)
        write.reading.case, write.reading.duplicate_of = None, twin
        write.save()
        write.audit("form.found_repeated", {"case": twin.case.pk})
    return Acceptance(write.reading, twin.case, created=False)


def _require_acceptable(reading: FormReading) -> None:
    match reading.fate:
        case Fate.WAITING:
            return
        case Fate.DUPLICATE:
            raise UnableToAcceptReading(
                "Este mesmo formulário já espera conferência em outra leitura: confira aquela. "
                "Nada foi criado."
            )
        case Fate.DISCARDED:
            raise UnableToAcceptReading(
                "Este formulário foi descartado. Desfaça o descarte e aceite-o em seguida."
            )
        case Fate.REGROUPED:
            raise UnableToAcceptReading(
                "As folhas deste formulário foram reagrupadas: confira os que saíram delas. Nada foi criado."
            )
        case _:
            raise UnableToAcceptReading(
                "O processo deste formulário foi cancelado. Importe o arquivo de novo para criar outro."
            )


def _require_edition(reading: FormReading) -> FormEdition:
    found = form_edition_of(reading)
    if found is None:
        raise UnableToAcceptReading(edition_sentence(reading.form["edition"]))
    return found


def _make_case(
    write: ReadingWrite,
    form: RetentionForm,
    typed: Mapping[str, str],
    form_edition: FormEdition,
    provider: Provider | None,
    *,
    as_history: bool,
) -> Case:
    actor, now = write.actor, write.now
    case = create_case(
        operator=write.reading.operator,
        edition=form_edition,
        facts=_as_typed(draft_facts_of(form, history=as_history), typed),
        actor=actor,
        now=now,
        provider=provider,
    )
    if not as_history:
        return case
    return change_state(
        case=case,
        action=CaseAction.RECORD_HISTORY,
        actor=actor,
        now=now,
        signed_name=form.signed_by,
        signature_typed=form.signed_by != write.reading.form.get("signed_by"),
    )


def _provider_of(write: ReadingWrite, form: RetentionForm, chosen: int | None) -> Provider | None:
    if chosen == NO_PROVIDER:
        return None
    actor, operator_id = write.actor, write.reading.operator_id
    if chosen is None:
        return find_provider_by_identity(
            actor, operator_id, cnpj=form.cnpj, cpf=form.cpf, cro=form.cro, cro_uf=form.cro_state
        )
    found = providers(actor).filter(operator_id=operator_id, pk=chosen).first()
    if found is None:
        raise UnableToAcceptReading("Este prestador não está no cadastro da operadora. Nada foi criado.")
    return found


def _as_typed(facts: DraftFacts, typed: Mapping[str, str]) -> DraftFacts:
    """With the texts of those who corrected the reading word for word, the unreadable ones included."""
    contacts = {number: dict(values) for number, values in facts.contacts}
    for number, texts in contact_texts(typed).items():
        contacts[number] = contacts.get(number, {}) | texts
    in_order: Sequence[tuple[int, Mapping[str, str]]] = sorted(contacts.items())
    return replace(facts, values={**facts.values, **case_texts(typed)}, contacts=in_order)
