"""A database as large as one likes, of its own cluster, kept between runs.

    python -m bench.desk_database 1000000

In VINCULO_BENCH_HOME (by default ~/.cache/vinculo-bench), a folder for each size. Rows are copied by two
processes, indexes made after them. Four contacts and more to a case, 0.3 providers, a hundred consultants at
three operators; what is open is recent, what is old is closed.
"""

# Django is set up on the database that is measured, and only then imported.

from __future__ import annotations

import datetime as dt
import gc
import os
import shutil
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

from vinculo.kernel.private_postgres import Cluster, cluster_in, running

HOME = Path(os.environ.get("VINCULO_BENCH_HOME") or Path.home() / ".cache" / "vinculo-bench")
CHUNK = 4000
PROCESSES = 2
PROVIDERS_PER_CASE = 0.3
OPERATORS = (
    ("ODL", "ODONTOLIFE", 0.7, 70, 6),
    ("SRC", "SORRISO CLARO", 0.2, 20, 3),
    ("DNT", "DENTAL NORTE", 0.1, 10, 2),
)
PASSWORD = "retencao-sem-pressa"
FASTER = {"max_wal_size": "'16GB'", "checkpoint_timeout": "'1h'", "autovacuum": "off", "fsync": "off"}
WORDS_LEARNT_FROM = 10
"""Of so many cases one is asked for its words: the others say the same ones."""
Tell = Callable[[str], None]
Words = dict[int, dict[str, str]]
"""By operator, as `learn_words` takes them."""


def told(text: str) -> None:
    print(text, flush=True)


def cluster_of(count: int) -> Cluster:
    return cluster_in(HOME / str(count))


@contextmanager
def desk_database(count: int, tell: Tell = told) -> Iterator[Cluster]:
    """A running cluster with so many cases; Django is set up on it. One size for each process."""
    folder = HOME / str(count)
    cluster = cluster_in(folder)
    os.environ["DATABASE_URL"] = cluster.dsn()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vinculo.config.settings_test")
    if folder.exists() and not (folder / "built").exists():
        shutil.rmtree(folder)
    with running(cluster):
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        if not (folder / "built").exists():
            build(cluster, count, tell)
            (folder / "built").write_text("", encoding="ascii")
        yield cluster


def build(cluster: Cluster, count: int, tell: Tell) -> None:
    import psycopg
    from bench.bulk_tables import drop_indexes, remake_indexes

    started = time.monotonic()

    def stage(name: str) -> None:
        tell(f"{time.monotonic() - started:7.1f} s  {name}")

    today = _today()
    workplaces = _workplaces(count)
    with psycopg.connect(cluster.dsn(), autocommit=True) as connection:
        _configure(connection, FASTER)
        tables = _tables()
        dropped = drop_indexes(connection, [table.name for table in tables.values()])
        stage("tables ready")
        words = _copy_all(cluster, workplaces, today, count)
        stage(f"{count} cases copied")
        remake_indexes(cluster.dsn(), dropped)
        stage(f"{len(dropped)} indexes made")
        _finish(connection, tables, words, count)
        stage("words learnt, sequences set")
        for table in tables.values():
            connection.execute(f"VACUUM (ANALYZE) {table.name}")
        connection.execute("ANALYZE")
        _configure(connection, dict.fromkeys(FASTER))
        connection.execute("CHECKPOINT")
    stage("ready")


def _configure(connection: Any, settings: Mapping[str, str | None]) -> None:
    for name, value in settings.items():
        said = f"SET {name} = {value}" if value else f"RESET {name}"
        connection.execute(f"ALTER SYSTEM {said}")
    connection.execute("SELECT pg_reload_conf()")


def _today() -> dt.date:
    from vinculo.kernel.dates import SAO_PAULO

    return dt.datetime.now(SAO_PAULO).date()


def _tables() -> Mapping[str, Any]:
    from bench.bulk_tables import BulkTable

    from vinculo.cases import models
    from vinculo.network.models import Provider

    return {
        "providers": BulkTable(Provider),
        "case": BulkTable(models.Case),
        "contacts": BulkTable(models.Contact),
        "offers": BulkTable(models.Offer),
        "dentists": BulkTable(models.CaseDentist),
        "events": BulkTable(models.CaseEvent),
        "protocols": BulkTable(models.OpenedProtocol),
        "attachments": BulkTable(models.Attachment),
        "waits": BulkTable(models.WaitingPeriod),
        "search": BulkTable(models.CaseSearch),
    }


def _workplaces(count: int) -> list[Any]:
    """Operators, and who works there: one hash of one password for all, which takes long to make."""
    from bench.invented_cases import Workplace
    from django.contrib.auth.hashers import PBKDF2PasswordHasher
    from django.utils import timezone

    from vinculo.accounts.actor import Actor
    from vinculo.accounts.models import Membership, User
    from vinculo.accounts.permissions import Role
    from vinculo.cases.actions.editions import create_operator_with_editions
    from vinculo.kernel import invented

    hasher = PBKDF2PasswordHasher()
    password = hasher.encode(PASSWORD, hasher.salt())
    rng, places, first = Random(7), [], 1
    for code, name, share, consultants, supervisors in OPERATORS:
        operator = create_operator_with_editions(
            code=code, name=name, ans_registration="", actor=Actor.system(), now=timezone.now()
        )
        people = []
        for index in range(consultants + supervisors):
            email = f"pessoa{index}@{code.lower()}.example"
            user = User(email=email, name=invented.invented_person_name(rng), password=password)
            user.save()
            roles = [Role.CONSULTANT] if index < consultants else [Role.CONSULTANT, Role.SUPERVISOR]
            Membership.objects.bulk_create(
                Membership(user=user, operator=operator, role=role) for role in roles
            )
            people.append((user.pk, user.name))
        providers = range(first, first + int(count * PROVIDERS_PER_CASE * share))
        first = providers.stop
        editions = [(item.pk, item.edition) for item in operator.editions.order_by("number")]
        places.append(
            Workplace(
                operator.pk, code, share, people[:consultants], people[consultants:], editions, providers
            )
        )
    return places


def _copy_all(cluster: Cluster, workplaces: Sequence[Any], today: dt.date, count: int) -> Words:
    from django.db import connections

    connections.close_all()
    words: Words = defaultdict(dict)
    jobs: list[tuple[str, Any]] = [
        ("providers", (place.operator_id, part)) for place in workplaces for part in _parts(place.providers)
    ]
    jobs += [("cases", part) for part in _parts(range(1, count + 1))]
    started = (cluster.dsn(), list(workplaces), today, count)
    with ProcessPoolExecutor(PROCESSES, get_context("fork"), _begin_work, started) as pool:
        for found in pool.map(_work, jobs):
            for operator_id, some in found.items():
                words[operator_id] |= some
    return words


def _parts(numbers: range) -> Iterator[range]:
    return (numbers[start : start + CHUNK] for start in range(0, len(numbers), CHUNK))


_WORKER: dict[str, Any] = {}


def _begin_work(dsn: str, workplaces: Sequence[Any], today: dt.date, count: int) -> None:
    """In a process of its own."""
    import psycopg
    from bench.invented_cases import CaseInventor

    # Rows hold no cycles, and there are millions of them to look through.
    gc.disable()
    connection = psycopg.connect(dsn, autocommit=True)
    # No trigger fires: neither those of foreign keys nor those that keep history as it is.
    connection.execute("SET session_replication_role = replica; SET synchronous_commit = off")
    connection.execute(
        "CREATE TEMP TABLE staged (case_id bigint, operator_id bigint, is_open boolean, search_text text, "
        "personal_search_text text, terms text[], told text)"
    )
    inventor = CaseInventor(workplaces, today, count)
    remember_words()
    _WORKER.update(connection=connection, inventor=inventor, tables=_tables(), provider_names={})


def remember_words() -> None:
    """The same words are folded and cut, the same notes looked through, again and again: here, not in the
    product, they are remembered."""
    from functools import lru_cache

    from vinculo.cases import search_index, search_terms
    from vinculo.kernel.folding import fold
    from vinculo.kernel.identifiers import phone

    remembered = lru_cache(maxsize=100_000)
    folded = remembered(fold)
    vars(search_index)["fold"] = vars(search_terms)["fold"] = folded
    of_word = search_terms._terms_of_word
    vars(search_terms)["_terms_of_word"] = remembered(lambda word: tuple(of_word(word)))
    vars(phone)["find_in"] = lru_cache(maxsize=256)(phone.find_in)


def _work(job: tuple[str, Any]) -> Words:
    kind, given = job
    return _copy_providers(*given) if kind == "providers" else _copy_cases(given)


def _copy_providers(operator_id: int, ids: range) -> Words:
    from bench.drawing_lots import drawn_city
    from bench.invented_numbers import cnpj_of, cpf_of

    from vinculo.network.search_text import folded_name, lines

    table, rows = _WORKER["tables"]["providers"], []
    for provider_id in ids:
        rng = Random(provider_id * 40_503)
        is_company, city = rng.random() < 0.7, drawn_city(rng)
        name = provider_name(provider_id)
        cnpj = cnpj_of(provider_id) if is_company else ""
        cpf = "" if is_company else cpf_of(provider_id)
        rows.append(
            table.line(
                {
                    "id": provider_id,
                    "operator_id": operator_id,
                    "kind": "PJ" if is_company else "PF",
                    "name": name,
                    "cnpj": cnpj,
                    "cpf": cpf,
                    "municipality_id": city.ibge_code,
                    "folded_name": folded_name(name),
                    "search_text": lines([name, cnpj, f"{city.name} {city.uf}"]),
                    "personal_search_text": lines([cpf]),
                }
            )
        )
    _copy({"providers": rows})
    return {}


def provider_name(provider_id: int) -> str:
    """A clinic's name with an owner's surname, a person's for one in three."""
    from vinculo.kernel import invented

    rng = Random(provider_id * 69_069)
    person = invented.invented_person_name(rng)
    if rng.random() < 0.3:
        return person
    return f"{invented.invented_clinic_name(rng)} {person.split()[-1]}"


def _copy_cases(ids: range) -> Words:
    from vinculo.cases.search_index import folded_names, row_of
    from vinculo.cases.search_terms import vocabulary_of

    tables, inventor = _WORKER["tables"], _WORKER["inventor"]
    lines: dict[str, list[str]] = defaultdict(list)
    words: Words = defaultdict(dict)
    for case_id in ids:
        made = inventor.invent(case_id)
        made.case["folded_provider"] = folded_names(_linked(made.case))
        lines["case"].append(tables["case"].line(made.case))
        for name in ("contacts", "offers", "dentists", "events", "protocols", "attachments", "waits"):
            rows = getattr(made, name)
            lines[name] += [tables[name].line(_with_id(name, case_id, n, row)) for n, row in enumerate(rows)]
        facts = _search_facts(made)
        lines["staged"].append(_staged(row_of(facts)))
        if case_id % WORDS_LEARNT_FROM == 0:
            words[facts.operator_id] |= vocabulary_of(facts)
    _copy(lines)
    return words


def _with_id(table: str, case_id: int, place: int, row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Ids apart for each case, so that no process waits for another."""
    return row if "id" in row else {"id": case_id * 16 + place, **row}


def _staged(row: Sequence[Any]) -> str:
    from bench.bulk_tables import text_of

    return "\t".join(text_of(value) for value in row) + "\n"


def _linked(case: Mapping[str, Any]) -> list[str]:
    return [provider_name(case["provider_id"])] if case["provider_id"] else []


def _search_facts(made: Any) -> Any:
    from vinculo.cases.search_terms import SearchFacts
    from vinculo.cases.states import OPEN_STATES

    case = made.case
    notes = [case.get("actions_note"), case.get("general_note"), *(row["note"] for row in made.contacts)]
    people = [person for row in made.contacts for person in (row["spoken_to"], row["made_by"])]
    return SearchFacts(
        case_id=case["id"],
        operator_id=case["operator_id"],
        is_open=case["state"] in OPEN_STATES,
        number=case["number"],
        names=[case["dentist_name"], *_linked(case)],
        words=[word for word in (*(row["name"] for row in made.dentists), case["city"], *people) if word],
        registrations=[
            (case["cro"], case["cro_state"]),
            *((row["cro"], row["cro_state"]) for row in made.dentists),
        ],
        cnpj=case["cnpj"],
        cpf=case["cpf"],
        protocols=[case["protocol_number"], *(row["number"] for row in made.protocols)],
        addresses=[row["address"] for row in made.contacts if row["address"]],
        notes="\n".join(note for note in notes if note)
        + "\n"
        + "\n".join(row["name"] for row in made.attachments),
    )


def _copy(lines: Mapping[str, Sequence[str]]) -> None:
    from vinculo.cases.search_index import TERMS

    connection, tables = _WORKER["connection"], _WORKER["tables"]
    with connection.transaction(), connection.cursor() as cursor:
        for name, rows in lines.items():
            statement = "COPY staged FROM STDIN" if name == "staged" else tables[name].copy
            with cursor.copy(statement) as copy:
                copy.write("".join(rows))
        if "staged" in lines:
            cursor.execute(
                "INSERT INTO cases_casesearch (case_id, operator_id, is_open, search_text, "
                "personal_search_text, terms) SELECT case_id, operator_id, is_open, search_text, "
                f"personal_search_text, {TERMS.format(terms='terms', told='told')} FROM staged"
            )
            cursor.execute("TRUNCATE staged")


def _finish(connection: Any, tables: Mapping[str, Any], words: Words, count: int) -> None:
    """Sequences behind the ids, the words of all cases, the counters of numbers."""
    from vinculo.accounts.models import Operator
    from vinculo.cases.models import CaseNumberCounter
    from vinculo.cases.search_vocabulary import learn_words, recount_words

    for table in tables.values():
        if "id" in table.columns:
            connection.execute(
                f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), max(id)) FROM {table.name}"
            )
    learn_words(words)
    # Without statistics, each counted term would be held against each known word.
    connection.execute("ANALYZE cases_searchword, cases_casesearch")
    recount_words()
    for operator in Operator.objects.all():
        CaseNumberCounter.objects.update_or_create(
            operator=operator, year=_today().year, defaults={"last": min(count, 999_000)}
        )


if __name__ == "__main__":
    with desk_database(int(sys.argv[1])):
        print(f"cluster in {HOME / sys.argv[1]}")
