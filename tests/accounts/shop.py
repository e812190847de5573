"""A shop of a test's own, and desks to work at in it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from chalicelib.accounts import api_keys, create, guards, people, rules, sessions
from chalicelib.accounts.history import storage
from chalicelib.accounts.model import Account, Agent, CredentialKind, Role
from chalicelib.accounts.sessions import SESSION_LASTS, issue
from chalicelib.accounts.storage import put_credential
from chalicelib.core.desk import STRANGER, Desk
from chalicelib.table.write import transact
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
        return people.invite(desk, email=an_address(desk), name=name, role=role)

    def key(self, agent: Agent, *scopes: str) -> str:
        """Return the token of a new API key; without scopes it may what its owner may."""
        wanted = list(scopes or sorted(rules.permissions(agent.role)))
        new = api_keys.create(self.desk(), name="Test", scopes=wanted, agent_id=agent.id)
        return new.token or ""

    def session(self, agent: Agent) -> str:
        """Return the token of a new session."""
        desk = self.desk()
        token, session = issue(desk, agent, CredentialKind.session, SESSION_LASTS)
        transact(desk, [put_credential(desk, session)])
        return token

    def link(self, agent: Agent) -> str:
        """Return the token of a new sign-in link."""
        return sessions.new_link(self.desk(), agent)

    def let_in(self, token: str) -> Desk:
        """Return a fresh desk as the guard gives it to whoever holds a token."""
        return guards.agent(stranger(self.desk_of), asking(token))

    def asked_by(self, agent: Agent) -> Desk:
        """Return a fresh desk of an agent, signed in."""
        return self.let_in(self.session(agent))


def stranger(desk_of: DeskOf) -> Desk:
    """Return a fresh desk before any guard."""
    return replace(desk_of(""), caller=STRANGER, source_ip="192.0.2.1")


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


def event_names(desk: Desk) -> tuple[str, ...]:
    """Return what was done to people, settings and keys, oldest first."""
    events, _ = storage.page(desk, limit=1_000)
    return tuple(event.name for event in reversed(events))


def an_address(desk: Desk) -> str:
    """Return a mail address that no other test has."""
    return f"{desk.new_id('p').lower()}@shop.example"


def open_shop(desk_of: DeskOf, name: str = "Acme Shoes") -> Shop:
    """Make a shop."""
    desk = desk_of("")
    founded = create.create(desk, name=name, email=an_address(desk), owner_name="Olga")
    return Shop(account=founded.account, owner=founded.owner, desk_of=desk_of)


def keyed(desk: Desk, key: str = "k1", body: str = "b1") -> Desk:
    """Return the desk of a request with an Idempotency-Key."""
    named = f"key_{desk.account_id}_{desk.caller.id}_{key}"
    return replace(desk.for_key(named, body), cache={})
