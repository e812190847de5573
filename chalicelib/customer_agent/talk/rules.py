"""What the Customer Agent's answer, or the lack of one, makes of a ticket. Pure."""

from chalicelib.channels.model import Capabilities
from chalicelib.customer_agent.brain.model import Line
from chalicelib.customer_agent.setup import instead
from chalicelib.customer_agent.setup.model import Handoff
from chalicelib.tickets import session as sessions
from chalicelib.tickets.changes import Draft
from chalicelib.tickets.event_names import EventName
from chalicelib.tickets.model import EVERYONE, Author, AuthorType, Entry, Message
from chalicelib.tickets.rules.helping import CUSTOMER_AGENT, said
from chalicelib.tickets.rules.speaking import preview
from chalicelib.tickets.session import Session, Stage


def author(name: str) -> Author:
    """Return the Customer Agent under the name that the shop gave it."""
    return Author(type=AuthorType.customer_agent, id=CUSTOMER_AGENT.id, name=name)


def answered(draft: Draft, by: Author, text: str, capabilities: Capabilities) -> Draft:
    """Add an answer."""
    return _spoken(draft, by, text, capabilities).set(session=sessions.answered(_session(draft)))


def turned_down(
    draft: Draft, by: Author, handoff: Handoff, capabilities: Capabilities, *, reason: str,
    rule_id: str,
) -> Draft:  # fmt: skip
    """Say where else to look, where nobody is handed off (acceptance 136)."""
    session = sessions.stuck(
        _session(draft), reason=reason, rule_id=rule_id, handoff="", stage=Stage.answering
    )
    words = instead.fitting(handoff, capabilities)
    return _spoken(draft, by, words, capabilities).set(session=session)


def offered(draft: Draft, by: Author, helpdesk: str, *, reason: str, rule_id: str) -> Draft:
    """Ask whether the visitor wants a human; what is chosen now holds for this hand-off (126)."""
    session = sessions.stuck(
        _session(draft), reason=reason, rule_id=rule_id, handoff=helpdesk, stage=Stage.offered
    )
    draft = draft.set(session=session, updated_at=draft.now, quiet_since=draft.now)
    return draft.add_event(EventName.offered_handoff, by, **_because(reason, rule_id))


def declined(draft: Draft, by: Author) -> Draft:
    """Go on without a human, because the visitor wants none."""
    session = sessions.asked(_session(draft), 0)
    return draft.set(session=session).add_event(EventName.declined_handoff, by)


def accepted(draft: Draft, by: Author) -> Draft:
    """Note that the visitor wants a human; what they are asked next is where to answer (135)."""
    session = _session(draft)
    if session.stage is Stage.email:
        return draft
    session = sessions.asked(session, 0, stage=Stage.email)
    return draft.set(session=session).add_event(EventName.accepted_handoff, by)


def handed_off(draft: Draft, by: Author) -> Draft:
    """Put the conversation into the team's inbox, as if it came in just now (acceptance 128)."""
    session = sessions.routed(_session(draft))
    draft = draft.set(
        session=session,
        read_by=frozenset(),
        updated_at=draft.now,
        quiet_since=None,
    )
    return draft.add_event(EventName.handed_off, by, **_because(session.reason, session.rule_id))


def sent_elsewhere(draft: Draft, by: Author) -> Draft:
    """Leave the conversation to another helpdesk; nobody's eyes are needed here (131)."""
    session = _session(draft)
    because = {"helpdesk": session.handoff, **_because(session.reason, session.rule_id)}
    draft = draft.add_event(EventName.handed_off, by, **because)
    return draft.set(
        session=sessions.sent_elsewhere(session, draft.ticket.sequence, draft.now),
        read_by=frozenset({EVERYONE}),
        updated_at=draft.now,
        quiet_since=None,
    )


def escalated(draft: Draft, *, reason: str, rule_id: str, helpdesk: str) -> Draft:
    """Note why there is no answer, where a human takes over without being asked for."""
    session = sessions.stuck(
        _session(draft), reason=reason, rule_id=rule_id, handoff=helpdesk, stage=Stage.answering
    )
    return draft.set(session=session)


def lines(entries: list[Entry]) -> tuple[Line, ...]:
    """Return what was said so far, as the brain reads it."""
    return tuple(
        Line(
            author="customer" if entry.is_inbound else "agent",
            text=entry.text,
            at=entry.created_at,
        )
        for entry in entries
        if isinstance(entry, Message) and entry.text
    )


def _spoken(draft: Draft, by: Author, text: str, capabilities: Capabilities) -> Draft:
    words = capabilities.beginning(text)
    draft = said(draft, by, words, capabilities)
    return draft.set(preview=preview(words), updated_at=draft.now, quiet_since=draft.now)


def _session(draft: Draft) -> Session:
    assert draft.ticket.session is not None  # whoever comes here has asked whose turn it is
    return draft.ticket.session


def _because(reason: str, rule_id: str) -> dict[str, str]:
    return {"because": reason, **({"rule_id": rule_id} if rule_id else {})}
