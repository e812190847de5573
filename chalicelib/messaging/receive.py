"""A customer's message becomes a ticket, or joins one: load, decide, commit."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from chalicelib.channels.model import Inbound
from chalicelib.channels.registry import capabilities
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Duplicate, Unavailable
from chalicelib.marketing.sends import attributing
from chalicelib.messaging import intake, rules
from chalicelib.messaging.autoresponder import answer_to
from chalicelib.messaging.files import emptied, stored
from chalicelib.messaging.keywords.model import Meaning
from chalicelib.messaging.keywords.take import take
from chalicelib.messaging.matching import Match, match, still_joins
from chalicelib.messaging.rules import Writer
from chalicelib.messaging.writers import writer_of
from chalicelib.routing.reopening import reassigned
from chalicelib.table.write import attempts
from chalicelib.tickets import bodies, markers, policy, storage
from chalicelib.tickets.apply import Done, apply
from chalicelib.tickets.model import (
    Attachment,
    Change,
    Entry,
    Message,
    Ticket,
)
from chalicelib.tickets.storage import LostRace

Known = Callable[[], Writer]
Brought = Callable[[], tuple[Attachment, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What became of a message; `ticket` is None when it was known, or nobody's concern."""

    ticket: Ticket | None
    is_new: bool = False
    entry: Message | None = None
    outcome: str = "received"


def receive(
    desk: Desk, inbound: Inbound, *, writer: Known | None = None, raw_key: str = "",
    brought: Brought = tuple,
) -> Received:  # fmt: skip
    """Store a message once, in the ticket it belongs to; at least one of both exists afterwards.

    Only what comes from somebody blocked is dropped, save their word that they want no more texts;
    and a keyword is done instead. `writer` says who somebody new is, where a session knows better
    than the message does; `brought` keeps files that were uploaded before. Raises Unavailable under
    a storm.
    """
    if intake.is_dropped(desk, inbound):
        has_stopped = take(desk, inbound, only=Meaning.opt_out)
        return Received(ticket=None, outcome="keyword" if has_stopped else "blocked")
    if take(desk, inbound):
        return Received(ticket=None, outcome="keyword")
    files = (*brought(), *stored(desk, inbound.files))
    for attempt in attempts(desk):
        found = match(desk, inbound, consistent=attempt > 0)
        if found.joins is None and not intake.may_open(desk, inbound):
            emptied(desk, files)
            return Received(ticket=None, outcome="report" if inbound.is_report else "off")
        try:
            return _place(desk, inbound, found, writer=writer, files=files, raw_key=raw_key)
        except Duplicate:
            emptied(desk, files)
            return Received(ticket=None, outcome="duplicate")
        except LostRace:
            continue
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
    if not ticket.is_spam:
        message = _attributed(desk, inbound, message)

    def decide(current: Ticket) -> Change:
        if not still_joins(desk, current, inbound):
            raise LostRace  # closed meanwhile: what was written now would never be seen
        is_apart = current.is_spam or current.is_helped
        answer = None if is_apart else answer_to(desk, inbound, current.customer.id)
        joined = rules.joined(current, message, now, capabilities=carries, answer=answer)
        return reassigned(desk, joined, now)

    return apply(desk, ticket.id, decide, loaded=ticket)


def _open(
    desk: Desk, inbound: Inbound, found: Match, who: Writer, message: Message
) -> tuple[Ticket, tuple[Entry, ...]]:
    replaces = found.links.id if found.links else None
    decided = intake.decide(desk, inbound, who, replaces=replaces)
    now = desk.now()
    if not decided.opening.is_spam:
        message = _attributed(desk, inbound, message)
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


def _attributed(desk: Desk, inbound: Inbound, message: Message) -> Message:
    if message.is_automatic or not capabilities(inbound.channel).attributes:
        return message
    found = attributing.claim(
        desk,
        inbound.channel,
        message.author.id,
        by=intake.name_of(desk, inbound),
        at=min(message.written_at or message.created_at, message.created_at),
        is_known=lambda: _is_known(desk, inbound),
    )
    return replace(message, attribution=found) if found else message


def _is_known(desk: Desk, inbound: Inbound) -> bool:
    known_as = inbound.provider_id
    found = known_as and markers.ticket_of_message(desk, inbound.channel, known_as, consistent=True)
    return bool(found)


def _author(desk: Desk, inbound: Inbound, found: Match, writer: Known | None) -> Writer:
    if found.joins is not None and found.joins.person == inbound.sender.address:
        return Writer(ref=found.joins.customer)
    return writer() if writer else writer_of(desk, inbound)
