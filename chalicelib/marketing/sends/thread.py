"""A page of a ticket's thread, with the campaigns and flows that the customer received between."""

from dataclasses import dataclass, field
from typing import Any

from chalicelib.channels.model import Kind
from chalicelib.channels.registry import CHANNELS
from chalicelib.core.desk import Desk
from chalicelib.marketing.sends import rules, storage
from chalicelib.marketing.sends.model import Send
from chalicelib.marketing.sends.rules import Line
from chalicelib.table.read import Position
from chalicelib.tickets import present
from chalicelib.tickets import storage as tickets
from chalicelib.tickets.model import Author, AuthorType, Entry, Message, State, Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The newest lines before a position, oldest first; the head comes with the first page."""

    lines: list[Line]
    older: dict[str, Any] | None
    head: Ticket | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Received:
    """The sends before a place, and whose they are; nobody's where the channel has none."""

    place: dict[str, str] | None = None
    sends: list[Send] = field(default_factory=list[Send])


def page(desk: Desk, ticket_id: str, *, limit: int, position: Position) -> Page:
    """Return a page; besides the entries' query it takes one for the sends, where there can be any.

    Raises NotFound when there is no such ticket.
    """
    if not position:
        head, entries = tickets.thread(desk, ticket_id, limit=limit)
        assert head is not None
        received = _received(desk, _place(head), limit)
        return _page(desk, entries, received, limit=limit, before=head.sequence + 1, head=head)
    before = int(position["before"])
    entries = tickets.thread(desk, ticket_id, limit=limit, before=before)[1] if before > 1 else []
    received = _received(desk, position.get("sends"), limit)
    return _page(desk, entries, received, limit=limit, before=before)


def shown(send: Send, follows: int) -> dict[str, Any]:
    """Return a send as the thread shows it: like a message, with what it was sent by."""
    message = Message(
        sequence=0,
        ticket_id="",
        channel=send.channel,
        is_inbound=False,
        author=Author(type=AuthorType.system, name=send.name),
        text=send.text,
        state=State.delivered,
        is_automatic=True,
        created_at=send.sent_at,
    )
    own = {"id": f"send_{send.id}", "sequence": None, "follows": follows}
    source = {
        "kind": send.kind.value,
        "name": send.name,
        "source_id": send.source_id or None,
        "send_id": send.id,
    }
    return {**present.entry(message), **own, "source": source}


def _place(head: Ticket) -> dict[str, str] | None:
    channel = CHANNELS.get(head.channel)
    if channel is None or not channel.capabilities.attributes:
        return None
    return {"customer": head.customer.id, "channel": head.channel.value, "before": ""}


def _received(desk: Desk, place: dict[str, str] | None, limit: int) -> _Received:
    if place is None:
        return _Received()
    sends = storage.newest(
        desk, place["customer"], Kind(place["channel"]), before=place["before"], limit=limit + 1
    )
    return _Received(place=place, sends=sends)


def _page(
    desk: Desk, entries: list[Entry], received: _Received, *, limit: int, before: int,
    head: Ticket | None = None,
) -> Page:  # fmt: skip
    lines = rules.merged(entries, received.sends, limit=limit, before=before)
    reached = next((line.entry.sequence for line in lines if line.entry), before)
    own = [line.send for line in lines if line.send]
    place = received.place
    if len(own) == len(received.sends):
        place = None
    elif place and own:
        place = {**place, "before": storage.place(desk, own[0])}
    older = {"before": reached, "sends": place} if reached > 1 or place else None
    return Page(lines=lines, older=older, head=head)
