"""A case as a filled paper form: what an import starts from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from random import Random

from vinculo.kernel.dates import parse_date
from vinculo.paper.catalogue import OptionList
from vinculo.paper.editions import packaged_edition
from vinculo.paper.form import ContactEntry, RetentionForm

from .cast import OPERATORS
from .decision import Decision
from .dialogue import Contact
from .facts import CaseFacts
from .head import requester
from .wording import phrases, render

_OLD_ACTIONS = {"training": "training_or_refresher", "refresher": "training_or_refresher"}


def filled_form(
    facts: CaseFacts,
    contacts: Sequence[Contact],
    decision: Decision,
    rng: Random,
    *,
    edition: int,
    staff: str,
) -> RetentionForm:
    """Complete, but for the signature."""
    outline, plan, dentist = facts.outline, facts.outline.provider, facts.dentist
    paper = packaged_edition(edition)
    actions = {code for contact in contacts for code in contact.offers}
    if edition == 1:
        actions = {_OLD_ACTIONS.get(code, code) for code in actions}
    return RetentionForm(
        edition=edition,
        cro_count=len(outline.leavers),
        staff_name=staff,
        filled_on=decision.ended_on,
        operator=next(each.name for each in OPERATORS if each.code == outline.operator),
        cro=dentist.cro,
        cro_state=plan.city.uf,
        dentist_name=dentist.name.upper() if rng.random() < 0.5 else dentist.name,
        cnpj=plan.cnpj or None,
        cpf=plan.cpf or None,
        joined_on=plan.joined_on,
        provider_type="PJ" if plan.is_clinic else "PF",
        requested_by=requester(outline, rng),
        protocol_number=facts.protocol,
        protocol_opened_on=outline.begins,
        city=plan.city.name.upper() if rng.random() < 0.3 else plan.city.name,
        state=plan.city.uf,
        lives=round(plan.city.lives * rng.uniform(0.7, 0.97)),
        published_cros=max(1, round(plan.city.cros * rng.uniform(0.75, 1.0))),
        serves_other_plans=True if plan.other_plans else (False if rng.random() < 0.6 else None),
        other_plans=plan.other_plans or None,
        us_value=plan.us_value,
        last_production_on=facts.produced_on,
        last_production_value=facts.production,
        started_on=outline.begins,
        ended_on=decision.ended_on,
        duration_days=(decision.ended_on - outline.begins).days,
        outcome=decision.outcome,
        contacts=tuple(_entry(number, contact) for number, contact in enumerate(contacts, start=1)),
        actions=paper.in_order(OptionList.ACTION, actions),
        actions_note=_actions_note(facts, sorted(actions), decision.ended_on, rng),
        termination_reasons=paper.in_order(OptionList.REASON, set(outline.reasons)),
        protocol_required=decision.protocol_required,
        general_note=decision.general_note or None,
        sectors=paper.in_order(OptionList.SECTOR, set(decision.sectors)),
    )


def _entry(number: int, contact: Contact) -> ContactEntry:
    return ContactEntry(number, parse_date(contact.values["on"]), contact.note)


def _actions_note(facts: CaseFacts, actions: Sequence[str], on: dt.date, rng: Random) -> str | None:
    if not actions:
        return None
    if "new_fees" in actions:
        return f"US de {facts.case_slots['us']} para {facts.case_slots['us_nova']}."
    table: Mapping[str, Mapping[str, list[str]]] = phrases("actions")
    code = "other" if "other" in actions else actions[0]
    frames = table["training" if code == "training_or_refresher" else code]["note"]
    slots = facts.slots(on, dt.time(9), facts.speaker(dentist=True), on)
    return render(rng.choice(frames), slots, rng) or None
