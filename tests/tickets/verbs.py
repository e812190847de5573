"""Everything that can happen to a ticket, by name, for tables and for random histories."""

from collections.abc import Callable
from datetime import datetime, timedelta

from chalicelib.channels.model import Capabilities, Kind
from chalicelib.tickets import assignment, changes, due
from chalicelib.tickets.due import Policy, Visitor
from chalicelib.tickets.model import Change, Ticket
from chalicelib.tickets.rules import marking, speaking, states
from tests.builders import BOB, a_message, a_writer, an_agent, carries

POLICY = Policy(close_after={kind: timedelta(hours=48) for kind in (Kind.email, Kind.webchat)})
Verb = Callable[[Ticket, datetime], Change]


def written(ticket: Ticket, now: datetime, *, is_automatic: bool = False) -> Change:
    """Let the customer, or their mail server, write."""
    message = a_message(channel=ticket.channel, is_automatic=is_automatic, created_at=now)
    return speaking.receive(changes.change(ticket, now), message, _carries(ticket)).done()


def followed_up(ticket: Ticket, now: datetime) -> Change:
    """Let the three minutes pass with a visitor who is away."""
    if not due.is_follow_up_due(ticket, now):
        return changes.change(ticket, now).done()
    visitor = Visitor(heard_at=None, seen_sequence=0, email="ann@home.example")
    return due.follow_up(ticket, visitor, now, policy=POLICY, text="We answered")


VERBS: dict[str, Verb] = {
    "the customer writes": written,
    "an out-of-office comes": lambda t, now: written(t, now, is_automatic=True),
    "Alice replies": lambda t, now: speaking.reply(
        t, an_agent(), "Yes", now, capabilities=_carries(t)
    ),
    "Alice notes": lambda t, now: speaking.note(t, an_agent(), "Hm", now),
    "Alice gives it to Bob": lambda t, now: assignment.assign(t, BOB, an_agent(), now, name="Bob"),
    "Bob gives it to nobody": lambda t, now: assignment.assign(t, None, an_agent(BOB), now),
    "Alice snoozes": lambda t, now: states.snooze(t, now + timedelta(hours=3), an_agent(), now),
    "Alice closes": lambda t, now: states.close(t, an_agent(), now),
    "Alice reopens": lambda t, now: states.reopen(t, an_agent(), now, capabilities=_carries(t)),
    "Alice tags": lambda t, now: marking.retag(t, an_agent(), now, add=("late",), remove=("vip",)),
    "Alice reads": lambda t, now: marking.read(t, an_agent().id, now, is_read=True),
    "Alice marks it unread": lambda t, now: marking.read(t, an_agent().id, now, is_read=False),
    "Alice says spam": lambda t, now: marking.judge_spam(t, an_agent(), now, is_spam=True),
    "Alice says not spam": lambda t, now: marking.judge_spam(t, an_agent(), now, is_spam=False),
    "the visitor ends": lambda t, now: states.end(t, a_writer(), now),
    "its moment comes": lambda t, now: due.come_due(t, now, POLICY),
    "three minutes pass": followed_up,
}


def _carries(ticket: Ticket) -> Capabilities:
    return carries(ticket.channel)
