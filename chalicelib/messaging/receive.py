"""A customer's message becomes a ticket, or joins one: load, decide, commit."""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.channels.model import File, Inbound, Kind
from chalicelib.channels.registry import capabilities
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Duplicate, Unavailable
from chalicelib.customers.identify import identify
from chalicelib.customers.model import IdentityKind
from chalicelib.messaging import intake, rules
from chalicelib.messaging.matching import Match, match, still_joins
from chalicelib.messaging.rules import Writer
from chalicelib.routing.reopening import reassigned
from chalicelib.table.write import pause
from chalicelib.tickets import bodies, policy, storage
from chalicelib.tickets.apply import Done, apply
from chalicelib.tickets.model import (
    Attachment,
    Change,
    CustomerRef,
    Entry,
    Message,
    Ticket,
)
from chalicelib.tickets.storage import LostRace

_ATTEMPTS = 12
_NOBODY = "unknown-sender"
"""Who wrote what names no sender: somebody of the team still has to look at it."""
_IDENTITY = {
    Kind.email: IdentityKind.email,
    Kind.sms: IdentityKind.phone,
    Kind.whatsapp: IdentityKind.phone,
    Kind.instagram: IdentityKind.handle,
    Kind.webchat: IdentityKind.user,
}


Known = Callable[[], Writer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What became of a message; `ticket` is None when it was known, or nobody's concern."""

    ticket: Ticket | None
    is_new: bool = False
    entry: Message | None = None
    outcome: str = "received"


def receive(
    desk: Desk, inbound: Inbound, *, writer: Known | None = None, raw_key: str = ""
) -> Received:
    """Store a message once, in the ticket it belongs to; at least one of both exists afterwards.

    Only what comes from somebody blocked is dropped. `writer` says who somebody new is, where a
    session knows better than the message does. Raises Unavailable under a storm.
    """
    if intake.is_dropped(desk, inbound):
        return Received(ticket=None, outcome="blocked")
    files = _stored(desk, inbound.files)
    for attempt in range(_ATTEMPTS):
        found = match(desk, inbound, consistent=attempt > 0)
        if inbound.is_report and found.joins is None:
            return Received(ticket=None, outcome="report")
        try:
            return _place(desk, inbound, found, writer=writer, files=files, raw_key=raw_key)
        except Duplicate:
            return Received(ticket=None, outcome="duplicate")
        except LostRace:
            pause(desk, min(attempt, 5))
    raise Unavailable("Too many messages for one conversation at once; try again.")


def _place(
    desk: Desk,
    inbound: Inbound,
    found: Match,
    *,
    writer: Known | None,
    files: tuple[Attachment, ...],
    raw_key: str,
) -> Received:
    who = _author(desk, inbound, found, writer)
    message = rules.message_of(
        inbound,
        who.ref,
        desk.now(),
        files=files,
        raw_key=raw_key,
        is_requester=found.is_requester,
        capabilities=capabilities(inbound.channel),
    )
    message = bodies.spilled(desk, message)
    if found.joins is not None:
        done = _join(desk, inbound, found.joins, message)
        return Received(ticket=done.ticket, entry=_first(done.entries))
    ticket, entries = _open(desk, inbound, found, who, message)
    return Received(ticket=ticket, is_new=True, entry=_first(entries))


def _first(entries: tuple[Entry, ...]) -> Message | None:
    return next((entry for entry in entries if isinstance(entry, Message)), None)


def _join(desk: Desk, inbound: Inbound, ticket: Ticket, message: Message) -> Done:
    now, carries = desk.now(), capabilities(ticket.channel)

    def decide(current: Ticket) -> Change:
        if not still_joins(desk, current, inbound):
            raise LostRace  # closed meanwhile: what was written now would never be seen
        joined = rules.joined(current, message, now, capabilities=carries)
        return reassigned(desk, joined, now)

    return apply(desk, ticket.id, decide, loaded=ticket)


def _open(
    desk: Desk, inbound: Inbound, found: Match, who: Writer, message: Message
) -> tuple[Ticket, tuple[Entry, ...]]:
    replaces = found.links.id if found.links else None
    decided = intake.decide(desk, inbound, who, replaces=replaces)
    now = desk.now()
    ticket = Ticket(
        id=desk.new_id("tkt"),
        number=decided.number,
        channel=inbound.channel,
        inbox=inbound.inbox,
        subject=inbound.subject[: rules.MAX_SUBJECT],
        customer=who.ref,
        person=inbound.sender.address,
        created_at=now,
        updated_at=now,
        linked_ticket_id=replaces,
    )
    change = rules.opened(
        ticket,
        message,
        capabilities=capabilities(inbound.channel),
        replaces=replaces,
        opening=decided.opening,
    )
    return storage.commit(desk, change, policy.load(desk)), change.entries


def _author(desk: Desk, inbound: Inbound, found: Match, writer: Known | None) -> Writer:
    if found.joins is not None and found.joins.person == inbound.sender.address:
        return Writer(ref=found.joins.customer)
    return writer() if writer else _writer(desk, inbound)


def _writer(desk: Desk, inbound: Inbound) -> Writer:
    sender = inbound.sender
    kind = _IDENTITY[inbound.channel] if sender.address else IdentityKind.user
    customer = identify(
        desk,
        kind,
        sender.address or _NOBODY,
        name=sender.name,
        is_verified=sender.is_verified,
    )
    ref = CustomerRef(
        id=customer.id, name=customer.name, email=customer.email, phone=customer.phone
    )
    return Writer(ref=ref, segments=customer.segments)


def _stored(desk: Desk, files: tuple[File, ...]) -> tuple[Attachment, ...]:
    return tuple(_store(desk, file) for file in files)


def _store(desk: Desk, file: File) -> Attachment:
    attachment_id = desk.new_id("att")
    key = f"{desk.account_id}/files/{attachment_id}"
    desk.files.put(key, file.content, content_type=file.content_type)
    return Attachment(
        id=attachment_id,
        name=file.name,
        content_type=file.content_type,
        size=len(file.content),
        key=key,
        content_id=file.content_id,
    )
