"""What falls due on a ticket, and when: the one rule behind the due index, pure."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chalicelib.channels.model import Kind
from chalicelib.tickets import session as sessions
from chalicelib.tickets.changes import Draft, change
from chalicelib.tickets.event_names import EventName
from chalicelib.tickets.model import SYSTEM, Change, State, Status, Ticket
from chalicelib.tickets.rules.helping import CUSTOMER_AGENT
from chalicelib.tickets.rules.speaking import ORDERED_AGAIN_AFTER
from chalicelib.tickets.rules.states import closing

ONLINE_FOR = timedelta(seconds=60)
"""A visitor who polled this recently is online (decision 21)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The account's settings as far as due things obey them."""

    close_after: dict[Kind, timedelta] = field(default_factory=dict[Kind, timedelta])
    """A missing channel has no auto-close."""
    closes_snoozed: bool = False
    closing_text: str = ""
    follows_up: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """What is known of the other end of a chat."""

    heard_at: datetime | None
    seen_sequence: int
    email: str
    has_gone_on: bool = False
    """They began another conversation since the team's last answer in this one."""


def due_at(ticket: Ticket, policy: Policy) -> datetime | None:
    """Return when the ticket must be looked at next, or None; derived on every commit."""
    moments = [ticket.follow_up_after, _closes_at(ticket, policy), answer_due_at(ticket)]
    if ticket.status is Status.snoozed:
        moments.append(ticket.snoozed_until)
    return min((moment for moment in moments if moment is not None), default=None)


def answer_due_at(ticket: Ticket) -> datetime | None:
    """Return when the Customer Agent's answer is looked after, where it owes one.

    Or when another helpdesk is told again what it does not know yet.
    """
    if ticket.session is None or not ticket.session.owes or ticket.is_spam:
        return None
    if ticket.session.elsewhere:
        return ticket.session.elsewhere.again_at
    return ticket.updated_at + sessions.LOOKED_AT_AGAIN


def come_due(ticket: Ticket, now: datetime, policy: Policy, *, may_speak: bool = True) -> Change:
    """Wake or close, whichever is due; an empty change when neither is (acceptance 50, 84).

    Where nothing can be sent to the customer now, it closes without a word.
    """
    if ticket.status is Status.snoozed and ticket.snoozed_until and ticket.snoozed_until <= now:
        return _wake(change(ticket, now)).done()
    closes_at = _closes_at(ticket, policy)
    if closes_at is not None and closes_at <= now:
        if ticket.is_helped:
            # Where another helpdesk had it, a human answered there, and the Customer Agent did not.
            is_elsewhere = ticket.session is not None and ticket.session.elsewhere
            by = SYSTEM if is_elsewhere else CUSTOMER_AGENT
            return closing(change(ticket, now), by, "quiet").done()
        text = policy.closing_text if may_speak and not ticket.is_spam else ""
        return _close_quietly(ticket, now, text)
    return change(ticket, now).done()


def is_follow_up_due(ticket: Ticket, now: datetime) -> bool:
    """Tell whether more than the three minutes have passed (acceptance 78)."""
    return ticket.follow_up_after is not None and now > ticket.follow_up_after


def follow_up(
    ticket: Ticket, visitor: Visitor | None, now: datetime, *, policy: Policy, text: str
) -> Change:
    """Claim and queue the one follow-up, or drop it; change nothing while the visitor is online."""
    draft = change(ticket, now)
    if visitor is None or not _wants_follow_up(ticket, visitor, policy):
        return draft.set(follow_up_after=None).done()
    if online_until(visitor, now):
        return draft.done()
    return (
        draft.set(follow_up_after=None, is_followed_up=True, mail_to=visitor.email)
        .add_message(
            SYSTEM,
            channel=Kind.email,
            is_inbound=False,
            text=text,
            recipient=visitor.email,
            state=State.queued,
            due_at=now + ORDERED_AGAIN_AFTER,
            is_automatic=True,
        )
        .done()
    )


def online_until(visitor: Visitor, now: datetime) -> datetime | None:
    """Return when a visitor who is there could be gone, or None for one who is gone."""
    if visitor.heard_at is None or visitor.heard_at + ONLINE_FOR <= now:
        return None
    return visitor.heard_at + ONLINE_FOR


def _wants_follow_up(ticket: Ticket, visitor: Visitor, policy: Policy) -> bool:
    return (
        bool(visitor.email)
        and visitor.seen_sequence < ticket.spoke_sequence
        and not visitor.has_gone_on
        and policy.follows_up
        and not ticket.is_followed_up
        and not ticket.is_spam
        and not ticket.is_test
    )


def _closes_at(ticket: Ticket, policy: Policy) -> datetime | None:
    period = policy.close_after.get(ticket.channel)
    if ticket.session is not None and ticket.is_helped:
        period = sessions.QUIET_FOR
        if ticket.session.elsewhere:
            period = sessions.QUIET_ELSEWHERE_FOR
    is_counting = ticket.status is Status.open or (
        ticket.status is Status.snoozed and policy.closes_snoozed
    )
    if period is None or ticket.quiet_since is None or not is_counting:
        return None
    return ticket.quiet_since + period


def _wake(draft: Draft) -> Draft:
    restarted = draft.now if draft.ticket.quiet_since else None
    return draft.set(
        status=Status.open,
        snoozed_until=None,
        keep_on_reply=False,
        quiet_since=restarted,
        read_by=frozenset(),
        updated_at=draft.now,
    ).add_event(EventName.woke, SYSTEM, because="time")


def _close_quietly(ticket: Ticket, now: datetime, text: str) -> Change:
    # The text goes before the closing, so that it can never reopen what it announces.
    draft = change(ticket, now)
    if text:
        draft = draft.add_message(
            SYSTEM,
            channel=ticket.channel,
            is_inbound=False,
            text=text,
            recipient=ticket.person,
            state=State.queued,
            due_at=now + ORDERED_AGAIN_AFTER,
            is_automatic=True,
        )
    return closing(draft, SYSTEM, "inactivity").done()
