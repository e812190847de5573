"""What is decided about a new ticket before it is made, in this order: block, spam, tags, team,
agent (decision 23)."""

from contextlib import suppress
from dataclasses import dataclass

from chalicelib.accounts import forwarding, roster
from chalicelib.accounts import storage as accounts
from chalicelib.channels.model import Inbound
from chalicelib.channels.registry import capabilities
from chalicelib.channels.verdicts import has_virus, is_forged
from chalicelib.channels.webchat.model import SANDBOX
from chalicelib.core import hours
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Unavailable
from chalicelib.customers.blocks import storage as blocks
from chalicelib.customers.model import Who
from chalicelib.marketing.platform.segments import lazily
from chalicelib.messaging.autoresponder import answer_to
from chalicelib.messaging.rules import AutomaticAnswer, Opening, Writer
from chalicelib.routing import handing
from chalicelib.routing.model import Sorting
from chalicelib.routing.sorting import sort
from chalicelib.routing.text.words import of_arrival
from chalicelib.tickets import storage

_LOOKED_AT = 5
_ASK_ABOUT_FORWARDING = ("forwarding-noreply@google.com",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """All that a new ticket is made with besides its message."""

    number: int
    opening: Opening


def may_open(desk: Desk, inbound: Inbound) -> bool:
    """Tell whether a message that joins no ticket opens one: no report does, and no channel that
    the shop has switched off."""
    is_on = accounts.account(desk).settings.opens_tickets.get(inbound.channel, True)
    return is_on and not inbound.is_report


def is_dropped(desk: Desk, inbound: Inbound) -> bool:
    """Tell whether the sender is blocked; then the message is counted, and that is all."""
    block = blocks.find_for(desk, inbound.channel, inbound.sender.email or inbound.sender.address)
    if block is not None:
        blocks.count_drop(desk, block)
    return block is not None


def decide(desk: Desk, inbound: Inbound, writer: Writer, *, replaces: str | None) -> Decided:
    """Judge a first message and choose who gets its ticket.

    Two tries at one ticket draw one turn: of one message, or of two first messages of one person.
    """
    draw, is_helped = _draw(desk, inbound, replaces), _is_helped(desk, inbound)
    is_test = inbound.inbox == SANDBOX
    sorting = sort(
        desk,
        of_arrival(inbound),
        is_trusted=lambda: _is_trusted(desk, inbound, writer),
        segments=lazily(desk, _who(writer), writer.segments),
        draw=draw,
        finds_team=not (is_helped or is_test),
    )
    if sorting.is_spam:
        opening = Opening(spam_reasons=sorting.reasons, is_spam=True)
        return Decided(number=roster.draw(desk).number, opening=opening)
    if is_helped:
        opening = Opening(tags=sorting.tags, is_helped=True)
        return Decided(number=roster.draw(desk).number, opening=opening)
    return _handed_out(desk, inbound, writer, sorting, draw=draw)


def _is_helped(desk: Desk, inbound: Inbound) -> bool:
    """Tell whether the Customer Agent answers first; never what a machine wrote, or a forger."""
    if inbound.is_automatic or is_forged(inbound.verdicts) or has_virus(inbound.verdicts):
        return False
    return inbound.channel in accounts.helped_channels(desk)


def _who(writer: Writer) -> Who:
    return Who(id=writer.ref.id, phone=writer.ref.phone, email=writer.ref.email)


def name_of(desk: Desk, inbound: Inbound) -> str:
    """Return what tells this message from every other one, and is the same when it comes again."""
    return f"{inbound.provider_id or desk.key or desk.operation_id}|{inbound.digest}"


def _handed_out(
    desk: Desk, inbound: Inbound, writer: Writer, sorting: Sorting, *, draw: str
) -> Decided:
    now = desk.now()
    is_test = inbound.inbox == SANDBOX  # it takes nobody's turn
    pool = None if is_test else handing.pool_for(desk, sorting.team_id)
    gate = handing.gate(desk, inbound.channel, now)
    waits_until = gate.opens_at if pool else None
    drawn = roster.draw(desk, wakes_at=waits_until)
    agent_id = None
    if pool is not None and gate.is_open:
        with suppress(Unavailable):  # then it waits like any other, which is better than no ticket
            agent_id = handing.next_agent(desk, pool, drawn.shifts, draw)
    opening = Opening(
        tags=sorting.tags,
        team_id=sorting.team_id,
        assignee_id=agent_id,
        assigned_by=pool.way if pool and agent_id else "",
        answer=_greeting(desk, inbound) or answer_to(desk, inbound, writer.ref.id),
    )
    return Decided(number=drawn.number, opening=opening)


def _greeting(desk: Desk, inbound: Inbound) -> AutomaticAnswer | None:
    """Return the automatic answer of the hour; none without a calendar (decision 36)."""
    calendar = accounts.calendar(desk)
    if calendar.days is None or not capabilities(inbound.channel).answers_by_hours:
        return None
    texts = accounts.account(desk).settings.web_chat
    is_open = hours.is_open(calendar, desk.now())
    text = texts.reply_in_hours if is_open else texts.reply_out_of_hours
    return AutomaticAnswer(text=text) if text else None


def _is_trusted(desk: Desk, inbound: Inbound, writer: Writer) -> bool:
    """Tell whether this is never taken for spam: a shopper for whom the shop vouches, somebody
    whom the team has answered before (decision 12), a provider that asks about forwarding."""
    if inbound.inbox == SANDBOX:
        return True
    if capabilities(inbound.channel).is_pulled and inbound.sender.is_verified:
        return True
    if inbound.sender.address in _ASK_ABOUT_FORWARDING and inbound.sender.is_verified:
        return True
    if forwarding.may_be_confirmation(desk, f"{inbound.subject} {inbound.text}"):
        return True
    if is_forged(inbound.verdicts):
        return False  # anybody can write under a known name
    ids = storage.tickets_of_customer(desk, writer.ref.id, limit=_LOOKED_AT)
    return any(t.spoke_sequence and not t.is_spam for t in storage.heads(desk, ids))


def _draw(desk: Desk, inbound: Inbound, replaces: str | None) -> str:
    if capabilities(inbound.channel).threads_by_person:
        parts = (inbound.channel, inbound.inbox, inbound.sender.address, replaces or "")
    else:
        parts = (inbound.channel, inbound.inbox, name_of(desk, inbound))
    return "|".join(parts)
