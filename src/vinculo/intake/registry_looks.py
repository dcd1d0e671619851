"""Where several looks at the ink of a number differ, the operator's registry may tell which of them is right.

It is asked after a form was read: the process that reads strangers' files is told nothing of the registry.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from vinculo.accounts.actor import Actor
from vinculo.kernel.finding import Finding, Severity
from vinculo.network.lookalikes import Identity, shared
from vinculo.network.queries import providers_by_identity
from vinculo.network.queries.lookalikes import identity_of
from vinculo.paper.form import RetentionForm
from vinculo.paper.reading import Reading, quoted

from .corrections import FIELDS
from .matching import identity_in

NUMBERS = ("cnpj", "cpf", "cro")
FROM_REGISTRY = "from-registry"
_SURE = 0.9
"""What the ink alone did not say, a person looks at."""


def with_registry(reading: Reading, operator_id: int) -> Reading:
    """The reading with those numbers that the registry vouches for, each one of its looks; else as it is."""
    if reading.form is None or not reading.looks:
        return reading
    for field in NUMBERS:
        known = _known(reading.form, field, reading.looks.get(field, ()), operator_id)
        value = the_one_vouched_for(reading.form, field, known)
        if value is not None and value != getattr(reading.form, field):
            reading = _taken(reading, field, value)
    return reading


def the_one_vouched_for(
    form: RetentionForm, field: str, known: Mapping[str, Iterable[Identity]]
) -> str | None:
    """The one of several numbers whose provider has something else in common with the form.

    `known` are the providers of each number that was seen. None where no number is vouched for, or several.
    """
    told = identity_in(_with(form, field, None))
    vouched = [number for number, found in known.items() if any(shared(told, one) for one in found)]
    return vouched[0] if len(known) > 1 and len(vouched) == 1 else None


def _known(
    form: RetentionForm, field: str, looks: Iterable[str], operator_id: int
) -> dict[str, list[Identity]]:
    values = (FIELDS[field].parse(text).value for text in looks)
    numbers = list(dict.fromkeys(value for value in values if value))
    return {number: _providers(form, field, number, operator_id) for number in numbers} if numbers else {}


def _providers(form: RetentionForm, field: str, number: str, operator_id: int) -> list[Identity]:
    """A clinic is known by the names of its dentists as well."""
    asked = {field: number, **({"cro_uf": form.cro_state} if field == "cro" else {})}
    found = providers_by_identity(Actor.system(), operator_id, **asked)
    known = []
    for provider in found:
        identity, ties = identity_of(provider), provider.affiliations.filter(withdrawn_at__isnull=True)
        dentists = ties.values_list("dentist__name", flat=True)
        known.append(replace(identity, names=identity.names.union(dentists)))
    return known


def _taken(reading: Reading, field: str, value: str) -> Reading:
    form = reading.form
    if form is None:
        return reading
    seen = " e ".join(f"“{quoted(text)}”" for text in reading.looks[field])
    message = f"Lido de mais de um modo: {seen}. Ficou o que está no cadastro da operadora; confira."
    return replace(
        reading,
        form=_with(form, field, value),
        confidence={**reading.confidence, field: min(reading.confidence.get(field, _SURE), _SURE)},
        findings=(
            *(finding for finding in reading.findings if finding.field != field),
            Finding(FROM_REGISTRY, Severity.WARNING, field, message),
        ),
        unread={name: text for name, text in reading.unread.items() if name != field},
    )


def _with(form: RetentionForm, field: str, value: str | None) -> RetentionForm:
    changes: dict[str, Any] = {field: value}
    return replace(form, **changes)
