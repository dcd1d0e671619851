"""Performs what happens to cases: by the actions of `cases`, each by its person at its moment."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace
from random import Random

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.cases.actions.add_contact import add_contact, void_contact
from vinculo.cases.actions.attachments import add_attachment
from vinculo.cases.actions.change_state import change_state
from vinculo.cases.actions.create_case import DraftFacts, create_case
from vinculo.cases.actions.form_to_case import form_to_case
from vinculo.cases.actions.opened_protocols import add_opened_protocol
from vinculo.cases.actions.reassign import reassign_case
from vinculo.cases.actions.registry_head import facts_from_registry
from vinculo.cases.actions.save_field import save_field
from vinculo.cases.actions.set_next_contact import set_next_contact
from vinculo.cases.actions.siblings import open_sibling
from vinculo.cases.actions.tick_option import choose_primary_reason, tick_option
from vinculo.cases.actions.view_case import record_case_view
from vinculo.cases.models import Case, FormEdition
from vinculo.cases.queries.editions import edition_numbered
from vinculo.cases.states import CaseAction
from vinculo.kernel.business_days import add_business_days
from vinculo.network.queries.head_facts import head_facts
from vinculo.network.queries.who_told import who_told

from .office_hours import day_of
from .pictures import draw
from .registry_stage import RegistryStage
from .script import (
    AddContact,
    Attach,
    ChoosePrimary,
    Create,
    ImportForm,
    Move,
    OpenProtocol,
    OpenSibling,
    Picture,
    Reassign,
    Save,
    Step,
    Tick,
    View,
    VoidContact,
)


class CaseStage:
    """Cases as they stand, by their keys, with the contacts of each in their order."""

    def __init__(
        self,
        operators: dict[str, Operator],
        actors: dict[str, Actor],
        registry: RegistryStage,
        largest: int,
        rng: Random,
    ) -> None:
        self._operators = operators
        self._actors = actors
        self._registry = registry
        self._largest = largest
        self._rng = rng
        self._cases: dict[int, Case] = {}
        self._contacts: dict[int, list[int]] = {}
        self._versions: dict[tuple[int, str | None, str], int] = {}
        self._editions: dict[tuple[str, int], FormEdition] = {}

    def perform(self, step: Step) -> None:
        assert step.case is not None
        actor, now, deed = self._actors[step.by], step.at, step.deed
        match deed:
            case Create():
                self._keep(step.case, self._create(deed, actor, now))
            case ImportForm():
                self._keep(step.case, self._import(deed, actor, now))
            case OpenSibling():
                self._open_sibling(step.case, deed, actor, now)
            case _:
                self._go_on(step.case, deed, actor, now)

    def _keep(self, key: int, case: Case) -> None:
        self._cases[key] = case
        self._contacts[key] = []
        for field, version in case.field_versions.items():
            self._versions[key, None, field] = int(version)

    def _go_on(self, key: int, deed: object, actor: Actor, now: dt.datetime) -> None:
        case = self._cases[key]
        match deed:
            case AddContact():
                self._add_contact(key, deed, actor, now)
            case VoidContact():
                contact_id = self._contacts[key][deed.contact]
                void_contact(case=case, contact_id=contact_id, reason=deed.reason, actor=actor, now=now)
            case Save():
                self._save(key, deed, actor, now)
            case Tick():
                tick_option(
                    case=case, which=deed.which, code=deed.code, ticked=deed.ticked, actor=actor, now=now
                )
            case ChoosePrimary():
                choose_primary_reason(case=case, code=deed.code, actor=actor, now=now)
            case Attach():
                self._attach(case, deed.picture, None, actor, now)
            case Move():
                self._mark_next_contact(case, actor, now)
                self._cases[key] = change_state(
                    case=case,
                    action=CaseAction(deed.action),
                    actor=actor,
                    now=now,
                    reason=deed.reason,
                    waiting_on=deed.waiting_on,
                )
            case OpenProtocol():
                add_opened_protocol(
                    case=case,
                    kind=deed.kind,
                    in_name_of=deed.in_name_of,
                    number=deed.number,
                    opened_at=None,
                    actor=actor,
                    now=now,
                )
            case Reassign():
                consultant = self._actors[deed.to].user
                assert consultant is not None
                reassign_case(case=case, consultant=consultant, actor=actor, now=now)
            case View():
                record_case_view(case=case, actor=actor, now=now)

    def _mark_next_contact(self, case: Case, actor: Actor, now: dt.datetime) -> None:
        """People mark a day before they open a case, and when the one that stood is gone."""
        case.refresh_from_db(fields=["state", "next_contact_on"])
        if case.is_open and case.next_contact_on is None:
            set_next_contact(case=case, on=add_business_days(day_of(now), 2), actor=actor, now=now)

    def _create(self, deed: Create, actor: Actor, now: dt.datetime) -> Case:
        values = dict(deed.values)
        facts = DraftFacts(values=values)
        provider = None
        if deed.provider is not None and deed.whole is not None:
            provider = self._registry.provider(deed.provider)
            leavers = [self._registry.dentist(deed.provider, place) for place in deed.leavers]
            today = day_of(now)
            taken = head_facts(provider, leavers, today)
            told = who_told(provider, taken, today, whole=deed.whole)
            known = facts_from_registry(taken, today=today, whole=deed.whole, told=told)
            head = {name: text for name, text in known.values.items() if name not in deed.blank}
            facts = replace(known, values={**head, **values})
        return create_case(
            operator=self._operators[deed.operator],
            edition=self._edition(deed.operator, deed.edition),
            facts=facts,
            actor=actor,
            now=now,
            provider=provider,
        )

    def _import(self, deed: ImportForm, actor: Actor, now: dt.datetime) -> Case:
        return form_to_case(
            form=deed.form,
            operator=self._operators[deed.operator],
            edition=self._edition(deed.operator, deed.form.edition),
            actor=actor,
            now=now,
            history=deed.history,
            provider=self._registry.provider(deed.provider) if deed.provider else None,
        )

    def _open_sibling(self, key: int, deed: OpenSibling, actor: Actor, now: dt.datetime) -> None:
        sibling = open_sibling(
            case=self._cases[key],
            operator=self._operators[deed.operator],
            edition=self._edition(deed.operator, 2),
            actor=actor,
            now=now,
            token=uuid.UUID(int=self._rng.getrandbits(128), version=4),
        )
        self._keep(deed.sibling, sibling)

    def _add_contact(self, key: int, deed: AddContact, actor: Actor, now: dt.datetime) -> None:
        case = self._cases[key]
        contact = add_contact(case=case, values=deed.values, actor=actor, now=now)
        self._contacts[key].append(contact.pk)
        # A contact that says when to speak again moves the case's own next contact.
        if deed.values.get("next_contact_on"):
            name = (key, None, "next_contact_on")
            self._versions[name] = self._versions.get(name, 0) + 1
        if deed.picture is not None:
            self._attach(case, deed.picture, contact.pk, actor, now)

    def _attach(
        self, case: Case, picture: Picture, contact_id: int | None, actor: Actor, now: dt.datetime
    ) -> None:
        add_attachment(
            case=case,
            name=picture.name,
            content=draw(picture),
            largest=self._largest,
            actor=actor,
            now=now + dt.timedelta(seconds=5),
            contact_id=contact_id,
        )

    def _save(self, key: int, deed: Save, actor: Actor, now: dt.datetime) -> None:
        name = (key, deed.offer, deed.field)
        saved = save_field(
            case=self._cases[key],
            field=deed.field,
            raw=deed.raw,
            base_version=self._versions.get(name, 0),
            actor=actor,
            now=now,
            offer_code=deed.offer,
        )
        self._versions[name] = saved.version

    def _edition(self, operator: str, number: int) -> FormEdition:
        if (operator, number) not in self._editions:
            found = edition_numbered(self._operators[operator], number)
            assert found is not None
            self._editions[operator, number] = found
        return self._editions[operator, number]
