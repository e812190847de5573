"""What works behind the answers: delivering, settling, folding, sweeping."""

from datetime import timedelta

from bench.registry import Action, operation
from bench.shop import WORDS, Shop, shop
from bench.stage import Stage
from chalicelib import jobs, stream
from chalicelib.channels.model import Receipt
from chalicelib.messaging import settle
from chalicelib.messaging.deliver import deliver
from chalicelib.messaging.reply import reply
from chalicelib.table import keys
from chalicelib.tickets.apply import apply
from chalicelib.tickets.rules.states import snooze

SHARDS = keys.DUE_SHARDS
_LOOK = 0.5 * SHARDS


def _replied(open_shop: Shop) -> tuple[str, int]:
    ticket = open_shop.ticket()
    done = reply(open_shop.desk(), ticket.id, open_shop.owner(), WORDS)
    return ticket.id, done.entries[-1].sequence


def _snoozed(open_shop: Shop, count: int) -> None:
    now = open_shop.stage.now
    for _ in range(count):
        ticket = open_shop.ticket()
        apply(
            open_shop.desk(),
            ticket.id,
            lambda found: snooze(found, now + timedelta(hours=1), open_shop.owner(), now),
        )


@operation("a reply is sent: claimed, sent, marked", requests=7, read=2, write=8)
def delivery(stage: Stage) -> Action:
    """Send one queued mail."""
    open_shop = shop(stage)
    ticket_id, sequence = _replied(open_shop)
    return lambda: deliver(open_shop.desk(), ticket_id, sequence)


@operation("a delivery is reported", requests=2, read=1, write=1)
def settling(stage: Stage) -> Action:
    """Take SES's word for it."""
    open_shop = shop(stage)
    ticket_id, sequence = _replied(open_shop)
    deliver(open_shop.desk(), ticket_id, sequence)
    receipt = Receipt(provider_id="1", state="delivered")
    return lambda: settle.settle(open_shop.desk(), receipt, ticket_id, sequence)


@operation("the stream is folded, one ticket", requests=3, read=2, write=6)
def fold_one(stage: Stage) -> Action:
    """Bring feed and badges up to one mail."""
    return _fold(stage, 1)


@operation("the stream is folded, 25 tickets", requests=3, read=26, write=102)
def fold_many(stage: Stage) -> Action:
    """Bring feed and badges up to a batch."""
    return _fold(stage, 25)


def _fold(stage: Stage, count: int) -> Action:
    open_shop = shop(stage)
    open_shop.ticket()
    stage.fold()  # which orders the search's index, once in two minutes
    for _ in range(count):
        open_shop.ticket()
    records = stage.taken(1_000)
    return lambda: stream.fold({"Records": records})


@operation("the sweep finds nothing", requests=SHARDS, read=_LOOK, write=0)
def idle_sweep(stage: Stage) -> Action:
    """Look at every shard while tickets wait for later moments."""
    _snoozed(shop(stage), 20)
    return jobs.sweep


@operation("the sweep wakes 20 tickets", requests=SHARDS + 41, read=_LOOK + 21, write=220)
def busy_sweep(stage: Stage) -> Action:
    """Wake what is due: two requests a ticket, and the account once."""
    _snoozed(shop(stage), 20)
    stage.now += timedelta(hours=2)
    return jobs.sweep
