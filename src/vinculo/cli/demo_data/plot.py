"""From an outline to the steps of the case, by the way that its kind goes."""

from __future__ import annotations

import datetime as dt
from random import Random

from vinculo.paper.catalogue import OptionList

from .cast import MAIN, supervisor_of, user
from .decision import Decision, decision_of, sign_and_follow
from .dialogue import Contact, Dialogue
from .facts import CaseFacts
from .head import head_values
from .office_hours import business_day, day_of, last_business_day
from .outline import Kind, Outline
from .paper_form import filled_form
from .pen import Pen
from .pictures import letter_picture
from .script import (
    AddContact,
    Attach,
    ChoosePrimary,
    Create,
    ImportForm,
    Move,
    Produce,
    Reassign,
    Save,
    Script,
    Tick,
)
from .wording import phrases, render

CONTACTS = (1, 2, 3, 4, 5, 6, 7, 8, 9)
CONTACT_SHARES = (12, 23, 24, 17, 10, 6, 4, 2, 2)
PAPER_KINDS = frozenset({Kind.TERMINATED, Kind.RETAINED, Kind.NOT_RETENTION})
PAPER_UNTIL = 110
"""Days before today until which cases still came from paper."""
FROM_PAPER = 0.88
TOLD_BUT_NOT_TICKED = 0.08
"""How often a further reason or an offer of the notes gets no tick: people forget."""


class Plot:
    """The steps of one case."""

    def __init__(self, outline: Outline, rng: Random, today: dt.date) -> None:
        self.outline = outline
        self.rng = rng
        self.today = today
        self.facts = CaseFacts(outline, rng)
        self.horizon = last_business_day(today)
        opened = outline.begins if rng.random() < 0.6 else business_day(outline.begins, rng.randrange(1, 3))
        opened = min(opened, outline.ends or self.horizon, self.horizon)
        self.pen = Pen(outline.case, rng, self.facts.requested_at, self.horizon)
        self.pen.at(self.facts.requested_at + dt.timedelta(minutes=rng.randrange(6, 95)))
        self.pen.on(opened)

    @property
    def by(self) -> str:
        return self.outline.consultant

    @property
    def supervisor(self) -> str:
        return supervisor_of(self.outline.operator).key

    def write(self) -> Script:
        kind = self.outline.kind
        if self._comes_from_paper():
            self._filled_on_paper()
            return self.pen.script
        self._create()
        if kind is Kind.DRAFT:
            self._draft()
        elif kind is Kind.CANCELLED:
            self._cancelled()
        elif kind in (Kind.IN_PROGRESS, Kind.WAITING):
            self._worked(self._open_days())
            self._wait(kind is Kind.WAITING)
        elif kind is Kind.RETURNED:
            self._returned()
        elif kind is Kind.REOPENED:
            self._reopened()
        else:
            self._ended()
        return self.pen.script

    def _comes_from_paper(self) -> bool:
        """In the first months many filled the old form, and brought it here when it was done."""
        outline = self.outline
        early = outline.ends is not None and outline.ends < self.today - dt.timedelta(days=PAPER_UNTIL)
        return outline.kind in PAPER_KINDS and early and self.rng.random() < FROM_PAPER

    def _filled_on_paper(self) -> None:
        outline = self.outline
        assert outline.ends is not None
        contacts = Dialogue(self.facts, self.rng).contacts(self._ended_days(outline.ends), None, ended=True)
        self.pen.on(outline.ends)
        decision = decision_of(self.facts, contacts, self.rng, self.pen.today)
        staff = user(self.by).name
        form = filled_form(self.facts, contacts, decision, self.rng, edition=2, staff=staff)
        self.pen.do(ImportForm(outline.operator, form, outline.provider), self.by)
        self.pen.do(Save("scope", "provider" if outline.whole else "dentists"), self.by)
        self.pen.do(Move("open"), self.by)
        if len(outline.reasons) > 1:
            self.pen.do(ChoosePrimary(outline.reasons[0]), self.by)
        self.pen.do(Move("decide"), self.by)
        sign_and_follow(self, decision)

    def _create(self) -> None:
        outline, facts = self.outline, self.facts
        if outline.whole and outline.outcome == "terminated":
            # Of the others, the feed tells the production of today in the end.
            self.pen.do(Produce(outline.provider, facts.produced_on, f"{facts.production}"), "")
        values = head_values(facts, self.rng)
        blank: tuple[str, ...] = ()
        if outline.kind is Kind.DRAFT and self.rng.random() < 0.35:
            name = self.rng.choice((facts.dentist.name, facts.dentist.name.split(maxsplit=1)[0]))
            self.pen.do(Create(outline.operator, {"dentist_name": name}), self.by)
            return
        if outline.kind is Kind.DRAFT and self.rng.random() < 0.5:
            blank = ("lives", "published_cros", "us_value", "joined_on")
            values = {name: value for name, value in values.items() if name in ("started_on", "scope")}
        deed = Create(outline.operator, values, outline.provider, outline.leavers, outline.whole, blank)
        self.pen.do(deed, self.by)

    def _draft(self) -> None:
        """Some are only begun, one has a slip, some are ready to be opened."""
        if self.rng.random() < 0.4:
            self.pen.do(Save("protocol_opened_on", self.rng.choice(("31/02", "12/13/26", "ontem"))), self.by)
        if self.rng.random() < 0.5:
            self._contacts([self.pen.today], business_day(self.today, self.rng.randrange(1, 6)))

    def _cancelled(self) -> None:
        assert self.outline.ends is not None
        if self.rng.random() < 0.75:
            self.pen.do(Move("open"), self.by)
            days = [self.pen.today] if self.rng.random() < 0.5 else []
            self._contacts(days, None)
        self.pen.on(self.outline.ends)
        reason = self._phrase("cancel_reason")
        self.pen.do(Move("cancel", reason), self.by)

    def _ended(self) -> None:
        outline = self.outline
        assert outline.ends is not None
        decision = self._decide(outline.ends)
        if outline.kind is Kind.DECIDED:
            return
        if outline.kind is Kind.SIGNED_AFTER_RETURN:
            self._send_back()
            self.pen.do(Save("general_note", self._answer(decision)), self.by)
            self.pen.do(Move("decide"), self.by)
        signed = sign_and_follow(self, decision)
        if outline.kind is Kind.SIGNED_AFTER_REOPENING:
            self._signed_again(signed)

    def _returned(self) -> None:
        """Decided some days ago and sent back: it waits for the consultant."""
        self._decide(business_day(self.today, -self.rng.randrange(4, 9)))
        self._send_back()

    def _reopened(self) -> None:
        decision = self._decide(business_day(self.today, -self.rng.randrange(14, 24)))
        sign_and_follow(self, decision, leaves=False)
        self.pen.on(business_day(self.today, -self.rng.randrange(3, 6)))
        self._reopen()
        self.pen.on(business_day(self.today, -self.rng.randrange(1, 3)))
        days, next_on = [self.pen.today], business_day(self.today, self.rng.randrange(0, 5))
        self._contacts(days, next_on, begun=True)

    def _signed_again(self, signed: dt.date) -> None:
        if business_day(signed, 14) > self.horizon:
            return
        self.pen.on(business_day(signed, self.rng.randrange(4, 9)))
        self._reopen()
        self.pen.on(business_day(self.pen.today, self.rng.randrange(1, 4)))
        self._contacts([self.pen.today], None, ended=True, begun=True)
        self.pen.do(Save("ended_on", f"{self.pen.today:%d/%m/%Y}"), self.by)
        self.pen.do(Move("decide"), self.by)
        self.pen.on(business_day(self.pen.today, 1))
        self.pen.do(Move("sign"), self.supervisor)

    def _reopen(self) -> None:
        self.pen.do(Move("reopen", self._phrase("reopen_reason")), self.supervisor)

    def _send_back(self) -> None:
        self.pen.on(business_day(self.pen.today, self.rng.randrange(1, 3)))
        self.pen.do(Move("return", self._phrase("return_reason")), self.supervisor)

    def _answer(self, decision: Decision) -> str:
        self.pen.on(business_day(self.pen.today, self.rng.randrange(0, 2)))
        return f"{decision.general_note} {self._phrase('returned_answer')}".strip()

    def _decide(self, ends: dt.date) -> Decision:
        contacts = self._worked(self._ended_days(ends), ended=True)
        self.pen.on(ends)
        decision = decision_of(self.facts, contacts, self.rng, self.pen.today)
        for field, raw in decision.saves():
            self.pen.do(Save(field, raw), self.by)
        for sector in decision.sectors:
            self.pen.do(Tick(OptionList.SECTOR, sector), self.by)
        self.pen.do(Move("decide"), self.by)
        return decision

    def _worked(self, days: list[dt.date], *, ended: bool = False) -> list[Contact]:
        """Opened and talked about; while an answer is awaited, it is marked as waiting."""
        self.pen.do(Move("open"), self.by)
        next_on = None if ended else self._next_contact()
        contacts = self._contacts(days, next_on, waits=True, ended=ended)
        if self.rng.random() < 0.05 and self.outline.operator == MAIN and len(days) > 2:
            self._handed_over()
        return contacts

    def _handed_over(self) -> None:
        """Given to the colleague and back: a holiday."""
        other = "bruno" if self.by != "bruno" else "ana"
        self.pen.do(Reassign(other), self.supervisor)
        self.pen.do(Reassign(self.by), self.supervisor)

    def _wait(self, waits: bool) -> None:
        if waits:
            self.pen.do(Move("wait"), self.by)

    def _contacts(
        self,
        days: list[dt.date],
        next_on: dt.date | None,
        *,
        waits: bool = False,
        ended: bool = False,
        begun: bool = False,
    ) -> list[Contact]:
        contacts = Dialogue(self.facts, self.rng).contacts(days, next_on, ended=ended, begun=begun)
        waiting = False
        for place, contact in enumerate(contacts):
            self.pen.at(contact.at)
            if waiting:
                self.pen.do(Move("resume"), self.by)
            self.pen.do(AddContact(contact.values, contact.picture), self.by)
            self._letter(contact)
            self._ticks(contact)
            waiting = waits and place + 1 < len(contacts) and self.rng.random() < 0.25
            if waiting:
                self.pen.do(Move("wait", waiting_on="it" if place % 3 == 2 else None), self.by)
        self._primary()
        return contacts

    def _letter(self, contact: Contact) -> None:
        if contact.values["channel"] == "letter" and self.rng.random() < 0.5:
            plan, dentist = self.outline.provider, self.facts.dentist
            cro = f"CRO-{plan.city.uf} {dentist.cro}"
            letter = letter_picture(dentist.name, cro, contact.note, plan.city.name, self.outline.begins)
            self.pen.do(Attach(letter), self.by)

    def _ticks(self, contact: Contact) -> None:
        primary = self.outline.reasons[:1]
        for code in contact.reasons:
            told_only = (code,) != primary and self.rng.random() < TOLD_BUT_NOT_TICKED
            if not told_only and self.outline.kind is not Kind.CANCELLED:
                self.pen.do(Tick(OptionList.REASON, code), self.by)
        for code in contact.offers:
            self._tick_offer(code)

    def _tick_offer(self, code: str) -> None:
        self.pen.do(Tick(OptionList.ACTION, code), self.by)
        slots = self.facts.slots(self.pen.today, dt.time(9), self.facts.speaker(True), self.pen.today)
        note = render(self.rng.choice(phrases("actions")[code]["note"]), slots, self.rng)
        if code == "new_fees":
            self.pen.do(Save("current_us_value", str(slots["us"]), code), self.by)
            self.pen.do(Save("offered_us_value", str(slots["us_nova"]), code), self.by)
        if code == "other":
            self.pen.do(Save("actions_note", note), self.by)
        elif note:
            self.pen.do(Save("note", note, code), self.by)

    def _primary(self) -> None:
        ticked = {
            step.deed.code
            for step in self.pen.script.steps
            if isinstance(step.deed, Tick) and step.deed.which is OptionList.REASON
        }
        if len(ticked) > 1 and self.outline.reasons[0] in ticked:
            self.pen.do(ChoosePrimary(self.outline.reasons[0]), self.by)

    def _phrase(self, table: str) -> str:
        frame = self.rng.choice(phrases("endings")[table]["note"])
        slots = self.facts.slots(self.pen.today, dt.time(9), self.facts.speaker(True), self.pen.today)
        return render(frame, slots, self.rng)

    def _ended_days(self, ends: dt.date) -> list[dt.date]:
        """The days of the contacts, from the request to the decision."""
        least = 3 if self.outline.reasons[:1] == ("lost_contact",) else 1
        if self.outline.outcome == "retained":
            least = 2
        length = (ends - self.pen.today).days
        many = max(self.rng.choices(CONTACTS, CONTACT_SHARES)[0], min(7, 1 + length // 28))
        many = max(least, min(many, 2 + length // 2))
        if self.outline.outcome == "not_retention":
            many = self.rng.choice((0, 1, 1, 2))
        if self.outline.reasons[:1] == ("death",):
            many = self.rng.choice((1, 2))
        return self._spread(many, ends)

    def _spread(self, many: int, last: dt.date) -> list[dt.date]:
        first = self.pen.today
        room = (last - first).days
        inner = sorted(self.rng.randrange(0, room + 1) for _ in range(max(0, many - 2)))
        days = [first, *(business_day(first + dt.timedelta(days=each)) for each in inner), last]
        return [min(day, last) for day in days][:many] if many > 1 else [first][:many]

    def _open_days(self) -> list[dt.date]:
        """The days of the contacts of an open case; the last one as its urgency wants it."""
        rng, today = self.rng, self.today
        back = {"overdue": (6, 13), "due": (3, 8), "silent": (12, 30)}.get(self.outline.urgency, (0, 6))
        last = business_day(today, -max(1, rng.randrange(*back)))
        last = max(last, self.pen.today)
        many = max(rng.choices(CONTACTS[:6], (22, 26, 22, 16, 9, 5))[0], (last - self.pen.today).days // 18)
        return self._spread(max(many, 2) if last > self.pen.today else 1, last)

    def _next_contact(self) -> dt.date | None:
        rng, today = self.rng, self.today
        match self.outline.urgency:
            case "due":
                return today
            case "overdue":
                return business_day(today, -rng.randrange(1, 6))
            case "silent":
                return business_day(today, rng.randrange(8, 20)) if rng.random() < 0.5 else None
        return business_day(today, rng.randrange(1, 10))


def ends_on(script: Script) -> dt.date:
    """The day of the last step."""
    return day_of(script.steps[-1].at)
