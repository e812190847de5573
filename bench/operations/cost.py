"""What a million messages in and a million answers out cost in DynamoDB, on demand."""

from functools import cache

from bench.capacity import dollars
from bench.meter import Usage, metered
from bench.registry import figure
from bench.shop import WORDS, Shop, shop
from bench.stage import stage
from chalicelib.channels.model import Receipt
from chalicelib.messaging import settle
from chalicelib.messaging.deliver import deliver
from chalicelib.messaging.receive import receive
from chalicelib.messaging.reply import reply
from chalicelib.reports.activity.count import step

MILLION = 1_000_000
PAIRS = 10
"""So many of different tickets, close together: the stream's reader gets them in one batch."""


@figure("a million in and out: messages", most=20, unit="dollars")
def messages() -> float:
    """Receive, answer, send and settle."""
    return _price(measured()[0])


@figure("a million in and out: feed and badges", most=14, unit="dollars")
def folding() -> float:
    """Tell everybody's screens of it."""
    return _price(measured()[1])


@figure("a million in and out: reports", most=6, unit="dollars")
def counting() -> float:
    """Count them."""
    return _price(measured()[2])


@cache
def measured() -> tuple[Usage, Usage, Usage]:
    """Return what so many pairs cost, what telling of them cost, and what counting them did."""
    with stage() as world:
        open_shop = shop(world)
        tickets = [open_shop.ticket(sender=f"anna{n}@customer.example") for n in range(PAIRS)]
        world.fold()
        _count(open_shop)
        answers = [(ticket.id, open_shop.answer(ticket.id)) for ticket in tickets]
        with metered() as talking:
            for ticket_id, answer in answers:
                receive(open_shop.desk(), answer)
                done = reply(open_shop.desk(), ticket_id, open_shop.owner(), WORDS)
                sequence = done.entries[-1].sequence
                deliver(open_shop.desk(), ticket_id, sequence)
                receipt = Receipt(provider_id="1", state="delivered")
                settle.settle(open_shop.desk(), receipt, ticket_id, sequence)
        with metered() as telling:
            world.fold()
        with metered() as counted:
            _count(open_shop)
    return talking, telling, counted


def _count(open_shop: Shop) -> None:
    while step(open_shop.desk()):
        pass


def _price(usage: Usage) -> float:
    return MILLION / PAIRS * dollars(read=usage.read_units, write=usage.write_units)
