"""What a ticket's conversation with the Customer Agent comes to, and is counted as. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import tzinfo
from typing import Any

from chalicelib.customer_agent.outcomes.model import STARTED, Amounts, Cell, Share, Talk
from chalicelib.customer_agent.setup.model import KINDS, NAMES
from chalicelib.tickets.model import Entry, Message, Ticket
from chalicelib.tickets.session import REOPENED_WITHIN, Outcome

QUESTION = 300
"""Characters of the first question."""
_ENDS = (Outcome.resolved, Outcome.routed, Outcome.closed)
DEFINITIONS = {
    "conversations": "Conversations that the Customer Agent began to answer in these days.",
    "resolved": "Of these, those that ended with an answer of the Customer Agent and no human.",
    "routed": "Of these, those that a human took over, whoever asked for that.",
    "closed": "Of these, those that ended without an answer that helped, and without a human.",
    "open": "Of these, those that go on with the Customer Agent.",
    "ended": "Resolved, routed and closed ones.",
    "resolution_rate": "Those that ended without a human, of all that ended. Whoever comes back "
    "within seven days had no answer: the conversation is open again.",
    "routed_rate": "Routed ones of all conversations.",
}


def followed(talk: Talk, ticket: Ticket, entries: Sequence[Entry]) -> Talk:
    """Return the conversation as the ticket's head and what came since tell it."""
    session = ticket.session
    assert session is not None
    came = [e for e in entries if isinstance(e, Message) and e.sequence > talk.sequence]
    inbound = next((e for e in came if e.is_inbound), None)
    talk = _begun_again(talk, came)
    is_over = not session.is_active
    return replace(
        talk,
        version=ticket.version,
        sequence=max([talk.sequence, *(e.sequence for e in entries)]),
        number=ticket.number,
        channel=ticket.channel,
        customer=ticket.customer,
        question=talk.question or _shortened(inbound.text if inbound else ""),
        messages=talk.messages + len(came),
        outcome=session.outcome,
        reason=session.reason if session.is_stuck or is_over else "",
        rule_id=session.rule_id,
        began_at=talk.began_at or ticket.created_at,
        ended_at=(talk.ended_at or ticket.updated_at) if is_over else None,
        updated_at=ticket.updated_at,
        is_spam=ticket.is_spam,
    )


def share(talk: Talk, zone: tzinfo) -> Share:
    """Return what the counters should have: a conversation counts on the day it began."""
    if talk.is_spam or talk.began_at is None:
        return {}
    cell = talk.began_at.astimezone(zone).date().isoformat(), talk.channel.value
    return added(talk.past, {cell: {STARTED: 1, talk.outcome.value: 1}})


def added(some: Share, more: Share) -> dict[Cell, Amounts]:
    """Return both together; what comes to nothing is left out."""
    sums = {cell: _plus(some.get(cell, {}), more.get(cell, {})) for cell in {**some, **more}}
    return {cell: amounts for cell, amounts in sums.items() if amounts}


def moves(held: Share, wanted: Share) -> dict[Cell, Amounts]:
    """Return what the counters lack, or have too much."""
    less = {cell: {name: -n for name, n in own.items()} for cell, own in held.items()}
    return added(wanted, less)


def figures(cells: Iterable[tuple[Cell, Amounts]], channel: str | None) -> dict[str, Any]:
    """Return the figures of these days, of all channels together and of each."""
    by_channel: dict[str, dict[str, int]] = {}
    for (_, kind), amounts in cells:
        by_channel[kind] = _plus(by_channel.get(kind, {}), amounts)
    shown = [name for name in KINDS if channel in (None, name)]
    own = {name: by_channel.get(KINDS[name].value, {}) for name in shown}
    total: dict[str, int] = {}
    for amounts in own.values():
        total = _plus(total, amounts)
    each = {name: _rates(amounts) for name, amounts in own.items() if amounts}
    return {**_rates(total), "by_channel": each}


def shown(talk: Talk) -> dict[str, Any]:
    """Return a conversation as the API shows it."""
    return {
        "ticket_id": talk.ticket_id,
        "number": talk.number,
        "first_question": talk.question,
        "customer": {
            "id": talk.customer.id,
            "name": talk.customer.name,
            "email": talk.customer.email,
            "phone": talk.customer.phone,
        },
        "channel": NAMES[talk.channel],
        "outcome": talk.outcome,
        "reason": talk.reason or None,
        "rule_id": talk.rule_id or None,
        "messages": talk.messages,
        "created_at": talk.began_at,
        "updated_at": talk.updated_at,
    }


def _begun_again(talk: Talk, came: Iterable[Message]) -> Talk:
    """Return a conversation that goes on, or another one, where the last is long over.

    The customer's word tells: by now the team may have it.
    """
    if talk.ended_at is None:
        return talk
    words = (e.created_at for e in came if e.is_inbound and not e.is_automatic)
    back = next((at for at in words if at - talk.ended_at > REOPENED_WITHIN), None)
    return talk if back is None else replace(talk, began_at=back, ended_at=None, past=talk.held)


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= QUESTION else line[: QUESTION - 1] + "…"


def _plus(some: Amounts, more: Amounts) -> dict[str, int]:
    sums = {name: some.get(name, 0) + more.get(name, 0) for name in {**some, **more}}
    return {name: number for name, number in sums.items() if number}


def _rates(amounts: Mapping[str, int]) -> dict[str, Any]:
    ended = sum(amounts.get(each, 0) for each in _ENDS)
    every = amounts.get(STARTED, 0)
    counts = {each.value: amounts.get(each, 0) for each in (*_ENDS, Outcome.open)}
    return {
        STARTED: every,
        "ended": ended,
        **counts,
        "resolution_rate": _rate(ended - counts[Outcome.routed], ended),
        "routed_rate": _rate(counts[Outcome.routed], every),
    }


def _rate(some: int, of: int) -> float | None:
    return round(some / of, 4) if of else None
