"""Runs in words: what state they are in, what they would change, what may be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.urls import reverse

from vinculo.kernel.numbers import format_count
from vinculo.network.feed.entities import Entity
from vinculo.network.feed.rejects import ENTITY_WORDS
from vinculo.network.models import SyncRun
from vinculo.network.queries.sync_runs import told_too_many, too_many

State = SyncRun.State

KINDS: Mapping[str, tuple[str, str]] = {
    "new": ("Novos", "Novos"),
    "changed": ("Mudam", "Mudaram"),
    "gone": ("Saem", "Saíram"),
}
"""What would be done to a row, and what was."""

_ROWS_OF: Mapping[str, tuple[str, str]] = {
    "new": ("novos", "novos"),
    "changed": ("o que muda", "o que mudou"),
    "gone": ("o que sai", "o que saiu"),
}
_TONES: Mapping[str, str] = {
    State.READY: "warn",
    State.ASKS: "danger",
    State.APPLIED: "ok",
    State.FAILED: "danger",
}
_COUNTED = {
    "new": ("novo", "novos"),
    "changed": ("alterado", "alterados"),
    "gone": ("que sai", "que saem"),
    "rejected": ("linha recusada", "linhas recusadas"),
}


@dataclass(frozen=True, slots=True)
class RunLine:
    """One run in the list."""

    run: SyncRun
    url: str
    state: str
    tone: str
    who: str
    summary: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of the table; `url` shows its rows."""

    label: str
    count: int
    url: str = ""
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class EntityRow:
    entity: str
    name: str
    cells: tuple[Cell, ...]
    same: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Question:
    """What a run asks that would take too many away."""

    told: str
    limit: str
    is_of_providers: bool


@dataclass(frozen=True, slots=True)
class RunView:
    """`is_busy`: the page asks again by itself. `waits_for` is the job that waits for a worker."""

    run: SyncRun
    line: RunLine
    is_busy: bool
    sentence: str
    table: tuple[EntityRow, ...] = ()
    headings: tuple[str, ...] = ()
    changes: int = 0
    rejected: int = 0
    question: Question | None = None
    may_apply: bool = False
    may_dismiss: bool = False
    may_stop: bool = False
    may_undo: bool = False
    may_again: bool = False
    report: tuple[str, ...] = field(default_factory=tuple)


def present_line(run: SyncRun) -> RunLine:
    return RunLine(
        run=run,
        url=reverse("sync-run", args=[run.pk]),
        state=_state(run),
        tone=_TONES.get(run.state, ""),
        who=run.started_by.name if run.started_by else "Vínculo",
        summary=summary_of(run),
    )


def _state(run: SyncRun) -> str:
    if is_superseded(run):
        return "Substituída"
    changes = sum(total_of(run, each) for each in KINDS)
    return "Nada a aplicar" if run.state == State.READY and not changes else str(run.get_state_display())


def is_superseded(run: SyncRun) -> bool:
    """Nobody dismissed it: a newer reading took its place."""
    return run.state == State.DISMISSED and run.ended_by_id is None


def summary_of(run: SyncRun) -> str:
    """12 novos, 3 alterados, 1 que sai, 2 linhas recusadas; blank where nothing was read."""
    told = [
        f"{format_count(count)} {one if count == 1 else many}"
        for kind, (one, many) in _COUNTED.items()
        if (count := total_of(run, kind))
    ]
    if told:
        return ", ".join(told)
    return "Nada a mudar" if run.counts else ""


def total_of(run: SyncRun, kind: str) -> int:
    return sum(int(counts.get(kind, 0)) for counts in run.counts.values())


def present_run(run: SyncRun, *, waits: bool, entity: str, kind: str) -> RunView:
    """`waits`: a worker was asked to apply or undo it. `entity` and `kind` are those whose rows are shown."""
    is_waiting = run.state in (State.READY, State.ASKS) and not waits
    changes = sum(total_of(run, each) for each in KINDS)
    return RunView(
        run=run,
        line=present_line(run),
        is_busy=waits or run.state in (State.READING, State.APPLYING),
        sentence=_sentence(run, changes, waits=waits),
        table=_table(run, entity, kind),
        headings=tuple(_heading(run, each) for each in KINDS),
        changes=changes,
        rejected=total_of(run, "rejected"),
        question=_question(run) if run.state == State.ASKS else None,
        may_apply=is_waiting,
        may_dismiss=is_waiting,
        may_stop=run.state == State.READING and run.stop_asked_at is None,
        may_undo=run.state == State.APPLIED and run.keeps_undo and changes > 0 and not waits,
        may_again=run.origin == SyncRun.Origin.CONNECTION and run.state in (State.FAILED, State.STOPPED),
        report=tuple(run.report),
    )


def _heading(run: SyncRun, kind: str) -> str:
    return KINDS[kind][_is_done(run)]


def rows_heading(run: SyncRun, entity: Entity, kind: str) -> str:
    return f"{ENTITY_WORDS[entity]}: {_ROWS_OF[kind][_is_done(run)]}"


def _is_done(run: SyncRun) -> bool:
    return run.state in (State.APPLIED, State.UNDONE)


def _table(run: SyncRun, entity: str, kind: str) -> tuple[EntityRow, ...]:
    return tuple(
        EntityRow(
            entity=each,
            name=ENTITY_WORDS[Entity(each)],
            cells=tuple(
                Cell(
                    label=_heading(run, of_kind),
                    count=int(counts.get(of_kind, 0)),
                    url=f"?parte={each}&tipo={of_kind}#linhas" if counts.get(of_kind) else "",
                    is_current=(each, of_kind) == (entity, kind),
                )
                for of_kind in KINDS
            ),
            same=int(counts.get("same", 0)),
            rejected=int(counts.get("rejected", 0)),
        )
        for each in Entity
        if (counts := run.counts.get(each)) is not None
    )


def _question(run: SyncRun) -> Question:
    entities = {one.entity for one in too_many(run)}
    return Question(told_too_many(run), _percent(run.share), is_of_providers=entities == {Entity.PROVIDERS})


def _percent(share: float) -> str:
    return f"{round(share * 100, 1):g}%".replace(".", ",")


def _sentence(run: SyncRun, changes: int, *, waits: bool) -> str:
    if waits:
        return "Desfazendo: o cadastro volta a ser como antes." if run.state == State.APPLIED else _APPLYING
    if run.state in (State.READY, State.ASKS) and not changes:
        return f"O cadastro já está igual ao sistema da operadora{_but_for(run)}. Não há o que mudar."
    if run.state == State.APPLIED:
        return f"O cadastro está como o sistema da operadora disse{_but_for(run)}."
    if run.state == State.READING and run.stop_asked_at is not None:
        return "Parando a leitura…"
    return _SENTENCES.get(run.state, "")


def _but_for(run: SyncRun) -> str:
    """The rows that were refused, of which the registry says what it said."""
    refused = total_of(run, "rejected")
    if not refused:
        return ""
    return (
        ", exceto pela linha recusada"
        if refused == 1
        else f", exceto pelas {format_count(refused)} linhas recusadas"
    )


_APPLYING = "Aplicando: o cadastro muda de uma vez só, no fim."
_SENTENCES: Mapping[str, str] = {
    State.READING: "Nada muda no cadastro antes que alguém aplique.",
    State.READY: "Nada mudou ainda. Confira abaixo o que mudaria e aplique, ou descarte.",
    State.ASKS: "Nada mudou ainda. Esta leitura precisa que alguém confira antes de aplicar.",
    State.APPLYING: _APPLYING,
    State.FAILED: "O cadastro está como antes.",
    State.DISMISSED: "Descartada sem aplicar. O cadastro não mudou por ela.",
    State.STOPPED: "A leitura foi parada. O cadastro não mudou por ela.",
    State.UNDONE: "Desfeita: o cadastro voltou a ser como antes dela.",
}
