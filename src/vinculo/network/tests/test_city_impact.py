"""City impact: the arithmetic, and what the registry knows of an exit on a day."""

from __future__ import annotations

import datetime as dt

import pytest

from vinculo.accounts.actor import Actor
from vinculo.accounts.tests.cast import Cast
from vinculo.kernel.places import Municipality, find_municipality

from ..city_impact import CityNumbers, Rank, distance_km, nearest_to, outlook
from ..models import CityCoverage, Provider, StatusPeriod
from ..queries.city_impact import CityImpact, Exit, impact_of_exit, impact_of_provider, newest_coverage
from .factories import CAMPINAS, MACEIO, make_affiliation, make_clinic, make_coverage, make_dentist

TODAY = dt.date(2026, 6, 15)


def city(name: str, lives: int, cros: int, uf: str = "SP") -> CityNumbers:
    place = find_municipality(name, uf)
    assert place is not None
    return CityNumbers(place, TODAY, lives, cros)


CITIES = [
    city("Campinas", 5000, 10),
    city("Valinhos", 300, 1),
    city("Sumaré", 900, 0),
    city("Santos", 1000, 100),
    city("Hortolândia", 0, 3),
    city("Maceió", 4000, 2, "AL"),
]
CAMPINAS_SEAT = CITIES[0].place


def test_before_and_after_and_the_ranks():
    told = outlook(CAMPINAS_SEAT, CITIES, 9)
    assert told.before is not None
    assert told.after is not None
    assert (told.before.lives_per_cro, told.after.lives_per_cro) == (500, 5000)
    # Of the state: Sumaré has nobody; Hortolândia has no lives to rank by.
    assert told.in_state == Rank(2, 2, 4)
    assert told.in_operator == Rank(3, 2, 5)
    assert [one.place.name for one in told.of_state] == [
        "Campinas",
        "Valinhos",
        "Sumaré",
        "Santos",
        "Hortolândia",
    ]


def test_a_city_left_without_anyone_is_the_worst_with_its_equals():
    told = outlook(CAMPINAS_SEAT, CITIES, 10)
    assert told.after is not None
    assert told.after.is_uncovered
    assert told.after.lives_per_cro is None
    assert (told.in_state, told.in_operator) == (Rank(2, 1, 4), Rank(3, 1, 5))
    assert not told.exceeds
    assert outlook(CAMPINAS_SEAT, CITIES, 11).exceeds


def test_what_nobody_knows_stays_unknown():
    unknown = outlook(CAMPINAS_SEAT, CITIES[1:], 2)
    assert (unknown.before, unknown.after, unknown.in_state, unknown.in_operator) == (None,) * 4
    assert unknown.nearest
    assert outlook(CAMPINAS_SEAT, CITIES, None).after is None
    assert outlook(CITIES[4].place, CITIES, 1).in_state is None
    assert outlook(CAMPINAS_SEAT, [], 1).usual is None


def test_the_nearest_have_somebody_and_are_as_far_as_maps_say():
    near = nearest_to(CAMPINAS_SEAT, CITIES, 3)
    assert [one.numbers.place.name for one in near] == ["Valinhos", "Hortolândia", "Santos"]
    maceio = CITIES[5].place
    assert distance_km(CAMPINAS_SEAT, maceio) == pytest.approx(1_892, rel=0.02)
    assert distance_km(CAMPINAS_SEAT, CAMPINAS_SEAT) == 0
    assert distance_km(Municipality("1", "?", "SP", None, None), maceio) is None


@pytest.fixture
def leaving(cast: Cast) -> Provider:
    """A clinic in Campinas with four dentists: one published elsewhere too, one not at all, one who left."""
    clinic = make_clinic(cast.operator)
    both = make_dentist(cast.operator, specialities=["Ortodontia"])
    for dentist, days in (
        (make_dentist(cast.operator, specialities=["Endodontia", "Ortodontia"]), {}),
        (both, {}),
        (make_dentist(cast.operator, is_published=False, specialities=["Implantodontia"]), {}),
        (make_dentist(cast.operator, specialities=["Prótese"]), {"ends_on": TODAY}),
    ):
        make_affiliation(clinic, dentist, **days)
    make_affiliation(make_clinic(cast.operator, name="Clínica Ao Lado"), both)
    make_coverage(cast.operator, published_cros=8, lives=1600)
    return clinic


def cros_after(told: CityImpact) -> int | None:
    return told.outlook.after.published_cros if told.outlook and told.outlook.after else None


def asked(actor: Actor, provider: Provider, day: dt.date = TODAY) -> CityImpact:
    return impact_of_provider(actor, provider, day)


def test_only_what_leaves_the_directory_counts(leaving: Provider, editor: Actor):
    told = asked(editor, leaving)
    assert [cro.leaves_the_directory for cro in told.leaving].count(True) == 1
    assert [cro.stays_at for cro in told.leaving if cro.stays_at] == ["Clínica Ao Lado"]
    assert cros_after(told) == 7
    # Endodontics is gone, orthodontics stays with the one next door.
    assert told.lost_specialities == ("Endodontia",)
    assert not told.others_untold


def test_others_count_by_their_ties_of_that_day_their_status_and_their_city(leaving: Provider, editor: Actor):
    next_door = Provider.objects.get(name="Clínica Ao Lado")
    for change in ({"municipality_id": MACEIO}, {"status": "inactive"}):
        kept = {name: getattr(next_door, name) for name in change}
        Provider.objects.filter(pk=next_door.pk).update(**change)
        told = asked(editor, leaving)
        assert (cros_after(told), len(told.lost_specialities)) == (6, 2)
        Provider.objects.filter(pk=next_door.pk).update(**kept)
    next_door.affiliations.update(starts_on=TODAY + dt.timedelta(days=1))
    assert cros_after(asked(editor, leaving)) == 6


def test_somebody_without_specialities_noted_may_have_them(leaving: Provider, cast: Cast, editor: Actor):
    make_affiliation(Provider.objects.get(name="Clínica Ao Lado"), make_dentist(cast.operator))
    told = asked(editor, leaving)
    assert told.lost_specialities == ("Endodontia",)
    assert told.others_untold


def test_a_provider_that_is_out_takes_nobody_away_again(leaving: Provider, editor: Actor):
    leaving.status, leaving.status_since = "inactive", TODAY
    leaving.save()
    assert cros_after(asked(editor, leaving)) == 8
    assert cros_after(asked(editor, leaving, TODAY - dt.timedelta(days=1))) == 6
    StatusPeriod.objects.create(provider=leaving, status="inactive", ends_on=TODAY)
    assert asked(editor, leaving, TODAY - dt.timedelta(days=1)).exit.is_over


def test_nobody_known_to_work_there_leaves_the_after_unknown(cast: Cast, editor: Actor):
    make_coverage(cast.operator)
    told = asked(editor, make_clinic(cast.operator))
    assert told.outlook is not None
    assert told.outlook.before is not None
    assert (told.outlook.before.published_cros, told.outlook.after) == (25, None)
    nowhere = impact_of_exit(editor, Exit(cast.operator.pk, None, ()), TODAY)
    assert (nowhere.place, nowhere.outlook) == (None, None)


def test_the_newest_numbers_up_to_the_day(cast: Cast, editor: Actor, outsider: Actor):
    for on, lives in ((dt.date(2026, 1, 1), 100), (dt.date(2026, 6, 15), 200), (dt.date(2026, 6, 16), 300)):
        make_coverage(cast.operator, on=on, lives=lives)
    make_coverage(cast.operator, municipality_id=MACEIO, on=dt.date(2026, 7, 1))
    make_coverage(cast.other_operator, on=dt.date(2026, 6, 1), lives=9)
    told = newest_coverage(editor, cast.operator.pk, TODAY)
    assert [(one.place.ibge_code, one.lives) for one in told] == [(CAMPINAS, 200)]
    assert newest_coverage(outsider, cast.operator.pk, TODAY) == []


def test_where_coverage_and_registry_differ_it_is_said(leaving: Provider, editor: Actor):
    assert not asked(editor, leaving).others_published
    CityCoverage.objects.filter(municipality=CAMPINAS).update(published_cros=1)
    assert asked(editor, leaving).others_published
    Provider.objects.exclude(pk=leaving.pk).update(status="suspended")
    told = asked(editor, leaving)
    assert told.outlook is not None
    assert (told.others_published, told.outlook.exceeds) == (False, True)


def test_it_takes_seven_queries_however_much_there_is(
    leaving: Provider, editor: Actor, django_assert_max_num_queries
):
    with django_assert_max_num_queries(7):
        asked(editor, leaving)
