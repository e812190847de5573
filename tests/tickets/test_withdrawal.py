"""What a customer takes back is gone for good, and nobody else can take it back for them."""

from typing import Any

import pytest

from chalicelib.accounts.model import Account
from chalicelib.channels.model import File, Inbound, Kind, Sender
from chalicelib.core.desk import Desk
from chalicelib.messaging.receive import receive
from chalicelib.tickets import bodies, deliveries, markers, storage
from chalicelib.tickets.model import Message, Ticket
from chalicelib.tickets.withdrawal import withdraw

PERSON = "6200000000000001"
PICTURE = File(name="me.png", content_type="image/png", content=b"png")


def written(desk: Desk, text: str = "My secret", **facts: Any) -> Ticket:
    """Let a message with a picture come in."""
    known: dict[str, Any] = {
        "channel": Kind.instagram,
        "inbox": "17841400000000001",
        "provider_id": "mid1",
        "sender": Sender(address=PERSON, is_verified=True),
        "files": (PICTURE,),
    }
    found = receive(desk.for_operation(desk.new_id("op")), Inbound(text=text, **{**known, **facts}))
    assert found.ticket
    return found.ticket


def message(desk: Desk, ticket: Ticket) -> Message:
    found = bodies.whole(desk, deliveries.load(desk, ticket.id, 1))
    assert isinstance(found, Message)
    return found


@pytest.mark.parametrize("text", ["My secret", "My secret " * 2_000], ids=["short", "long"])
def test_words_and_files_are_gone_and_the_place_in_the_thread_stays(
    desk: Desk, account: Account, text: str
) -> None:
    ticket = written(desk, text)
    before = deliveries.load(desk, ticket.id, 1)

    assert withdraw(desk, Kind.instagram, "mid1", by=PERSON) is True
    after = message(desk, ticket)
    assert (after.text, after.attachments, after.flags) == ("", (), ("withdrawn",))
    assert after.provider_id == "mid1"
    assert storage.load(desk, ticket.id).preview == ""
    for key in filter(None, (before.body_key, before.attachments[0].key)):
        assert desk.files.get(key) == b""


def test_twice_is_once(desk: Desk, account: Account) -> None:
    ticket = written(desk)
    told = [withdraw(desk, Kind.instagram, "mid1", by=PERSON) for _ in range(2)]

    assert told == [True, True]
    assert message(desk, ticket).flags == ("withdrawn",)


def test_a_newer_preview_stays(desk: Desk, account: Account) -> None:
    ticket = written(desk)
    written(desk, "Never mind", provider_id="mid2")
    withdraw(desk, Kind.instagram, "mid1", by=PERSON)

    assert storage.load(desk, ticket.id).preview == "Never mind"


@pytest.mark.parametrize(
    ("provider_id", "by"), [("mid1", "6200000000000002"), ("mid9", PERSON), ("mid1", "")]
)
def test_only_the_writer_takes_a_message_back(
    desk: Desk, account: Account, provider_id: str, by: str
) -> None:
    ticket = written(desk)

    assert withdraw(desk, Kind.instagram, provider_id, by=by) is False
    assert message(desk, ticket).text == "My secret"


def test_a_message_that_was_taken_back_before_it_came_never_comes(
    desk: Desk, account: Account
) -> None:
    assert [withdraw(desk, Kind.instagram, "mid1", by=PERSON) for _ in range(2)] == [False, False]

    late = Inbound(
        channel=Kind.instagram,
        inbox="17841400000000001",
        provider_id="mid1",
        sender=Sender(address=PERSON),
        text="My secret",
        files=(PICTURE,),
    )
    found = receive(desk.for_operation(desk.new_id("op")), late)

    assert (found.ticket, found.outcome) == (None, "duplicate")
    place = (desk, Kind.instagram, "17841400000000001", PERSON)
    assert markers.ticket_of_conversation(*place, consistent=True) is None


def test_a_message_that_comes_while_it_is_taken_back_is_emptied(
    desk: Desk, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    came: list[Ticket] = []
    forestall = markers.forestall

    def late(*place: Any) -> bool:
        came.append(written(desk))
        return forestall(*place)

    monkeypatch.setattr(markers, "forestall", late)

    assert withdraw(desk, Kind.instagram, "mid1", by=PERSON) is True
    assert message(desk, came[0]).text == ""
