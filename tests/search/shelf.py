"""Tickets that were told of in the feed, and an index of them."""

from collections.abc import Sequence
from typing import Any

import boto3

from chalicelib import settings
from chalicelib.core.desk import Desk
from chalicelib.search import documents, index, storage
from chalicelib.search import find as finding
from chalicelib.search.model import Contents, Place, better
from chalicelib.search.segment import contents
from chalicelib.tickets import changes, feed
from chalicelib.tickets import storage as tickets
from chalicelib.tickets.due import Policy
from chalicelib.tickets.feed import Touched
from chalicelib.tickets.model import Change, Ticket
from tests.builders import (
    NOON,
    a_first,
    a_message,
    a_ticket,
    a_ticket_id,
    a_writer,
    an_agent,
)


class Shelf:
    """An account's tickets; every step is an operation of its own."""

    def __init__(self, desk: Desk) -> None:
        """Start without tickets."""
        self._desk = desk
        self._steps = 0

    def desk(self) -> Desk:
        """Return the desk of the next operation."""
        self._steps += 1
        return self._desk.for_operation(f"{self._desk.operation_id}-{self._steps}")

    def open(self, number: int, text: str = "Hello", **facts: object) -> Ticket:
        """Let a ticket be opened by a message."""
        head = a_ticket(id=a_ticket_id(number), number=number, preview=text[:120], **facts)
        first = a_message(sequence=1, ticket_id=head.id, version=1, text=text)
        return self.commit(a_first(head, first))

    def write(self, ticket: Ticket, text: str) -> Ticket:
        """Let the customer write again."""
        draft = changes.change(ticket, NOON)
        draft = draft.add_message(a_writer(), channel=ticket.channel, is_inbound=True, text=text)
        return self.commit(draft.set(preview=text[:120]).done())

    def note(self, ticket: Ticket, text: str) -> Ticket:
        """Let an agent note something."""
        return self.commit(changes.change(ticket, NOON).add_note(an_agent(), text).done())

    def change(self, ticket: Ticket, **facts: object) -> Ticket:
        """Change the head alone."""
        return self.commit(changes.change(ticket, NOON).set(**facts).done())

    def commit(self, change: Change) -> Ticket:
        """Write a change, and tell of it."""
        ticket = tickets.commit(self.desk(), change, Policy())
        feed.fold(self.desk(), [Touched(ticket_id=ticket.id, ticket=ticket)])
        return ticket

    def index(self) -> None:
        """Do what the jobs would do one after the other, until nothing is left."""
        before = None
        while before != (before := storage.load(self.desk(), consistent=True)):
            index.work_off(self.desk(), {})

    def found(self, text: str, **more: int) -> list[int]:
        """Return the numbers of the tickets that are found."""
        return [each.ticket.number for each in self.answer(text, **more).found]

    def answer(self, text: str, **more: int) -> finding.Answer:
        """Return all that is answered."""
        return finding.find(self.desk(), text, **more)

    def contents(self) -> Contents:
        """Return all that the index holds, whichever file it is in."""
        desk = self.desk()
        bodies = [storage.body(desk, file) for file in storage.load(desk, consistent=True).files]
        return all_at_once([contents(*body) for body in bodies])


def whole(shelf: Shelf, *numbers: int) -> Any:
    """Return what the index of these tickets holds when it is made of all they have now."""
    found = [tickets.ahead(shelf.desk(), a_ticket_id(number), 0) for number in numbers]
    return documents.of_tickets(found)


def lying(aws: settings.Settings, desk: Desk) -> set[str]:
    """Return the names of an account's files in the bucket."""
    s3 = boto3.client("s3", region_name=aws.region)
    prefix = f"search/{desk.account_id}/"
    found = s3.list_objects_v2(Bucket=aws.files_bucket, Prefix=prefix).get("Contents", [])
    return {each["Key"].removeprefix(prefix) for each in found}


def known(shelf: Shelf) -> set[str]:
    """Return the names of the files that the manifest knows, in use or not."""
    manifest = storage.load(shelf.desk(), consistent=True)
    return {file.name for file in (*manifest.files, *manifest.dropped)}


def all_at_once(parts: Sequence[Contents]) -> Contents:
    """Return what indexing everything in one piece has to come to."""
    whole: dict[str, dict[str, Place]] = {}
    for part in parts:
        for term, places in part.items():
            own = whole.setdefault(term, {})
            for ticket, where in places.items():
                own[ticket] = better(own[ticket], where) if ticket in own else where
    return whole
