"""Who else has a ticket open, and who types there."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.tickets import viewers
from chalicelib.tickets.model import Ticket
from chalicelib.tickets.viewers import VISITOR, Viewer, is_news, look
from dev.aws.gate import gate
from tests.builders import ALICE, BOB, TICKET
from tests.kit.http_world import NOON, World


def seen(seconds: int, **facts: Any) -> Viewer:
    return Viewer(id="x", seen_at=NOON - timedelta(seconds=seconds), **facts)


@pytest.mark.parametrize(
    ("own", "who", "is_typing", "expected"),
    [
        (None, ALICE, False, True),
        (None, VISITOR, False, False),
        (None, VISITOR, True, True),
        (seen(4), ALICE, False, False),
        (seen(5), ALICE, False, True),
        (seen(60), VISITOR, False, False),
        (seen(0), ALICE, True, True),
        (seen(2, was_typing=True), ALICE, True, False),
        (seen(3, was_typing=True), ALICE, True, True),
        (seen(1, was_typing=True), ALICE, False, True),
        (seen(1, was_typing=True), VISITOR, False, True),
        (seen(5, was_typing=True), VISITOR, False, False),
    ],
)
def test_only_news_are_written(
    own: Viewer | None, who: str, *, is_typing: bool, expected: bool
) -> None:
    assert is_news(own, NOON, who=who, is_typing=is_typing) is expected


@pytest.mark.parametrize(
    ("seconds", "is_here", "is_typing"), [(4, True, True), (5, True, False), (12, False, False)]
)
def test_who_is_silent_goes(seconds: int, *, is_here: bool, is_typing: bool) -> None:
    viewer, now = seen(seconds, was_typing=True), datetime.fromisoformat(NOON.isoformat())

    assert (viewer.is_here(now), viewer.is_typing(now)) == (is_here, is_typing)


@pytest.mark.any_engine
def test_two_who_open_a_ticket_at_once_see_each_other(desk: Desk, ticket: Ticket) -> None:
    rivals = [BOB]

    def meanwhile(call: Any) -> None:
        if call.name == "dynamodb.PutItem" and rivals:
            look(desk, TICKET, rivals.pop())

    with gate.hooked(before=meanwhile):
        look(desk, TICKET, ALICE)

    assert [viewer.id for viewer in look(desk, TICKET, ALICE)] == [BOB]
    assert [viewer.id for viewer in look(desk, TICKET, BOB)] == [ALICE]


def test_who_left_is_gone_and_comes_back(desk: Desk, ticket: Ticket, world: World) -> None:
    look(desk, TICKET, BOB)
    world.now += viewers.HERE_FOR
    assert look(desk, TICKET, ALICE) == []

    look(desk, TICKET, BOB)

    assert [viewer.id for viewer in look(desk, TICKET, ALICE)] == [BOB]


@pytest.mark.parametrize("ticket_id", ["", "tkt_1#T", "tkt_00000000000000000000000N0N"])
def test_nobody_looks_at_what_is_no_ticket(desk: Desk, ticket_id: str) -> None:
    with pytest.raises(NotFound):
        look(desk, ticket_id, ALICE)


def test_a_busy_table_stops_no_poll(desk: Desk, ticket: Ticket, faults: Any) -> None:
    faults.inject("dynamodb.PutItem", "throttle", times=20)

    assert look(desk, TICKET, ALICE) == []
