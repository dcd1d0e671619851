"""By what a search found a provider, where it was not by its own name or city: who works or worked there,
whom one talks to, a number, or a record that it has taken in.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.kernel.folding import fold

from ..models import Affiliation, ContactPerson, Dentist, Provider, ProviderMerge
from ..search_terms import SearchTerms, is_number, understand
from ..search_text import dentist_search_text, lines
from .search import Found
from .search_rank import Meanings, as_typed

NOTED = "noted"


@dataclass(frozen=True, slots=True)
class FoundBy:
    """`ties` are of those who were meant, each dentist once, in the best of what they are there.

    `the_one` is the dentist whose whole number or whole name was typed, where it can be no other of this
    provider. `number` names which number was typed where it is the provider's own, or one that a note of a
    case says. `former` are names of records taken in.
    """

    ties: tuple[Affiliation, ...] = ()
    contacts: tuple[ContactPerson, ...] = ()
    former: tuple[str, ...] = ()
    number: str = ""
    the_one: int | None = None


def found_by(actor: Actor, found: Found, query: str, today: dt.date) -> Mapping[int, FoundBy]:
    """By the provider's id. Two queries, where somebody else than a dentist may have been meant."""
    asked = _Asked(understand(query), found.meant)
    told = {provider.pk: _by_dentists(provider, asked, today) for provider in found.providers}
    open_rows = [one for one in found.providers if told[one.pk] is None]
    if open_rows:
        contacts, former = _contacts(open_rows), _former(open_rows)
        for one in open_rows:
            sees = actor.may(Permission.PERSONAL_DATA_SEE, one.operator_id)
            by = _by_others(asked, asked.left(one), contacts[one.pk], former[one.pk], sees=sees)
            told[one.pk] = by or _by_parts(one, asked, today, sees=sees)
    return {pk: by or FoundBy() for pk, by in told.items()}


@dataclass(frozen=True, slots=True)
class _Asked:
    terms: SearchTerms
    meant: Meanings

    def left(self, provider: Provider) -> Meanings:
        """The words that neither its names nor its city say."""
        place = provider.municipality
        own = lines([provider.name, provider.trade_name, f"{place.name} {place.uf}" if place else ""])
        words = self.meant or as_typed(self.terms)
        return tuple(meanings for meanings in words if not any(word in own for word in meanings))

    def is_number_of(self, dentist: Dentist) -> bool:
        """Whether the whole CRO or CPF of that dentist was typed."""
        own = f"{dentist.cro_uf.lower()} {dentist.cro_number}"
        terms = self.terms
        return (
            own in terms.lines
            or dentist.cro_number in terms.line_ends
            or (dentist.cpf != "" and dentist.cpf in terms.personal_lines)
        )


def _by_dentists(provider: Provider, asked: _Asked, today: dt.date) -> FoundBy | None:
    """None where dentists do not tell it."""
    ties = _each_once(provider.affiliations.all(), today)
    if by_number := [tie for tie in ties if asked.is_number_of(tie.dentist)]:
        return FoundBy(ties=tuple(by_number), the_one=_only(by_number))
    if number := _own_number(provider, asked.terms):
        return FoundBy(number=number)
    left = asked.left(provider)
    if not left:
        return FoundBy()
    named = [tie for tie in ties if _has_all(dentist_search_text(tie.dentist), left)]
    if not named:
        return None
    same = [tie for tie in named if tie.dentist.folded_name == asked.terms.name]
    return FoundBy(ties=tuple(same or named), the_one=_only(same))


def _each_once(ties: Iterable[Affiliation], today: dt.date) -> list[Affiliation]:
    """Who is there today first, then who comes, then who left, the latest first."""

    def how_near(tie: Affiliation) -> tuple[bool, bool, bool, int]:
        is_over = tie.ends_on is not None and tie.ends_on <= today
        ends = tie.ends_on or dt.date.max
        return (not tie.stands_on(today), is_over, not tie.is_technical_manager, -ends.toordinal())

    once: dict[int, Affiliation] = {}
    for tie in sorted(ties, key=how_near):
        once.setdefault(tie.dentist_id, tie)
    return list(once.values())


def _only(ties: Sequence[Affiliation]) -> int | None:
    return ties[0].dentist_id if len(ties) == 1 else None


def _own_number(provider: Provider, terms: SearchTerms) -> str:
    """CNPJ, CPF or CNES, as far as it was typed; a part of a CPF tells nothing."""
    if provider.cpf and provider.cpf in terms.personal_lines:
        return "CPF"
    typed = terms.words[0] if len(terms.words) == 1 else ""
    if len(typed) < 3:
        return ""
    return next((name for name in ("cnpj", "cnes") if typed in getattr(provider, name).lower()), "").upper()


def _by_others(
    asked: _Asked,
    left: Meanings,
    contacts: Sequence[ContactPerson],
    former: Sequence[Mapping[str, str]],
    *,
    sees: bool,
) -> FoundBy | None:
    """None where they do not tell it either. A part of a phone tells only who may see it."""
    parts = [word for word in asked.terms.words if is_number(word) and sees]
    called = [
        one
        for one in contacts
        if asked.terms.phone in one.phones or any(part in said for part in parts for said in one.phones)
    ]
    spoken_to = called or [one for one in contacts if _has_all(fold(one.name), left)]
    names = [said[name] for said in former for name in ("name", "trade_name")]
    known_as = dict.fromkeys(name for name in names if name and _has_all(fold(name), left))
    number = NOTED if asked.terms.phone and not spoken_to else ""
    if not (spoken_to or known_as or number):
        return None
    return FoundBy(contacts=tuple(spoken_to), former=tuple(known_as), number=number)


def _by_parts(provider: Provider, asked: _Asked, today: dt.date, *, sees: bool) -> FoundBy:
    """Dentists who have one of the words, where nobody has all; or a part of a CPF, for who may see it."""
    left = asked.left(provider)
    parts = [word for word in asked.terms.words if is_number(word) and sees]
    if any(part in provider.cpf for part in parts):
        return FoundBy(number="CPF")
    ties = _each_once(provider.affiliations.all(), today)
    some = [
        tie
        for tie in ties
        if any(part in tie.dentist.cpf for part in parts)
        or any(_has_all(dentist_search_text(tie.dentist), (word,)) for word in left)
    ]
    return FoundBy(ties=tuple(some))


def _has_all(text: str, words: Meanings) -> bool:
    return all(any(word in text for word in meanings) for meanings in words)


def _contacts(providers: Iterable[Provider]) -> Mapping[int, list[ContactPerson]]:
    theirs: dict[int, list[ContactPerson]] = defaultdict(list)
    for person in ContactPerson.objects.filter(provider__in=[one.pk for one in providers]):
        theirs[person.provider_id].append(person)
    return theirs


def _former(providers: Iterable[Provider]) -> Mapping[int, list[Mapping[str, str]]]:
    theirs: dict[int, list[Mapping[str, str]]] = defaultdict(list)
    merges = ProviderMerge.objects.filter(kept__in=[one.pk for one in providers], undone_at=None)
    for merge in merges.order_by("pk"):
        theirs[merge.kept_id].append(merge.moved["before"]["merged"])
    return theirs
