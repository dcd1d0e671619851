"""Each fault, as a client meets it."""

from __future__ import annotations

import re
import time

import httpx
import pytest

from vinculo.kernel.identifiers import cnpj, cpf

from .running import RunningCore, StartCore


@pytest.fixture
def core(sandbox_core: StartCore) -> RunningCore:
    return sandbox_core()


def test_it_is_down_and_refuses_tokens_until_told_otherwise(core: RunningCore) -> None:
    for fault, status in (("down", 503), ("unauthorised", 401)):
        core.fault(fault)
        assert core.ask("/v1/providers").status_code == status
        assert core.ask("/v1/production.csv").status_code == status
        core.fault(fault, False)
        assert core.ask("/v1/providers").status_code == 200


def test_it_is_slow_for_one_kind_of_rows(core: RunningCore) -> None:
    core.fault("slow", 0.3, entity="coverage")
    begun = time.monotonic()
    core.ask("/v1/coverage")
    assert time.monotonic() - begun >= 0.3
    core.fault("slow", 30, entity="coverage")
    with pytest.raises(httpx.ReadTimeout):
        core.client.get("/v1/coverage", timeout=0.2)
    assert core.ask("/v1/providers").status_code == 200


def test_a_page_is_cut_in_its_middle(core: RunningCore) -> None:
    core.fault("cut_on_page", 3)
    assert core.ask("/v1/production", page=2).status_code == 200
    for path in ("/v1/production?page=3", "/v1/production.csv"):
        with pytest.raises(httpx.RemoteProtocolError):
            core.ask(path)
    core.fault("cut_on_page", 1, entity="contracts")
    with pytest.raises(httpx.RemoteProtocolError):
        core.ask("/v1/contracts.xlsx")
    assert core.ask("/v1/production").status_code == 200


def test_something_else_than_json_comes(core: RunningCore) -> None:
    core.fault("html_instead")
    answer = core.ask("/v1/providers")
    assert answer.headers["content-type"].startswith("text/html")
    assert "Sessão expirada" in answer.text
    core.clear_faults()
    core.fault("garbage")
    with pytest.raises(ValueError):
        core.ask("/v1/providers").json()


def test_pages_disagree(core: RunningCore) -> None:
    core.fault("wrong_total")
    assert core.ask("/v1/providers").json()["total"] == 67
    core.fault("repeated_page", 3)
    pages = [core.ask("/v1/providers", page=page, size=10).json() for page in (1, 2, 3, 4)]
    assert pages[2]["items"] == pages[1]["items"] != pages[0]["items"]
    assert (pages[2]["page"], pages[3]["items"][0]["cod_prestador"]) == (3, "100031")


def test_columns_are_missing_or_swapped(core: RunningCore) -> None:
    right = core.rows("providers")[0]
    core.fault("missing_column")
    assert set(right) - set(core.rows("providers")[0]) == {"razao_social"}
    assert "nm_dentista" not in core.ask("/v1/dentists.csv").text.splitlines()[0]
    core.fault("missing_column", "cod_prestador", entity="providers")
    assert set(right) - set(core.rows("providers")[0]) == {"cod_prestador"}
    assert "cod_prestador" in core.rows("contracts")[0]
    core.clear_faults()
    core.fault("swapped_columns")
    swapped = core.rows("providers")[0]
    assert (swapped["razao_social"], swapped["nr_cnpj"]) == (right["nr_cnpj"], right["razao_social"])
    core.fault("swapped_columns", "nr_cep,sg_uf")
    assert core.rows("providers")[0]["sg_uf"] == right["nr_cep"]


def test_some_rows_are_bad_each_in_its_way(core: RunningCore) -> None:
    right = core.rows("providers")
    core.fault("bad_rows", 5)
    told = core.rows("providers", size=7)
    differing = [nth for nth, (one, other) in enumerate(zip(right, told, strict=True)) if one != other]
    assert differing == list(range(4, 60, 5))
    bad = [told[nth] for nth in differing]
    numbers = [row["nr_cnpj"] or row["nr_cpf"] for row in bad]
    assert any(re.fullmatch(r"[0-9],[0-9]{5}E\+1[0-3]", number) for number in numbers)
    assert any(len(n) in (11, 14) and not (cnpj.is_valid(n) or cpf.is_valid(n)) for n in numbers)
    assert any(row["dt_inclusao"] == "01/01/1900" for row in bad)
    assert any(row["cod_prestador"] == "" for row in bad)
    for entity in ("dentists", "contact_persons", "affiliations", "contracts", "coverage", "production"):
        core.fault("bad_rows", False)
        fine = core.rows(entity)
        core.fault("bad_rows", 5)
        assert sum(one != other for one, other in zip(fine, core.rows(entity), strict=True)) == len(fine) // 5


def test_a_file_in_another_encoding_than_told(core: RunningCore) -> None:
    core.fault("wrong_encoding")
    answer = core.ask("/v1/providers.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    with pytest.raises(UnicodeDecodeError):
        answer.content.decode("utf-8")
    assert "Clínica" in answer.content.decode("cp1252")


def test_keys_come_twice_across_pages_too(core: RunningCore) -> None:
    core.fault("duplicate_keys", 10)
    keys = [row["cod_prestador"] for row in core.rows("providers", size=9)]
    assert len(keys) - len(set(keys)) == 6
    assert keys[9] == keys[8]


def test_most_providers_are_told_to_be_inactive(core: RunningCore) -> None:
    before = sum(row["situacao"] == "I" for row in core.rows("providers"))
    core.fault("mass_deactivation", 50)
    after = sum(row["situacao"] == "I" for row in core.rows("providers"))
    assert before <= 3
    assert 24 <= after <= 36


def test_faults_are_told_and_what_is_unknown_switches_nothing(core: RunningCore) -> None:
    core.fault("slow", 0.5, entity="dentists")
    assert core.client.get("/_faults").json() == {"slow": {"value": 0.5, "entity": "dentists"}}
    for asked in (
        {"down": True, "sleepy": True},
        {"bad_rows": "many"},
        {"bad_rows": -1},
        {"down": {"value": True, "entity": "patients"}},
        {"missing_column": "cor_favorita"},
        {"swapped_columns": "nr_cep"},
    ):
        assert core.send("/_faults", asked).status_code == 400, asked
    assert list(core.client.get("/_faults").json()) == ["slow"]
    core.clear_faults()
    assert core.client.get("/_faults").json() == {}


def test_faults_of_the_start_come_back_with_a_reset(sandbox_core: StartCore) -> None:
    core = sandbox_core(providers=5, fault="cut_on_page=2@production")
    told = {"cut_on_page": {"value": 2, "entity": "production"}}
    core.fault("down")
    core.reset()
    assert core.client.get("/_faults").json() == told
