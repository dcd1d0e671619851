"""The text that searches look through: one line for each thing told, so that a whole one can be told from
a part of one. Written by the actions, in their transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.dispatch import Signal

from vinculo.kernel.folding import fold, fold_lines

from .models import Affiliation, ContactPerson, Dentist, Provider, ProviderMerge
from .vocabulary import learn_words

LONGEST_FOLDED_NAME = 200

renamed = Signal()
"""Sent with a `provider` that is called otherwise than before, in the transaction that writes it."""


@dataclass(frozen=True, slots=True)
class SearchText:
    """`personal` is only looked through for who may see CPF and phones."""

    shown: str
    personal: str


def lines(things: Iterable[str]) -> str:
    """Each thing once, folded, on a line of its own, with a line break around each."""
    told = list(things)
    text = "\n".join(told)
    return folded_lines(fold_lines(text) if text.count("\n") == len(told) - 1 else map(fold, told))


def folded_lines(things: Iterable[str]) -> str:
    """The same of things that are folded already."""
    kept = dict.fromkeys(filter(None, things))
    return "".join(f"\n{line}" for line in kept) + "\n" if kept else ""


def folded_name(name: str) -> str:
    """What names are sorted by."""
    return fold(name)[:LONGEST_FOLDED_NAME]


def dentist_search_text(dentist: Dentist) -> str:
    return lines([dentist.name, cro_line(dentist)])


def cro_line(dentist: Dentist) -> str:
    return f"{dentist.cro_uf} {dentist.cro_number}"


@dataclass(frozen=True, slots=True)
class SearchedFacts:
    """`city` is its name and UF; a dentist is CRO, name and CPF, a contact person name and phones; what the
    records said that it has taken in is `former`.
    """

    name: str
    trade_name: str
    cnpj: str
    cnes: str
    cpf: str
    city: str
    dentists: Sequence[tuple[str, str, str]]
    contacts: Sequence[tuple[str, Sequence[str]]]
    former: Sequence[Mapping[str, str]]

    def text(self) -> SearchText:
        return SearchText(
            shown=lines(
                [
                    *(self.name, self.trade_name, self.cnpj, self.cnes, self.city),
                    *(cro for cro, _, _ in self.dentists),
                    *(name for _, name, _ in self.dentists),
                    *(name for name, _ in self.contacts),
                    *(said[name] for said in self.former for name in ("name", "trade_name", "cnpj", "cnes")),
                ]
            ),
            personal=lines(
                [
                    self.cpf,
                    *(cpf for _, _, cpf in self.dentists),
                    *(digits for _, phones in self.contacts for digits in phones),
                    *(said["cpf"] for said in self.former),
                ]
            ),
        )


def provider_search_text(
    provider: Provider,
    dentists: Iterable[Dentist],
    contacts: Iterable[ContactPerson],
    former: Iterable[Mapping[str, str]] = (),
) -> SearchText:
    """`provider` comes with its municipality; `former` is what the records said that it has taken in."""
    place = provider.municipality
    return SearchedFacts(
        name=provider.name,
        trade_name=provider.trade_name,
        cnpj=provider.cnpj,
        cnes=provider.cnes,
        cpf=provider.cpf,
        city=f"{place.name} {place.uf}" if place else "",
        dentists=[(cro_line(dentist), dentist.name, dentist.cpf) for dentist in dentists],
        contacts=[(contact.name, contact.phones) for contact in contacts],
        former=list(former),
    ).text()


def refresh_search_text(provider: Provider) -> None:
    """Writes the search text of a provider that the caller has locked.

    Past dentists and contact persons stay findable: people look for who left, too.
    """
    ties = Affiliation.objects.filter(provider=provider).select_related("dentist")
    dentists = {tie.dentist_id: tie.dentist for tie in ties.order_by("dentist_id")}
    merges = ProviderMerge.objects.filter(kept=provider, undone_at=None).order_by("pk")
    text = provider_search_text(
        provider,
        dentists.values(),
        ContactPerson.objects.filter(provider=provider).order_by("pk"),
        [merge.moved["before"]["merged"] for merge in merges],
    )
    is_renamed = _is_called_otherwise(provider)
    provider.folded_name = folded_name(provider.display_name)
    provider.search_text = text.shown
    provider.personal_search_text = text.personal
    provider.save(update_fields=["folded_name", "search_text", "personal_search_text"])
    learn_words(provider.operator_id, text.shown)
    if is_renamed:
        renamed.send(Provider, provider=provider)


def _is_called_otherwise(provider: Provider) -> bool:
    return is_called_otherwise(provider.name, provider.trade_name, provider.folded_name, provider.search_text)


def is_called_otherwise(name: str, trade_name: str, was_folded: str, was_found_by: str) -> bool:
    """Than its folded name and search text say; a new one is not."""
    if not was_found_by:
        return False
    names = [folded for one in (name, trade_name) if (folded := fold(one))]
    return was_folded != folded_name(trade_name or name) or any(
        f"\n{one}\n" not in was_found_by for one in names
    )
