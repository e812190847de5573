"""Taking back an answer while it is held, so that its customer never hears of it."""

from contextlib import suppress
from dataclasses import dataclass, replace

from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound, Unavailable
from chalicelib.messaging.files import emptied
from chalicelib.table.write import ConditionFailed
from chalicelib.tickets import bodies, storage
from chalicelib.tickets.apply import Done, apply
from chalicelib.tickets.attachments import uploads
from chalicelib.tickets.authors import author
from chalicelib.tickets.changes import change
from chalicelib.tickets.drafts import storage as drafts
from chalicelib.tickets.drafts.model import Words
from chalicelib.tickets.event_names import EventName
from chalicelib.tickets.model import Change, Entry, Event, Message, Ticket
from chalicelib.tickets.rules import holding

_NEWEST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """What stands in the message's place, and its words and files; they are a draft again."""

    entry: Entry
    words: Words


def withdraw(desk: Desk, ticket_id: str, sequence: int) -> Withdrawn:
    """Take back a message that no worker has claimed; raise Conflict `already_sent` for others.

    Worker and agent ask for the same row: one of them gets it. Taking back twice is once.
    """
    by, now, taken = author(desk), desk.now(), dict[int, tuple[Message, Words]]()

    def decide(ticket: Ticket) -> Change:
        entry = storage.entry_at(desk, ticket_id, sequence, consistent=True)
        if isinstance(entry, Event) and entry.name is EventName.withdrawn:
            return change(ticket, now).done()
        if not isinstance(entry, Message):
            raise NotFound("There is no such message.")
        decided = holding.taken_back(ticket, entry, by, now, others=_others(desk, entry))
        if entry.sequence not in taken:  # read and copied before they can be lost
            taken[entry.sequence] = (entry, _words(desk, entry))
        return decided

    done = apply(desk, ticket_id, decide)
    words = Words()
    if taken and done.entries:
        message, words = taken[sequence]
        _keep(desk, message, words)
    return Withdrawn(entry=_entry(desk, done, sequence), words=words)


def _others(desk: Desk, message: Message) -> list[Message]:
    _, entries = storage.thread(desk, message.ticket_id, limit=_NEWEST, consistent=True)
    messages = [entry for entry in entries if isinstance(entry, Message)]
    return [m for m in messages if not m.is_automatic and m.sequence != message.sequence]


def _entry(desk: Desk, done: Done, sequence: int) -> Entry:
    if done.entries:
        return done.entries[0]
    return storage.entry_at(desk, done.ticket.id, sequence, consistent=True)


def _words(desk: Desk, message: Message) -> Words:
    """Return all of its words, and its files as uploads that can be attached anew."""
    whole = bodies.whole(desk, message)
    text = whole.text if isinstance(whole, Message) else message.text
    return Words(text=text, attachment_ids=uploads.again(desk, message.attachments))


def _keep(desk: Desk, message: Message, words: Words) -> None:
    """Make them their author's draft again unless they have begun another; empty the message's."""
    with suppress(ConditionFailed, Unavailable):
        drafts.save(replace(desk, key=""), message.ticket_id, words, expected=0)
    emptied(desk, message.attachments)
    if message.body_key:
        desk.files.put(message.body_key, b"", content_type="application/json")
