"""How a case is decided, signed, and what follows from it in the registry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from vinculo.kernel.dates import format_date
from vinculo.kernel.invented import invented_protocol_number

from .dialogue import Contact
from .facts import CaseFacts
from .office_hours import business_day
from .script import ChangeStatus, EndAffiliations, Move, OpenProtocol, View
from .wording import PLAIN_VOICE, VOICES, join, phrases, render

if TYPE_CHECKING:
    from .plot import Plot

SECTORS = {
    "terminated": ((("call_center",), 40), (("technical_review",), 25), (("call_center", "commercial"), 20)),
    "retained": ((("commercial",), 50), (("it",), 25), (("technical_review",), 15)),
    "not_retention": ((("call_center",), 50), (("technical_review",), 50)),
}
REPEATS_LAST_CONTACT = 0.1


@dataclass(frozen=True, slots=True)
class Decision:
    outcome: str
    ended_on: dt.date
    general_note: str
    protocol_required: bool
    sectors: tuple[str, ...]

    def saves(self) -> Iterator[tuple[str, str]]:
        """The fields in the order in which people fill them."""
        yield "outcome", self.outcome
        yield "ended_on", format_date(self.ended_on)
        yield "protocol_required", "yes" if self.protocol_required else "no"
        if self.general_note:
            yield "general_note", self.general_note


def decision_of(facts: CaseFacts, contacts: Sequence[Contact], rng: Random, today: dt.date) -> Decision:
    """The decision of a case with these contacts, taken on that day."""
    outcome = facts.outline.outcome
    assert outcome is not None
    chance = {"terminated": 0.9, "retained": 0.3, "not_retention": 0.35}[outcome]
    required = rng.random() < chance
    choices = SECTORS[outcome]
    sectors = rng.choices([sectors for sectors, _ in choices], [weight for _, weight in choices])[0]
    note = _general_note(facts, contacts, rng, today)
    return Decision(outcome, today, note, required, sectors if required else ())


def _general_note(facts: CaseFacts, contacts: Sequence[Contact], rng: Random, today: dt.date) -> str:
    outline, endings = facts.outline, phrases("endings")
    assert outline.outcome is not None
    if outline.outcome == "terminated" and contacts and rng.random() < REPEATS_LAST_CONTACT:
        return contacts[-1].note
    table = endings[outline.outcome]
    frames = table["note"]
    if outline.reasons[:1] == ("lost_contact",):
        frames = table["vanished"]
    elif outline.reasons[:1] == ("death",):
        frames = table["mourned"]
    elif outline.outcome == "terminated" and not outline.whole:
        frames = table["dentist"]
    slots = {
        **facts.slots(today, dt.time(10), facts.speaker(dentist=True), business_day(today, 5)),
        "n_contatos": str(len(contacts)),
    }
    said = [render(rng.choice(frames), slots, rng)]
    if outline.outcome == "terminated" and rng.random() < 0.25:
        said.append(render(rng.choice(endings["asides"]["note"]), slots, rng))
    return VOICES.get(outline.consultant, PLAIN_VOICE).say(join(said), rng)


def sign_and_follow(plot: Plot, decision: Decision, *, leaves: bool = True) -> dt.date:
    """The supervisor looks and signs; then the protocol is opened and the registry follows."""
    pen, rng = plot.pen, plot.rng
    pen.on(min(business_day(pen.today, rng.choices((0, 1, 2, 4), (35, 35, 20, 10))[0]), plot.horizon))
    pen.do(View(), plot.supervisor)
    pen.do(Move("sign"), plot.supervisor)
    signed = pen.today
    if decision.protocol_required and rng.random() < 0.9:
        _open_protocol(plot, decision)
    if decision.outcome == "terminated" and leaves:
        _leave(plot)
    return signed


def _open_protocol(plot: Plot, decision: Decision) -> None:
    pen, plan = plot.pen, plot.outline.provider
    pen.on(min(business_day(pen.today, plot.rng.randrange(0, 2)), plot.horizon))
    kind = {"terminated": "Desligamento", "retained": "Atualização de valores"}.get(
        decision.outcome, "Alteração cadastral"
    )
    name = plan.called if plot.outline.whole else plot.facts.dentist.name
    opened = pen.cursor - dt.timedelta(seconds=plot.rng.randrange(20, 200))
    pen.do(OpenProtocol(kind, name, invented_protocol_number(opened)), plot.by)


def _leave(plot: Plot) -> None:
    """The core system hears of it some days later; sometimes it never does."""
    pen, outline = plot.pen, plot.outline
    day = business_day(pen.today, plot.rng.randrange(1, 12))
    if day > plot.horizon or plot.rng.random() < 0.12:
        return
    pen.on(day)
    if outline.whole:
        pen.do(ChangeStatus(outline.provider, "inactive", day), "")
    else:
        pen.do(EndAffiliations(outline.provider, outline.leavers, day), "")
