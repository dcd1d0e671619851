"""What changes in the core system while it runs, and how it stops."""

from __future__ import annotations

import socket
from pathlib import Path

import httpx
import pytest

from .running import RunningCore, StartCore, start_core

LONE_RT, CLINIC, PENDING, ALONE = "100002", "100003", "100004", "100005"


@pytest.fixture
def core(sandbox_core: StartCore) -> RunningCore:
    return sandbox_core()


def managers(core: RunningCore, key: str) -> list[tuple[str, str, str | None, str | None]]:
    return [
        (row["nr_cro"], row["pendente"], row["dt_inicio"], row["dt_fim"])
        for row in core.rows("affiliations")
        if row["cod_prestador"] == key and row["resp_tecnico"] == "S"
    ]


def test_a_provider_becomes_inactive_and_is_again_what_it_was(core: RunningCore) -> None:
    before = core.provider(CLINIC)
    core.change(deactivate=CLINIC, on="03/11/2026")
    assert core.provider(CLINIC) == before | {"situacao": "I", "dt_situacao": "03/11/2026"}
    assert core.rows("providers")[2] == core.provider(CLINIC)
    core.change(suspend=CLINIC)
    assert (core.provider(CLINIC)["situacao"], core.provider(CLINIC)["dt_situacao"]) == ("S", "20/11/2026")
    core.change(reactivate=CLINIC)
    assert core.provider(CLINIC)["situacao"] == "A"
    core.reset()
    assert core.provider(CLINIC) == before


def test_the_rt_changes(core: RunningCore) -> None:
    (first,) = managers(core, CLINIC)
    core.change(change_rt=CLINIC)
    ended, new = managers(core, CLINIC)
    assert ended == (*first[:3], "20/11/2026")
    assert new[1:] == ("N", "20/11/2026", None)
    assert new[0] != first[0]
    core.change(change_rt=CLINIC)
    assert [tie[3] for tie in managers(core, CLINIC)] == ["20/11/2026", None]


def test_a_pending_rt_becomes_the_rt(core: RunningCore) -> None:
    (_, pending) = managers(core, PENDING)
    assert pending[1] == "S"
    total = len(core.rows("affiliations"))
    core.change(change_rt=PENDING)
    (_, now) = managers(core, PENDING)
    assert now == (pending[0], "N", "20/11/2026", None)
    assert len(core.rows("affiliations")) == total
    core.change(ask_rt=PENDING)
    assert [tie[1] for tie in managers(core, PENDING)].count("S") == 1
    assert core.send("/_changes", {"ask_rt": PENDING}).status_code == 409


def test_a_clinic_of_one_gets_a_dentist_who_was_not_there(core: RunningCore) -> None:
    known = {row["nr_cro"] for row in core.rows("dentists")}
    core.change(change_rt=LONE_RT)
    (_, new) = managers(core, LONE_RT)
    assert {row["nr_cro"] for row in core.rows("dentists")} - known == {new[0]}
    core.change(change_rt=LONE_RT, on="21/11/2026")
    assert [tie[3] for tie in managers(core, LONE_RT)] == ["20/11/2026", "21/11/2026", None]


def test_production_stops_and_begins_and_the_value_changes(core: RunningCore) -> None:
    def months(key: str) -> list[str]:
        return [row["mes_ref"] for row in core.rows("production") if row["cod_prestador"] == key]

    whole, neighbour = months(LONE_RT), months(CLINIC)
    core.change(stop_production=LONE_RT)
    assert months(LONE_RT) == whole[:-3]
    assert months(CLINIC) == neighbour
    core.change(produce=LONE_RT)
    core.change(produce=LONE_RT, on="21/11/2026")
    assert months(LONE_RT) == [*whole[:-3], "11/2026"]
    core.change(set_us_value=LONE_RT, value="1,0500")
    told = core.rows("contracts")[1]
    assert (told["vlr_us"], told["dt_vlr_us"]) == ("1,0500", "20/11/2026")


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 400),
        ({"deactivate": "100003", "suspend": "100003"}, 400),
        ({"deactivate": "1"}, 404),
        ({"deactivate": "100003", "on": "amanhã"}, 422),
        ({"set_us_value": "100003", "value": "muito"}, 422),
        (["deactivate"], 400),
    ],
)
def test_what_cannot_be_changed_is_said(asked: object, status: int, core: RunningCore) -> None:
    answer = core.send("/_changes", asked)
    assert (answer.status_code, list(answer.json())) == (status, ["erro"])


def test_an_inactivation_is_done_once_however_often_it_is_sent(core: RunningCore) -> None:
    asked = {"dt_situacao": "02/11/2026", "motivo": "Desligamento a pedido"}
    path = f"/v1/providers/{CLINIC}/inactivate"
    assert core.send(path, asked).status_code == 400
    core.fault("lost_answer")
    with pytest.raises(httpx.RemoteProtocolError):
        core.send(path, asked, once="ODL-2026-000123")
    core.clear_faults()
    told = core.send(path, asked, once="ODL-2026-000123")
    assert told.json() == {"cod_prestador": CLINIC, "situacao": "I", "dt_situacao": "02/11/2026"}
    assert core.provider(CLINIC)["dt_situacao"] == "02/11/2026"
    assert core.send(path, {"dt_situacao": "03/11/2026"}, once="ODL-2026-000123").status_code == 409
    assert core.send(path, asked, once="another").status_code == 409
    assert core.send("/v1/providers/1/inactivate", asked, once="none").status_code == 404


def test_a_line_of_history_is_noted_once(core: RunningCore) -> None:
    path = f"/v1/providers/{ALONE}/history"
    line = {"texto": "Retenção efetiva: honorários revistos.", "dt_evento": "19/11/2026"}
    answers = [core.send(path, line, once="a").json() for _ in range(2)]
    assert answers[0] == answers[1] == {"cod_prestador": ALONE, "linha": 1} | line
    core.send(path, {"texto": "Outra linha."}, once="b").raise_for_status()
    told = core.ask(path).json()["items"]
    assert told == [line | {}, {"dt_evento": "20/11/2026", "texto": "Outra linha."}]
    assert core.send(path, {"texto": " "}, once="c").status_code == 422
    assert core.send(path, {"texto": "x" * 70_000}, once="d").status_code == 413


def test_it_stops_when_asked_and_leaves_nothing(tmp_path: Path) -> None:
    core = start_core(tmp_path, providers=1)
    port = int(core.url.rpartition(":")[2])
    core.fault("slow", 60)
    with pytest.raises(httpx.ReadTimeout):
        core.client.get("/v1/providers", timeout=0.1)
    assert core.stop() == 0
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=1)
