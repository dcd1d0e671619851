"""Plays the tales of `tales.toml`: cases that each show one thing that goes wrong on paper.

A day of a contact is told as `on` (month-day), `after` (business days after the last one) or `before`
(business days before today); `next` is the next contact in business days from today. `after` at the end of a
tale names what else happens.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from vinculo.kernel.dates import format_date
from vinculo.kernel.identifiers import phone
from vinculo.kernel.invented import invented_phone, invented_protocol_number
from vinculo.paper.catalogue import OptionList

from .cast import MAIN, SISTER, consultant_for, supervisor_of, user
from .facts import MONTHS, CaseFacts, Speaker, clock_of, written_phone
from .lots import lots
from .office_hours import business_day, last_business_day, office_moment
from .outline import Kind, Outline
from .pen import Pen
from .pictures import chat_picture, letter_picture, screen_picture
from .registry_plan import ProviderPlan, RegistryPlanner
from .script import (
    AddContact,
    AskTechnicalManagerChange,
    ChangeStatus,
    ChoosePrimary,
    Create,
    Move,
    OpenProtocol,
    OpenSibling,
    Picture,
    Produce,
    Reassign,
    Save,
    Script,
    Tick,
    View,
    VoidContact,
)
from .wording import render

ENDED = frozenset({Kind.TERMINATED, Kind.RETAINED, Kind.DECIDED, Kind.NOT_RETENTION})
SIGNED = ENDED - {Kind.DECIDED}


@cache
def _told() -> list[dict[str, Any]]:
    text = files(__package__).joinpath("tales.toml").read_text(encoding="utf-8")
    told: list[dict[str, Any]] = tomllib.loads(text)["tale"]
    return told


def tales(
    seed: int,
    planner: RegistryPlanner,
    providers: list[ProviderPlan],
    today: dt.date,
    *,
    room: dict[Kind, int],
) -> Iterator[Script]:
    """The tales for which there is room: another case of the kind is always left. Takes from `room`."""
    case = 1
    for told in _told():
        kind = Kind(told["kind"])
        cases = 2 if told.get("sibling") or told.get("twice") else 1
        if room[kind] <= cases:
            continue
        room[kind] -= cases
        plans = [_provider(told, planner)]
        if told.get("sibling"):
            plans.append(planner.twin_at_sister(plans[0]))
        providers += plans
        yield Tale(told, case, plans, lots(seed, told["key"]), today).play()
        case += cases


def _provider(told: Mapping[str, Any], planner: RegistryPlanner) -> ProviderPlan:
    """One of its own, who joined long ago."""
    plan = planner.provider_in(MAIN, told["provider"], told["city"])
    while len(plan.dentists) < told.get("dentists", 1):
        plan = planner.provider_in(MAIN, told["provider"], told["city"])
    plan.joined_on = min(plan.joined_on, planner.begun - dt.timedelta(days=300))
    plan.cases, plan.free_from = 1, dt.date.max
    return plan


class Tale:
    """One tale being played."""

    def __init__(
        self,
        told: Mapping[str, Any],
        case: int,
        plans: list[ProviderPlan],
        rng: Random,
        today: dt.date,
    ) -> None:
        self.told = told
        self.kind = Kind(told["kind"])
        self.rng = rng
        self.today = today
        self.plan = plans[0]
        self.sister = plans[1] if len(plans) > 1 else None
        begins = self._begins()
        self.year = begins.year
        whole = "leavers" not in told
        self.outline = Outline(
            case,
            self.kind,
            MAIN,
            begins,
            None,
            told.get("outcome"),
            tuple(told["reasons"]),
            self.plan,
            tuple(told.get("leavers", self.plan.present())),
            whole,
            told.get("by", consultant_for(MAIN, self.plan.city.uf).key),
        )
        self.facts = CaseFacts(self.outline, rng)
        self.pen = Pen(case, rng, self.facts.requested_at, last_business_day(today))
        self.other_protocol = invented_protocol_number(office_moment(business_day(begins, -6), rng))
        self.by = self.outline.consultant
        self.days: list[dt.date] = []

    @property
    def supervisor(self) -> str:
        return supervisor_of(MAIN).key

    def play(self) -> Script:
        self._begin()
        for told in self.told.get("contact", ()):
            self._contact(told)
        self._ticks()
        if self.told.get("sibling"):
            self._open_sibling()
        if self.told.get("twice"):
            self._open_again()
        if self.kind is Kind.WAITING:
            self.pen.do(Move("wait"), self.by)
        if self.kind in ENDED:
            self._decide()
        for what in self.told["contact"][-1].get("then", ()):
            self._then(what)
        return self.pen.script

    def _begins(self) -> dt.date:
        if "ago" in self.told:
            return business_day(self.today - dt.timedelta(days=self.told["ago"]))
        year = self.today.year
        if self._day_of(self.told["until"], year) > self.today - dt.timedelta(days=12):
            year -= 1
        return business_day(self._day_of(self.told["starts"], year))

    def _day_of(self, text: str, year: int) -> dt.date:
        return dt.date.fromisoformat(f"{year}-{text}")

    def _begin(self) -> None:
        pen, facts, told = self.pen, self.facts, self.told
        if "inactive_before" in told:
            since = self._inactive_since()
            pen.cursor = office_moment(since, self.rng)
            pen.do(ChangeStatus(self.plan, "inactive", since), "")
            pen.cursor = facts.requested_at
        pen.at(facts.requested_at + dt.timedelta(minutes=self.rng.randrange(8, 60)))
        pen.do(Produce(self.plan, facts.produced_on, f"{facts.production}"), "")
        if "pending_rt" in told:
            pen.do(AskTechnicalManagerChange(self.plan, told["pending_rt"], self.other_protocol), "")
        pen.do(self._create(), self.by)
        pen.do(Move("open"), self.by)

    def _inactive_since(self) -> dt.date:
        return business_day(self.outline.begins - dt.timedelta(days=self.told.get("inactive_before", 0)))

    def _create(self) -> Create:
        values = {
            "requested_by": self.told.get("requested_by", ""),
            "protocol_number": self.facts.protocol,
            "protocol_opened_on": format_date(self.outline.begins),
            "started_on": format_date(self.outline.begins),
        }
        typed = {name: self._render(text) for name, text in self.told.get("values", {}).items()}
        if self.told.get("blank_head"):
            return Create(MAIN, typed)
        return Create(
            MAIN, {**values, **typed}, self.plan, self.outline.leavers, self.outline.whole, edition=2
        )

    def _contact(self, told: Mapping[str, Any]) -> None:
        day = self._contact_day(told)
        self.pen.on(day)
        person = told.get("who") == "person"
        speaker = self.facts.speaker(dentist=not person, mobile=told["channel"] == "whatsapp")
        clock = clock_of(self.pen.cursor)
        next_on = self._next(told)
        slots = self._slots(day, clock, speaker, next_on)
        note = render(told["note"], slots, self.rng)
        direction = told.get("direction", "outgoing")
        values = {
            "on": "" if told.get("undated") else format_date(day),
            "time": "" if told.get("undated") else clock.strftime("%H:%M"),
            "direction": direction,
            "channel": told["channel"],
            "address": phone.formatted(speaker.phone) if told["channel"] in ("phone", "whatsapp") else "",
            "made_by": told.get("by", user(self.by).name if direction == "outgoing" else ""),
            "spoken_to": speaker.name if told.get("answered", True) else "",
            "note": note,
            "answered": "yes" if told.get("answered", True) else "no",
            "next_contact_on": format_date(next_on) if next_on else "",
        }
        self.pen.do(AddContact(values, self._picture(told, speaker, note, day, slots)), self.by)
        if "voided" in told:
            self.pen.do(VoidContact(len(self.days), told["voided"]), self.by)
        self.days.append(day)

    def _contact_day(self, told: Mapping[str, Any]) -> dt.date:
        if "on" in told:
            return business_day(self._day_of(told["on"], self.year))
        if "before" in told:
            return max(business_day(self.today, -told["before"]), self.pen.today)
        return business_day(self.pen.today, told["after"]) if told["after"] else self.pen.today

    def _next(self, told: Mapping[str, Any]) -> dt.date | None:
        if "next" not in told:
            return None
        return business_day(self.today, told["next"]) if told["next"] else self.today

    def _slots(
        self, day: dt.date, clock: dt.time, speaker: Speaker, next_on: dt.date | None
    ) -> dict[str, object]:
        follows = next_on or business_day(day, 4)
        return {
            **self.facts.slots(day, clock, speaker, follows),
            "dia": f"{day:%d/%m}",
            **{f"contato_{number}": f"{when:%d/%m}" for number, when in enumerate(self.days, start=1)},
            "inativo_desde": MONTHS[self._inactive_since().month - 1],
            "outro_prot": self.other_protocol,
            "celular": written_phone(invented_phone(self.rng, self.plan.city.area), self.rng),
        }

    def _render(self, text: str) -> str:
        slots = self._slots(self.pen.today, dt.time(9), self.facts.speaker(dentist=True), None)
        return render(text, slots, self.rng)

    def _picture(
        self,
        told: Mapping[str, Any],
        speaker: Speaker,
        note: str,
        day: dt.date,
        slots: Mapping[str, object],
    ) -> Picture | None:
        kind, *rest = str(told.get("picture", "")).split("|")
        match kind:
            case "chat":
                return chat_picture(speaker.name, day, clock_of(self.pen.cursor), slots, self.rng)
            case "letter":
                dentist, city = self.facts.dentist, self.plan.city
                return letter_picture(
                    dentist.name, f"CRO-{city.uf} {dentist.cro}", note, city.name, self.outline.begins
                )
            case "screen":
                return screen_picture(*rest)
        return None

    def _ticks(self) -> None:
        for code in self.told["reasons"]:
            self.pen.do(Tick(OptionList.REASON, code), self.by)
        if len(self.told["reasons"]) > 1:
            self.pen.do(ChoosePrimary(self.told["reasons"][0]), self.by)
        for code in self.told.get("actions", ()):
            self.pen.do(Tick(OptionList.ACTION, code), self.by)
            if code == "new_fees":
                self.pen.do(Save("current_us_value", self._render("{us}"), code), self.by)
                self.pen.do(Save("offered_us_value", self._render("{us_nova}"), code), self.by)
        for field, raw in self.told.get("half_decided", {}).items():
            self.pen.do(Save(field, raw), self.by)
        if "handed_to" in self.told:
            self.pen.do(Reassign(self.told["handed_to"]), self.supervisor)

    def _decide(self) -> None:
        pen, told = self.pen, self.told
        pen.do(Save("outcome", told["outcome"]), self.by)
        pen.do(Save("ended_on", format_date(pen.today)), self.by)
        pen.do(Save("protocol_required", "yes" if told["required"] else "no"), self.by)
        pen.do(Save("general_note", self._render(told["note"])), self.by)
        for sector in told.get("sectors", ()):
            pen.do(Tick(OptionList.SECTOR, sector), self.by)
        pen.do(Move("decide"), self.by)
        if self.kind in SIGNED:
            pen.on(business_day(pen.today, 1))
            pen.do(View(), self.supervisor)
            pen.do(Move("sign"), self.supervisor)
            self.plan.free_from = pen.today + dt.timedelta(days=45)
            if told["outcome"] == "terminated":
                self.plan.closed_on = pen.today

    def _then(self, what: str) -> None:
        pen = self.pen
        if what in ("protocol", "late_protocol"):
            pen.on(business_day(pen.today, 4 if what == "late_protocol" else 1))
            number = invented_protocol_number(pen.cursor - dt.timedelta(seconds=50))
            pen.do(OpenProtocol("Desligamento", self.plan.called, number), self.by)
        elif what == "inactive":
            pen.on(business_day(pen.today, 3))
            pen.do(ChangeStatus(self.plan, "inactive", pen.today), "")
        elif what == "late_save":
            pen.on(business_day(pen.today, 1))
            late = "Clínica ligou de novo: quer incluir a segunda unidade na reciclagem."
            pen.do(Save("general_note", late), self.by)

    def _open_sibling(self) -> None:
        """The same at the sister operator, with what is said of it there."""
        assert self.sister is not None
        sibling = self.outline.case + 1
        self.pen.do(OpenSibling(SISTER, sibling), self.by)
        steps = Pen(sibling, self.rng, self.pen.cursor, self.pen.horizon)
        note = self._render("Mesmo pedido da ODONTOLIFE, tratar em conjunto. Novo contato {prox}.")
        next_on = business_day(self.today, 1)
        values = {
            "on": format_date(steps.today),
            "direction": "outgoing",
            "channel": "phone",
            "made_by": user(self.by).name,
            "note": note,
            "answered": "yes",
            "next_contact_on": format_date(next_on),
        }
        steps.do(Move("open"), self.by)
        steps.do(AddContact(values), self.by)
        steps.do(Tick(OptionList.REASON, "fees"), self.by)
        self.pen.script.steps += steps.script.steps

    def _open_again(self) -> None:
        """The same provider, opened once more by a colleague who did not look."""
        again = Pen(self.outline.case + 1, self.rng, self.pen.cursor, self.pen.horizon)
        values = {
            "requested_by": "Secretária",
            "started_on": format_date(again.today),
            "protocol_opened_on": format_date(again.today),
        }
        deed = Create(MAIN, values, self.plan, self.outline.leavers, self.outline.whole)
        by = "diego" if self.by != "diego" else "ana"
        again.do(deed, by)
        again.do(Move("open"), by)
        self.pen.script.steps += again.script.steps
