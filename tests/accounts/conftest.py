"""A shop with its owner, and ways to ask as anybody."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.accounts import api_keys, create, guards, people, rules
from chalicelib.accounts.model import Account, Agent, Role
from chalicelib.core.desk import Desk
from chalicelib.web.request import Request

DeskOf = Callable[[str], Desk]


@dataclass(frozen=True)
class Shop:
    """An account, its owner, and desks to work at."""

    account: Account
    owner: Agent
    desk_of: DeskOf

    def desk(self) -> Desk:
        """Return a fresh desk of the product itself."""
        return self.desk_of(self.account.id)

    def hire(self, role: Role = Role.support, name: str = "Ana") -> Agent:
        """Add somebody whose address no other test has."""
        desk = self.desk()
        email = f"{desk.new_id('p').lower()}@shop.example"
        return people.invite(desk, email=email, name=name, role=role)

    def key(self, agent: Agent, *scopes: str) -> str:
        """Return the token of a new API key; without scopes it may what its owner may."""
        wanted = scopes or sorted(rules.permissions(agent.role))
        new = api_keys.create(self.desk(), name="Test", scopes=list(wanted), agent_id=agent.id)
        return new.token or ""

    def as_(self, token: str) -> Desk:
        """Return a fresh desk as the guard gives it to whoever holds a token."""
        stranger = replace(self.desk_of(""), caller=guards_stranger())
        return guards.agent(stranger, asking(token))

    def asked_by(self, agent: Agent) -> Desk:
        """Return a fresh desk of an agent, through a key of their own."""
        return self.as_(self.key(agent))


def guards_stranger() -> Any:
    """Return the caller before any guard."""
    return wiring.STRANGER


def asking(token: str, **query: str) -> Request:
    """Return a request with a bearer token."""
    return Request(
        method="GET",
        path="/",
        params={},
        query=query,
        headers={"authorization": f"Bearer {token}"} if token else {},
        body=b"",
        source_ip="192.0.2.1",
        request_id="r",
    )


def found(desk_of: DeskOf, name: str = "Acme Shoes") -> Shop:
    """Make a shop."""
    desk = desk_of("")
    email = f"{desk.new_id('p').lower()}@shop.example"
    founded = create.create(desk, name=name, email=email, owner_name="Olga")
    return Shop(account=founded.account, owner=founded.owner, desk_of=desk_of)


@pytest.fixture
def shop(desk_of: DeskOf) -> Shop:
    """Return a shop that no other test uses."""
    return found(desk_of)


@pytest.fixture
def other_shop(desk_of: DeskOf) -> Shop:
    """Return another shop, which must see nothing of the first."""
    return found(desk_of, "Rival Shoes")


@pytest.fixture
def outbox(ports: wiring.Ports, monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Return what was mailed, raw, oldest first."""
    return []
