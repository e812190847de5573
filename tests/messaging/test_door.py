"""Whom the door lets in, and what it costs to ask."""

import json
from dataclasses import replace

import pytest

from chalicelib.channels.model import Kind
from chalicelib.channels.registry import hooks
from chalicelib.core.errors import Unauthenticated
from chalicelib.inboxes import connect, storage
from chalicelib.inboxes.model import Edit
from chalicelib.messaging import door
from dev.aws.gate import gate
from tests.accounts.shop import Shop
from tests.channels.sms import texts
from tests.inboxes.numbers import connected
from tests.kit.http_world import World
from tests.messaging.deliveries import Line, line, shop

__all__ = ["line", "shop"]


def naming(monkeypatch: pytest.MonkeyPatch, *numbers: str) -> None:
    """Let every delivery name these numbers of ours."""
    hook = replace(hooks("twilio")[Kind.sms], addresses=lambda _: numbers)
    monkeypatch.setattr(door, "hooks", lambda _: {Kind.sms: hook})


def test_a_delivery_that_is_vouched_for_reaches_every_inbox_that_it_names(
    line: Line, shop: Shop, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "MOST_ADDRESSES", 4)
    more = [connected(shop.desk(), world) for _ in range(door.MOST_ADDRESSES + 2)]
    naming(monkeypatch, line.inbox.address, *(inbox.address for inbox in more))

    line.take(line.text())

    told = [json.loads(order)["inbox_id"] for order in line.waiting()]
    assert sorted(told) == sorted([line.inbox.id, *(inbox.id for inbox in more)])


def test_a_secret_that_was_just_changed_elsewhere_is_believed(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = "f" * 32
    storage.inboxes(line.desk())  # this process remembers the old one
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(storage, "forget", lambda _: None)
        connect.edit(line.desk(), line.inbox.id, Edit(credentials={"auth_token": token}))

    line.take(texts.twilio(token=token, To=line.inbox.address))

    assert len(line.waiting()) == 1


def test_strangers_make_nobody_look_twice_a_second(line: Line) -> None:
    forged = texts.spoilt(line.text(), x_twilio_signature="x")
    with gate.recorded() as calls:
        for _ in range(5):
            with pytest.raises(Unauthenticated):
                line.take(forged)

    assert [call.name for call in calls].count("dynamodb.Query") <= 2


def test_what_is_vouched_for_ends_somewhere_too(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "MOST_NAMED", 30)
    naming(monkeypatch, line.inbox.address, *(f"+1202555{at:04d}" for at in range(100)))

    with gate.recorded() as calls:
        line.take(line.text())

    assert [call.name for call in calls].count("dynamodb.GetItem") == door.MOST_NAMED


def test_a_name_that_is_repeated_hides_no_other(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    naming(monkeypatch, *["+12025550100"] * 100, line.inbox.address)

    line.take(line.text())

    assert len(line.waiting()) == 1
