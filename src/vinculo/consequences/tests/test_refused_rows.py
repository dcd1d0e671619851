"""Rows that cannot be read as requests are kept once each, shown to people, and go in time."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

import pytest

from vinculo.accounts.models import AuditEntry
from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.consequences.actions.incoming_file import take_file
from vinculo.consequences.actions.refused_rows import (
    Bundle,
    dismiss_refused,
    restore_refused,
    sweep_refused,
)
from vinculo.consequences.actions.take_incoming import take_rows
from vinculo.consequences.models import IncomingRequest, RefusedRow
from vinculo.consequences.protocol_system.incoming import INCOMING_PARTS
from vinculo.consequences.queries.refused_rows import refused_rows
from vinculo.kernel.refusal import NotPermitted

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 10, 14, 0, tzinfo=dt.UTC)
A_DAY = dt.timedelta(days=1)
TOMORROWS = "SAD177326640000"
"""Given on 11 March 2026, in the evening."""
TEXT = f"""numero;data;nome;cpf;texto

;09/03/2026;Renata Queiroz;898.765.432-10;"Quero sair,
sem falta"
{TOMORROWS};;Clínica Cedo;;Amanhã
4711;;Clínica Três;;Queremos sair
"""


def brought(cast: Cast, now: dt.datetime = NOW) -> list[tuple[int, str]]:
    taken = take_file(
        operator=cast.operator, content=TEXT.encode(), actor=actor_of(cast.alice), now=now, name="pedidos.csv"
    )
    return list(taken.refused)


def test_a_row_is_kept_whole_by_its_place_and_once_however_often_it_comes(cast: Cast, caplog: Any):
    with caplog.at_level(logging.DEBUG):
        assert [place for place, _ in brought(cast)] == [3, 4]
        brought(cast)
    first, second = refused_rows(actor_of(cast.alice)).rows
    assert (first.place, first.file_name, first.told["nome"]) == (3, "pedidos.csv", "Renata Queiroz")
    assert first.told["texto"] == "Quero sair,\nsem falta"
    assert (first.parts["number"], second.told["numero"]) == ("numero", TOMORROWS)
    assert "Renata" not in caplog.text
    assert AuditEntry.objects.filter(action="incoming.refused", detail={"count": 2}).count() == 1
    assert refused_rows(actor_of(cast.charlie)).count == 0


def test_what_can_be_read_later_is_a_request_and_stands_no_more(cast: Cast):
    brought(cast)
    assert [place for place, _ in brought(cast, NOW + 2 * A_DAY)] == [3]
    assert IncomingRequest.objects.filter(number=TOMORROWS).exists()
    assert [row.place for row in RefusedRow.objects.all()] == [3]


def test_one_that_was_dismissed_stays_so_when_it_comes_again(cast: Cast):
    brought(cast)
    ids = list(RefusedRow.objects.values_list("pk", flat=True))
    with pytest.raises(NotPermitted):
        dismiss_refused(ids=ids, actor=actor_of(cast.nina), now=NOW)
    assert dismiss_refused(ids=ids, actor=actor_of(cast.charlie), now=NOW) == 0
    assert dismiss_refused(ids=ids, actor=actor_of(cast.alice), now=NOW) == 2
    brought(cast)
    assert refused_rows(actor_of(cast.alice)).count == 0
    assert restore_refused(ids=ids[:1], actor=actor_of(cast.beto), now=NOW) == 1
    assert refused_rows(actor_of(cast.alice)).count == 1


def test_what_has_not_come_for_a_month_goes(cast: Cast, settings: Any):
    settings.REJECTS_DAYS = 30
    brought(cast)
    bundle = Bundle(cast.operator, IncomingRequest.Source.SYSTEM, INCOMING_PARTS)
    shapes: list[dict[str, object]] = [{"item": ["a", 1]}, {"numero": "\x00", "nome": None}]
    taken = take_rows(bundle=bundle, rows=enumerate(shapes, 1), actor=actor_of(cast.alice), now=NOW + A_DAY)
    assert len(taken.refused) == 2
    assert sweep_refused(now=NOW + 30 * A_DAY) == 0
    assert sweep_refused(now=NOW + 31 * A_DAY) == 2
    assert set(RefusedRow.objects.values_list("source", flat=True)) == {IncomingRequest.Source.SYSTEM}
    assert AuditEntry.objects.get(action="incoming.refused_swept").detail == {"count": 2}
