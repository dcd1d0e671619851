"""What the sentences of a case may speak of: slots the same in every note, and those of one contact."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from vinculo.kernel.dates import SAO_PAULO
from vinculo.kernel.identifiers import phone
from vinculo.kernel.invented import invented_person_name, invented_phone, invented_protocol_number
from vinculo.kernel.money import format_money

from .cast import OPERATORS, user
from .office_hours import office_moment
from .outline import Outline
from .registry_plan import DentistPlan, PersonPlan
from .wording import is_male, person_slots, phrases, render

MONTHS = (
    *("janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho"),
    *("agosto", "setembro", "outubro", "novembro", "dezembro"),
)
RIVALS = ("SorriBem", "Plenident", "Dental Araucária", "OdontoIpê", "Vitaldente", "Prima Odonto")

NOON = 12
SPOKEN_FOR = frozenset({"provider_removed", "outsourced_care", "service_refusal"})
"""Reasons that the clinic tells, not the dentist."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who was spoken to: the dentist, or a contact person of the provider."""

    name: str
    told: str
    phone: str
    email: str = ""


class CaseFacts:
    """Drawn once for a case, so that its notes agree with each other and with the head."""

    def __init__(self, outline: Outline, rng: Random) -> None:
        self.outline = outline
        self.rng = rng
        provider = outline.provider
        places = outline.leavers or (0,)
        self.dentist: DentistPlan = provider.dentists[places[0]]
        self.requested_at = office_moment(outline.begins, rng)
        self.protocol = invented_protocol_number(self.requested_at)
        self.us_value = provider.us_value
        percent = rng.randrange(6, 36)
        self.offered_us = self._rounded(self.us_value * (100 + percent) / 100)
        produced_on = outline.begins - dt.timedelta(days=int(rng.triangular(8, 260, 25)))
        self.produced_on = max(produced_on, provider.joined_on + dt.timedelta(days=9))
        self.produced_us = int(rng.triangular(40, 5200, 600))
        self.mobile = invented_phone(rng, provider.city.area)
        self.case_slots = self._case_slots(percent)
        self._relative = self._invented_relative()

    def _case_slots(self, percent: int) -> dict[str, object]:
        outline, provider = self.outline, self.outline.provider
        operator = next(each for each in OPERATORS if each.code == outline.operator)
        asked = self._rounded(self.us_value * self.rng.randrange(140, 210) / 100)
        staff = user(outline.consultant)
        slots: dict[str, object] = {
            **person_slots(self.dentist.name),
            "cro": self.dentist.cro,
            "cro_uf": provider.city.uf,
            "clinica": provider.called,
            "operadora": operator.name,
            "cidade": provider.city.name,
            "us": format_money(self.us_value),
            "us_nova": format_money(self.offered_us),
            "us_pedida": format_money(asked),
            "pct": f"{percent}%",
            "rival": self.rng.choice(RIVALS),
            "prot": self.protocol,
            "ult_prod": f"{self.produced_on:%m/%Y}",
            "ano": str(outline.begins.year - self.rng.randrange(2, 7)),
            "ano_que_vem": str(outline.begins.year + 1),
            "olocal": "a clínica" if provider.is_clinic else "o consultório",
            "nolocal": "na clínica" if provider.is_clinic else "no consultório",
            "celular": written_phone(invented_phone(self.rng, provider.city.area), self.rng),
            "a_consultor": "o" if is_male(staff.name) else "a",
        }
        slots["motivo"] = self._motive(slots)
        return slots

    def _motive(self, slots: dict[str, object]) -> str:
        reasons = self.outline.reasons
        letter = phrases("reasons")[reasons[0]].get("letter", "") if reasons else ""
        return render(letter or "por motivos pessoais", slots, self.rng)

    def _invented_relative(self) -> Speaker:
        """Who speaks for a dentist who has died."""
        name = invented_person_name(self.rng)
        kin = ("o filho", "o irmão") if is_male(name) else ("a filha", "a irmã")
        kinship = self.rng.choice(kin)
        return Speaker(name, f"{kinship}, {name.split()[0]}", self.mobile)

    def _rounded(self, value: Decimal) -> Decimal:
        return value.quantize(Decimal("0.01"))

    @property
    def production(self) -> Decimal:
        """A whole number of US, as a bill is; a few do not add up."""
        value = self.us_value * self.produced_us
        return self._rounded(value)

    def speaker(self, dentist: bool, *, mobile: bool = False) -> Speaker:
        """The dentist, or somebody of the provider; `mobile`: the number is one that gets messages."""
        people = self.outline.provider.people
        primary = self.outline.reasons[:1]
        if primary == ("death",):
            return self._relative
        if primary and primary[0] in SPOKEN_FOR:
            dentist = False
        if dentist or not people:
            return Speaker(self.dentist.name, str(self.case_slots["odr"]), self.mobile)
        person = self.rng.choice(people)
        number = person.phones[0] if mobile else self.rng.choice(person.phones)
        return Speaker(person.name, told(person), number, person.email)

    def slots(self, on: dt.date, clock: dt.time, speaker: Speaker, next_on: dt.date) -> dict[str, object]:
        """All slots for a contact on that day."""
        return {
            **self.case_slots,
            "fone": written_phone(speaker.phone, self.rng),
            "saudacao": "Bom dia" if clock.hour < NOON else "Boa tarde",
            "hora": written_time(clock, self.rng),
            "apessoa": speaker.told,
            "Apessoa": speaker.told[0].upper() + speaker.told[1:],
            "prox": f"{next_on:%d/%m}",
            "mes_passado": MONTHS[(on.month - 2) % 12],
            "mes_que_vem": MONTHS[on.month % 12],
            "nprot": invented_protocol_number(office_moment(on, self.rng)),
        }


def told(person: PersonPlan) -> str:
    """How a note names a contact person: "a Sílvia do financeiro"."""
    first, article = person.name.split()[0], "o" if is_male(person.name) else "a"
    match person.function:
        case "Financeiro":
            return f"{article} {first} do financeiro"
        case "Administração":
            return f"{article} {first} da administração"
        case "Sócio":
            return f"{article} {'sócio' if article == 'o' else 'sócia'} {first}"
        case "Secretária":
            return f"{article} {'secretário' if article == 'o' else 'secretária'} {first}"
    return f"{article} recepcionista {first}"


def written_phone(digits: str, rng: Random) -> str:
    """A telephone as one of many hands writes it."""
    area, local = digits[:2], digits[2:]
    spaced = f"{local[0]} {local[1:5]}-{local[5:]}" if len(local) == 9 else f"{local[:4]}-{local[4:]}"
    forms = (
        phone.formatted(digits),
        f"{area} {local[:-4]}-{local[-4:]}",
        digits,
        f"{area} {spaced}",
        f"+55 {area} {local[:-4]}-{local[-4:]}",
    )
    return rng.choices(forms, (45, 25, 12, 10, 8))[0]


def written_time(clock: dt.time, rng: Random) -> str:
    if clock.minute == 0:
        return f"{clock.hour}h"
    return rng.choice((f"{clock.hour}h{clock.minute:02}", f"{clock.hour:02}:{clock.minute:02}"))


def clock_of(moment: dt.datetime) -> dt.time:
    """The hour of a moment in São Paulo, as people round it."""
    local = moment.astimezone(SAO_PAULO)
    return dt.time(local.hour, local.minute // 5 * 5)
