"""The contacts of one case: what is asked, tried, offered and answered, in order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from vinculo.kernel.dates import format_date
from vinculo.kernel.identifiers import phone

from .cast import FORMER_STAFF, consultants_of, user
from .facts import CaseFacts, Speaker, clock_of
from .office_hours import business_day, office_moment
from .pictures import chat_picture
from .script import Picture
from .wording import PLAIN_VOICE, VOICES, join, phrases, render

INCOMING, OUTGOING = "incoming", "outgoing"
EARLIEST_CALL = 35
"""Minutes after opening: who calls has read the e-mails before."""
LONGEST_PROMISE = 16
"""Days."""


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact with what it told and offered, beside what is typed of it."""

    at: dt.datetime
    values: Mapping[str, str]
    reasons: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    picture: Picture | None = None

    @property
    def note(self) -> str:
        return self.values.get("note", "")


@dataclass
class _Draft:
    """A contact while it is being written."""

    number: int
    on: dt.date
    moment: dt.datetime
    speaker: Speaker
    channel: str
    direction: str
    next_on: dt.date | None
    sentences: list[str] = field(default_factory=list)
    formal: bool = False
    answered: bool = True
    reasons: list[str] = field(default_factory=list)
    offers: list[str] = field(default_factory=list)


class Dialogue:
    """Writes contacts one after the other; what has been told and offered is not told again."""

    def __init__(self, facts: CaseFacts, rng: Random) -> None:
        self._facts = facts
        self._rng = rng
        self._outline = facts.outline
        self._frames = phrases("contacts")
        self._untold = list(self._outline.reasons)
        self._offered: set[str] = set()
        self._used: set[str] = set()
        self._primary = self._outline.reasons[0] if self._outline.reasons else ""

    def contacts(
        self, days: Sequence[dt.date], next_on: dt.date | None, *, ended: bool, begun: bool = False
    ) -> list[Contact]:
        """A contact on each of the days. The last one settles the case (`ended`), or says `next_on`.

        `begun`: the request has been told before.
        """
        written = []
        for place, day in enumerate(days):
            follows = days[place + 1] if place + 1 < len(days) else None
            draft = self._begin(place + 1, day, self._promised(day, follows) if follows else next_on)
            last = follows is None and ended
            if self._primary == "lost_contact":
                self._vanish(draft, last=last)
            elif self._primary == "death":
                self._mourn(draft, last=last)
            elif place == 0 and not begun:
                self._request(draft, alone=last)
            elif last:
                self._close(draft)
            elif self._rng.random() < 0.3:
                self._no_answer(draft)
            else:
                self._talk(draft)
            written.append(self._finish(draft))
        return written

    def _vanish(self, draft: _Draft, *, last: bool) -> None:
        self._no_answer(draft)
        if last:
            draft.sentences.append(self._say("last", "vanished", draft))
            draft.reasons, draft.next_on = ["lost_contact"], None

    def _mourn(self, draft: _Draft, *, last: bool) -> None:
        draft.channel = "phone" if draft.channel in ("email", "visit") else draft.channel
        draft.sentences.append(self._say("answered", "mourning", draft))
        self._tell_reasons(draft, 1)
        draft.sentences += [self._say("last", "mourned", draft)] if last else []

    def _promised(self, day: dt.date, follows: dt.date) -> dt.date:
        """When the next contact was to be: mostly when it was; nobody promises a date far ahead."""
        if (follows - day).days <= LONGEST_PROMISE and self._rng.random() < 0.85:
            return follows
        return business_day(day, self._rng.randrange(2, 8))

    def _begin(self, number: int, day: dt.date, next_on: dt.date | None) -> _Draft:
        rng = self._rng
        channel = rng.choices(("phone", "whatsapp", "email", "visit"), (46, 38, 12, 4))[0]
        dentist = not self._outline.provider.is_clinic or rng.random() < 0.45
        speaker = self._facts.speaker(dentist and rng.random() < 0.85, mobile=channel == "whatsapp")
        moment = office_moment(day, rng, EARLIEST_CALL)
        return _Draft(number, day, moment, speaker, channel, OUTGOING, next_on)

    def _request(self, draft: _Draft, *, alone: bool) -> None:
        """How it began: in their own words, by a call of theirs, or by our call.

        `alone`: there will be no other contact.
        """
        rng = self._rng
        how = rng.choices(("own_words", "asked", "talk", "no_answer"), (40, 20, 25, 15))[0]
        if not self._primary or (alone and how == "no_answer"):
            how = "talk"
        if how == "talk":
            self._talk(draft)
        elif how == "no_answer":
            self._no_answer(draft)
        elif how == "own_words":
            draft.channel = rng.choice(("letter", "letter", "email", "whatsapp"))
            draft.direction, draft.formal = INCOMING, True
            draft.speaker = self._facts.speaker(dentist=True)
            draft.sentences.append(self._say("own_words", draft.channel, draft))
            draft.reasons += self._untold[:1]
            self._untold = self._untold[1:]
        else:
            draft.channel = draft.channel if draft.channel != "visit" else "phone"
            draft.direction = INCOMING
            self._open_with("asked", draft)
            self._tell_reasons(draft, 2)
            self._next_step(draft)

    def _talk(self, draft: _Draft) -> None:
        self._open_talk(draft)
        self._tell_reasons(draft, 3 if self._rng.random() < 0.5 else 1)
        if draft.reasons == [] or self._rng.random() < 0.45:
            self._offer(draft, answered=False)
        said_nothing = not (draft.reasons or draft.offers)
        if said_nothing or self._rng.random() < 0.4:
            draft.sentences.append(self._say("pending", "after", draft))
        self._next_step(draft)

    def _close(self, draft: _Draft) -> None:
        """The contact on which it is settled: what was not told or offered yet is, and the answer falls."""
        self._open_talk(draft)
        self._tell_reasons(draft, 3)
        if self._outline.outcome == "retained" or (not self._offered and self._rng.random() < 0.55):
            self._offer(draft, answered=True)
        if self._outline.outcome in ("retained", "terminated"):
            stays = self._outline.outcome == "retained"
            draft.sentences.append(self._say("last", "stays" if stays else "goes", draft))
        draft.next_on = None

    def _no_answer(self, draft: _Draft) -> None:
        draft.answered = False
        draft.sentences.append(self._say("no_answer", draft.channel, draft))
        if self._rng.random() < 0.4:
            self._next_step(draft)

    def _open_talk(self, draft: _Draft) -> None:
        draft.direction = OUTGOING if self._rng.random() < 0.7 else INCOMING
        self._open_with("answered", draft)

    def _open_with(self, table: str, draft: _Draft) -> None:
        """The first sentence says who it was; whom it names is whom the contact was with."""
        frames = self._frames[table][draft.channel]
        dentist = self._facts.speaker(dentist=True, mobile=draft.channel == "whatsapp")
        if dentist.told != self._facts.case_slots["odr"]:
            # Somebody else speaks in this case.
            frames = [frame for frame in frames if "apessoa" in frame.lower()] or frames
        frame = self._choose(frames, draft)
        if "apessoa" not in frame.lower():
            draft.speaker = dentist
        draft.sentences.append(self._fill(frame, draft))

    def _tell_reasons(self, draft: _Draft, most: int) -> None:
        table = phrases("reasons")
        for code in self._untold[:most]:
            draft.sentences.append(self._render(table[code]["says"], draft))
            draft.reasons.append(code)
        self._untold = self._untold[most:]

    def _offer(self, draft: _Draft, *, answered: bool) -> None:
        reasons, actions = phrases("reasons"), phrases("actions")
        fitting = [code for reason in self._outline.reasons for code in reasons[reason].get("offers", ())]
        fresh = [code for code in dict.fromkeys(fitting) if code not in self._offered]
        if not fresh and answered and self._outline.outcome == "retained" and not self._offered:
            fresh = ["support"]
        chosen = fresh[: self._rng.choice((1, 1, 2))]
        for code in chosen:
            draft.sentences.append(self._render(actions[code]["offer"], draft))
            draft.offers.append(code)
        self._offered |= set(chosen)
        if answered and chosen:
            kept = self._outline.outcome == "retained"
            draft.sentences.append(self._render(actions[chosen[-1]]["accept" if kept else "refuse"], draft))

    def _next_step(self, draft: _Draft) -> None:
        if self._rng.random() < 0.22:
            draft.sentences.append(self._say("pending", "aside", draft))
        if draft.next_on is not None and self._rng.random() < 0.65:
            draft.sentences.append(self._say("pending", "next", draft))

    def _say(self, table: str, row: str, draft: _Draft) -> str:
        return self._render(self._frames[table][row], draft)

    def _render(self, frames: Sequence[str], draft: _Draft) -> str:
        return self._fill(self._choose(frames, draft), draft)

    def _choose(self, frames: Sequence[str], draft: _Draft) -> str:
        """One of the frames, preferably one that this case has not used."""
        if draft.speaker.told == self._facts.case_slots["odr"]:
            # Nobody hands themselves the telephone.
            frames = [frame for frame in frames if not ("apessoa" in frame and "{odr}" in frame)] or frames
        fresh = [frame for frame in frames if frame not in self._used] or list(frames)
        frame = self._rng.choice(fresh)
        self._used.add(frame)
        return frame

    def _fill(self, frame: str, draft: _Draft) -> str:
        follows = draft.next_on or business_day(draft.on, 5)
        slots = self._facts.slots(draft.on, clock_of(draft.moment), draft.speaker, follows)
        return render(frame, {**slots, "vez": str(draft.number)}, self._rng)

    def _finish(self, draft: _Draft) -> Contact:
        consultant = user(self._outline.consultant)
        voice = VOICES.get(consultant.key, PLAIN_VOICE)
        note = join(draft.sentences)
        note = note if draft.formal else voice.say(note, self._rng).replace("..", ".")
        values = {
            "on": format_date(draft.on),
            "time": clock_of(draft.moment).strftime("%H:%M") if self._rng.random() < 0.7 else "",
            "direction": draft.direction,
            "channel": draft.channel,
            "address": self._address(draft),
            "made_by": self._made_by(draft),
            "spoken_to": draft.speaker.name if draft.answered else "",
            "note": note,
            "answered": "yes" if draft.answered else "no",
            "next_contact_on": format_date(draft.next_on) if draft.next_on else "",
        }
        return Contact(
            draft.moment + dt.timedelta(minutes=self._rng.randrange(4, 40)),
            values,
            tuple(draft.reasons),
            tuple(draft.offers),
            self._picture(draft, note),
        )

    def _address(self, draft: _Draft) -> str:
        if draft.channel in ("phone", "whatsapp"):
            return phone.formatted(draft.speaker.phone)
        return draft.speaker.email if draft.channel == "email" else ""

    def _made_by(self, draft: _Draft) -> str:
        """Mostly who has the case; now and then a colleague, or whoever was there before."""
        if draft.direction == INCOMING and draft.formal:
            return ""
        if self._rng.random() < 0.06:
            colleagues = [each.name for each in consultants_of(self._outline.operator)]
            return self._rng.choice([*colleagues, FORMER_STAFF[0]])
        return user(self._outline.consultant).name

    def _picture(self, draft: _Draft, note: str) -> Picture | None:
        """A screenshot where the note speaks of one, and of some other chats."""
        if draft.channel != "whatsapp" or not draft.answered:
            return None
        if "prints" not in note.lower() and self._rng.random() > 0.16:
            return None
        soon = draft.next_on or business_day(draft.on, 3)
        slots = self._facts.slots(draft.on, clock_of(draft.moment), draft.speaker, soon)
        return chat_picture(draft.speaker.name, draft.on, clock_of(draft.moment), slots, self._rng)
