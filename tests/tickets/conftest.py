"""A ticket in the table, and faults on the way to it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.accounts import storage as accounts
from chalicelib.accounts.model import Account, Agent, Plan, Role
from chalicelib.accounts.settings.model import Settings
from chalicelib.core.desk import Desk
from chalicelib.tickets import storage
from chalicelib.tickets.due import Policy
from chalicelib.tickets.model import Ticket
from dev.aws.faults import Faults
from dev.aws.gate import gate
from tests.builders import ALICE, BOB, a_first, a_message, a_ticket
from tests.kit.http_world import NOON
from tests.kit.waits import skipped_waits

GONE = "agt_0000000000000000000000G0NE"


@pytest.fixture
def ticket(desk: Desk) -> Ticket:
    """Return a mail's ticket as it is stored, with its first message."""
    return stored(desk, a_ticket())


@pytest.fixture
def account(desk: Desk) -> Account:
    """Return the desk's account, with the settings that every account has at first."""
    own = Account(
        id=desk.account_id,
        name="Shop",
        slug="shop",
        plan=Plan.trial,
        public_key="pk",
        chat_secret="",
        created_at=NOON,
        settings=Settings(),
    )
    team = [an_agent_of_the_team(ALICE, "Alice"), an_agent_of_the_team(BOB, "Bob"),
            an_agent_of_the_team(GONE, "Gone", is_active=False)]  # fmt: skip
    puts = [accounts.put_agent(desk, agent) for agent in team]
    accounts.commit(desk.for_operation("founding"), [accounts.put_account(desk, own), *puts])
    return own


def an_agent_of_the_team(agent_id: str, name: str, **facts: Any) -> Agent:
    """Return somebody who works here."""
    email = f"{name.lower()}@shop.example"
    return Agent(id=agent_id, email=email, name=name, role=Role.support, created_at=NOON, **facts)


@pytest.fixture
def faults() -> Iterator[Faults]:
    """Return the faults of the test; nobody waits."""
    faults = Faults()
    with gate.around(faults), skipped_waits():
        yield faults


def stored(desk: Desk, ticket: Ticket) -> Ticket:
    """Store a ticket with its first message, as another operation than the test's."""
    first = a_message(sequence=1, ticket_id=ticket.id, version=1, channel=ticket.channel)
    change = a_first(replace(ticket, version=1, sequence=1), first)
    return storage.commit(desk.for_operation(f"first {ticket.id}"), change, Policy())
