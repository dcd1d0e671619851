"""Makers of files for the tests of imports: forms of invented people, written as text."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal
from random import Random
from typing import Any

from vinculo.accounts.models import User
from vinculo.accounts.tests.cast import actor_of
from vinculo.intake.actions.receive_files import receive_files
from vinculo.intake.models import FormReading, ImportBatch
from vinculo.intake.reading_loop import read_due
from vinculo.paper.editions import packaged_edition
from vinculo.paper.form import ContactEntry, RetentionForm
from vinculo.paper.reading.tests.form_texts import write_form
from vinculo.paper.reading.tests.layouts import Layout

_files = itertools.count(1)
NOW = dt.datetime(2026, 3, 10, 14, 0, tzinfo=dt.UTC)

_COMPLETE: dict[str, Any] = {
    "edition": 2,
    "cro_count": 1,
    "staff_name": "Alice Nogueira",
    "filled_on": dt.date(2026, 3, 9),
    "operator": "ODONTOLIFE",
    "cro": "12345",
    "cro_state": "SP",
    "dentist_name": "Renata Queiroz Lima",
    "cnpj": "53068087001339",
    "cpf": "89841230992",
    "joined_on": dt.date(2018, 8, 11),
    "provider_type": "PJ",
    "requested_by": "Secretária",
    "city": "Jundiaí",
    "state": "SP",
    "lives": 5506,
    "published_cros": 25,
    "serves_other_plans": False,
    "us_value": Decimal("1.40"),
    "last_production_on": dt.date(2026, 2, 3),
    "last_production_value": Decimal("58.80"),
    "started_on": dt.date(2026, 2, 24),
    "ended_on": dt.date(2026, 3, 9),
    "duration_days": 13,
    "outcome": "terminated",
    "contacts": (ContactEntry(1, dt.date(2026, 3, 2), "Falei com a recepção; mantém a decisão."),),
    "termination_reasons": ("fees",),
    "protocol_required": False,
    "general_note": "Mantém a decisão de sair.",
    "signed_by": "Bob Saldanha",
}


def certain_form(**changes: Any) -> RetentionForm:
    """A form of which a reader doubts nothing, nor any rule."""
    return RetentionForm(**(_COMPLETE | changes))


def another_dentist(seed: int = 1, **changes: Any) -> RetentionForm:
    """The same form for somebody else, with no number in common."""
    numbers: dict[str, Any] = {
        "cro": str(20_000 + seed),
        "cnpj": None,
        "cpf": None,
        "provider_type": None,
        "dentist_name": f"Dentista de Nome {'ABCDEFGHIJ'[seed % 10]}",
    }
    return certain_form(**(numbers | changes))


def file_of(*forms: RetentionForm, layout: Layout | None = None) -> bytes:
    """One text file with these forms in it."""
    texts = [
        write_form(form, packaged_edition(form.edition), layout or Layout(), Random(number))
        for number, form in enumerate(forms)
    ]
    return "\n\n".join(texts).encode()


def receive(user: User, *files: tuple[str, bytes], as_history: bool = False) -> ImportBatch:
    """A batch at the first operator of that user, received and read."""
    membership = user.memberships.select_related("operator").first()
    assert membership is not None
    batch = receive_files(
        operator=membership.operator,
        files=files,
        as_history=as_history,
        actor=actor_of(user),
        now=NOW,
    )
    read_due(NOW)
    return batch


def readings_in(batch: ImportBatch) -> list[FormReading]:
    rows = FormReading.objects.filter(file__batch=batch).select_related(
        "case", "duplicate_of__case", "operator"
    )
    return list(rows.order_by("file_id", "position"))


def one_reading(user: User, form: RetentionForm | None = None, *, as_history: bool = False) -> FormReading:
    """Of a file that never came before, whatever form is in it."""
    content = file_of(form or certain_form()) + b"\n" * next(_files)
    (reading,) = readings_in(receive(user, ("formulario.txt", content), as_history=as_history))
    return reading
