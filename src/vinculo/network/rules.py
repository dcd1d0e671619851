"""What the registry accepts. Pure: frozen values and the day in, all findings out, none of them quoting
a personal number, because findings are shown and logged.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from vinculo.kernel.dates import format_date
from vinculo.kernel.finding import Finding, Severity
from vinculo.kernel.identifiers import cnpj, cpf, cro, phone
from vinculo.kernel.places import UFS, municipalities_named

from .values import LONGEST, ContactPersonData, DentistData, ProviderData

KINDS = ("PJ", "PF")
LONGEST_LIST_OF_PHONES = 6
LARGEST_US_VALUE = Decimal("10000")
LARGEST_PRODUCTION = Decimal("1000000000")
LARGEST_COUNT = 2_000_000_000
FARTHEST_AHEAD = dt.timedelta(days=730)

Findings = tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class DayRange:
    """From a day to the first day on which it no longer holds; None where nobody knows or it goes on."""

    starts_on: dt.date | None
    ends_on: dt.date | None

    def overlaps(self, other: DayRange) -> bool:
        return _before(self.starts_on, other.ends_on) and _before(other.starts_on, self.ends_on)


def provider_findings(data: ProviderData, today: dt.date) -> Findings:
    """All that is wrong with a tidied provider."""
    return (
        *_provider_identity(data),
        *_too_long(data.name, "name"),
        *_too_long(data.trade_name, "trade_name"),
        *_too_long(data.other_plans, "other_plans"),
        *_city(data),
        *_not_after_today(data.joined_on, "joined_on", "A data de inclusão", today),
        *_not_after_today(data.last_production_on, "last_production_on", "O dia da última produção", today),
        *_amount(data.us_value, "us_value", "O valor da US", LARGEST_US_VALUE, 4),
        *_amount(
            data.last_production_value,
            "last_production_value",
            "O valor da última produção",
            LARGEST_PRODUCTION,
            2,
        ),
    )


def dentist_findings(
    data: DentistData, categories: Sequence[str], registration_types: Sequence[str]
) -> Findings:
    """All that is wrong with a tidied dentist; the lists of codes are passed in."""
    found: list[Finding] = []
    if not data.name:
        found.append(_blocking("dentist-name-missing", "name", "Informe o nome do dentista."))
    found += _too_long(data.name, "name")
    found += cro_findings(data.cro_number, data.cro_uf)
    if data.cpf and not cpf.is_valid(data.cpf):
        found.append(_cpf_wrong())
    if data.category and data.category not in categories:
        found.append(_blocking("category-unknown", "category", "Escolha uma categoria da lista."))
    if data.registration_type and data.registration_type not in registration_types:
        found.append(
            _blocking(
                "registration-type-unknown", "registration_type", "Escolha um tipo de inscrição da lista."
            )
        )
    return tuple(found)


def cro_findings(number: str, uf: str) -> Findings:
    """All that is wrong with a tidied CRO."""
    found: list[Finding] = []
    if not number:
        found.append(_blocking("cro-missing", "cro_number", "Informe o número do CRO."))
    elif not cro.is_number(number):
        found.append(
            _blocking("cro-shape", "cro_number", "O número do CRO tem de 1 a 7 algarismos. Confira o número.")
        )
    if not uf:
        found.append(_blocking("cro-uf-missing", "cro_uf", "Informe a UF do CRO."))
    elif uf not in UFS:
        found.append(_blocking("uf-unknown", "cro_uf", "Esta UF não existe. Escolha uma da lista."))
    return tuple(found)


def contact_person_findings(data: ContactPersonData) -> Findings:
    """All that is wrong with a tidied contact person."""
    found: list[Finding] = []
    if not data.name:
        found.append(_blocking("contact-name-missing", "name", "Informe o nome do contato."))
    found += _too_long(data.name, "name", LONGEST["person_name"])
    found += _too_long(data.function, "function")
    found += _phones(data.phones)
    if data.email:
        found += _too_long(data.email, "email") or _email(data.email)
    return tuple(found)


def coverage_findings(
    on: dt.date | None, lives: int | None, published_cros: int | None, today: dt.date
) -> Findings:
    """All that is wrong with lives and published CROs of a city as of a day."""
    found: list[Finding] = []
    if on is None:
        found.append(_blocking("coverage-day-missing", "on", "Informe o dia a que os números se referem."))
    found += _not_after_today(on, "on", "O dia dos números", today)
    for field, value, label in (
        ("lives", lives, "o número de vidas"),
        ("published_cros", published_cros, "o número de CROs únicos divulgados"),
    ):
        if value is None:
            found.append(_blocking("count-missing", field, f"Informe {label}."))
        elif not 0 <= value <= LARGEST_COUNT:
            found.append(_blocking("count-impossible", field, f"Confira {label}: este não é possível."))
    return tuple(found)


def period_findings(period: DayRange, today: dt.date) -> Findings:
    """All that is wrong with the days of a tie between dentist and provider."""
    found: list[Finding] = []
    for field, day in (("starts_on", period.starts_on), ("ends_on", period.ends_on)):
        if day is not None and day > today + FARTHEST_AHEAD:
            found.append(_blocking("day-too-far-ahead", field, "Esta data está longe demais. Confira o ano."))
    if period.starts_on and period.ends_on and period.ends_on <= period.starts_on:
        found.append(
            _blocking(
                "ends-before-start",
                "ends_on",
                f"O encerramento precisa ser depois do início ({format_date(period.starts_on)}).",
            )
        )
    return tuple(found)


def technical_manager_findings(starts_on: dt.date | None, former: Sequence[DayRange]) -> Findings:
    """Whether a new RT may follow those who stand, from `starts_on` on.

    Who stands when the new one begins is ended on that day; who begins on it or later stands in the way.
    """
    for period in former:
        if starts_on is None:
            return (
                _blocking(
                    "rt-start-missing",
                    "starts_on",
                    "Informe desde quando: já há responsável técnico neste prestador.",
                ),
            )
        if period.starts_on is not None and period.starts_on >= starts_on:
            return (
                _blocking(
                    "rt-start-before-other",
                    "starts_on",
                    f"Já há responsável técnico com início em {format_date(period.starts_on)}."
                    " A troca precisa ser depois desse dia.",
                ),
            )
    return ()


def _provider_identity(data: ProviderData) -> Iterator[Finding]:
    if data.kind not in KINDS:
        yield _blocking("provider-kind-missing", "kind", "Escolha o tipo: PJ (clínica) ou PF (dentista).")
    if not data.name:
        yield _blocking("provider-name-missing", "name", "Informe o nome do prestador.")
    if data.kind == "PJ" and not data.cnpj:
        yield _blocking("cnpj-missing", "cnpj", "Prestador PJ precisa de CNPJ.")
    if data.kind == "PF" and not data.cpf:
        yield _blocking("cpf-missing", "cpf", "Prestador PF precisa de CPF.")
    if data.cnpj and not cnpj.is_valid(data.cnpj):
        yield _blocking(
            "cnpj-check-digits", "cnpj", "Este CNPJ não existe: confira os caracteres e os dígitos finais."
        )
    if data.cpf and not cpf.is_valid(data.cpf):
        yield _cpf_wrong()
    if data.cnes and not (data.cnes.isascii() and data.cnes.isdigit() and len(data.cnes) == 7):
        yield _blocking("cnes-shape", "cnes", "O CNES tem 7 algarismos.")


def _cpf_wrong() -> Finding:
    return _blocking("cpf-check-digits", "cpf", "Este CPF não existe: confira os algarismos.")


def _city(data: ProviderData) -> Iterator[Finding]:
    if data.uf and data.uf not in UFS:
        yield _blocking("uf-unknown", "uf", "Esta UF não existe. Escolha uma da lista.")
    elif data.city and not data.uf:
        yield _blocking("city-without-uf", "uf", "Informe a UF do município.")
    elif data.uf and not data.city:
        yield _blocking("uf-without-city", "city", "Informe o município desta UF.")
    elif data.city and data.municipality is None:
        elsewhere = ", ".join(sorted(place.uf for place in municipalities_named(data.city)))
        hint = f" Há em: {elsewhere}." if elsewhere else " Confira a grafia."
        yield _blocking("city-unknown", "city", f"Não há município com este nome em {data.uf}.{hint}")


def _phones(phones: Sequence[str]) -> Iterator[Finding]:
    if len(phones) > LONGEST_LIST_OF_PHONES:
        yield _blocking("too-many-phones", "phones", f"Guarde no máximo {LONGEST_LIST_OF_PHONES} telefones.")
    for position, text in enumerate(phones, start=1):
        if phone.clean(text) != text:
            which = "O telefone" if len(phones) == 1 else f"O {position}º telefone"
            yield _blocking("phone-unreadable", "phones", f"{which} não existe: escreva o DDD e o número.")


def _email(email: str) -> Iterator[Finding]:
    try:
        validate_email(email)
    except ValidationError:
        yield _blocking("email-shape", "email", "Este e-mail não está completo (nome@clinica.com.br).")


def _too_long(text: str, field: str, most: int | None = None) -> list[Finding]:
    most = most or LONGEST[field]
    if len(text) <= most:
        return []
    return [_blocking("text-too-long", field, f"Use no máximo {most} caracteres (há {len(text)}).")]


def _not_after_today(day: dt.date | None, field: str, label: str, today: dt.date) -> Iterator[Finding]:
    if day is not None and day > today:
        yield _blocking("day-in-future", field, f"{label} não pode ser depois de hoje.")


def _amount(
    value: Decimal | None, field: str, label: str, largest: Decimal, decimals: int
) -> Iterator[Finding]:
    if value is None:
        return
    if not value.is_finite() or not 0 <= value < largest:
        yield _blocking("amount-impossible", field, f"{label} não é possível. Confira o valor.")
    elif value != round(value, decimals):
        yield _blocking("amount-too-fine", field, f"{label} tem no máximo {decimals} casas decimais.")


def _before(start: dt.date | None, end: dt.date | None) -> bool:
    return start is None or end is None or start < end


def _blocking(code: str, field: str, message: str) -> Finding:
    return Finding(code, Severity.BLOCKING, field, message)
