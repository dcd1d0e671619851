"""City impact as the screens show it: before and after, the ranks, who is near, and the map."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from vinculo.kernel.numbers import format_count
from vinculo.network.city_impact import CityNumbers, CityOutlook, Rank
from vinculo.network.queries.city_impact import CityImpact, LeavingCro
from vinculo.web.site.state_map import ENOUGH, FEW, LEGEND, NONE, CityMark, StateMap, state_map

from .coverage_presenters import city_url

UNCOVERED = "nenhum CRO"
UNKNOWN = "não se sabe"


@dataclass(frozen=True)
class BeforeAfter:
    """A line of the comparison; `hint` says what the number is a number of."""

    label: str
    before: str
    after: str
    hint: str = ""
    is_bad: bool = False


@dataclass(frozen=True)
class NearRow:
    url: str
    city: str
    km: str
    published_cros: int
    lives_per_cro: int | None


@dataclass(frozen=True)
class LeavingRow:
    name: str
    cro: str
    note: str


@dataclass(frozen=True)
class CityRow:
    """A city of the state; `word` says in words what its mark says by its shape."""

    url: str
    city: str
    lives: int
    published_cros: int
    lives_per_cro: int | None
    word: str
    is_here: bool


@dataclass(frozen=True)
class LegendRow:
    kind: str
    path: str
    words: str


@dataclass(frozen=True)
class ImpactPage:
    """`city` is empty where nobody knows the place; `on` is None where nobody told lives there."""

    city: str
    uf: str
    on: dt.date | None
    coverage_url: str
    summary: str
    is_left_alone: bool
    notes: Sequence[str]
    lines: Sequence[BeforeAfter]
    leaving: Sequence[LeavingRow]
    near: Sequence[NearRow]
    specialities: str
    lost_specialities: Sequence[str]
    map: StateMap | None
    legend: Sequence[LegendRow]
    map_title: str
    map_words: str


def present_impact(impact: CityImpact) -> ImpactPage:
    place, told = impact.place, impact.outlook
    if place is None or told is None:
        return _of_no_place(impact)
    city = f"{place.name}/{place.uf}"
    alone = told.after is not None and told.after.is_uncovered
    drawn = state_map(place.uf, [_mark(one, told.usual) for one in _after_exit(told) if one.lives], place)
    return ImpactPage(
        city=city,
        uf=place.uf,
        on=told.before.on if told.before else None,
        coverage_url=city_url(place.ibge_code, impact.exit.operator_id),
        summary=_summary(place.name, told, impact),
        is_left_alone=alone,
        notes=_notes(impact, told),
        lines=_lines(told, place.uf),
        leaving=[_leaving_row(cro) for cro in impact.leaving],
        near=_near_rows(told, impact.exit.operator_id),
        specialities=_specialities(impact, told),
        lost_specialities=impact.lost_specialities,
        map=drawn,
        legend=_legend(told.usual),
        map_title=_map_title(drawn.name, told) if drawn else "",
        map_words=_map_words(drawn, told) if drawn else "",
    )


def city_rows(impact: CityImpact) -> list[CityRow]:
    """The cities of the state as the map shows them, the worst first."""
    told, place = impact.outlook, impact.place
    if told is None or place is None:
        return []
    cities = sorted(_after_exit(told), key=lambda one: (-one.burden, -one.lives, one.place.name))
    return [
        CityRow(
            url=city_url(one.place.ibge_code, impact.exit.operator_id),
            city=one.place.name,
            lives=one.lives,
            published_cros=one.published_cros,
            lives_per_cro=one.lives_per_cro if one.lives else None,
            word=_WORDS[_kind(one, told.usual)] if one.lives else "sem vidas",
            is_here=one.place.ibge_code == place.ibge_code,
        )
        for one in cities
    ]


_WORDS = {NONE: "nenhum CRO", FEW: "acima da média", ENOUGH: "até a média"}


def _after_exit(told: CityOutlook) -> list[CityNumbers]:
    """The state's cities with this one as it will be."""
    after = told.after
    if after is None:
        return list(told.of_state)
    return [after if one.place == after.place else one for one in told.of_state]


def _of_no_place(impact: CityImpact) -> ImpactPage:
    rows = [_leaving_row(cro) for cro in impact.leaving]
    said = "Ainda não se sabe o município: sem ele não há impacto a calcular."
    return ImpactPage("", "", None, "", said, False, (), (), rows, (), "", (), None, (), "", "")


def _summary(city: str, told: CityOutlook, impact: CityImpact) -> str:
    before, after = told.before, told.after
    if before is None:
        return f"Sem dados de vidas nesta cidade: ninguém informou a cobertura de {city}."
    if impact.exit.is_over:
        return "Este prestador já está inativo: os CROs dele não contam mais, e a saída não muda os números."
    if after is None:
        return "O cadastro não diz quais CROs saem: o depois da saída não pode ser calculado."
    return _change(city, before, after)


def _change(city: str, before: CityNumbers, after: CityNumbers) -> str:
    gone = before.published_cros - after.published_cros
    if after.is_uncovered:
        return f"{city} fica sem nenhum CRO divulgado para {_lives(after.lives)}."
    if not gone:
        return f"A saída não muda os CROs divulgados em {city}."
    cros = "1 CRO divulgado" if gone == 1 else f"{format_count(gone)} CROs divulgados"
    if not before.lives:
        return f"{city} perde {cros}; a operadora não tem vidas na cidade."
    per_cro, later = format_count(before.lives_per_cro or 0), format_count(after.lives_per_cro or 0)
    moves = f"passa de {per_cro} para {later}" if later != per_cro else f"fica com {later}"
    return f"{city} perde {cros} e {moves} vidas por CRO divulgado."


def _lives(number: int) -> str:
    return "1 vida" if number == 1 else f"{format_count(number)} vidas"


def _notes(impact: CityImpact, told: CityOutlook) -> list[str]:
    notes = []
    if told.exceeds and not impact.exit.is_over:
        notes.append("Saem mais CROs do que a cobertura conta nesta cidade: confira os números informados.")
    elif impact.others_published:
        notes.append(
            "O cadastro mostra outros dentistas divulgados na cidade: confira os números informados."
        )
    missing = impact.exit.not_registered
    if len(missing) == 1:
        notes.append(f"{missing[0]} não está no cadastro e ficou fora da conta.")
    elif missing:
        notes.append(f"Não estão no cadastro e ficaram fora da conta: {', '.join(missing)}.")
    return notes


def _lines(told: CityOutlook, uf: str) -> list[BeforeAfter]:
    before, after = told.before, told.after
    if before is None:
        return []
    lines = [
        BeforeAfter("Vidas", format_count(before.lives), format_count(after.lives) if after else UNKNOWN),
        BeforeAfter(
            "CROs divulgados",
            format_count(before.published_cros),
            format_count(after.published_cros) if after else UNKNOWN,
        ),
        BeforeAfter(
            "Vidas por CRO divulgado",
            _per_cro(before),
            _per_cro(after) if after else UNKNOWN,
            is_bad=after is not None and after.is_uncovered,
        ),
    ]
    for label, rank in (
        (f"Posição no estado ({uf})", told.in_state),
        ("Posição na operadora", told.in_operator),
    ):
        if rank is not None:
            lines.append(_rank_line(label, rank, is_known=after is not None))
    return lines


def _rank_line(label: str, rank: Rank, *, is_known: bool) -> BeforeAfter:
    among = f"entre {format_count(rank.among)} cidades com vidas"
    after = f"{format_count(rank.after)}ª" if is_known else UNKNOWN
    return BeforeAfter(
        label,
        f"{format_count(rank.before)}ª",
        after,
        hint=among if rank.among > 1 else "única cidade com vidas",
    )


def _per_cro(numbers: CityNumbers) -> str:
    if not numbers.lives:
        return "sem vidas"
    return format_count(numbers.lives_per_cro) if numbers.lives_per_cro is not None else UNCOVERED


def _leaving_row(cro: LeavingCro) -> LeavingRow:
    note = ""
    if not cro.dentist.is_published:
        note = "não é divulgado: não muda a conta"
    elif cro.stays_at:
        note = f"continua divulgado na cidade por {cro.stays_at}"
    return LeavingRow(cro.dentist.name, cro.dentist.cro, note)


def _near_rows(told: CityOutlook, operator_id: int) -> list[NearRow]:
    return [
        NearRow(
            url=city_url(near.numbers.place.ibge_code, operator_id),
            city=f"{near.numbers.place.name}/{near.numbers.place.uf}",
            km="menos de 1 km" if near.km < 1 else f"{format_count(round(near.km))} km",
            published_cros=near.numbers.published_cros,
            lives_per_cro=near.numbers.lives_per_cro if near.numbers.lives else None,
        )
        for near in told.nearest
    ]


def _specialities(impact: CityImpact, told: CityOutlook) -> str:
    """The sentence before the list of those that are lost, or instead of it."""
    if impact.exit.is_over or not any(cro.leaves_the_directory for cro in impact.leaving):
        return ""
    if not impact.specialities_known:
        return "O cadastro não traz as especialidades de quem sai."
    if not impact.lost_specialities:
        return "Nenhuma especialidade fica sem ninguém na cidade."
    staying = told.after.published_cros if told.after else 0
    if staying > impact.others_known:
        return f"{_hardly_known(staying, impact)} Pelo que consta nele, ficam sem ninguém:"
    if impact.others_untold:
        return (
            "Sem mais ninguém na cidade, pelo que o cadastro diz; "
            "há outros dentistas divulgados sem especialidade informada:"
        )
    return "Ficam sem ninguém divulgado na cidade:"


def _hardly_known(staying: int, impact: CityImpact) -> str:
    """The coverage counts more CROs than the registry knows dentists: those may have the specialities."""
    if staying == 1:
        return "O cadastro não conhece o único CRO que continua divulgado na cidade."
    known = impact.others_known
    how_many = f"conhece só {format_count(known)}" if known else "não conhece nenhum"
    untold = " e não tem a especialidade de todos" if impact.others_untold and known else ""
    of_all = f"Dos {format_count(staying)} CROs que continuam divulgados na cidade"
    return f"{of_all}, o cadastro {how_many}{untold}."


def _mark(city: CityNumbers, usual: float | None) -> CityMark:
    return CityMark(city.place, city.lives, _kind(city, usual))


def _kind(city: CityNumbers, usual: float | None) -> str:
    if not city.published_cros:
        return NONE
    return FEW if usual is not None and city.burden > usual else ENOUGH


def _legend(usual: float | None) -> list[LegendRow]:
    average = f" ({format_count(round(usual))})" if usual is not None else ""
    return [
        LegendRow(NONE, LEGEND[NONE], "nenhum CRO divulgado"),
        LegendRow(FEW, LEGEND[FEW], f"mais vidas por CRO que a média da operadora{average}"),
        LegendRow(ENOUGH, LEGEND[ENOUGH], "até a média"),
    ]


def _map_title(state: str, told: CityOutlook) -> str:
    return f"{state}, depois da saída" if told.after else state


def _map_words(drawn: StateMap, told: CityOutlook) -> str:
    """The map for who does not see it; the table holds all of it."""
    cities = [one for one in _after_exit(told) if one.lives]
    alone = sum(1 for one in cities if one.is_uncovered)
    few = sum(1 for one in cities if _kind(one, told.usual) == FEW)
    return (
        f"{format_count(len(cities))} cidades com vidas em {drawn.name}: {format_count(alone)} sem CRO "
        f"divulgado, {format_count(few)} com mais vidas por CRO que a média da operadora. "
        "Os números de cada uma estão na tabela abaixo do mapa."
    )
