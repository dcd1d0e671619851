"""Each fault of the protocol system, as a client meets it, and what is true behind it."""

from __future__ import annotations

import datetime as dt
import time

import httpx
import pytest

from vinculo.kernel.identifiers import protocol_number
from vinculo.sandbox.protocols.faults import PASSING, Fault

from .running_protocols import RunningProtocols, StartProtocols


@pytest.fixture
def sad(sandbox_protocols: StartProtocols) -> RunningProtocols:
    return sandbox_protocols()


def keys(sad: RunningProtocols) -> list[str]:
    return [row["key"] for row in sad.held()]


def test_it_is_down_for_everything(sad: RunningProtocols) -> None:
    sad.fault("down")
    for ask in (lambda: sad.open("k1"), lambda: sad.look_up("k1"), sad.incoming):
        with pytest.raises(httpx.RemoteProtocolError):
            ask()
    assert sad.behind()["requests"] == {"open": 1, "look_up": 1, "attach": 0, "incoming": 1, "take": 0}
    assert sad.behind()["unopened"] == {"k1": 1}
    sad.clear_faults()
    assert sad.open("k1").status_code == 201


def test_it_is_slow_and_does_it_all_the_same(sad: RunningProtocols) -> None:
    sad.fault("slow", 0.15, at="open")
    begun = time.monotonic()
    assert sad.open("k1").status_code == 201
    assert time.monotonic() - begun >= 0.15
    usual, sad.client.timeout = sad.client.timeout, httpx.Timeout(0.05)
    with pytest.raises(httpx.ReadTimeout):
        sad.open("k2")
    sad.client.timeout = usual
    assert sad.look_up("k2") == []
    time.sleep(0.2)
    assert len(sad.look_up("k2")) == 1


def test_it_fails_before_or_after_having_opened(sad: RunningProtocols) -> None:
    sad.fault("error_before")
    assert sad.open("k1").status_code == 500
    assert sad.look_up("k1") == []
    sad.only_faults(error_after=True)
    assert sad.open("k1").status_code == 500
    (found,) = sad.look_up("k1")
    sad.clear_faults()
    assert sad.open("k1").json() == found
    assert [(row["key"], row["asked"]) for row in sad.held()] == [("k1", 3)]


def test_the_connection_is_cut_before_or_after_having_opened(sad: RunningProtocols) -> None:
    sad.fault("cut_before")
    with pytest.raises(httpx.RemoteProtocolError):
        sad.open("k1")
    assert keys(sad) == []
    sad.only_faults(cut_after=True)
    with pytest.raises(httpx.RemoteProtocolError, match="complete message body"):
        sad.open("k1")
    assert keys(sad) == ["k1"]
    number = sad.held()[0]["number"]
    with pytest.raises(httpx.RemoteProtocolError):
        sad.attach(number, "a.pdf", b"a")
    assert [file["nome"] for file in sad.held()[0]["attachments"]] == ["a.pdf"]


def test_something_else_than_json_comes(sad: RunningProtocols) -> None:
    sad.fault("html_instead")
    answer = sad.open("k1")
    assert (answer.status_code, answer.headers["content-type"][:9]) == (200, "text/html")
    assert keys(sad) == []
    sad.only_faults(garbage=True)
    answer = sad.open("k1")
    assert answer.status_code == 201
    with pytest.raises(ValueError):
        answer.json()
    assert keys(sad) == ["k1"]
    with pytest.raises(ValueError):
        sad.look_up("k1")


def test_an_answer_lacks_the_number_or_tells_a_wrong_one(sad: RunningProtocols) -> None:
    right = sad.open("k0").json()["numero"]
    sad.fault("no_number")
    told = sad.open("k1").json()
    assert "numero" not in told
    assert told["aberto_em"]
    assert sad.look_up("k1")[0]["numero"] == sad.held()[1]["number"]
    sad.fault("no_number", at="look_up")
    assert "numero" not in sad.look_up("k1")[0]
    sad.only_faults(used_number=True)
    assert sad.open("k2").json()["numero"] == right
    assert len({row["number"] for row in sad.held()}) == 3


def test_its_clock_is_wrong(sad: RunningProtocols) -> None:
    sad.fault("clock_step", -7200)
    moment = protocol_number.opening_moment(sad.open("k1").json()["numero"])
    assert moment is not None
    assert 7100 < (dt.datetime.now(dt.UTC) - moment).total_seconds() < 7300


def test_too_much_is_asked_and_tokens_are_refused(sad: RunningProtocols) -> None:
    sad.fault("rate_limit", 2.5)
    answer = sad.open("k1")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "3")
    sad.only_faults(unauthorised=True)
    assert sad.open("k1").status_code == 401
    assert keys(sad) == []


def test_requests_are_delivered_twice_those_taken_too(sad: RunningProtocols) -> None:
    right = sad.incoming()
    sad.take(right[0]["numero"])
    sad.fault("duplicate_delivery")
    pages = [sad.incoming(page=page, size=15) for page in (1, 2, 3, 4)]
    told = [one["numero"] for page in pages for one in page]
    assert told == [one["numero"] for one in right for _ in range(2)]
    sad.clear_faults()
    assert sad.incoming() == right[1:]


def test_a_fault_passes_after_some_times_and_is_counted(sad: RunningProtocols) -> None:
    sad.fault("error_before", times=2, at="open")
    assert [sad.open("k1").status_code for _ in range(4)] == [500, 500, 201, 200]
    told = {"value": 1, "at": "open", "share": 100, "times": 2, "hits": 2}
    assert sad.client.get("/_faults").json() == {"error_before": told}
    sad.fault("error_before", times=1, at="open")
    assert [sad.open("k1").status_code for _ in range(2)] == [500, 200]


def test_a_share_is_hit_and_the_same_ones_for_the_same_seed(sad: RunningProtocols) -> None:
    told: list[list[int]] = []
    for _ in range(2):
        sad.reset()
        sad.fault("error_before", share=30)
        told.append([sad.open("k1").status_code for _ in range(60)])
    assert told[0] == told[1]
    assert 8 <= told[0].count(500) <= 28


def test_all_that_pass_are_asked_for_at_once(sandbox_protocols: StartProtocols) -> None:
    sad = sandbox_protocols(fault=("all~2.5%", "slow=0.01~5%", "clock_step=-60@open"))
    told = sad.client.get("/_faults").json()
    assert set(told) == {*PASSING, Fault.CLOCK_STEP}
    assert told["garbage"] == {"value": 1, "at": "", "share": 2.5, "times": 0, "hits": 0}
    assert (told["slow"]["value"], told["slow"]["share"]) == (0.01, 5)
    assert (told["clock_step"]["value"], told["clock_step"]["at"]) == (-60, "open")
    sad.clear_faults()
    sad.reset()
    assert set(sad.client.get("/_faults").json()) == set(told)


def test_whatever_goes_wrong_no_key_has_two_protocols(sad: RunningProtocols) -> None:
    sad.fault("all", share=6)
    sad.fault("slow", False)
    opened: dict[str, str] = {}
    for key in (f"k{nth}" for nth in range(40)):
        for _ in range(50):
            try:
                opened[key] = sad.open(key).json()["numero"]
                break
            except (httpx.TransportError, ValueError, KeyError):
                pass
    assert {row["key"]: row["number"] for row in sad.held()} == opened
    assert len(set(opened.values())) == 40
    hits = sad.client.get("/_faults").json()
    assert sum(one["hits"] for one in hits.values()) > 10


def test_what_is_unknown_switches_nothing(sad: RunningProtocols) -> None:
    sad.fault("slow", 0.5, at="open")
    for asked in (
        {"down": True, "sleepy": True},
        {"slow": -1},
        {"slow": {"at": "patients"}},
        {"slow": {"share": 101}},
        {"slow": {"times": 0}},
        {"slow": {"entity": "open"}},
    ):
        assert sad.send("/_faults", asked).status_code == 400, asked
    assert list(sad.client.get("/_faults").json()) == ["slow"]
