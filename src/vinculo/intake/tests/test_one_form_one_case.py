"""However many people accept the same form at once, from one file or from several: one case."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import connection

from vinculo.accounts.tests.cast import actor_of, make_cast
from vinculo.cases.models import Case
from vinculo.intake.actions.accept_reading import Acceptance, accept_reading
from vinculo.intake.actions.receive_files import open_batch, receive_file
from vinculo.intake.models import SETTLED_WITH_CASE, Fate, FormReading, ImportedFile
from vinculo.intake.reading_loop import read_due

from .form_files import NOW, another_dentist, certain_form, file_of, one_reading, readings_in, receive

Done = TypeVar("Done")

# Between tests that really commit, all tables are emptied, those of the municipalities too.
CERTAIN = certain_form(city=None, state=None)
OTHERS = [another_dentist(number, city=None, state=None) for number in range(8)]


def at_once(work: Callable[[int], Done], times: int) -> list[Done]:
    def closing(number: int) -> Done:
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(closing, range(times)))


@pytest.mark.django_db(transaction=True)
def test_one_reading_accepted_by_eight_at_once():
    cast = make_cast()
    reading, actors = one_reading(cast.alice, CERTAIN), [actor_of(cast.alice), actor_of(cast.beto)]

    def accept(number: int) -> Acceptance:
        return accept_reading(reading=reading, as_history=True, actor=actors[number % 2], now=NOW)

    done = at_once(accept, 8)
    assert Case.objects.get().number == "ODL-2026-000001"
    assert [item.created for item in done].count(True) == 1
    assert len({item.case.pk for item in done}) == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_form_in_eight_readings_accepted_at_once():
    cast = make_cast()
    readings = []
    for _ in range(8):
        readings.append(one_reading(cast.alice, CERTAIN))
        # As if all eight had come in at the same moment.
        FormReading.objects.update(fate=Fate.WAITING, duplicate_of=None)
    actor = actor_of(cast.alice)

    def accept(number: int) -> Acceptance:
        return accept_reading(
            reading=readings[number], as_history=True, actor=actor, now=NOW, despite_matches=True
        )

    done = at_once(accept, 8)
    case = Case.objects.get()
    assert case.number == "ODL-2026-000001"
    assert {item.case.pk for item in done} == {case.pk}
    assert FormReading.objects.filter(fate__in=SETTLED_WITH_CASE).count() == 1
    assert FormReading.objects.filter(fate=Fate.DUPLICATE, duplicate_of__case=case).count() == 7


@pytest.mark.django_db(transaction=True)
def test_the_same_file_sent_six_times_at_once_is_one_file():
    cast = make_cast()
    batch = open_batch(operator=cast.operator, as_history=False, actor=actor_of(cast.alice), now=NOW)
    actor, content = actor_of(cast.alice), file_of(CERTAIN, OTHERS[0])

    def send(_: int) -> ImportedFile:
        return receive_file(batch=batch, name="a.txt", content=content, actor=actor, now=NOW)

    assert len({file.pk for file in at_once(send, 6)}) == 1
    read_due(NOW)
    assert len(readings_in(batch)) == 2


@pytest.mark.django_db(transaction=True)
def test_different_forms_accepted_at_once_are_all_numbered():
    cast = make_cast()
    readings = readings_in(receive(cast.alice, ("a.txt", file_of(*OTHERS))))
    actor = actor_of(cast.alice)
    at_once(lambda number: accept_reading(reading=readings[number], as_history=True, actor=actor, now=NOW), 8)
    numbers = set(Case.objects.values_list("number", flat=True))
    assert numbers == {f"ODL-2026-{running:06d}" for running in range(1, 9)}
