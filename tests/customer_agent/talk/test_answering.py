"""An answer that is owed is given once, or the team has the conversation; whatever breaks."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.customer_agent.setup import change
from chalicelib.customer_agent.talk import answering
from chalicelib.tickets import storage as tickets
from chalicelib.tickets.event_names import EventName
from chalicelib.tickets.model import Event, Message, Ticket
from chalicelib.tickets.session import Outcome
from tests.accounts.shop import Shop
from tests.customer_agent.helpdesks.world import a_ticket
from tests.kit.http_world import World

ON = {"is_on": True, "name": "Robin", "channels": {"chat": {"is_on": True}}}


class Broken(Exception):
    """What nobody foresaw."""


@pytest.fixture
def waiting(shop: Shop, world: World) -> Ticket:
    """Return a chat that waits for the Customer Agent."""
    change.patch(shop.desk(), ON)
    world.pass_time(seconds=6)
    return a_ticket(shop)


@pytest.fixture(params=["setups.load", "bodies.whole", "_outcome", "rules.offered"])
def breaks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Break a step: before it thinks, while it does, or when it decides."""

    def broken(*_: Any, **__: Any) -> None:
        raise Broken

    monkeypatch.setattr(f"chalicelib.customer_agent.talk.answering.{request.param}", broken)


def test_what_cannot_be_answered_comes_to_the_team_after_five_minutes(
    shop: Shop, world: World, waiting: Ticket, breaks: None
) -> None:
    with pytest.raises(Broken):
        answering.answer(shop.desk(), waiting.id)
    early = tickets.load(shop.desk(), waiting.id)
    world.pass_time(seconds=answering.PATIENCE / timedelta(seconds=1) + 1)
    answering.answer(shop.desk(), waiting.id)
    answering.answer(shop.desk(), waiting.id)

    late, entries = tickets.thread(shop.desk(), waiting.id)
    assert early.version == waiting.version
    assert late is not None
    assert late.session is not None
    assert (late.is_helped, late.session.owes, late.read_by) == (False, 0, frozenset())
    assert (late.session.outcome, late.session.reason) == (Outcome.routed, "unavailable")
    names = [each.name for each in entries if isinstance(each, Event)]
    assert names == [EventName.handed_off]
    assert [e.is_inbound for e in entries if isinstance(e, Message)] == [True]


def test_nothing_is_handed_off_where_somebody_was_quicker(
    shop: Shop, world: World, waiting: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.pass_time(minutes=6)

    def quicker(*_: Any) -> None:
        monkeypatch.undo()
        answering.answer(shop.desk(), waiting.id)
        raise Broken

    monkeypatch.setattr("chalicelib.customer_agent.talk.answering._answer", quicker)
    answering.answer(shop.desk(), waiting.id)

    ticket, entries = tickets.thread(shop.desk(), waiting.id)
    assert ticket is not None
    names = [each.name for each in entries if isinstance(each, Event)]
    assert names == [EventName.offered_handoff]
