"""Scoped reads of the room: batches, their readings, and what is to be said about one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Q, QuerySet

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission
from vinculo.cases.models import FormEdition
from vinculo.cases.queries.editions import editions_of
from vinculo.paper.editions import PACKAGED_EDITIONS, Edition, packaged_edition
from vinculo.paper.form import RetentionForm

from .corrections import corrections_of, laid_over, standing
from .doubts import ReadingFacts, findings_from_json
from .matching import matching_cases
from .models import Fate, FormReading, ImportBatch, ImportedFile
from .twins import was_discarded_before

_IN_LISTS = (
    *("operator", "position", "form", "corrections", "doubts", "fingerprint", "fate"),
    *("file__batch", "file__name", "case__number", "duplicate_of__fate", "duplicate_of__case__number"),
    *("duplicate_of__file__batch", "duplicate_of__file__name"),
)


def operators_to_import(actor: Actor) -> QuerySet[Operator]:
    """Those whose forms the actor may import."""
    rows = Operator.objects.filter(is_active=True)
    return rows if actor.is_system else rows.filter(pk__in=actor.operators_with(Permission.FORMS_IMPORT))


def readings_of(actor: Actor, batch: ImportBatch) -> QuerySet[FormReading]:
    """The readings of a batch, in the order of its files, with what stands in lists: nothing that is long."""
    rows = FormReading.objects.visible_to(actor).filter(file__batch=batch).order_by("file_id", "position")
    return rows.select_related("file", "case", "duplicate_of__case", "duplicate_of__file").only(*_IN_LISTS)


def find_reading(actor: Actor, reading_id: int) -> FormReading | None:
    rows = FormReading.objects.visible_to(actor)
    rows = rows.select_related("operator", "file__batch__created_by", "settled_by")
    return rows.filter(pk=reading_id).first()


def find_file(actor: Actor, file_id: int) -> ImportedFile | None:
    return (
        ImportedFile.objects.visible_to(actor)
        .select_related("batch", "same_as__batch")
        .filter(pk=file_id)
        .first()
    )


def files_of(actor: Actor, batch: ImportBatch) -> QuerySet[ImportedFile]:
    """The files of a batch, in the order in which they came."""
    return ImportedFile.objects.visible_to(actor).filter(batch=batch).order_by("pk")


def files_with_several_forms(actor: Actor, batch: ImportBatch) -> set[int]:
    """The ids of those files of a batch that hold more than one form."""
    rows = FormReading.objects.visible_to(actor).filter(file__batch=batch, position__gt=1)
    return set(rows.values_list("file_id", flat=True))


def next_to_review(actor: Actor, batch: ImportBatch, after: FormReading | None = None) -> FormReading | None:
    """The next waiting reading of a batch: doubtful ones first, from `after` on and then from the start."""
    waiting = FormReading.objects.visible_to(actor).filter(file__batch=batch, fate=Fate.WAITING)
    in_order = waiting.order_by("file_id", "position")
    parts = [in_order.filter(doubts__gt=0), in_order.filter(doubts=0)]
    if after is not None:
        beyond = _beyond(after)
        parts = [part for rows in parts for part in (rows.filter(beyond), rows.exclude(pk=after.pk))]
    firsts = (rows.values_list("pk", flat=True).first() for rows in parts)
    found = next((pk for pk in firsts if pk is not None), None)
    return find_reading(actor, found) if found is not None else None


def _beyond(reading: FormReading) -> Q:
    """What comes after a reading in its batch."""
    return Q(file_id=reading.file_id, position__gt=reading.position) | Q(file_id__gt=reading.file_id)


def neighbours(actor: Actor, reading: FormReading) -> tuple[int | None, int | None]:
    """The ids of the readings before and after one in its batch."""
    here = Q(file_id=reading.file_id, position__lt=reading.position) | Q(file_id__lt=reading.file_id)
    rows = FormReading.objects.visible_to(actor).filter(file__batch=reading.file.batch)
    before = rows.filter(here).order_by("-file_id", "-position").values_list("pk", flat=True).first()
    after = rows.filter(_beyond(reading)).order_by("file_id", "position").values_list("pk", flat=True).first()
    return before, after


def form_edition_of(reading: FormReading) -> FormEdition | None:
    """The operator's edition that a form was written on."""
    return editions_of(reading.operator_id).filter(number=reading.form["edition"]).first()


def editions_to_read(operator: Operator) -> list[Edition]:
    """The operator's editions, and the packaged ones that it lacks: a form of those is known as such."""
    own = {row.number: row.edition for row in editions_of(operator)}
    packaged = {number: packaged_edition(number) for number in PACKAGED_EDITIONS}
    return [edition for _, edition in sorted((packaged | own).items())]


def typed_in(reading: FormReading) -> dict[str, str]:
    """The texts that people typed over a reading and that stand, by field."""
    return {field: item.raw for field, item in standing(corrections_of(reading.corrections)).items()}


def texts_over(reading: FormReading) -> dict[str, str]:
    """What stands in fields instead of a value that was read: typed by people, or unreadable on paper."""
    return {**reading.unread, **typed_in(reading)}


def _seems_known(reading: FormReading, form: RetentionForm) -> bool:
    """Asked in nobody's name: whoever reviews forms sees the cases of that operator."""
    return reading.is_waiting and bool(matching_cases(Actor.system(), reading.operator_id, form))


def confirmed_in(reading: FormReading) -> frozenset[str]:
    """The fields of a reading that somebody has confirmed."""
    if reading.pk is None:
        return frozenset()
    return frozenset(reading.confirmations.values_list("field", flat=True))


def facts_of(
    reading: FormReading,
    form_edition: FormEdition | None,
    today: dt.date,
    confirmed: Collection[str] | None = None,
) -> ReadingFacts:
    """What the findings of a reading are made from; `form_edition` is that of `form_edition_of`, `confirmed`
    are the fields of `confirmed_in`, if they are known already."""
    form, typed = reading.form_as_read(), typed_in(reading)
    return ReadingFacts(
        form=form,
        edition=form_edition.edition if form_edition else None,
        operator_name=reading.operator.name,
        operator_code=reading.operator.code,
        said_by_reader=findings_from_json(reading.findings),
        confidence=reading.confidence,
        typed=typed,
        today=today,
        discarded_before=was_discarded_before(reading),
        seems_known=_seems_known(reading, laid_over(form, typed)),
        confirmed=confirmed_in(reading) if confirmed is None else frozenset(confirmed),
        has_paper=bool(reading.sheets),
    )
