"""What providers are found by once the plan is applied: `plan_text`, exactly as `search_text` writes it."""

from __future__ import annotations

import json
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing.connection import wait
from typing import Any

from django.db.backends.utils import CursorWrapper

from ..search_text import SearchedFacts, folded_name, is_called_otherwise
from .planning_desk import PlanningDesk

_ROWS_AT_ONCE = 4000
_MANY = 20_000
"""Providers from which it is worth while to put their texts together in processes of their own."""
_PROCESSES = 2
Row = tuple[Any, ...]
_AFFECTED = """
SELECT id FROM plan_provider WHERE change IN ('new', 'changed')
UNION SELECT provider_id FROM plan_contactperson
UNION SELECT provider_id FROM plan_affiliation WHERE op IN ('i', 'd')
UNION SELECT a.provider_id FROM plan_dentist d JOIN network_affiliation a ON a.dentist_id = d.id
    WHERE d.op = 'u'
"""
# Also whose time is over: people look for who left, too.
_DENTISTS = """
SELECT t.provider_id, array_agg(coalesce(p.cro_uf, r.cro_uf) || ' ' || coalesce(p.cro_number, r.cro_number)
        ORDER BY t.dentist_id) AS cros,
    array_agg(coalesce(p.name, r.name)::text ORDER BY t.dentist_id) AS names,
    array_agg(coalesce(p.cpf, r.cpf)::text ORDER BY t.dentist_id) AS cpfs
FROM (
    SELECT n.provider_id, n.dentist_id
    FROM network_affiliation n JOIN texts_affected x ON x.id = n.provider_id
    WHERE NOT EXISTS (SELECT 1 FROM plan_affiliation p WHERE p.id = n.id AND p.op = 'd')
    UNION
    SELECT p.provider_id, p.dentist_id FROM plan_affiliation p WHERE p.op <> 'd'
) t
LEFT JOIN plan_dentist p ON p.id = t.dentist_id LEFT JOIN network_dentist r ON r.id = t.dentist_id
GROUP BY t.provider_id
"""
_CONTACTS = """
SELECT c.provider_id, array_agg(c.name ORDER BY c.id) AS names,
    array_agg(array_to_string(c.phones, ' ') ORDER BY c.id) AS phones
FROM (
    SELECT n.id, n.provider_id, n.name::text, n.phones::text[]
    FROM network_contactperson n JOIN texts_affected x ON x.id = n.provider_id
    WHERE NOT EXISTS (SELECT 1 FROM plan_contactperson p WHERE p.id = n.id)
    UNION ALL
    SELECT p.id, p.provider_id, p.name, p.phones::text[] FROM plan_contactperson p
) c GROUP BY c.provider_id
"""
_FORMER = """
SELECT m.kept_id AS provider_id, jsonb_agg(m.moved -> 'before' -> 'merged' ORDER BY m.id) AS said
FROM network_providermerge m JOIN texts_affected x ON x.id = m.kept_id
WHERE m.undone_at IS NULL GROUP BY m.kept_id
"""
_FACTS = """
DECLARE text_facts NO SCROLL CURSOR FOR
SELECT x.id, coalesce(p.name, r.name), coalesce(p.trade_name, r.trade_name), coalesce(p.cnpj, r.cnpj),
    coalesce(p.cnes, r.cnes), coalesce(p.cpf, r.cpf), coalesce(m.name || ' ' || m.uf, ''),
    d.cros, d.names, d.cpfs, c.names, c.phones, f.said::text,
    r.folded_name, r.search_text, r.personal_search_text
FROM texts_affected x
LEFT JOIN plan_provider p ON p.id = x.id LEFT JOIN network_provider r ON r.id = x.id
LEFT JOIN network_municipality m
    ON m.ibge_code = CASE WHEN p.id IS NULL THEN r.municipality_id ELSE p.municipality_id END
LEFT JOIN texts_dentists d ON d.provider_id = x.id
LEFT JOIN texts_contacts c ON c.provider_id = x.id
LEFT JOIN texts_former f ON f.provider_id = x.id
"""


def plan_search_texts(desk: PlanningDesk) -> None:
    affected = desk.build("texts_affected", _AFFECTED)
    desk.build("texts_dentists", _DENTISTS)
    desk.build("texts_contacts", _CONTACTS)
    desk.build("texts_former", _FORMER)
    desk.do(_FACTS)
    batches = _batches(desk)
    for lines in _side_by_side(batches) if affected >= _MANY and _may_fork() else map(_lines, batches):
        _copy(desk.cursor, lines)
    desk.do("CLOSE text_facts")
    desk.look_at_large("plan_text")


def _batches(desk: PlanningDesk) -> Iterator[list[Row]]:
    while desk.do(f"FETCH {_ROWS_AT_ONCE} FROM text_facts"):
        yield desk.cursor.fetchall()


def _may_fork() -> bool:
    """Whether this process does nothing but the run: the worker has a thread for each of its jobs."""
    return threading.current_thread() is threading.main_thread()


def _end_with_the_parent() -> None:
    """Who stayed would keep its connection open, and with it the lock by which a dead run is known."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _side_by_side(batches: Iterator[list[Row]]) -> Iterator[str]:
    """The lines of each batch, in their order; the database is asked for more meanwhile."""
    waiting: deque[Future[str]] = deque()
    # Forked: they are given rows and give texts, and never touch the connection that they see.
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(_PROCESSES, mp_context=fork, initializer=_end_with_the_parent) as pool:
        for rows in batches:
            waiting.append(pool.submit(_lines, rows))
            if len(waiting) > _PROCESSES:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _lines(rows: list[Row]) -> str:
    return "".join(map(_line, rows))


def _copy(cursor: CursorWrapper, lines: str) -> None:
    with cursor.copy("COPY plan_text FROM STDIN") as copy:
        copy.write(lines)


def _line(row: Row) -> str:
    """Blank where the provider is found by the same as before."""
    provider_id, name, trade_name, cnpj, cnes, cpf, city = row[:7]
    cros, dentist_names, dentist_cpfs, contact_names, phones, former = row[7:13]
    was = row[13:]
    text = SearchedFacts(
        name=name,
        trade_name=trade_name,
        cnpj=cnpj,
        cnes=cnes,
        cpf=cpf,
        city=city,
        dentists=list(zip(cros or (), dentist_names or (), dentist_cpfs or (), strict=True)),
        contacts=[(one, told.split()) for one, told in zip(contact_names or (), phones or (), strict=True)],
        former=json.loads(former) if former else (),
    ).text()
    folded = folded_name(trade_name or name)
    if (folded, text.shown, text.personal) == was:
        return ""
    is_new = was[1] is None
    is_renamed = not is_new and is_called_otherwise(name, trade_name, was[0], was[1])
    written = (
        str(provider_id),
        "ft"[is_new],
        "ft"[is_renamed],
        *map(_escaped, (folded, text.shown, text.personal)),
    )
    return "\t".join(written) + "\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n")
