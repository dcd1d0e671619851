"""What was found, as the panel under the search draws it: groups, what matched, why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from vinculo.cases.models import Case
from vinculo.cases.queries.note_excerpts import Excerpt
from vinculo.cases.queries.search import Found
from vinculo.cases.queries.search_query import SearchQuery
from vinculo.kernel.folding import fold
from vinculo.kernel.identifiers import cnpj, cro
from vinculo.network.models import Provider

from ..site.addresses import address_of
from .highlighting import Part, highlighted, highlighted_number

Parts = Sequence[Part]


@dataclass(frozen=True)
class CaseResult:
    """`source` says where `context` comes from; both are empty where the row explains itself."""

    url: str
    name: Parts
    number: Parts
    registration: Parts
    city: Parts
    state: str
    is_history: bool
    source: str
    context: Parts


@dataclass(frozen=True)
class ProviderResult:
    url: str
    name: Parts
    number: Parts
    city: Parts
    people: Parts


@dataclass(frozen=True)
class Results:
    """`announcement` is what a screen reader says of them."""

    query: str
    typed: str
    cases: Sequence[CaseResult]
    providers: Sequence[ProviderResult]
    has_more: bool
    corrected_from: str
    maybe: str
    announcement: str


def present_results(
    *,
    found: Found,
    cases: Sequence[Case],
    excerpts: Mapping[int, Excerpt],
    providers: Sequence[Provider],
    has_more: bool,
) -> Results:
    query = found.query
    return Results(
        query=query.typed,
        typed=found.corrected_from or query.typed,
        cases=[_case(case, query, excerpts.get(case.pk)) for case in cases],
        providers=[_provider(provider, query) for provider in providers],
        has_more=has_more,
        corrected_from=found.corrected_from,
        maybe=found.maybe,
        announcement=_announcement(found, len(cases), len(providers), has_more=has_more),
    )


def _case(case: Case, query: SearchQuery, excerpt: Excerpt | None) -> CaseResult:
    source, context = _context(case, query, excerpt)
    return CaseResult(
        url=address_of("case-page", case.pk),
        name=highlighted(case.dentist_name or "Sem nome", query),
        number=highlighted_number(case.number or f"Rascunho {case.pk}", query),
        registration=highlighted_number(cro.formatted(case.cro, case.cro_state), query) if case.cro else (),
        city=highlighted("/".join(part for part in (case.city, case.city_state) if part), query),
        state=case.state,
        is_history=case.is_history,
        source=source,
        context=context,
    )


def _context(case: Case, query: SearchQuery, excerpt: Excerpt | None) -> tuple[str, Parts]:
    """Why the case was found, where neither its name nor its numbers in the row say so."""
    numbers = {number for thing in query.things for number in thing.numbers}
    for label, number, shown in (
        ("CNPJ", case.cnpj, cnpj.formatted(case.cnpj or "")),
        ("Protocolo", case.protocol_number, case.protocol_number or ""),
    ):
        parts = highlighted_number(shown, query) if number and (numbers or _begins(query)) else ()
        if any(part.is_found for part in parts):
            return label, parts
    personal = {number for thing in query.things for number in thing.personal}
    if personal:
        return ("Tem este CPF" if case.cpf in personal else "Número citado nos contatos"), ()
    names = [case.provider.display_name, case.provider.name] if case.provider else []
    for name in dict.fromkeys(names):
        parts = highlighted(name, query)
        if fold(name) != fold(case.dentist_name or "") and any(part.is_found for part in parts):
            return "Prestador", parts
    if excerpt is None:
        return "", ()
    return excerpt.source, [Part(excerpt.before), Part(excerpt.word, is_found=True), Part(excerpt.after)]


def _begins(query: SearchQuery) -> bool:
    return any(thing.beginnings for thing in query.things)


def _provider(provider: Provider, query: SearchQuery) -> ProviderResult:
    people = [tie.dentist for tie in provider.affiliations.all()]
    matched = [person for person in people if any(part.is_found for part in highlighted(person.name, query))]
    said = " · ".join(f"{person.name}, {person.cro}" for person in (matched or people)[:2])
    return ProviderResult(
        url=reverse("provider", args=[provider.pk]),
        name=highlighted(provider.display_name, query),
        number=highlighted_number(cnpj.formatted(provider.cnpj), query) if provider.cnpj else (),
        city=highlighted(str(provider.municipality or ""), query),
        people=highlighted(said, query),
    )


def _announcement(found: Found, cases: int, providers: int, *, has_more: bool) -> str:
    if not found.query.things:
        return ""
    if not cases and not providers:
        return "Nada encontrado."
    processes = f"{'mais de ' if has_more else ''}{cases} {'processo' if cases == 1 else 'processos'}"
    said = f"{processes}, {providers} {'prestador' if providers == 1 else 'prestadores'}."
    return f"Resultados para {found.query.typed}: {said}" if found.corrected_from else said
