"""The fakes behave as the desk's protocols say."""

from datetime import timedelta

import pytest

from chalicelib.core.desk import Http, Reply
from chalicelib.core.errors import Unavailable
from tests.kit.http_world import NOON, FakeHttp, Sent, World, reply

URL = "https://shop.example/orders"


def ask(http: Http, method: str = "GET", url: str = URL) -> Reply:
    return http.request(method, url, headers={"a": "b"}, body=b"{}")


def test_answers_come_in_turn_and_the_last_stays() -> None:
    http = FakeHttp()
    http.on("GET", "https://shop.example/*", reply(503, text="<h1>Sorry"), reply(200, {"id": 1}))

    assert [ask(http).status for _ in range(3)] == [503, 200, 200]
    assert ask(http).body == b'{"id": 1}'


def test_the_later_rule_wins_and_methods_differ() -> None:
    http = FakeHttp()
    http.on("*", "https://shop.example/*", reply(404))
    http.on("POST", URL, reply(201))

    assert (ask(http).status, ask(http, "POST").status) == (404, 201)


def test_an_error_is_raised_and_the_request_remembered() -> None:
    http = FakeHttp()
    http.on("GET", URL, Unavailable("busy"))

    with pytest.raises(Unavailable):
        ask(http)

    assert http.sent == [Sent(method="GET", url=URL, headers={"a": "b"}, body=b"{}")]
    assert http.sent[0].json() == {}


def test_a_reply_can_be_lost_after_the_effect() -> None:
    http, refunds = FakeHttp(), []

    def refund(sent: Sent) -> Reply:
        refunds.append(sent.url)
        raise Unavailable("no answer")

    http.on("POST", URL, refund)

    with pytest.raises(Unavailable):
        ask(http, "POST")
    assert refunds == [URL]


def test_an_unknown_address_fails_the_test() -> None:
    with pytest.raises(AssertionError, match="nobody answers GET"):
        ask(FakeHttp())


def test_the_clock_stands_unless_it_is_moved() -> None:
    world = World()
    assert world.clock() == world.clock() == NOON

    world.pass_time(minutes=3)
    world.step = timedelta(seconds=1)

    assert [world.clock() - NOON for _ in range(2)] == [
        timedelta(minutes=3),
        timedelta(minutes=3, seconds=1),
    ]


def test_chance_differs_each_time_and_in_every_world() -> None:
    first, second = World(), World()
    drawn = [world.randomness(10) for _ in range(100) for world in (first, second)]

    assert len(set(drawn)) == 200
    assert {len(each) for each in drawn} == {10}
    assert [len(first.randomness(size)) for size in (1, 2, 16)] == [1, 2, 16]
