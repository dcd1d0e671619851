"""Performs a plan, step by step in the order of time, through the product's own actions."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from vinculo.accounts.actor import Actor
from vinculo.kernel.dates import SAO_PAULO

from .case_stage import CaseStage
from .cast import MAIN, consultants_of, supervisor_of
from .clock_stage import settle_clocks, show_norms, sign_one_today
from .desk_stage import set_desks
from .document_stage import issue_documents
from .duty_stage import settle_duties
from .filing_stage import file_by_connection
from .incoming_stage import bring_in_requests
from .lots import lots
from .past_stage import tell_the_past
from .people_stage import employ, found_operators
from .plan import Plan
from .protocol_stage import settle_protocols
from .registry_stage import RegistryStage
from .scan_stage import bring_in_a_scan
from .script import Create, ImportForm, Move, OpenSibling
from .task_stage import TaskStage

TELL_EVERY = 50

Tell = Callable[[str], None]


@contextmanager
def in_one_go() -> Iterator[None]:
    """No savepoints within, for all is done or nothing; and no garbage is looked for while it lasts."""
    connection.features.uses_savepoints = False
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        del connection.features.uses_savepoints


def perform(plan: Plan, *, seed: int, tell: Tell) -> int:
    """Does all of it, within the caller's transaction; how many cases there are then."""
    with in_one_go():
        return _perform(plan, seed, tell)


def _perform(plan: Plan, seed: int, tell: Tell) -> int:
    operators = found_operators(plan.founded_at)
    actors = employ(operators, plan.founded_at + dt.timedelta(minutes=20))
    registry = RegistryStage(operators, Actor.system("Carga do cadastro"))
    cases = CaseStage(operators, actors, registry, settings.MAX_ATTACHMENT_BYTES, lots(seed, "tokens"))
    tasks = TaskStage(actors, plan.steps[-1].at if plan.steps else plan.founded_at)
    made = 0
    for step in plan.steps:
        tasks.go_on(step.at)
        if step.case is None or not step.by:
            registry.perform(step.deed, step.at)  # type: ignore[arg-type]
            continue
        cases.perform(step)
        if isinstance(step.deed, Move):
            tasks.follow(step.at)
        if isinstance(step.deed, Create | ImportForm | OpenSibling):
            made += 1
            if made % TELL_EVERY == 0:
                tell(f"{made} processos…")
    if plan.steps:
        checkers = {code: actors[consultants_of(code)[0].key].user for code in operators}
        tell_the_past(registry.told(), plan.begun, plan.steps[-1].at.astimezone(SAO_PAULO).date(), checkers)
        settle_protocols(operators, actors, plan.steps[-1].at)
        tasks.ask_today(operators)
        settle_duties(plan.steps[-1].at)
        bring_in_requests(operators, plan.steps[-1].at)
        sign_one_today(operators[MAIN], actors[supervisor_of(MAIN).key], plan.steps[-1].at)
        tasks.follow(plan.steps[-1].at)
        settle_clocks(plan.steps[-1].at)
        show_norms(operators, plan.steps[-1].at)
        file_by_connection(operators[MAIN], plan.steps[-1].at)
        issue_documents(operators, actors, plan.steps[-1].at)
        set_desks(operators, actors, plan.steps[-1].at)
        bring_in_a_scan(operators, actors, plan.steps[-1].at)
    return made
