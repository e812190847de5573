"""Telling another helpdesk of a conversation that it has: first all of it, then each further word.

A worker does it, as often as it takes; what is asked for there is made once, however often it is
asked for (`docs/adr/0030`). What is not taken within an hour goes to the own team (decision 47).
"""

from datetime import timedelta

from chalicelib.channels.registry import capabilities
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Unavailable
from chalicelib.customer_agent.helpdesks import handed, outside, rules
from chalicelib.customer_agent.helpdesks.model import Helpdesk, Outside, Refused
from chalicelib.customer_agent.talk.handoff import to_team
from chalicelib.customer_agent.talk.story import line, story, untold
from chalicelib.telemetry import counts
from chalicelib.telemetry.log import logger
from chalicelib.tickets import bodies, storage
from chalicelib.tickets import session as sessions
from chalicelib.tickets.apply import apply
from chalicelib.tickets.changes import Draft, change
from chalicelib.tickets.model import SYSTEM, Change, Message, Ticket
from chalicelib.tickets.session import Elsewhere, Session

PATIENCE = timedelta(hours=1)
LONGEST_WAIT = timedelta(minutes=15)
_AT_ONCE = 10
"""So much is told before it is noted: what a worker told that died need not be looked up again."""


def tell(desk: Desk, ticket_id: str) -> None:
    """Tell what is not known there yet, note that it shall be tried again, or give up."""
    ticket = storage.load(desk, ticket_id)
    while (known := _waiting(ticket)) is not None:
        try:
            ticket = _told(desk, ticket, known)
        except Refused as error:
            ticket = _taken_back(desk, ticket, known, error.detail)
        except Exception as error:
            if desk.now() - known.since >= PATIENCE:
                ticket = _taken_back(desk, ticket, known, _why(desk, ticket, error))
                continue
            _again(desk, ticket, known, error)
            return


def _waiting(ticket: Ticket) -> Elsewhere | None:
    session = ticket.session
    return session.elsewhere if session and session.owes and not ticket.is_spam else None


def _told(desk: Desk, ticket: Ticket, known: Elsewhere) -> Ticket:
    """Tell one batch: what there is when it is begun. Returns the ticket as it is then."""
    if not known.is_made:
        return _made(desk, ticket, known)
    current, entries = storage.ahead(desk, ticket.id, known.told)
    words = untold(each for each in entries if isinstance(each, Message))
    for each in words[:_AT_ONCE]:
        outside.say(desk, ticket.id, line(_whole(desk, each)))
    is_all = len(words) <= _AT_ONCE
    last = current.sequence if is_all else words[_AT_ONCE - 1].sequence
    return _settled(desk, ticket.id, known, last)


def _made(desk: Desk, ticket: Ticket, known: Elsewhere) -> Ticket:
    # Exactly what was said before: what came since is told after it, whichever try succeeds.
    _, entries = storage.ahead(desk, ticket.id, 0)
    before = (each for each in entries if each.sequence <= known.told)
    messages = [_whole(desk, each) for each in before if isinstance(each, Message)]
    told = story(ticket, messages, known_by=capabilities(ticket.channel).known_by)
    made = outside.create(desk, _chosen(ticket), told)
    return _settled(desk, ticket.id, known, known.told, made)


def _settled(
    desk: Desk, ticket_id: str, known: Elsewhere, sequence: int, made: Outside | None = None
) -> Ticket:
    def decide(ticket: Ticket) -> Change:
        session, draft = ticket.session, change(ticket, desk.now())
        assert session is not None  # it never goes away
        if session.elsewhere is None:  # taken by the team meanwhile: they should know of the other
            return (_with_place(draft, made) if made else draft).done()
        if not _is_same(session, known):
            return draft.done()
        session = sessions.told_elsewhere(session, known, sequence, draft.now)
        draft = draft.set(session=session)
        if made and not _comes_back(ticket, made.helpdesk):
            draft = draft.set(quiet_since=draft.now)
        return (_with_place(draft, made) if made else draft).done()

    return apply(desk, ticket_id, decide).ticket


def _with_place(draft: Draft, made: Outside) -> Draft:
    name = made.helpdesk.value.title()
    return draft.add_note(SYSTEM, f"This is at {name}, ticket {made.ticket_id}: {made.url}")


def _comes_back(ticket: Ticket, helpdesk: Helpdesk) -> bool:
    """Tell whether answers come back to us; where none do, the ticket closes in time."""
    return rules.goes_on_here(helpdesk, capabilities(ticket.channel))


def _again(desk: Desk, ticket: Ticket, known: Elsewhere, error: Exception) -> None:
    """Wait as long as it has been tried; what nobody foresaw is heard of, too."""
    now = desk.now()
    wait = min(max(now - known.since, sessions.LOOKED_AT_AGAIN), LONGEST_WAIT)
    if isinstance(error, Unavailable):
        wait = max(wait, timedelta(seconds=min(error.retry_after, LONGEST_WAIT.seconds)))
    else:
        extra = {"account": desk.account_id, "ticket": ticket.id}
        logger.exception("the other helpdesk cannot be told", extra=extra)

    def decide(current: Ticket) -> Change:
        session, draft = current.session, change(current, now)
        if session is None or not _is_same(session, known):
            return draft.done()
        return draft.set(session=sessions.tried_elsewhere(session, now + wait)).done()

    apply(desk, ticket.id, decide)


def _taken_back(desk: Desk, ticket: Ticket, known: Elsewhere, why: str) -> Ticket:
    """Put the conversation into the own inbox, with a note that says why."""
    place, name = handed.of(desk, ticket.id), _chosen(ticket).value.title()
    counts.hand_off_failed(desk, ticket.id, _chosen(ticket).value, "taken_back")
    if place is None:
        text = f"{name} did not take this conversation: {why}"
    else:
        told = f"ticket {place.outside.ticket_id}: {place.outside.url}"
        text = f"{name} ({told}) was not told what the customer wrote since: {why}"

    def decide(current: Ticket) -> Change:
        session, draft = current.session, change(current, desk.now())
        if session is None or not session.owes or not _is_same(session, known):
            return draft.done()
        return to_team(desk, draft.add_note(SYSTEM, text), SYSTEM).done()

    return apply(desk, ticket.id, decide).ticket


def _why(desk: Desk, ticket: Ticket, error: Exception) -> str:
    tried = "It was tried for an hour."
    return f"{error.detail} {tried}" if isinstance(error, Unavailable) else tried


def _is_same(session: Session, known: Elsewhere) -> bool:
    """Tell whether nobody was faster, and nobody of the team has taken the conversation."""
    current = session.elsewhere
    return current is not None and (current.told, current.is_made) == (known.told, known.is_made)


def _chosen(ticket: Ticket) -> Helpdesk:
    assert ticket.session is not None  # it is what says that another helpdesk has the ticket
    return Helpdesk(ticket.session.handoff)


def _whole(desk: Desk, message: Message) -> Message:
    whole = bodies.whole(desk, message)
    assert isinstance(whole, Message)
    return whole
