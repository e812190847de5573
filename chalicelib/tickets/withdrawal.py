"""A message that its customer took back: its words and files go, its place in the thread stays."""

from dataclasses import replace

from chalicelib.channels.model import Kind
from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.table.row import Row
from chalicelib.table.write import Put, transact
from chalicelib.tickets import deliveries, markers
from chalicelib.tickets.apply import apply
from chalicelib.tickets.changes import change
from chalicelib.tickets.entry_rows import to_entry_row
from chalicelib.tickets.model import Change, Message, Ticket
from chalicelib.tickets.rules import speaking

WITHDRAWN = "withdrawn"


def withdraw(desk: Desk, channel: Kind, provider_id: str, *, by: str) -> bool:
    """Empty the message that this address wrote under this id; False where there is none.

    One that is yet to come, since deliveries come in any order, will be none: its words are never
    stored.
    """
    message = _found(desk, channel, provider_id)
    if message is None:
        if markers.forestall(desk, channel, provider_id):
            return False
        message = _found(desk, channel, provider_id)  # it came just now
    if message is None or not message.is_inbound or message.sender != by:
        return False
    shown = speaking.preview(speaking.words_of(message.text, message.attachments))
    apply(desk, message.ticket_id, lambda ticket: _without(desk, ticket, shown))
    for key in filter(None, (message.body_key, *(file.key for file in message.attachments))):
        desk.files.put(key, b"", content_type="application/octet-stream")
    if WITHDRAWN not in message.flags:
        row = to_entry_row(desk.account_id, _emptied(message))
        transact(desk, [Put(row=row, condition=Row.pk.exists())])
    return True


def _found(desk: Desk, channel: Kind, provider_id: str) -> Message | None:
    place = markers.ticket_of_message(desk, channel, provider_id, consistent=True)
    try:
        return deliveries.load(desk, *place) if place else None
    except NotFound:
        return None


def _without(desk: Desk, ticket: Ticket, shown: str) -> Change:
    draft = change(ticket, desk.now())
    return (draft.set(preview="") if shown and ticket.preview == shown else draft).done()


def _emptied(message: Message) -> Message:
    return replace(
        message,
        text="",
        quoted="",
        html=None,
        body_key="",
        subject="",
        attachments=(),
        flags=(*message.flags, WITHDRAWN),
    )
