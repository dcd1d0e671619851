"""One believable case with all that hangs on it, as the actions would have written it.

The same for the same number, whatever the others: chunks may be made in any order and by any process.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate
from random import Random
from typing import Any

from bench.drawing_lots import calendar_of, codes_of, drawn, drawn_city, drawn_count
from bench.invented_notes import invented_note

from vinculo.cases.clock import ClockFacts, Wait, deadline, silent_from
from vinculo.cases.search_index import folded_key
from vinculo.cases.states import OPEN_STATES, CaseAction, State
from vinculo.cases.typed_fields import CASE_FIELDS, CONTACT_FIELDS, TypedField
from vinculo.kernel import invented
from vinculo.kernel.identifiers import protocol_number
from vinculo.paper.catalogue import OptionList
from vinculo.paper.editions import Edition
from vinculo.paper.requesters import REQUESTERS

YEARS = 7
RECENT_DAYS = 70
OLD_STATES = ((State.CLOSED, 0.945), (State.CANCELLED, 0.045), (State.WAITING, 0.004),
              (State.IN_PROGRESS, 0.004), (State.DRAFT, 0.002))  # fmt: skip
RECENT_STATES = ((State.CLOSED, 0.24), (State.CANCELLED, 0.02), (State.DECIDED, 0.06), (State.WAITING, 0.18),
                 (State.IN_PROGRESS, 0.40), (State.DRAFT, 0.10))  # fmt: skip
OFFERS = ("new_fees", "support", "promotion", "training", "other")
CHANNELS = (("whatsapp", 0.62), ("phone", 0.24), ("email", 0.11), ("visit", 0.02), ("letter", 0.01))
CONTACTS_OF_STATE = {State.DRAFT: (0, 0, 1), State.CANCELLED: (1, 2, 3)}
CONTACTS = (1, 2, 3, 3, 4, 4, 5, 6, 9)
MOST_CONTACTS = 16
NOON = dt.time(15, 0, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Workplace:
    """An operator with its people, its editions and its registry, as ids and names."""

    operator_id: int
    code: str
    share: float
    consultants: Sequence[tuple[int, str]]
    supervisors: Sequence[tuple[int, str]]
    editions: Sequence[tuple[int, Edition]]
    providers: range


@dataclass
class InventedCase:
    """Rows by table, as values by column; `search` is what the search is told of it."""

    case: dict[str, Any]
    contacts: list[dict[str, Any]] = field(default_factory=list)
    offers: list[dict[str, Any]] = field(default_factory=list)
    dentists: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    protocols: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    waits: list[dict[str, Any]] = field(default_factory=list)


class CaseInventor:
    """Makes the cases of some workplaces up to `today`."""

    def __init__(self, workplaces: Sequence[Workplace], today: dt.date, count: int) -> None:
        self.workplaces, self.today, self.count = workplaces, today, count
        self._shares = list(accumulate(place.share for place in workplaces))

    def invent(self, case_id: int) -> InventedCase:
        """Ids rise with the days, as they do where people open cases."""
        rng = Random(case_id * 2_654_435_761 % 2**32)
        place = self.workplaces[min(bisect(self._shares, rng.random()), len(self.workplaces) - 1)]
        days_ago = int(YEARS * 365 * (1 - case_id / (self.count + 1)) ** 1.2)
        started = self.today - dt.timedelta(days=days_ago)
        state = drawn(rng, RECENT_STATES if days_ago < RECENT_DAYS else OLD_STATES)
        # Few hands get most of the work.
        people = place.consultants
        consultant = people[int(len(people) * rng.random() ** 1.5)] if rng.random() > 0.01 else None
        maker = consultant or people[0]
        case = self._head(rng, case_id, place, started, state)
        case |= {"consultant_id": consultant[0] if consultant else None, "created_by_id": maker[0]}
        made = InventedCase(case)
        self._contacts(rng, made, maker[1], state, started)
        self._state(rng, made, place, maker=maker, state=state, started=started)
        self._beside(rng, made, place, maker, started)
        case["raw_values"] = typed(CASE_FIELDS, case)
        return made

    def _head(
        self, rng: Random, case_id: int, place: Workplace, started: dt.date, state: State
    ) -> dict[str, Any]:
        city = drawn_city(rng)
        is_company = rng.random() < 0.62
        requester = rng.choice(_REQUESTERS)
        linked = rng.random() < 0.85 and len(place.providers)
        name = invented.invented_person_name(rng)
        moment = dt.datetime.combine(started, dt.time(rng.randrange(11, 20), rng.randrange(60)), dt.UTC)
        number = None if state == State.DRAFT else f"{place.code}-{started.year}-{case_id:06d}"
        return {
            "id": case_id,
            "operator_id": place.operator_id,
            "edition_id": place.editions[-1][0]
            if started.year > self.today.year - 4
            else place.editions[0][0],
            "number": number,
            "state": str(state),
            "created_at": moment,
            "changed_at": moment,
            "provider_id": rng.choice(place.providers) if linked else None,
            "scope": "dentists" if rng.random() < 0.06 else "provider",
            "cro_count": drawn_count(rng),
            "cro": str(rng.randrange(1000, 150_000)),
            "cro_state": city.uf,
            "dentist_name": name,
            "cnpj": invented.invented_cnpj(rng) if is_company else None,
            "cpf": invented.invented_cpf(rng),
            "joined_on": started - dt.timedelta(days=rng.randrange(100, 4000)),
            "provider_type": "PJ" if is_company else "PF",
            "requested_by": REQUESTERS[requester],
            "requested_by_code": requester,
            "protocol_number": protocol_number.from_moment(moment),
            "protocol_opened_on": started,
            "city": city.name,
            "city_state": city.uf,
            "municipality_id": city.ibge_code,
            "lives": int(rng.lognormvariate(7.5, 1.3)) + 20,
            "published_cros": rng.randrange(1, 90),
            "serves_other_plans": rng.choice((True, True, False, None)),
            "other_plans": rng.choice(("Saúde Plena", "Sorriso Mais, Dental Sul", "Odonto Vida", None)),
            "us_value": Decimal(rng.randrange(60, 250)) / 100,
            "last_production_on": started - dt.timedelta(days=rng.randrange(90)),
            "last_production_value": Decimal(rng.randrange(0, 400_000)) / 100,
            "started_on": started if state != State.DRAFT or rng.random() < 0.4 else None,
            "folded_name": folded_key(name),
            "folded_city": folded_key(city.name),
        }

    def _contacts(self, rng: Random, made: InventedCase, maker: str, state: State, started: dt.date) -> None:
        count = min(rng.choice(CONTACTS_OF_STATE.get(state, CONTACTS)), MOST_CONTACTS - 1)
        person = made.case["dentist_name"].partition(" ")[0]
        day = started
        for position in range(1, count + 1):
            day = min(day + dt.timedelta(days=rng.choice((1, 2, 3, 5, 8, 13))), self.today)
            channel = drawn(rng, CHANNELS)
            values = {
                "on": day,
                "time": dt.time(rng.randrange(8, 19), rng.randrange(60)),
                "direction": "outgoing" if rng.random() < 0.7 else "incoming",
                "channel": channel,
                "address": f"({rng.randrange(11, 99)}) 9{rng.randrange(6000, 9999)}-{rng.randrange(9999):04}"
                if rng.random() < 0.08
                else None,
                "made_by": maker,
                "spoken_to": person if rng.random() < 0.6 else None,
                "note": invented_note(rng, person, day),
                "answered": rng.random() < 0.65,
                "next_contact_on": day + dt.timedelta(days=7) if rng.random() < 0.5 else None,
            }
            made.contacts.append(
                {
                    "id": made.case["id"] * MOST_CONTACTS + position,
                    "case_id": made.case["id"],
                    "position": position,
                    "created_by_id": made.case["created_by_id"],
                    "created_at": dt.datetime.combine(day, NOON),
                    "raw_values": typed(CONTACT_FIELDS, values),
                    **values,
                }
            )
        made.case["last_contact_on"] = day if count else None

    def _state(
        self,
        rng: Random,
        made: InventedCase,
        place: Workplace,
        *,
        maker: tuple[int, str],
        state: State,
        started: dt.date,
    ) -> None:
        """What the state asks for: a decision, a signature, a next contact, a wait."""
        case = made.case
        ended = min((case["last_contact_on"] or started) + dt.timedelta(days=rng.randrange(20)), self.today)
        _tell(made, "created", at=case["created_at"], who=maker, data={"origin": "manual"})
        if state != State.DRAFT:
            _move(made, CaseAction.OPEN, State.DRAFT, State.IN_PROGRESS, at=case["created_at"], who=maker)
        if state in (State.DECIDED, State.CLOSED):
            self._decide(rng, made, place, maker, ended)
        if state == State.CLOSED:
            signer = rng.choice(place.supervisors)
            signed = dt.datetime.combine(ended, dt.time(20), dt.UTC)
            case |= {"signed_by_id": signer[0], "signed_at": signed, "signed_name": signer[1]}
            _move(made, CaseAction.SIGN, State.DECIDED, State.CLOSED, at=signed, who=signer)
        if state == State.CANCELLED:
            _move(
                made,
                CaseAction.CANCEL,
                State.IN_PROGRESS,
                state,
                at=dt.datetime.combine(ended, NOON),
                who=maker,
            )
        if state in OPEN_STATES:
            self._open(rng, made, place, maker, state)
        case["changed_at"] = max(event["at"] for event in made.events)
        case["field_versions"] = {}

    def _decide(
        self, rng: Random, made: InventedCase, place: Workplace, maker: tuple[int, str], ended: dt.date
    ) -> None:
        edition = place.editions[-1][1]
        reasons, sectors = (
            codes_of(edition.number, OptionList.REASON),
            codes_of(edition.number, OptionList.SECTOR),
        )
        outcome = drawn(rng, (("terminated", 0.62), ("retained", 0.31), ("not_retention", 0.07)))
        chosen = sorted(
            {reasons[int(len(reasons) * rng.random() ** 2)] for _ in range(rng.choice((1, 1, 2, 3)))},
            key=reasons.index,
        )
        decided = dt.datetime.combine(ended, dt.time(18), dt.UTC)
        made.case |= {
            "ended_on": ended,
            "outcome": outcome,
            "general_note": invented_note(rng, made.case["dentist_name"], ended),
            "actions_note": invented_note(rng, "a clínica", ended) if rng.random() < 0.4 else None,
            "protocol_required": rng.random() < 0.3,
            "staff_name": maker[1],
            "filled_on": ended,
            "termination_reasons": chosen,
            "primary_reason": rng.choice(chosen),
            "sectors": [rng.choice(sectors)] if rng.random() < 0.7 else [],
            "decided_by_id": maker[0],
            "decided_at": decided,
        }
        _move(made, CaseAction.DECIDE, State.IN_PROGRESS, State.DECIDED, at=decided, who=maker)

    def _open(
        self, rng: Random, made: InventedCase, place: Workplace, maker: tuple[int, str], state: State
    ) -> None:
        case, calendar = made.case, calendar_of(made.case["city_state"])
        since = case["last_contact_on"] or case["created_at"].date()
        waits = []
        if state == State.WAITING:
            sectors = codes_of(place.editions[-1][1].number, OptionList.SECTOR)
            on = "provider" if rng.random() < 0.6 else rng.choice(sectors)
            waits.append(Wait(on, since))
            moment = dt.datetime.combine(since, NOON)
            case |= {"waiting_on": on, "waiting_since": moment}
            made.waits.append({"case_id": case["id"], "on": on, "since": moment})
            _move(made, CaseAction.WAIT, State.IN_PROGRESS, State.WAITING, at=moment, who=maker)
        elif state == State.IN_PROGRESS and rng.random() < 0.05:
            moment = dt.datetime.combine(since, NOON)
            _move(
                made, CaseAction.RETURN, State.DECIDED, State.IN_PROGRESS, at=moment, who=place.supervisors[0]
            )
        if state == State.DRAFT:
            return
        if rng.random() < 0.95:
            case["next_contact_on"] = calendar.next(self.today + dt.timedelta(days=rng.randrange(-6, 15)))
        facts = ClockFacts(
            started_on=case["started_on"] or since,
            today=self.today,
            calendar=calendar,
            waits=waits,
            last_contact_on=case["last_contact_on"],
        )
        case |= {"silent_from": silent_from(facts), "decide_by": deadline(facts)}

    def _beside(
        self, rng: Random, made: InventedCase, place: Workplace, maker: tuple[int, str], started: dt.date
    ) -> None:
        """Offers, further dentists, protocols, files, a new assignment."""
        case_id = made.case["id"]
        for code in rng.sample(OFFERS, rng.choice((0, 1, 1, 1, 2, 3))):
            fees = code == "new_fees"
            made.offers.append(
                {
                    "case_id": case_id,
                    "code": code,
                    "current_us_value": made.case["us_value"] if fees else None,
                    "offered_us_value": made.case["us_value"] + Decimal("0.20") if fees else None,
                }
            )
        if made.case["scope"] == "dentists":
            values = {
                "name": invented.invented_person_name(rng),
                "cro": str(rng.randrange(1000, 150_000)),
                "cro_state": made.case["cro_state"],
            }
            made.dentists.append({"case_id": case_id, "position": 1, **values})
        moment = made.case["changed_at"]
        if rng.random() < 0.1:
            number = protocol_number.from_moment(moment)
            made.protocols.append(
                {"case_id": case_id, "kind": "Desligamento", "in_name_of": made.case["dentist_name"],
                 "number": number, "opened_at": moment, "added_by_id": maker[0]}
            )  # fmt: skip
        if rng.random() < 0.2:
            made.attachments.append(
                {"case_id": case_id, "file": f"cases/{moment:%Y/%m}/{case_id}.png", "name": "conversa.png",
                 "kind": "image/png", "size": 81_234, "sha256": f"{case_id:064x}", "added_at": moment,
                 "added_by_id": maker[0]}
            )  # fmt: skip
        if made.case["state"] in OPEN_STATES and rng.random() < 0.1:
            _tell(
                made,
                "reassigned",
                at=moment,
                who=place.supervisors[0],
                data={},
                tells=made.case["consultant_id"],
            )


_REQUESTERS = tuple(REQUESTERS)


def typed(fields: Mapping[str, TypedField], values: Mapping[str, Any]) -> dict[str, str]:
    """The texts that stand for the values, as if somebody had typed them."""
    return {
        name: text
        for name, item in fields.items()
        if (text := item.format(values.get(item.column_name))) != ""
    }


def _move(
    made: InventedCase,
    action: CaseAction,
    source: State,
    target: State,
    *,
    at: dt.datetime,
    who: tuple[int, str],
) -> None:
    data = {"action": str(action), "from": str(source), "to": str(target), "reason": ""}
    _tell(made, "state_changed", at=at, who=who, data=data)


def _tell(
    made: InventedCase,
    kind: str,
    *,
    at: dt.datetime,
    who: tuple[int, str],
    data: dict[str, str],
    tells: int | None = None,
) -> None:
    made.events.append(
        {"case_id": made.case["id"], "at": at, "actor_id": who[0], "actor_name": who[1], "kind": kind,
         "data": data, "tells_id": tells}
    )  # fmt: skip
