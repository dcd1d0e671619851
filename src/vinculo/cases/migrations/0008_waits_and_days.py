"""Rebuilds the waits of cases under way from their timeline, and has their days reckoned by the worker."""

from django.db import migrations
from django.utils import timezone

UNDER_WAY = ["in_progress", "waiting", "decided"]
RECKON = "cases.service_levels_changed"


def rebuild_waits(apps, schema_editor):
    Case = apps.get_model("cases", "Case")
    CaseEvent = apps.get_model("cases", "CaseEvent")
    WaitingPeriod = apps.get_model("cases", "WaitingPeriod")
    cases = Case.objects.filter(state__in=UNDER_WAY, waiting_periods=None)
    if not cases.exists():
        return
    moves = CaseEvent.objects.filter(kind="state_changed", case__in=cases).order_by("case_id", "pk")
    waits, begun = [], {}
    for case_id, at, data in moves.values_list("case_id", "at", "data").iterator():
        if data.get("action") == "wait":
            begun[case_id] = at
        elif case_id in begun:
            since = begun.pop(case_id)
            waits.append(WaitingPeriod(case_id=case_id, on="provider", since=since, until=max(at, since)))
    for case in cases.filter(state="waiting").only("pk", "changed_at"):
        case.waiting_on, case.waiting_since = "provider", begun.get(case.pk, case.changed_at)
        case.save(update_fields=["waiting_on", "waiting_since"])
        waits.append(WaitingPeriod(case_id=case.pk, on="provider", since=case.waiting_since, until=None))
    WaitingPeriod.objects.bulk_create(waits, batch_size=1000)
    now = timezone.now()
    # The worker finds a row without a job by itself, within minutes.
    OutboxRow = apps.get_model("outbox", "OutboxRow")
    OutboxRow.objects.create(kind=RECKON, payload={}, planned_at=now, due_at=now)


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0007_search_terms"),
        ("network", "0003_local_holiday_removed"),
        ("outbox", "0001_initial"),
    ]

    operations = [migrations.RunPython(rebuild_waits, migrations.RunPython.noop)]
