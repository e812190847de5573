"""How an account's work goes: what is kept for the page, and what it costs to look."""

from datetime import timedelta
from typing import Any

from bench.registry import Action, operation
from bench.shop import Shop, shop
from bench.stage import Stage
from chalicelib import jobs
from chalicelib.messaging import due
from chalicelib.status import note, rules, storage
from chalicelib.status.model import Traffic
from chalicelib.table import keys
from chalicelib.table.across_accounts import DueRow
from chalicelib.table.row import Row
from chalicelib.table.write import update
from chalicelib.web import knocks

STATUS = "/v1/status"
STUCK = f"{STATUS}/stuck/{{stuck_id}}"


@operation("how the account's work goes, all well", requests=11, read=7, write=0)
def well(stage: Stage) -> Action:
    """Look where nothing is stuck, nor due for long."""
    return shop(stage).api().warm("GET", STATUS)


@operation("how the account's work goes, a ticket stuck", requests=12, read=9, write=0)
def stuck(stage: Stage) -> Action:
    """Look at the row, too, that the sign names."""
    own = shop(stage)
    _a_sign(own)
    return own.api().warm("GET", STATUS)


@operation("a due row fails", requests=2, read=0, write=5)
def failed(stage: Stage) -> Action:
    """Push it ahead, and keep why."""
    own = shop(stage)
    place = _due(own)

    def fail(*_: Any) -> None:
        raise ValueError

    def act() -> object:
        well, due.come_due = due.come_due, fail
        try:
            return jobs._come_due(DueRow(pk=place[0], sk=place[1]))
        finally:
            due.come_due = well

    return act


@operation("the sweep looks whether something is stuck still", requests=3, read=2, write=1)
def looked(stage: Stage) -> Action:
    """Read the sign and what it names; forget it where it is over."""
    own = shop(stage)
    stuck_id = _a_sign(own)
    update(_due(own), [Row.due_at.remove()], condition=Row.pk.exists())
    return lambda: note.come_due(own.desk(), f"STUCK#{stuck_id}")


@operation("stuck work is tried again", requests=5, read=4, write=6)
def again(stage: Stage) -> Action:
    """Make it due now, with the sign of who asked."""
    own = shop(stage)
    return own.api().warm("POST", f"{STUCK}/retry", None, stuck_id=_a_sign(own))


@operation("stuck work is dropped", requests=3, read=2, write=8)
def dropped(stage: Stage) -> Action:
    """Take it from what is due, and say so in the history."""
    own = shop(stage)
    return own.api().warm("POST", f"{STUCK}/drop", None, stuck_id=_a_sign(own))


@operation("a door tells of a service, once a minute", requests=1, read=0, write=1)
def knock(stage: Stage) -> Action:
    """Note what was taken, or refused in the account's name."""
    own = shop(stage).desk()
    knocks.forget(own.account_id, "twilio")
    return lambda: knocks.taken(own, "twilio")


@operation("an inbox has a message, once a minute", requests=1, read=0, write=1)
def traffic(stage: Stage) -> Action:
    """Note when it was."""
    own = shop(stage).desk()
    return lambda: storage.note_traffic(own, Traffic(channel="email", last_in_at=own.now()))


@operation("a bulk job is noted as under way", requests=1, read=0, write=1)
def work(stage: Stage) -> Action:
    """Keep its id, until it is over."""
    own = shop(stage).desk()
    return lambda: storage.note_work(own, own.new_id("job"), 0)


def _due(own: Shop) -> keys.Key:
    """Return a ticket whose moment has come."""
    desk = own.desk()
    place = keys.ticket(own.account_id, own.ticket().id)
    actions = [Row.due_at.set(desk.now()), Row.due_shard.set(keys.due_shard(place[0]))]
    update(place, actions, condition=Row.pk.exists())
    return place


def _a_sign(own: Shop) -> str:
    """Let a ticket be stuck; return what it is noted as."""
    desk, place = own.desk(), _due(own)
    until = desk.now() + timedelta(minutes=10)
    update(place, [Row.due_at.set(until)], condition=Row.pk.exists())
    note.due_failed(desk, place, ValueError(), until)
    return rules.due_id(*place)
