"""A text that a person had sent again: reports of earlier attempts are not about the new one."""

import pytest

from chalicelib.messaging import deliver
from chalicelib.tickets import deliveries
from chalicelib.tickets.model import Message, State
from tests.kit.http_world import World, reply
from tests.messaging.deliveries import MESSAGES, Line, answered, line, shop

__all__ = ["line", "shop"]


def sent_again(line: Line, world: World) -> Message:
    """Let SM7 fail, and a person send the message again; it has not left yet."""
    world.http.on("POST", MESSAGES, reply(201, {"sid": "SM7"}), reply(201, {"sid": "SM8"}))
    line.receive(line.text())
    ticket, message = answered(line)
    deliver.deliver(line.desk(), ticket.id, message.sequence)
    line.receive(line.receipt("failed", message.id, MessageSid="SM7"))
    failed = deliveries.load(line.desk(), ticket.id, message.sequence)
    assert deliveries.retry(line.desk(), failed, line.desk().now())
    return failed


def again(line: Line, message: Message) -> tuple[State | None, str]:
    now = deliveries.load(line.desk(), message.ticket_id, message.sequence)
    return now.state, now.provider_id


@pytest.mark.parametrize("names", [True, False])
def test_what_is_said_again_of_an_earlier_attempt_changes_nothing(
    line: Line, world: World, *, names: bool
) -> None:
    message = sent_again(line, world)
    deliver.deliver(line.desk(), message.ticket_id, message.sequence)
    line.receive(line.receipt("delivered", message.id, MessageSid="SM8"))

    line.receive(line.receipt("failed", message.id if names else "", MessageSid="SM7"))

    assert again(line, message) == (State.delivered, "SM8")


@pytest.mark.parametrize("sid", ["SM7", "SM6"])
@pytest.mark.parametrize("state", ["sent", "failed"])
def test_an_older_attempt_does_not_keep_the_new_one_from_leaving(
    line: Line, world: World, sid: str, state: str
) -> None:
    message = sent_again(line, world)

    line.receive(line.receipt(state, message.id, MessageSid=sid))
    assert again(line, message) == (State.queued, "")
    deliver.deliver(line.desk(), message.ticket_id, message.sequence)

    assert again(line, message) == (State.sent, "SM8")


def test_a_report_read_before_the_message_was_sent_again_is_not_about_that(
    line: Line, world: World
) -> None:
    failed = sent_again(line, world)

    assert not deliveries.settle(line.desk(), failed, State.sent)
    deliveries.record(line.desk(), failed, "SM7")

    assert again(line, failed) == (State.queued, "")


def test_words_that_arrived_after_all_do_not_leave_again(line: Line, world: World) -> None:
    message = sent_again(line, world)

    line.receive(line.receipt("delivered", message.id, MessageSid="SM6"))

    assert deliver.deliver(line.desk(), message.ticket_id, message.sequence) is None
    assert again(line, message) == (State.delivered, "SM6")
