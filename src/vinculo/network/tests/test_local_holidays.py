"""Local holidays: the packaged ones, what people add and remove, and the calendars made of them."""

from __future__ import annotations

import datetime as dt

import pytest

from vinculo.accounts.models import AuditEntry
from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.kernel.places import find_municipality
from vinculo.kernel.refusal import NotPermitted
from vinculo.network.actions.local_holidays import (
    CALENDAR_CHANGED,
    HolidayPlace,
    UnableToSaveHoliday,
    add_local_holiday,
    remove_local_holiday,
    restore_local_holiday,
)
from vinculo.network.city_holidays import packaged_city_holidays
from vinculo.network.models import LocalHoliday, Municipality
from vinculo.network.queries.calendar import Calendars, calendar_of, find_holiday, holidays_of, kept_holidays
from vinculo.network.reference_data import fill_city_holidays
from vinculo.outbox.models import OutboxRow

NOW = dt.datetime(2026, 3, 10, 14, 0, tzinfo=dt.UTC)
SAO_PAULO, RIO = "3550308", "3304557"
CAPITALS = {
    *("Rio Branco/AC", "Maceió/AL", "Macapá/AP", "Manaus/AM", "Salvador/BA", "Fortaleza/CE", "Brasília/DF"),
    *("Vitória/ES", "Goiânia/GO", "São Luís/MA", "Cuiabá/MT", "Campo Grande/MS", "Belo Horizonte/MG"),
    *("Belém/PA", "João Pessoa/PB", "Curitiba/PR", "Recife/PE", "Teresina/PI", "Rio de Janeiro/RJ"),
    *("Natal/RN", "Porto Alegre/RS", "Porto Velho/RO", "Boa Vista/RR", "Florianópolis/SC", "São Paulo/SP"),
    *("Aracaju/SE", "Palmas/TO"),
}


def add(cast: Cast, user, *, month: int, day: int, year: int | None = None, **place) -> LocalHoliday:
    return add_local_holiday(
        place=HolidayPlace(**place),
        month=month,
        day=day,
        year=year,
        name="Dia da casa",
        actor=actor_of(user),
        now=NOW,
    )


def test_every_capital_has_its_day_and_no_day_stands_twice():
    found = list(packaged_city_holidays())
    codes = {item.ibge_code for item in found}
    places = {name.partition("/")[::2] for name in CAPITALS}
    assert len(places) == 27
    assert codes >= {place.ibge_code for name, uf in places if (place := find_municipality(name, uf))}
    assert all(find_municipality(name, uf) for name, uf in places)
    assert len({(item.ibge_code, item.month, item.day) for item in found}) == len(found)


@pytest.mark.parametrize(
    ("city", "uf", "day", "works"),
    [
        (SAO_PAULO, "SP", dt.date(2027, 1, 25), False),
        (SAO_PAULO, "SP", dt.date(2026, 7, 9), False),
        (SAO_PAULO, "RJ", dt.date(2026, 7, 9), False),  # the state is the city's, whatever was typed
        (RIO, "RJ", dt.date(2026, 1, 20), False),
        (SAO_PAULO, "SP", dt.date(2026, 1, 20), True),
        (None, "SP", dt.date(2027, 1, 25), True),
        (None, "São Paulo?", dt.date(2026, 7, 9), True),
    ],
)
def test_a_city_keeps_its_own_days_and_its_states(cast: Cast, city, uf, day, works):
    assert calendar_of(cast.operator.pk, city, uf).is_business_day(day) is works
    assert Calendars.at(cast.operator.pk).of(city, uf) == calendar_of(cast.operator.pk, city, uf)


def test_an_operators_day_off_is_its_own_wherever_it_works(cast: Cast):
    bridge = dt.date(2026, 6, 5)
    add(cast, cast.bob, month=6, day=5, year=2026, operator=cast.operator)
    assert not calendar_of(cast.operator.pk, RIO).is_business_day(bridge)
    assert not Calendars.at(cast.operator.pk).of(None, None).is_business_day(bridge)
    assert calendar_of(cast.other_operator.pk, RIO).is_business_day(bridge)
    assert bridge in holidays_of(cast.operator.pk, None, None, [2026])
    assert bridge not in holidays_of(cast.operator.pk, None, None, [2027])


def test_a_packaged_day_that_was_removed_stays_removed_until_somebody_brings_it_back(cast: Cast):
    holiday = LocalHoliday.objects.get(municipality_id=SAO_PAULO, month=1, day=25)
    anniversary = dt.date(2027, 1, 25)
    for _ in range(2):
        remove_local_holiday(holiday=holiday, actor=actor_of(cast.bob), now=NOW)
    fill_city_holidays()
    assert calendar_of(cast.operator.pk, SAO_PAULO).is_business_day(anniversary)
    restore_local_holiday(holiday=holiday, actor=actor_of(cast.nina), now=NOW)
    assert not calendar_of(cast.operator.pk, SAO_PAULO).is_business_day(anniversary)
    told = AuditEntry.objects.filter(subject_kind="holiday").order_by("pk")
    assert list(told.values_list("action", flat=True)) == ["holiday.removed", "holiday.restored"]
    rows = OutboxRow.objects.filter(kind=CALENDAR_CHANGED)
    assert [row.payload["municipality"] for row in rows] == [SAO_PAULO] * 2


def test_a_removed_day_that_is_added_again_comes_back_with_its_new_name(cast: Cast):
    city = Municipality.objects.get(pk=SAO_PAULO)
    holiday = LocalHoliday.objects.get(municipality=city, month=1, day=25)
    with pytest.raises(UnableToSaveHoliday, match="já está na lista"):
        add(cast, cast.bob, month=1, day=25, municipality=city)
    remove_local_holiday(holiday=holiday, actor=actor_of(cast.bob), now=NOW)
    again = add(cast, cast.bob, month=1, day=25, municipality=city)
    assert (again.pk, again.name, again.removed_at) == (holiday.pk, "Dia da casa", None)


def test_a_packaged_day_that_people_had_added_themselves_is_left_alone(cast: Cast):
    LocalHoliday.objects.filter(municipality_id=SAO_PAULO).delete()
    own = add(cast, cast.bob, month=1, day=25, municipality=Municipality.objects.get(pk=SAO_PAULO))
    fill_city_holidays()
    own.refresh_from_db()
    assert (own.name, own.is_packaged) == ("Dia da casa", False)


@pytest.mark.parametrize(
    ("month", "day", "year", "sentence"),
    [
        (2, 29, None, "29/02 só existe em ano bissexto"),
        (2, 29, 2027, "29/02/2027 não existe"),
        (2, 30, None, "30/02 não existe"),
        (13, 1, None, "01/13 não existe"),
        (4, 31, 2026, "31/04/2026 não existe"),
        (1, 1, 1899, "de 2000 a 2099"),
    ],
)
def test_days_that_do_not_exist_are_refused(cast: Cast, month, day, year, sentence):
    with pytest.raises(UnableToSaveHoliday, match=sentence):
        add(cast, cast.bob, month=month, day=day, year=year, uf="SP")


def test_a_leap_day_with_its_year_is_kept(cast: Cast):
    add(cast, cast.bob, month=2, day=29, year=2028, uf="SP")
    assert not calendar_of(cast.operator.pk, None, "SP").is_business_day(dt.date(2028, 2, 29))


@pytest.mark.parametrize("place", [{}, {"uf": "XX"}, {"uf": "SP", "operator": "own"}])
def test_a_holiday_holds_for_one_place_that_exists(cast: Cast, place):
    if "operator" in place:
        place = {**place, "operator": cast.operator}
    with pytest.raises(UnableToSaveHoliday):
        add(cast, cast.bob, month=5, day=5, **place)


def test_who_does_not_look_after_the_desk_changes_nothing(cast: Cast):
    with pytest.raises(NotPermitted):
        add(cast, cast.alice, month=5, day=5, uf="SP")
    with pytest.raises(NotPermitted):
        add(cast, cast.charlie, month=5, day=5, operator=cast.operator)
    own = add(cast, cast.bob, month=5, day=5, operator=cast.operator)
    assert find_holiday(actor_of(cast.charlie), own.pk) is None
    assert own not in kept_holidays(actor_of(cast.charlie), [cast.operator.pk])
    with pytest.raises(NotPermitted):
        remove_local_holiday(holiday=own, actor=actor_of(cast.charlie), now=NOW)
