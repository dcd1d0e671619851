"""The protocol system while it is well, and what it remembers."""

from __future__ import annotations

import datetime as dt
import hashlib
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from vinculo.kernel.identifiers import cnpj, cpf, cro, protocol_number

from .running import TODAY, StartCore
from .running_protocols import RunningProtocols, StartProtocols, start_protocols


@pytest.fixture
def sad(sandbox_protocols: StartProtocols) -> RunningProtocols:
    return sandbox_protocols()


def test_a_protocol_is_opened_and_its_number_is_its_moment(sad: RunningProtocols) -> None:
    before = dt.datetime.now(dt.UTC)
    answer = sad.open("k1", anexos=["formulario.pdf"])
    told = answer.json()
    assert answer.status_code == 201
    moment = protocol_number.opening_moment(told["numero"])
    assert moment == dt.datetime.fromisoformat(told["aberto_em"])
    assert -0.01 <= (moment - before).total_seconds() < 30
    assert told["aberto_em"].endswith("-03:00")
    assert sad.ask(f"/protocols/{told['numero']}").json() == told
    assert sad.look_up("k1") == [told]
    assert sad.held()[0]["announced"] == ["formulario.pdf"]


def test_a_key_has_one_protocol(sad: RunningProtocols) -> None:
    first, again = sad.open("k1"), sad.open("k1")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert sad.open("k1", texto="Outro texto.").status_code == 409
    assert sad.look_up("k2") == []
    other = sad.open("k2").json()
    assert [(row["key"], row["asked"], row["number"]) for row in sad.held()] == [
        ("k1", 3, first.json()["numero"]),
        ("k2", 1, other["numero"]),
    ]


def test_many_at_once_get_numbers_of_their_own_and_one_for_each_key(sad: RunningProtocols) -> None:
    keys = [f"k{nth % 40}" for nth in range(120)]
    with ThreadPoolExecutor(8) as several:
        answers = list(several.map(sad.open, keys))
    assert sorted(answer.status_code for answer in answers) == [200] * 80 + [201] * 40
    numbers = {key: answer.json()["numero"] for key, answer in zip(keys, answers, strict=True)}
    assert len(set(numbers.values())) == 40
    assert {row["key"]: row["number"] for row in sad.held()} == numbers
    assert {row["asked"] for row in sad.held()} == {3}


@pytest.mark.parametrize(
    "wrong",
    [
        {"tipo": ""},
        {"texto": None},
        {"em_nome_de": "x" * 201},
        {"anexos": "a.pdf"},
        {"anexos": ["a.pdf", "a.pdf"]},
        {"cor": "azul"},
    ],
)
def test_what_is_wrong_opens_nothing(sad: RunningProtocols, wrong: dict[str, object]) -> None:
    assert sad.open("k1", **wrong).status_code == 422
    assert sad.behind()["unopened"] == {"k1": 1}
    assert sad.held() == []


def test_it_asks_for_key_and_token_and_knows_its_addresses(sad: RunningProtocols) -> None:
    assert sad.open("").status_code == 400
    assert sad.ask("/protocols", token="wrong").status_code == 401
    assert sad.ask("/protocols").status_code == 400
    assert sad.ask("/protocols/SAD000000000000").status_code == 404
    assert sad.ask("/cases").status_code == 404
    assert sad.client.get("/").json()["sistema"].startswith("SAD")


def test_attachments_are_taken_once(sad: RunningProtocols) -> None:
    number = sad.open("k1", anexos=["carta.pdf"]).json()["numero"]
    data = bytes(range(256)) * 400
    told = {"nome": "carta assinada.pdf", "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    answers = [sad.attach(number, "carta assinada.pdf", data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert [answer.json() for answer in answers] == [{"numero": number} | told] * 2
    assert sad.attach(number, "carta assinada.pdf", b"other").status_code == 409
    assert sad.ask(f"/protocols/{number}").json()["anexos"] == [told]
    assert sad.attach("SAD000000000000", "a.pdf", b"a").status_code == 404
    assert sad.attach(number, "a%2Fb.pdf", b"a").status_code == 422


def test_incoming_requests_name_who_asks(sad: RunningProtocols, sandbox_core: StartCore) -> None:
    found = sad.incoming(size=500)
    assert len(found) == 30
    moments = [dt.datetime.fromisoformat(one["aberto_em"]) for one in found]
    assert moments == sorted(moments)
    assert {moment.date() < TODAY for moment in moments} == {True}
    assert [protocol_number.opening_moment(one["numero"]) for one in found] == moments
    for one in found:
        told = [one[name] for name in ("cnpj", "cpf", "cro") if one[name]]
        assert len(told) == 1
        assert cnpj.is_valid(told[0]) or cpf.is_valid(told[0]) or cro.is_well_formed(told[0], one["uf_cro"])
        assert one["nome"]
        assert len(one["texto"]) > 50
        assert "{" not in one["texto"]
    assert {name for one in found for name in ("cnpj", "cpf", "cro") if one[name]} == {"cnpj", "cpf", "cro"}
    known = {row["razao_social"]: row for row in sandbox_core().rows("providers")}
    of_the_core = [one for one in found if one["nome"] in known]
    assert len(of_the_core) == 25
    assert all(known[one["nome"]]["nr_cnpj"] == one["cnpj"] for one in of_the_core if one["cnpj"])


def test_incoming_requests_come_page_by_page_until_they_are_taken(sad: RunningProtocols) -> None:
    whole = sad.incoming()
    page = sad.ask("/incoming", size=20).json()
    assert page["total"] == 30
    rest = sad.ask(page["next"].removeprefix(sad.url)).json()
    assert page["items"] + rest["items"] == whole
    assert rest["next"] is None
    since = whole[10]["aberto_em"]
    assert sad.incoming(since=since) == whole[10:]
    later = sad.ask("/incoming", since=since, size=5).json()["next"]
    assert sad.ask(later.removeprefix(sad.url)).json()["items"] == whole[15:20]
    assert sad.ask("/incoming", since="ontem").status_code == 400
    first = sad.take(whole[0]["numero"])
    assert first.status_code == 200
    assert sad.take(whole[0]["numero"]).json() == first.json()
    assert sad.incoming() == whole[1:]
    assert sad.take("SAD000000000000").status_code == 404


def test_somebody_may_come_in_while_it_runs(sad: RunningProtocols) -> None:
    new = sad.come_in(nome="Clínica Aroeira", cnpj="11222333000181", texto="Quero sair da rede.")
    assert sad.incoming()[-1] == new
    assert sad.send("/_incoming", {"nome": "X"}).status_code == 422
    assert sad.send("/_incoming", {"nome": "X", "texto": "t", "cor": "azul"}).status_code == 422


def test_it_is_killed_and_goes_on_from_its_file(tmp_path: Path) -> None:
    state = tmp_path / "sad.jsonl"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    sad = start_protocols(tmp_path, port=port, state=state, incoming=3)
    number = sad.open("k1").json()["numero"]
    sad.attach(number, "a.pdf", b"a")
    sad.take(sad.incoming()[0]["numero"])
    sad.come_in(nome="Clínica Aroeira", texto="Quero sair da rede.")
    whole, waiting = sad.held(), sad.incoming()
    sad.kill()
    with state.open("ab") as file:
        file.write(b'{"did": "opened", "key": "k2", "num')
    sad = start_protocols(tmp_path, port=port, state=state, incoming=3)
    assert (sad.held(), sad.incoming()) == (whole, waiting)
    assert sad.open("k1").status_code == 200
    assert sad.open("k2").status_code == 201
    assert sad.stop() == 0
    assert len(state.read_bytes().splitlines()) == 8
