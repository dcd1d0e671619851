"""Records of providers side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.kernel.dates import format_date
from vinculo.kernel.identifiers import cnpj, cpf, cro, phone
from vinculo.kernel.money import format_money
from vinculo.network.models import Provider
from vinculo.network.queries.lookalikes import Lookalike
from vinculo.network.values import ProviderData, written_us_value
from vinculo.web.site.side_by_side import ComparedRow, SideBySide, compared, shared_sentence

Values = dict[str, str]


@dataclass(frozen=True)
class LookalikeView:
    """A provider that may be the same, beside what is told. No `compare_url` where nothing is kept yet."""

    name: str
    url: str
    why: str
    table: SideBySide
    compare_url: str = ""
    provider_id: int = 0


LABELS = (
    ("name", "Nome ou razão social"),
    ("trade_name", "Nome fantasia"),
    ("kind", "Tipo"),
    ("cnpj", "CNPJ"),
    ("cpf", "CPF"),
    ("cnes", "CNES"),
    ("municipality_id", "Município"),
    ("joined_on", "Data de inclusão"),
    ("us_value", "Valor da US (moeda)"),
    ("last_production_on", "Última produção"),
    ("last_production_value", "Valor da última produção"),
    ("other_plans", "Outros convênios"),
    ("status", "Situação"),
    ("dentists", "Dentistas"),
    ("phones", "Telefones"),
)
NOT_CHOSEN = frozenset({"status", "dentists", "phones"})
"""What is moved or stays whole; nobody chooses whose."""


def values_of(provider: Provider, actor: Actor) -> Values:
    """What a record says, as this reader may read it; `provider` comes with its people."""
    sees = actor.may(Permission.PERSONAL_DATA_SEE, provider.operator_id)
    persons = [digits for person in provider.contact_persons.all() for digits in person.phones]
    dentists = {tie.dentist for tie in provider.affiliations.all() if tie.withdrawn_at is None}
    us_value = written_us_value(provider.us_value)
    shown_phone = phone.formatted if sees else phone.masked
    return {
        "name": provider.name,
        "trade_name": provider.trade_name,
        "kind": provider.kind,
        "cnpj": cnpj.formatted(provider.cnpj) if provider.cnpj else "",
        "cpf": (cpf.formatted if sees else cpf.masked)(provider.cpf) if provider.cpf else "",
        "cnes": provider.cnes,
        "municipality_id": str(provider.municipality or ""),
        "joined_on": format_date(provider.joined_on) if provider.joined_on else "",
        "us_value": format_money(us_value) if us_value is not None else "",
        "last_production_on": format_date(provider.last_production_on) if provider.last_production_on else "",
        "last_production_value": (
            format_money(provider.last_production_value) if provider.last_production_value is not None else ""
        ),
        "other_plans": provider.other_plans,
        "status": provider.get_status_display(),
        "dentists": ", ".join(sorted(f"{item.name} ({_registration(item)})" for item in dentists)),
        "phones": ", ".join(shown_phone(digits) for digits in dict.fromkeys(persons)),
    }


def _registration(dentist: object) -> str:
    return str(getattr(dentist, "cro", ""))


def values_typed(data: ProviderData) -> Values:
    """What somebody has typed so far about a provider that is not kept yet."""
    place = data.municipality
    return {
        "name": data.name,
        "trade_name": data.trade_name,
        "kind": data.kind,
        "cnpj": cnpj.formatted(data.cnpj) if data.cnpj else "",
        "cpf": cpf.formatted(data.cpf) if data.cpf else "",
        "cnes": data.cnes,
        "municipality_id": f"{place.name}/{place.uf}" if place else "",
    }


def values_of_head(texts: dict[str, str]) -> Values:
    """What the head of a case says, by its fields, as this reader may read it."""
    place = "/".join(part for part in (texts.get("city"), texts.get("state")) if part)
    number = texts.get("cro", "")
    return {
        "name": texts.get("dentist_name", ""),
        "kind": texts.get("provider_type", ""),
        "cnpj": texts.get("cnpj", ""),
        "cpf": texts.get("cpf", ""),
        "municipality_id": place,
        "joined_on": texts.get("joined_on", ""),
        "us_value": texts.get("us_value", ""),
        "dentists": cro.formatted(number, texts.get("cro_state") or None) if number else "",
    }


def side_by_side(left_name: str, left: Values, right_name: str, right: Values) -> SideBySide:
    rows = (
        ComparedRow(label, left.get(name, ""), right.get(name, ""), "" if name in NOT_CHOSEN else name)
        for name, label in LABELS
    )
    return compared(left_name, right_name, rows)


def present_lookalikes(
    found: Iterable[Lookalike],
    told: Values,
    told_name: str,
    actor: Actor,
    *,
    compared_with: int | None = None,
) -> list[LookalikeView]:
    """Each beside what is told: only what the told side can say, so that the table stays short."""
    views = []
    for item in found:
        theirs = values_of(item.provider, actor)
        if compared_with is None:
            theirs = {name: value for name, value in theirs.items() if name in told}
        compare = ""
        if compared_with is not None:
            compare = reverse("provider-compare", args=[compared_with, item.provider.pk])
        views.append(
            LookalikeView(
                name=item.provider.display_name,
                url=reverse("provider", args=[item.provider.pk]),
                why=shared_sentence(item.shares, same_city=item.same_city),
                table=side_by_side(told_name, told, "No cadastro", theirs),
                compare_url=compare,
                provider_id=item.provider.pk,
            )
        )
    return views
