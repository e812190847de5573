"""What providers deliver is taken at the door, and read behind it, once."""

import json
from dataclasses import replace
from typing import Any

import pytest

from chalicelib import jobs
from chalicelib.channels.model import Kind
from chalicelib.channels.registry import hooks
from chalicelib.core.errors import Forbidden, Unauthenticated, Unavailable
from chalicelib.inboxes import connect
from chalicelib.messaging import deliver, door, inbound
from chalicelib.tickets import deliveries, markers, storage
from chalicelib.tickets.model import Message, State
from dev.aws.gate import gate
from tests.accounts.shop import Shop, event_names
from tests.channels.sms import texts
from tests.channels.sms.texts import ANN
from tests.inboxes.numbers import SID, connected
from tests.kit.http_world import World, reply
from tests.messaging.deliveries import MESSAGES, Line, answered, line, shop

__all__ = ["line", "shop"]
PICTURE = (
    f"https://api.twilio.com/2010-04-01/Accounts/{SID}/Messages/MM{'a' * 32}/Media/ME{'b' * 32}"
)


def sent(line: Line, world: World) -> Message:
    """Let an agent answer, and return the message that left as SM7."""
    world.http.on("POST", MESSAGES, reply(201, {"sid": "SM7"}))
    ticket, message = answered(line)
    deliver.deliver(line.desk(), ticket.id, message.sequence)
    return deliveries.load(line.desk(), ticket.id, message.sequence)


@pytest.mark.acceptance(16, 23)
def test_a_text_becomes_a_ticket(line: Line) -> None:
    line.receive(line.text(Body="Where is it?"))

    [ticket] = line.tickets()
    assert (ticket.channel, ticket.inbox, ticket.person) == (Kind.sms, line.inbox.address, ANN)
    assert ticket.customer.phone == ANN
    assert line.texts() == ["Where is it?"]


@pytest.mark.acceptance(23)
def test_the_next_text_joins_it(line: Line) -> None:
    line.receive(line.text(Body="Where is it?"))
    line.receive(line.text(Body="Hello?", MessageSid="SM2"))

    assert line.texts() == ["Where is it?", "Hello?"]


def test_a_text_that_comes_twice_is_stored_once(line: Line) -> None:
    for _ in range(2):
        line.receive(line.text())

    assert line.texts() == ["Hello"]


def test_nothing_is_read_at_the_door(line: Line) -> None:
    with gate.recorded() as calls:
        line.take(line.text())

    names = [call.name for call in calls]
    assert names[-1] == "sqs.SendMessageBatch"
    assert not {"dynamodb.TransactWriteItems", "dynamodb.PutItem"} & set(names)
    assert len(names) <= 5
    assert line.tickets() == []


def test_a_delivery_for_no_number_of_ours_is_refused(line: Line) -> None:
    with pytest.raises(Unauthenticated):
        line.take(line.text(To="+12025550100"))

    assert line.waiting() == []


def test_a_number_that_was_disconnected_takes_nothing(line: Line) -> None:
    line.take(line.text())
    [order] = line.waiting()
    connect.disconnect(line.desk(), line.inbox.id)

    jobs.receive_inbound(order)
    with pytest.raises(Unauthenticated):
        line.take(line.text())

    assert line.tickets() == []


def test_a_delivery_too_long_for_the_queue_waits_in_the_bucket(line: Line) -> None:
    line.take(line.text(Body="x" * 200_000))
    [order] = line.waiting()
    assert len(order) < 2_000
    kept_at = json.loads(order)["delivery"]["body_key"]
    assert kept_at.startswith(f"hooks/{line.shop.account.id}/hook_")

    jobs.receive_inbound(order)

    [message] = line.thread()
    assert isinstance(message, Message)
    assert (message.text[:5], message.notice) == ("xxxxx", "truncated")


def test_another_accounts_bodies_are_out_of_reach(line: Line) -> None:
    line.take(line.text(Body="x" * 200_000))
    order = json.loads(line.waiting()[0])
    order["delivery"]["body_key"] = "hooks/acc_other/hook_1"

    with pytest.raises(Forbidden):
        jobs.receive_inbound(json.dumps(order))


def test_a_receipt_settles_the_message_that_its_address_names(line: Line, world: World) -> None:
    line.receive(line.text())
    message = sent(line, world)
    assert (message.state, message.provider_id) == (State.sent, "SM7")

    line.receive(line.receipt("delivered", message.id, MessageSid="SM7"))

    assert (
        deliveries.load(line.desk(), message.ticket_id, message.sequence).state is State.delivered
    )


@pytest.mark.parametrize(
    "order", [("sent", "delivered"), ("delivered", "sent"), ("delivered",) * 2]
)
def test_receipts_may_come_twice_and_in_any_order(
    line: Line, world: World, order: tuple[str, ...]
) -> None:
    line.receive(line.text())
    message = sent(line, world)

    for state in order:
        line.receive(line.receipt(state, MessageSid="SM7"))

    assert (
        deliveries.load(line.desk(), message.ticket_id, message.sequence).state is State.delivered
    )


def test_a_receipt_tells_why_a_text_failed(line: Line, world: World) -> None:
    line.receive(line.text())
    message = sent(line, world)

    line.receive(line.receipt("undelivered", message.id, MessageSid="SM7", ErrorCode="30005"))

    failed = deliveries.load(line.desk(), message.ticket_id, message.sequence)
    assert (failed.state, failed.state_detail[-7:]) == (State.failed, "(30005)")


def test_a_receipt_quicker_than_our_own_note_is_looked_at_again(line: Line, world: World) -> None:
    line.receive(line.text())
    line.take(line.receipt("delivered", MessageSid="SM7"))
    [early] = line.waiting()
    with gate.recorded() as calls:
        jobs.receive_inbound(early)
    [entry] = next(c.parameters()["Entries"] for c in calls if c.name == "sqs.SendMessageBatch")
    assert entry["DelaySeconds"] == 30
    message = sent(line, world)

    jobs.receive_inbound(entry["MessageBody"])

    assert (
        deliveries.load(line.desk(), message.ticket_id, message.sequence).state is State.delivered
    )


def test_a_receipt_about_nothing_of_ours_is_let_go(line: Line) -> None:
    line.take(line.receipt("delivered", MessageSid="SM9"))
    order = {**json.loads(line.waiting()[0]), "tries": 1}

    with gate.recorded() as calls:
        jobs.receive_inbound(json.dumps(order))

    assert "sqs.SendMessageBatch" not in [call.name for call in calls]


def test_answers_leave_from_the_number_that_was_written_to(
    line: Line, shop: Shop, world: World
) -> None:
    connected(shop.desk(), world)
    line.receive(line.text())

    sent(line, world)

    assert f"From=%2B{line.inbox.address[1:]}".encode() in (world.http.sent[-1].body or b"")


def test_a_text_refused_for_good_is_tried_no_more(line: Line, world: World) -> None:
    line.receive(line.text())
    world.http.on("POST", MESSAGES, reply(400, {"code": 21610}))
    ticket, message = answered(line)
    before = len(world.http.sent)

    assert deliver.deliver(line.desk(), ticket.id, message.sequence) is State.failed

    assert len(world.http.sent) == before + 1
    failed = deliveries.load(line.desk(), ticket.id, message.sequence)
    assert failed.state_detail.startswith("opted_out: ")


def test_a_number_that_is_gone_sends_nothing(line: Line, world: World) -> None:
    line.receive(line.text())
    ticket, message = answered(line)
    connect.disconnect(line.desk(), line.inbox.id)
    before = len(world.http.sent)

    assert deliver.deliver(line.desk(), ticket.id, message.sequence) is State.failed

    assert len(world.http.sent) == before


@pytest.mark.parametrize("sender", ["12345", "AMAZON", "", "anonymous"])
def test_who_has_no_number_of_their_own_is_still_heard(line: Line, sender: str) -> None:
    line.receive(line.text(From=sender, Body="Your code is 1234"))

    found = markers.ticket_of_conversation(line.desk(), "sms", line.inbox.address, sender)
    assert found
    assert storage.load(line.desk(), found).customer.phone == ""


def test_a_blocked_number_is_not_heard(line: Line) -> None:
    from chalicelib.customers.blocks.edit import block
    from chalicelib.customers.blocks.model import BlockKind

    block(line.desk(), BlockKind.phone, ANN)

    line.receive(line.text())

    assert line.tickets() == []


def test_kms_out_of_reach_takes_nothing_and_refuses_nobody(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> bytes:
        raise Unavailable("x")

    monkeypatch.setattr("chalicelib.aws.vault.KmsVault.open", fail)
    with pytest.raises(Unavailable):
        line.take(line.text())


def test_who_is_refused_is_counted_told_of_and_nothing_else(line: Line) -> None:
    with gate.recorded() as calls, pytest.raises(Unauthenticated):
        line.take(texts.spoilt(line.text(), x_twilio_signature="x"))

    writes = [call.name for call in calls if "Item" in call.name and "Get" not in call.name]
    assert writes == ["dynamodb.UpdateItem"] * 2
    assert event_names(line.desk())[-1] == "inbox_connected"


def test_one_delivery_asks_for_twenty_inboxes_at_most(line: Line) -> None:
    many = tuple(f"+1202555{at:04d}" for at in range(500))
    delivery = line.text()
    hook = replace(hooks("twilio")[Kind.sms], addresses=lambda _: many)
    with pytest.MonkeyPatch.context() as patched, gate.recorded() as calls:
        patched.setattr(door, "hooks", lambda _: {Kind.sms: hook})
        with pytest.raises(Unauthenticated):
            line.take(delivery)

    assert len([call for call in calls if call.name == "dynamodb.GetItem"]) == door.MOST_ADDRESSES


def test_one_item_that_fails_keeps_no_other_from_arriving(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    line.take(line.text(Body="A"))
    [order] = line.waiting()
    own = hooks("twilio")[Kind.sms]

    def three(*told: Any) -> tuple[Any, ...]:
        [text] = own.parse(*told)
        broken = replace(text, channel="pigeon")
        return text, broken, replace(text, provider_id="SM2", text="B")

    monkeypatch.setattr(inbound, "hooks", lambda _: {Kind.sms: replace(own, parse=three)})
    for _ in range(2):
        with pytest.raises(KeyError):
            jobs.receive_inbound(order)

    assert line.texts() == ["A", "B"]
