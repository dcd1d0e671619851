"""What the core system serves while nothing is wrong with it: coherent, paged, the same each time."""

from __future__ import annotations

import csv
import datetime as dt
import io
import tomllib
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from vinculo.kernel.dates import parse_date
from vinculo.kernel.identifiers import cnpj, cpf
from vinculo.kernel.money import parse_money
from vinculo.kernel.places import find_municipality
from vinculo.sandbox.columns import COLUMNS, KEYS, as_json, as_text
from vinculo.sandbox.core_system import CoreSystem
from vinculo.sandbox.invention import Size

from .running import TODAY, StartCore


@pytest.mark.parametrize("entity", COLUMNS)
def test_pages_files_and_totals_tell_the_same_rows(entity: str, sandbox_core: StartCore) -> None:
    core = sandbox_core()
    rows = core.rows(entity, size=37)
    first = core.ask(f"/v1/{entity}", page=1, size=37).json()
    assert (first["total"], first["page"], first["size"]) == (len(rows), 1, 37)
    assert list(rows[0]) == list(COLUMNS[entity])
    assert len({tuple(row[key] for key in KEYS[entity]) for row in rows}) == len(rows)
    beyond = core.ask(f"/v1/{entity}", page=len(rows), size=500).json()
    assert (beyond["items"], beyond["next"]) == ([], None)

    answer = core.ask(f"/v1/{entity}.csv", encoding="cp1252", separator="tab")
    assert answer.headers["content-type"] == "text/csv; charset=windows-1252"
    read = list(csv.DictReader(io.StringIO(answer.content.decode("cp1252")), delimiter="\t"))
    assert read == [{k: "" if v is None else str(v) for k, v in row.items()} for row in rows]


def test_another_process_tells_the_same_and_another_seed_does_not(sandbox_core: StartCore) -> None:
    served = sandbox_core()
    here = CoreSystem(Size(today=TODAY))
    other = CoreSystem(Size(today=TODAY, seed=7))
    for entity, columns in COLUMNS.items():
        made = [dict(zip(columns, map(as_json, row), strict=True)) for row in here.rows(entity, 0, 10**6)]
        assert served.rows(entity) == made
        assert list(other.rows(entity, 0, 50)) != list(here.rows(entity, 0, 50))


def test_a_spreadsheet_has_days_and_amounts_as_cells_of_their_kind(sandbox_core: StartCore) -> None:
    core = sandbox_core()
    sheet = openpyxl.load_workbook(io.BytesIO(core.ask("/v1/contracts.xlsx").content)).active
    assert sheet is not None
    head, *rows = sheet.iter_rows(values_only=True)
    assert head == COLUMNS["contracts"]
    told = next(CoreSystem(Size(today=TODAY)).rows("contracts", 0, 1))
    key, value, day, _ = rows[0]
    assert len(rows) == 60
    assert isinstance(day, dt.datetime)
    assert (key, str(value), day.date()) == (told[0], str(told[1]).rstrip("0"), told[2])


def test_only_the_token_opens_what_is_told(sandbox_core: StartCore) -> None:
    core = sandbox_core()
    for token in ("x", "sio", "sio-demo2"):
        answer = core.ask("/v1/providers", token=token)
        assert (answer.status_code, answer.json()["erro"]) == (401, "Token inválido ou vencido.")
    assert core.client.get("/v1/providers.csv").status_code == 401
    assert core.client.get("/").json()["entidades"]["/v1/providers"]["total"] == 60


def test_the_mapping_names_every_column(sandbox_core: StartCore) -> None:
    core = sandbox_core()
    mapping = tomllib.loads(core.mapping())
    assert mapping["http"]["base_url"] == core.url
    assert {entity: tuple(mapping[entity]["columns"].values()) for entity in COLUMNS} == dict(COLUMNS)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/providers?page=0", 400),
        ("/v1/providers?size=5001", 400),
        ("/v1/providers?page=dois", 400),
        ("/v1/patients", 404),
        ("/v1/providers/1", 404),
        ("/v1/providers/abc/history", 404),
        ("/v1/providers.csv?encoding=ebcdic", 400),
        ("/elsewhere", 404),
    ],
)
def test_what_is_not_there_is_said(path: str, status: int, sandbox_core: StartCore) -> None:
    answer = sandbox_core().ask(path)
    assert (answer.status_code, list(answer.json())) == (status, ["erro"])


def test_identifiers_and_places_are_real_and_rows_lean_on_each_other() -> None:
    told = tables(Size(providers=480, today=TODAY))
    keys = {row["cod_prestador"] for row in told["providers"]}
    cros = {(row["nr_cro"], row["uf_cro"]) for row in told["dentists"]}
    for row in told["providers"]:
        number = row["nr_cnpj"] or row["nr_cpf"]
        assert (cnpj if row["tp_pessoa"] == "J" else cpf).is_valid(number), row
        assert find_municipality(row["ds_municipio"], row["sg_uf"])
        assert row["situacao"] in "ASI"
        joined, since = parse_date(row["dt_inclusao"]), parse_date(row["dt_situacao"])
        assert joined
        assert since
        assert joined <= since <= TODAY
    assert len({row["nr_cnpj"] or row["nr_cpf"] for row in told["providers"]}) == 480
    assert len({row["nr_cpf"] for row in told["dentists"]}) == len(told["dentists"]) == 640
    for entity in ("contact_persons", "affiliations", "contracts", "production"):
        assert {row["cod_prestador"] for row in told[entity]} <= keys
    assert {(row["nr_cro"], row["uf_cro"]) for row in told["affiliations"]} == cros
    assert {(c["ds_municipio"], c["sg_uf"]) for c in told["coverage"]} >= {
        (row["ds_municipio"], row["sg_uf"]) for row in told["providers"]
    }


def test_the_network_holds_what_is_looked_for() -> None:
    """Each of the tales that screens and queues are about, whatever the seed."""
    for seed in (1, 2, 3):
        told = tables(Size(providers=24, today=TODAY, seed=seed))
        assert Counter(row["situacao"] for row in told["providers"]) == {"A": 22, "S": 1, "I": 1}
        (pending,) = (row for row in told["affiliations"] if row["pendente"] == "S")
        assert pending["nr_protocolo"].startswith("SAD")
        assert pending["dt_inicio"] == ""
        managers: dict[str, list[dict[str, str]]] = {}
        for row in told["affiliations"]:
            if row["resp_tecnico"] == "S" and row["pendente"] == "N":
                managers.setdefault(row["cod_prestador"], []).append(row)
        clinics = {row["cod_prestador"] for row in told["providers"] if row["tp_pessoa"] == "J"}
        assert set(managers) == clinics
        former, now = sorted(managers["100010"], key=lambda row: row["dt_fim"] == "")
        assert former["dt_fim"] == now["dt_inicio"]
        assert {key: len(rows) for key, rows in managers.items() if len(rows) > 1} == {"100010": 2}
        months = Counter(row["cod_prestador"] for row in told["production"])
        assert months["100001"] == 24
        assert months["100003"] == 22
        values = {row["cod_prestador"]: parse_money(row["vlr_us"]) or 0 for row in told["contracts"]}
        for row in told["production"]:
            amount, quantity = parse_money(row["vlr_producao"]), parse_money(row["qt_us"])
            assert amount
            assert quantity
            assert abs(amount - quantity * values[row["cod_prestador"]]) < 1
            assert f"/{row['mes_ref']}" in row["dt_ult_atendimento"]


def tables(size: Size) -> dict[str, list[dict[str, str]]]:
    core = CoreSystem(size)
    return {
        entity: [
            dict(zip(columns, map(as_text, row), strict=True))
            for row in core.rows(entity, 0, core.total(entity))
        ]
        for entity, columns in COLUMNS.items()
    }


def test_a_large_network_is_never_held(sandbox_core: StartCore) -> None:
    core = sandbox_core(providers=300_000, months=13)
    first = core.ask("/v1/production", size=1).json()
    assert first["total"] > 3_400_000
    last = core.ask("/v1/production", page=first["total"], size=1).json()
    assert last["items"][0]["cod_prestador"] == "400000"
    heads = {"Authorization": f"Bearer {core.token}"}
    with core.client.stream("GET", "/v1/production.csv", headers=heads) as answer:
        lines = answer.iter_lines()
        assert sum(1 for _, _ in zip(range(20_000), lines, strict=False)) == 20_000
    status = Path(f"/proc/{core.process.pid}/status")
    if status.exists():
        most = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        assert int(most.split()[1]) < 100_000
    assert core.ask("/v1/providers", size=1).status_code == 200
