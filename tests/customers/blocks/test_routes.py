"""Blocks over HTTP."""

from functools import partial
from typing import Any

import pytest

from chalicelib.accounts.model import Agent
from chalicelib.customers.blocks import storage
from chalicelib.customers.blocks.model import BlockKind
from tests.accounts.shop import Shop
from tests.edge import Edge

ANN = "ann@home.example"


@pytest.fixture
def ana(shop: Shop) -> Agent:
    """Return somebody who answers customers."""
    return shop.hire()


@pytest.fixture
def ask(whole: Edge, shop: Shop, ana: Agent) -> Any:
    """Return a way to ask as Ana."""
    return partial(whole.call, Authorization=f"Bearer {shop.session(ana)}")


def block(ask: Any, kind: str = "email", value: str = ANN) -> Any:
    return ask("POST", "/v1/blocks", {"kind": kind, "value": value})


def values(ask: Any, query: str = "") -> list[str]:
    return [each["value"] for each in ask("GET", f"/v1/blocks{query}")[1]["data"]]


def test_a_block_tells_who_made_it_and_what_it_kept_away(ask: Any, ana: Agent, shop: Shop) -> None:
    status, made, _ = block(ask, value="Ann@Home.Example")
    found = storage.find(shop.desk(), BlockKind.email, ANN)
    assert found
    storage.count_drop(shop.desk(), found)

    [shown] = ask("GET", "/v1/blocks")[1]["data"]

    assert (status, made["kind"], made["value"]) == (201, "email", ANN)
    assert (made["dropped"], made["last_dropped_at"]) == (0, None)
    assert made["created_by"] == {"id": ana.id, "name": "Ana"}
    assert shown == {**made, "dropped": 1, "last_dropped_at": made["created_at"]}


def test_blocking_again_shows_the_block(ask: Any) -> None:
    made = block(ask)[1]

    assert block(ask)[:2] == (200, made)


def test_a_block_is_ended(ask: Any) -> None:
    path = f"/v1/blocks/{block(ask)[1]['id']}"

    assert ask("DELETE", path, Idempotency_Key="k")[0] == 204
    assert ask("DELETE", path, Idempotency_Key="k")[0] == 204
    assert ask("DELETE", path)[0] == 404
    assert values(ask) == []


def test_blocks_are_listed_newest_first_and_page_by_page(ask: Any) -> None:
    every = [f"{number}.example.com" for number in range(5)]
    for value in every:
        block(ask, "domain", value)

    first = ask("GET", "/v1/blocks?limit=2")[1]
    second = ask("GET", f"/v1/blocks?limit=2&cursor={first['next_cursor']}")[1]
    third = ask("GET", f"/v1/blocks?limit=2&cursor={second['next_cursor']}")[1]

    pages = [[each["value"] for each in page["data"]] for page in (first, second, third)]
    assert pages == [every[4:2:-1], every[2:0:-1], every[:1]]
    assert (second["has_more"], third["has_more"], third["next_cursor"]) == (True, False, None)


def test_a_page_skips_nobody_when_a_block_ends_meanwhile(ask: Any) -> None:
    ids = [block(ask, "domain", f"{number}.example.com")[1]["id"] for number in range(4)]
    cursor = ask("GET", "/v1/blocks?limit=2")[1]["next_cursor"]

    ask("DELETE", f"/v1/blocks/{ids[3]}")
    ask("DELETE", f"/v1/blocks/{ids[2]}")

    assert values(ask, f"?cursor={cursor}") == ["1.example.com", "0.example.com"]


def test_what_stops_an_address_is_found(ask: Any) -> None:
    block(ask)
    block(ask, "domain", "home.example")
    block(ask, "phone", "+442079460000")

    assert values(ask, "?address=ANN@home.example") == [ANN, "home.example"]
    assert values(ask, "?address=bob@a.home.example") == ["home.example"]
    assert values(ask, "?address=%2B442079460000") == ["+442079460000"]
    assert values(ask, "?address=eve@mail.example") == []


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"kind": "email", "value": "x"}, "/value"),
        ({"kind": "domain", "value": "gmail.com"}, "/value"),
        ({"kind": "domain", "value": "in.desk.example"}, "/value"),
        ({"kind": "user", "value": "x"}, "/kind"),
        ({"kind": "email"}, "/value"),
        ({"kind": "email", "value": ""}, "/value"),
    ],
)
def test_what_cannot_be_blocked_is_refused(ask: Any, body: dict[str, str], pointer: str) -> None:
    status, problem, _ = ask("POST", "/v1/blocks", body)

    assert (status, problem["errors"][0]["pointer"]) == (422, pointer)


@pytest.mark.parametrize("block_id", ["blk_1", "blk_" + "0" * 26, "x%23T", "-", "x" * 3_000])
def test_nothing_ends_by_another_id(ask: Any, block_id: str) -> None:
    assert ask("DELETE", f"/v1/blocks/{block_id}")[0] == 404


def test_a_key_that_only_reads_blocks_nobody(whole: Edge, shop: Shop, ana: Agent) -> None:
    reader = partial(whole.call, Authorization=f"Bearer {shop.key(ana, 'tickets:read')}")

    assert values(reader) == []
    assert block(reader)[0] == 403
