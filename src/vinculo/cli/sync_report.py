"""What `vinculo sync` says of a run."""

from __future__ import annotations

import json
import sys

from vinculo.cli import exit_codes
from vinculo.kernel.numbers import format_count
from vinculo.network.feed.entities import Entity
from vinculo.network.feed.rejects import ENTITY_WORDS
from vinculo.network.models import SyncRun
from vinculo.network.queries.sync_runs import told_too_many

State = SyncRun.State
_KINDS = {
    "new": "novos",
    "changed": "alterados",
    "gone": "saem",
    "same": "iguais",
    "rejected": "recusados",
}
_CHANGES = ("new", "changed", "gone")
_DONE = (State.READY, State.APPLIED, State.DISMISSED)


def has_changes(run: SyncRun) -> bool:
    return any(counts.get(kind) for counts in run.counts.values() for kind in _CHANGES)


def tell_run(run: SyncRun, *, as_json: bool, was_to_apply: bool) -> int:
    """The exit code."""
    if as_json:
        print(json.dumps(_as_json(run), ensure_ascii=False))
    else:
        for line in _lines(run):
            print(line)
    if run.state in _DONE and (run.state != State.READY or not was_to_apply):
        return exit_codes.OK
    if run.state == State.ASKS and not was_to_apply:
        return exit_codes.OK
    print(f"vinculo sync: {_problem(run)}", file=sys.stderr)
    return exit_codes.FAILED


def _as_json(run: SyncRun) -> dict[str, object]:
    return {
        "run": run.pk,
        "operator": run.operator.code,
        "from": run.label,
        "state": run.state,
        "counts": run.counts,
        "would_deactivate": run.would_deactivate,
        "active_before": run.active_before,
        "failure": run.failure,
    }


def _lines(run: SyncRun) -> list[str]:
    lines = [
        f"{ENTITY_WORDS[entity]}: {_counted(run.counts[entity])}" for entity in Entity if entity in run.counts
    ]
    if run.state == State.READY:
        lines.append(f"Sincronização {run.pk}: nada mudou ainda. Aplique na página, ou descarte.")
    elif run.state == State.ASKS:
        lines.append(f"Sincronização {run.pk}: {_problem(run)}")
    elif run.state == State.DISMISSED:
        lines.append(f"Sincronização {run.pk}: o cadastro já está igual ao sistema da operadora.")
    elif run.state == State.APPLIED:
        lines.append(f"Sincronização {run.pk}: aplicada.")
    return lines


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{word} {format_count(counts.get(kind, 0))}" for kind, word in _KINDS.items())


def _problem(run: SyncRun) -> str:
    if run.state == State.ASKS:
        return f"{told_too_many(run)}. Confira na página, ou use --accept-deactivations com --user."
    return run.failure or "Parada. O cadastro está como antes."
