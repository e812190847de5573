"""One server for each process of tests; each test is a shop of its own on it."""

from collections.abc import Iterator

import pytest

from tests.journeys.server import Server
from tests.journeys.shop import Agent, Shop, open_shop


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Start the product once; tests of one process take turns, so the clock is theirs to move."""
    started = Server(tmp_path_factory.mktemp("server"))
    yield started
    started.stop()


@pytest.fixture
def shop(server: Server) -> Shop:
    """Return a fresh account with its owner."""
    return open_shop(server)


@pytest.fixture
def agent(shop: Shop) -> Agent:
    """Return somebody of the team who is not the owner."""
    return shop.invite("alice")


@pytest.fixture
def other(server: Server) -> Shop:
    """Return another account on the same installation."""
    return open_shop(server)
