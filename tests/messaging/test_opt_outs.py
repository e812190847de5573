"""Who told the provider to stop, and not us, is known to have opted out."""

from datetime import timedelta

import pytest

from chalicelib.channels.model import Kind
from chalicelib.customers import storage as customers
from chalicelib.customers.consent.model import Standing
from chalicelib.customers.consent.rules import standing
from chalicelib.messaging import deliver, opt_outs
from chalicelib.tickets import replying
from tests.kit.http_world import World, reply
from tests.messaging.deliveries import MESSAGES, Line, answered, line, shop

__all__ = ["line", "shop"]
REFUSED = reply(400, {"code": 21610})


def stands(line: Line) -> Standing:
    """Return what Ann has said about texts, as far as we know."""
    [ticket] = line.tickets()
    customer = customers.load(line.desk(), ticket.customer.id, consistent=True)
    return standing(customer.consents, "sms")


def test_what_a_refusal_tells_is_known_before_the_next_text(line: Line, world: World) -> None:
    line.receive(line.text())
    world.http.on("POST", MESSAGES, REFUSED)
    ticket, message = answered(line)
    world.pass_time(seconds=1)

    deliver.deliver(line.desk(), ticket.id, message.sequence)

    refusal = replying.refusal(line.desk(), ticket)
    assert refusal is not None
    assert (refusal.code, stands(line)) == ("opted_out", Standing.opted_out)
    [word, _] = customers.load(line.desk(), ticket.customer.id, consistent=True).consents
    assert (word.source, word.detail) == ("twilio", "opted_out")


def test_a_report_tells_it_too(line: Line, world: World) -> None:
    line.receive(line.text())
    world.pass_time(seconds=1)
    _, message = answered(line)
    world.pass_time(seconds=1)

    line.receive(line.receipt("failed", message.id, MessageSid="SM7", ErrorCode="21610"))

    assert stands(line) is Standing.opted_out


def test_a_start_since_then_counts_more(line: Line, world: World) -> None:
    line.receive(line.text())
    _, message = answered(line)
    world.pass_time(minutes=1)
    line.receive(line.text(MessageSid="SM5", Body="START"))

    line.receive(line.receipt("failed", message.id, MessageSid="SM7", ErrorCode="21610"))

    assert stands(line) is Standing.consented


@pytest.mark.parametrize("later", [timedelta(0), timedelta(hours=1)])
def test_what_is_known_is_not_noted_again(line: Line, world: World, later: timedelta) -> None:
    line.receive(line.text())
    [ticket] = line.tickets()
    at = world.now
    opt_outs.note(line.desk(), ticket.customer.id, Kind.sms, by="aws", at=at)
    known = customers.load(line.desk(), ticket.customer.id, consistent=True)

    opt_outs.note(line.desk(), ticket.customer.id, Kind.sms, by="aws", at=at + later)

    assert customers.load(line.desk(), ticket.customer.id, consistent=True) == known
