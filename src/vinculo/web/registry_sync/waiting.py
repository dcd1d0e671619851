"""Runs that somebody must look at: what Hoje says of them to who syncs a registry."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.kernel.dates import format_moment
from vinculo.network.models import SyncRun
from vinculo.network.queries.sync_runs import sync_runs_visible_to, told_too_many

State = SyncRun.State
TOLD_FOR = dt.timedelta(days=3)
"""A run of the schedule that failed is told so long, unless a later one came right."""


@dataclass(frozen=True, slots=True)
class WaitingRun:
    url: str
    text: str
    tone: str


def waiting_runs(actor: Actor, now: dt.datetime) -> list[WaitingRun]:
    """Of each operator the last run, where it waits for somebody, or failed with nobody looking on."""
    if not actor.may_anywhere(Permission.REGISTRY_SYNC):
        return []
    rows = sync_runs_visible_to(actor).select_related("operator")
    last = rows.order_by("operator_id", "-pk").distinct("operator_id")
    return [
        WaitingRun(reverse("sync-run", args=[run.pk]), f"{run.operator.name}: {text}", tone)
        for run in last
        for text, tone in _words(run, now)
    ]


def _words(run: SyncRun, now: dt.datetime) -> list[tuple[str, str]]:
    if run.state == State.ASKS:
        return [(f"a sincronização {told_too_many(run)} e espera que alguém confira.", "warning")]
    if run.state == State.READY:
        since = f", desde {format_moment(run.read_at)}" if run.read_at else ""
        return [(f"uma sincronização espera que alguém confira e aplique{since}.", "info")]
    if run.started_by_id is None and run.state == State.FAILED and run.started_at > now - TOLD_FOR:
        return [("a última sincronização falhou. O cadastro está como antes.", "warning")]
    return []
