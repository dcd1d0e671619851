"""Who told a column last: the core system or a hand."""

from __future__ import annotations

import datetime as dt

import pytest

from vinculo.accounts.actor import Actor
from vinculo.accounts.tests.cast import Cast
from vinculo.network.actions.edit_provider import edit_provider
from vinculo.network.models import SyncRun
from vinculo.network.queries.head_facts import head_facts
from vinculo.network.queries.who_told import who_told
from vinculo.network.sources import FeedDay, HandWrite, Source, Told, core_day, teller
from vinculo.network.values import ProviderData

from .factories import make_clinic, make_coverage
from .moments import NOW, TODAY

FEB, MAR, APR = (dt.date(2026, month, 3) for month in (2, 3, 4))
NAME = frozenset({"name"})


@pytest.mark.parametrize(
    ("written", "fed_on", "told"),
    [
        ([], None, Told(Source.REGISTRY)),
        ([], MAR, Told(Source.CORE, MAR)),
        ([HandWrite(FEB)], None, Told(Source.HAND, FEB)),
        ([HandWrite(FEB, NAME), HandWrite(APR, frozenset({"cnpj"}))], None, Told(Source.HAND, FEB)),
        ([HandWrite(FEB)], MAR, Told(Source.CORE, MAR)),
        ([HandWrite(MAR)], MAR, Told(Source.HAND, MAR)),
        ([HandWrite(FEB), HandWrite(APR, NAME)], MAR, Told(Source.HAND, APR)),
        ([HandWrite(APR, frozenset({"cnpj"}))], MAR, Told(Source.CORE, MAR)),
    ],
)
def test_whoever_wrote_last_told_it(written: list[HandWrite], fed_on: dt.date | None, told: Told):
    assert teller(NAME, written, fed_on) == told


def feed(on: dt.date, *fields: str, whole: bool = True) -> FeedDay:
    entities = frozenset({"providers"}) if whole else frozenset()
    return FeedDay(on, {"providers": frozenset(fields)}, entities)


@pytest.mark.parametrize(
    ("feeds", "fed_on", "day"),
    [
        ([], FEB, FEB),
        ([feed(MAR, "cnpj")], FEB, MAR),
        ([feed(APR, "name"), feed(MAR, "cnpj")], FEB, MAR),
        ([feed(MAR, "name")], FEB, None),
        ([feed(MAR, "cnpj", whole=False)], FEB, FEB),
        ([feed(APR, "cnpj", whole=False), feed(MAR, "cnpj")], FEB, MAR),
        ([feed(MAR, "cnpj")], None, MAR),
    ],
)
def test_a_feed_that_tells_all_has_told_each(feeds: list[FeedDay], fed_on: dt.date | None, day: object):
    assert core_day("providers", "cnpj", feeds, fed_on) == day


def test_a_field_that_a_hand_corrected_is_no_longer_the_feeds(cast: Cast, editor: Actor):
    clinic = make_clinic(cast.operator, core_key="P-1", fed_on=FEB)
    make_coverage(cast.operator, on=dt.date(2026, 1, 1))
    data = ProviderData(
        kind="PJ",
        name=clinic.name,
        cnpj=clinic.cnpj,
        joined_on=clinic.joined_on,
        city="Campinas",
        uf="SP",
        us_value=clinic.us_value,
        last_production_on=clinic.last_production_on,
        last_production_value=clinic.last_production_value,
        other_plans="Amil",
    )
    clinic = edit_provider(provider=clinic, data=data, seen_version=clinic.version, actor=editor, now=NOW)
    told = who_told(clinic, head_facts(clinic, [], TODAY), TODAY)
    assert told["other_plans"] == Told(Source.HAND, TODAY)
    assert told["cnpj"] == told["dentist_name"] == Told(Source.CORE, FEB)
    assert told["lives"] == Told(Source.COVERAGE, dt.date(2026, 1, 1))
    SyncRun.objects.create(
        operator=cast.operator,
        origin=SyncRun.Origin.UPLOAD,
        state=SyncRun.State.APPLIED,
        started_at=NOW,
        applied_at=NOW,
        told={"providers": {"fields": ["cnpj", "ibge_code"], "whole": True, "nameless": 0}},
    )
    told = who_told(clinic, head_facts(clinic, [], TODAY), TODAY)
    assert told["cnpj"] == told["city"] == Told(Source.CORE, TODAY)
    assert told["us_value"] == Told(Source.REGISTRY)
