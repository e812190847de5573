"""What a provider reports is kept: of the message, and of the inbox where that is the cause."""

import pytest

from chalicelib.inboxes import faults, storage
from chalicelib.messaging import deliver
from chalicelib.tickets.model import Message
from tests.kit.http_world import World, reply
from tests.messaging.deliveries import MESSAGES, Line, answered, line, shop

__all__ = ["line", "shop"]


@pytest.mark.parametrize(
    ("state", "code", "fault"),
    [
        ("undelivered", "30002", "The account at Twilio is suspended."),
        ("failed", "30034", "The number is not registered with the networks"),
        ("undelivered", "30005", ""),
        ("delivered", "30002", ""),
    ],
)
def test_what_the_merchant_must_mend_is_told_of_the_inbox(
    line: Line, state: str, code: str, fault: str
) -> None:
    line.receive(line.receipt(state, MessageSid="SM7", ErrorCode=code))

    found = storage.find_now(line.desk(), line.inbox.id).fault
    assert found.startswith(fault)
    assert bool(found) is bool(fault)


def left(line: Line, world: World) -> Message:
    """Let an agent answer, and Twilio take it, just now."""
    world.http.on("POST", MESSAGES, reply(201, {"sid": f"SM{world.now.timestamp()}"}))
    ticket, message = answered(line)
    deliver.deliver(line.desk(), ticket.id, message.sequence)
    return message


def test_what_only_reports_tell_ends_with_what_they_tell(line: Line, world: World) -> None:
    line.receive(line.text())
    before = left(line, world)
    world.pass_time(minutes=1)
    line.receive(line.receipt("undelivered", MessageSid="SM7", ErrorCode="30034"))
    world.pass_time(minutes=1)
    after = left(line, world)

    found = [storage.find_now(line.desk(), line.inbox.id).fault]
    for message in (before, after):
        line.receive(line.receipt("delivered", message.id, MessageSid="SM8"))
        found.append(storage.find_now(line.desk(), line.inbox.id).fault)

    assert [bool(fault) for fault in found] == [True, True, False]


def test_what_sending_tells_does_not_end_with_a_report(line: Line, world: World) -> None:
    line.receive(line.text())
    message = left(line, world)
    faults.broken(line.desk(), line.inbox, "No credentials.")
    world.pass_time(minutes=1)

    line.receive(line.receipt("delivered", message.id, MessageSid="SM8"))

    assert storage.find_now(line.desk(), line.inbox.id).fault == "No credentials."
