"""A domain of its own for each test, DNS, and a way here that is open."""

import json
from typing import Any

import pytest

from chalicelib.core.desk import Reply
from chalicelib.marketing.domains import storage
from tests.accounts.shop import Shop
from tests.edge import Edge
from tests.kit.http_world import Sent, World
from tests.marketing.domains.looks import CLOUDFLARE, GOOGLE, PROBE, asking, leading, numbers


@pytest.fixture
def domain() -> str:
    """Return a domain that no other test has."""
    storage.forget()
    return f"go{next(numbers)}.shop.example"


@pytest.fixture
def records(world: World) -> dict[str, list[str]]:
    """Return what stands in DNS, by name; all resolvers know it."""
    known: dict[str, list[str]] = {}

    def answer(asked: Sent) -> Reply:
        name = asked.url.partition("name=")[2].partition("&")[0]
        found = [{"type": 16, "data": f'"{value}"'} for value in known.get(name, ["v=spf1 -all"])]
        assert asked.headers["Accept"] == "application/dns-json"
        return Reply(
            status=200, headers={}, body=json.dumps({"Status": 0, "Answer": found}).encode()
        )

    for resolver in (CLOUDFLARE, GOOGLE):
        world.http.on("GET", resolver, answer)
    return known


@pytest.fixture(autouse=True)
def way(whole: Edge, world: World) -> None:
    """Let every domain lead here, as whoever asks over HTTPS finds it."""
    world.http.on("GET", PROBE, leading(whole))


@pytest.fixture
def ask(whole: Edge, shop: Shop) -> Any:
    """Return a way to ask as a manager."""
    return asking(whole, shop)
