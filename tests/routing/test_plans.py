"""A plan without routing: nothing is handed out, and nothing is forgotten."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from chalicelib.accounts import amend, presence
from chalicelib.accounts.model import Plan
from chalicelib.accounts.settings import change
from chalicelib.channels.model import Inbound, Kind, Sender
from chalicelib.core.desk import Desk
from chalicelib.messaging.receive import receive
from chalicelib.routing import backlog
from chalicelib.teams.edit import create
from chalicelib.teams.model import Edit
from chalicelib.tickets.model import Ticket
from tests.accounts.shop import Shop, open_shop

RETURN = "I would like to return the red shoes, they are too small. How do I get a refund?"


@pytest.fixture
def shop(desk_of: Callable[[str], Desk]) -> Shop:
    """Return a shop where tickets go round, with a team for returns and its owner online."""
    shop = open_shop(desk_of)
    change.patch(shop.desk(), {"round_robin": {"enabled": True}})
    owner_id = shop.owner.id
    create(shop.desk(), Edit(name="Returns", agent_ids=(owner_id,), tags=("returns",)))
    presence.switch(shop.asked_by(shop.owner), is_online=True)
    return shop


def be(shop: Shop, plan: Plan) -> None:
    amend.amend(shop.desk(), "plan_changed", lambda account: replace(account, plan=plan))


def arrive(shop: Shop, name: str, text: str = RETURN) -> Ticket:
    mail = Inbound(
        channel=Kind.email,
        inbox="shop",
        provider_id=f"{name}@mail.example",
        sender=Sender(address=f"{name}@mail.example"),
        text=text,
    )
    received = receive(shop.desk(), mail)
    assert received.ticket is not None
    return received.ticket


def test_the_inbox_plan_hands_nothing_out_and_keeps_the_settings(shop: Shop) -> None:
    be(shop, Plan.inbox)
    waits = arrive(shop, "ann")
    backlog.drain(shop.desk())

    assert (waits.team_id, waits.assignee_id) == (None, None)
    assert arrive(shop, "ben", "Where is my parcel? It has not moved.").assignee_id is None
    assert [tag.name for tag in waits.tags] == ["returns"]
    assert change.shown(shop.desk())["round_robin"] == {"enabled": True}


def test_back_on_a_larger_plan_all_is_as_before(shop: Shop) -> None:
    before = arrive(shop, "ann")
    be(shop, Plan.inbox)
    be(shop, Plan.helpdesk)
    after = arrive(shop, "ben")

    assert before.team_id == after.team_id is not None
    assert before.assignee_id == after.assignee_id == shop.owner.id
