"""Forms of the years before the product: filled on paper, imported as closed cases of the past."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from random import Random

from vinculo.paper.catalogue import OptionList
from vinculo.paper.editions import packaged_edition
from vinculo.paper.form import RetentionForm

from .cast import FORMER_STAFF, MAIN, SISTER, consultants_of
from .decision import decision_of
from .dialogue import Contact, Dialogue
from .facts import CaseFacts
from .lots import lots
from .office_hours import business_day, moment_at
from .outline import Kind, Outline, Outliner
from .paper_form import filled_form
from .registry_plan import RegistryPlanner
from .script import ImportForm, Script, Step
from .wording import phrases

YEARS_BACK = 6
FORMS_IN_AN_HOUR = 14
BLANK_HEAD = (
    *("cro", "cro_state", "cnpj", "cpf", "joined_on", "provider_type", "requested_by", "protocol_number"),
    *("protocol_opened_on", "city", "state", "lives", "published_cros", "us_value", "last_production_on"),
    *("last_production_value", "serves_other_plans", "other_plans", "dentist_name", "staff_name"),
)
"""Everything that one form leaves out, which was decided all the same."""
LEFT_OUT = {
    "joined_on": 0.1,
    "requested_by": 0.08,
    "protocol_number": 0.15,
    "actions_note": 0.5,
    "general_note": 0.1,
    "protocol_required": 0.06,
}
"""How often people left a field blank."""


def histories(
    seed: int,
    quota: int,
    first_case: int,
    planner: RegistryPlanner,
    begun: dt.date,
) -> Iterator[Script]:
    """The imports: a batch on each of some days after the product began, the oldest forms first."""
    rng = lots(seed, "history")
    days = sorted(rng.randrange(40, YEARS_BACK * 365) for _ in range(quota))
    for place, ago in enumerate(reversed(days)):
        case = first_case + place
        own = lots(seed, "history", case)
        operator = own.choices((MAIN, SISTER), (80, 20))[0]
        outline = _outline(
            case, operator, business_day(begun - dt.timedelta(days=ago)), own, planner=planner, begun=begun
        )
        form = _form(outline, own, begun)
        if place in (2, quota // 2):
            blank: dict[str, None] = dict.fromkeys(BLANK_HEAD)
            form = replace(form, **blank)  # type: ignore[arg-type]
        batch, row = divmod(place, FORMS_IN_AN_HOUR)
        at = moment_at(business_day(begun, 3 + 2 * batch), dt.time(14, 5)) + dt.timedelta(minutes=2 * row)
        at += dt.timedelta(seconds=own.randrange(100))
        by = consultants_of(operator)[0].key
        yield Script(case, [Step(at, by, ImportForm(operator, form, history=True), case)])


def _outline(
    case: int, operator: str, begins: dt.date, rng: Random, *, planner: RegistryPlanner, begun: dt.date
) -> Outline:
    outcome = rng.choices(("terminated", "retained", "not_retention"), (58, 31, 11))[0]
    edition = _edition(begins)
    drawn = Outliner(rng, [], planner, begun, begun).reasons(outcome, edition)
    reasons = tuple(code for code in drawn if _stands(edition, OptionList.REASON, code))
    if outcome == "not_retention":
        reasons = ()
    kind = "PF" if reasons and phrases("reasons")[reasons[0]].get("who") == "solo" else ""
    plan = planner.stranger(operator, kind)
    plan.joined_on = begins - dt.timedelta(days=rng.randrange(200, 2600))
    ends = min(business_day(begins + dt.timedelta(days=int(rng.triangular(0, 160, 15)))), begun)
    outline = Outline(
        case,
        Kind.HISTORY,
        operator,
        begins,
        ends,
        outcome,
        reasons,
        plan,
    )
    outline.leavers = plan.present()
    outline.consultant = consultants_of(operator)[0].key
    return outline


def _edition(begins: dt.date) -> int:
    return 1 if begins.year < 2023 else 2


def _stands(edition: int, which: OptionList, code: str) -> bool:
    return packaged_edition(edition).option(which, code) is not None


def _form(outline: Outline, rng: Random, begun: dt.date) -> RetentionForm:
    """Complete or not: with what people used to leave out."""
    facts = CaseFacts(outline, rng)
    assert outline.ends is not None
    contacts = _contacts(facts, rng)
    decision = decision_of(facts, contacts, rng, outline.ends)
    staff = rng.choice(FORMER_STAFF)
    staff = staff.upper() if rng.random() < 0.3 else staff
    form = filled_form(facts, contacts, decision, rng, edition=_edition(outline.begins), staff=staff)
    left_out: dict[str, None] = {field: None for field, chance in LEFT_OUT.items() if rng.random() < chance}
    undated = [replace(entry, on=None) if rng.random() < 0.05 else entry for entry in form.contacts]
    return replace(
        form,
        contacts=tuple(undated),
        filled_on=min(business_day(outline.ends, rng.choice((0, 0, 1, 3))), begun),
        signed_by=rng.choice(FORMER_STAFF[1:]) if rng.random() < 0.85 else None,
        **left_out,  # type: ignore[arg-type]
    )


def _contacts(facts: CaseFacts, rng: Random) -> list[Contact]:
    outline = facts.outline
    assert outline.ends is not None
    least = 2 if outline.outcome == "retained" else 1
    room = (outline.ends - outline.begins).days
    many = min(rng.choice((least, 2, 3, 3, 4, 5, 5)), least + room)
    inner = sorted(rng.randrange(room + 1) for _ in range(max(0, many - 2)))
    between = [business_day(outline.begins + dt.timedelta(days=each)) for each in inner]
    days = [outline.begins, *(min(day, outline.ends) for day in between), outline.ends][:many]
    if many > 1:
        days[-1] = outline.ends
    return Dialogue(facts, rng).contacts(days, None, ended=True)
