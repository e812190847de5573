"""What an account's team has taught by its corrections: one row, read by every intake."""

import json
from dataclasses import replace
from datetime import timedelta

from pynamodb.attributes import BinaryAttribute, NumberAttribute

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Unavailable
from chalicelib.routing.text import classify
from chalicelib.routing.text.learned import NOTHING, Learned, dump, load
from chalicelib.routing.text.model import LABELS, SPAM, Facts
from chalicelib.routing.text.words import of_message
from chalicelib.table import keys
from chalicelib.table.read import find
from chalicelib.table.recent import Recent
from chalicelib.table.row import Row
from chalicelib.table.write import ConditionFailed, attempts, translated
from chalicelib.tickets import bodies, storage
from chalicelib.tickets.model import Message

REMEMBERED = timedelta(seconds=30)
"""How long another process may still judge without a lesson."""
LEARN_JOB = "learn"
_FIRST_ENTRIES = 20


class LearnedRow(Row, discriminator="learned"):
    """The learnt weights; `version` counts the lessons."""

    weights = BinaryAttribute(legacy_encoding=False)
    version = NumberAttribute()


_recent: Recent[Learned] = Recent(REMEMBERED)


def order(account_id: str, ticket_id: str, label: str) -> str:
    """Return the order, for the queue of jobs, to learn what the team said of a ticket."""
    lesson = {"ticket_id": ticket_id, "label": label}
    return json.dumps({"job": LEARN_JOB, "account_id": account_id, **lesson})


def learn_of(desk: Desk, ticket_id: str, label: str) -> None:
    """Learn what the team says of a ticket by now: orders may come late, and in any order."""
    ticket = storage.load(desk, ticket_id)
    if ticket.is_test:
        return  # nobody writes to a shop like that
    holds = ticket.is_spam if label == SPAM else label in {tag.name for tag in ticket.tags}
    learn(desk, ticket_id, label, holds=holds)


def learned(desk: Desk) -> Learned:
    """Return what the team has taught, at most some seconds old."""
    return _recent.get(desk.account_id, "", desk.now(), lambda: _now(desk)[0])


def learn(desk: Desk, ticket_id: str, label: str, *, holds: bool) -> None:
    """Learn from what an agent said of a ticket: it is spam, or of an automatic tag, or is not.

    The words are those of the ticket's first message from outside; without one there is nothing
    to learn, nor from own tags, nor from the same lesson again. Raises Unavailable under a storm.
    """
    message = first_message(desk, ticket_id) if label in LABELS else None
    if message is None:
        return
    inbound = replace(of_message(message), facts=_against(message, holds=holds))
    for _ in attempts(desk):
        known, version = _now(desk)
        wiser = classify.learn(known, inbound, label, holds=holds)
        if wiser == known or _is_saved(desk, wiser, version + 1):
            return
    raise Unavailable("Too many corrections at once; try again.")


def _against(message: Message, *, holds: bool) -> Facts:
    # A correction has to hold whatever the mail service thinks of the next such mail, and whether
    # a machine sends it. Tags have nothing to do with either.
    if holds:
        return Facts(mail_verdict="pass")
    return Facts(mail_verdict="fail", is_automatic=message.is_automatic)


def first_message(desk: Desk, ticket_id: str) -> Message | None:
    """Return a ticket's first message from outside, whole."""
    _, entries = storage.thread(desk, ticket_id, before=_FIRST_ENTRIES + 1)
    messages = (entry for entry in entries if isinstance(entry, Message) and entry.is_inbound)
    first = next(messages, None)
    whole = bodies.whole(desk, first) if first is not None else None
    return whole if isinstance(whole, Message) else None


def _now(desk: Desk) -> tuple[Learned, int]:
    row = find(LearnedRow, keys.learned(desk.account_id), consistent=True)
    return (load(row.weights), int(row.version)) if row else (NOTHING, 0)


def _is_saved(desk: Desk, wiser: Learned, version: int) -> bool:
    pk, sk = keys.learned(desk.account_id)
    row = LearnedRow(pk=pk, sk=sk, weights=dump(wiser), version=version)
    is_next = LearnedRow.version == version - 1
    row.operation = desk.operation_id
    try:
        with translated():
            row.save(is_next if version > 1 else Row.pk.does_not_exist())
    except ConditionFailed:
        return False  # if it was our own write whose answer was lost, there is nothing left to do
    finally:
        _recent.forget(desk.account_id)
    return True
