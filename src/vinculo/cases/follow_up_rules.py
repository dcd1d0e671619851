"""Rules on what comes next in a case: the day of the next contact, and a wait that has been answered."""

from __future__ import annotations

from collections.abc import Iterable

from vinculo.kernel.dates import format_date
from vinculo.kernel.finding import Severity
from vinculo.kernel.rule import Hit, Rule

from .facts import CaseFacts
from .states import OPEN_STATES, WORKED_STATES

_CASES_OWN = "next_contact_on"


def _is_followed_up(facts: CaseFacts) -> bool:
    """A case of the past sets nothing going, and nobody is called once it is decided."""
    return facts.state in OPEN_STATES and not facts.is_history


def _field(facts: CaseFacts) -> str:
    """Where the day stands: in the newest contact of a case under way, else in the case itself."""
    newest = facts.newest_contact
    if newest is None or facts.state not in WORKED_STATES:
        return _CASES_OWN
    is_its_own = newest.next_contact_on == facts.next_contact_on
    return f"contacts.{newest.number}.{_CASES_OWN}" if is_its_own else _CASES_OWN


def _undated(facts: CaseFacts) -> Iterable[Hit]:
    if _is_followed_up(facts) and facts.next_contact_on is None:
        yield Hit(_field(facts))


def _undated_case(facts: CaseFacts) -> Iterable[Hit]:
    if facts.next_contact_on is None and not facts.is_history:
        yield Hit()


def _newest_contact_sets_nothing(facts: CaseFacts) -> Iterable[Hit]:
    """The day that stands was set before this contact, and has come: nobody will call after it."""
    newest, standing = facts.newest_contact, facts.next_contact_on
    if newest is None or standing is None or newest.next_contact_on is not None:
        return
    under_way = facts.state in WORKED_STATES and not facts.is_history and facts.form.outcome is None
    if under_way and standing <= (newest.on or facts.today):
        yield Hit(f"contacts.{newest.number}.{_CASES_OWN}")


def _passed(facts: CaseFacts) -> Iterable[Hit]:
    standing = facts.next_contact_on
    if any(_newest_contact_sets_nothing(facts)):
        return
    if _is_followed_up(facts) and standing is not None and standing < facts.today:
        free = facts.calendar.next(facts.today)
        yield Hit(
            _field(facts),
            f"O próximo contato era para {format_date(standing)}. Registre o contato ou marque outro dia; "
            f"o próximo dia útil é {format_date(free)}.",
        )


def _day_off(facts: CaseFacts) -> Iterable[Hit]:
    standing = facts.next_contact_on
    if not _is_followed_up(facts) or standing is None or standing < facts.today:
        return
    if not facts.calendar.is_business_day(standing):
        free = facts.calendar.next(standing)
        yield Hit(
            _field(facts),
            f"{format_date(standing)} não é dia útil: {_why(facts)}. O seguinte é {format_date(free)}.",
        )


def _why(facts: CaseFacts) -> str:
    assert facts.next_contact_on is not None
    weekend = {5: "é sábado", 6: "é domingo"}
    return weekend.get(facts.next_contact_on.weekday(), "é feriado")


def _answered(facts: CaseFacts) -> Iterable[Hit]:
    if facts.waiting_on is not None and facts.heard_while_waiting:
        yield Hit()


UNDATED_CASE: Rule[CaseFacts] = Rule(
    "case-without-next-contact",
    _CASES_OWN,
    "Marque a data do próximo contato: sem ela, ninguém será lembrado deste processo.",
    _undated_case,
    draft=Severity.BLOCKING,
    decide=None,
)
"""Asked of a draft that is opened, and of a case that is left waiting."""

FOLLOW_UP_RULES: tuple[Rule[CaseFacts], ...] = (
    Rule(
        "next-contact-missing",
        _CASES_OWN,
        "Falta a data do próximo contato: sem ela, ninguém será lembrado deste processo.",
        _undated,
        draft=Severity.MISSING,
        decide=Severity.BLOCKING,
    ),
    Rule(
        "contact-without-next",
        _CASES_OWN,
        "Falta a data do próximo contato: a que está marcada é anterior a este contato.",
        _newest_contact_sets_nothing,
        draft=Severity.WARNING,
        decide=None,
    ),
    Rule(
        "next-contact-passed",
        _CASES_OWN,
        "O dia marcado para o próximo contato já passou.",
        _passed,
        draft=Severity.WARNING,
        decide=None,
    ),
    Rule(
        "next-contact-on-day-off",
        _CASES_OWN,
        "O dia marcado para o próximo contato não é dia útil.",
        _day_off,
        draft=Severity.WARNING,
        decide=None,
    ),
    Rule(
        "waiting-was-answered",
        "waiting_on",
        "Chegou um contato depois que o processo ficou aguardando. Se já dá para seguir, retome o processo.",
        _answered,
        draft=Severity.WARNING,
        decide=None,
    ),
)
