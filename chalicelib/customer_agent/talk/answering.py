"""The Customer Agent's answer to a message, made by a worker: load, think, decide, commit.

It may be ordered twice, or late. What was thought about a message is said only while that message
waits for an answer, so it is said once.
"""

from dataclasses import replace
from datetime import timedelta

from chalicelib.accounts import storage as accounts
from chalicelib.channels.registry import capabilities
from chalicelib.core.desk import Desk
from chalicelib.customer_agent.brain.language import language_of
from chalicelib.customer_agent.brain.model import Asked, Escalated, Manner, Rule, Said
from chalicelib.customer_agent.brain.think import think
from chalicelib.customer_agent.outcomes import unanswered
from chalicelib.customer_agent.setup import storage as setups
from chalicelib.customer_agent.setup.model import Setup, channel_of
from chalicelib.customer_agent.setup.rules import DEFAULT_NAME
from chalicelib.customer_agent.talk import rules
from chalicelib.customer_agent.talk.handoff import hand_off, to_team
from chalicelib.table.write import Put
from chalicelib.telemetry.log import logger
from chalicelib.tickets import bodies, replying, storage
from chalicelib.tickets.apply import apply
from chalicelib.tickets.changes import change
from chalicelib.tickets.model import Change, Entry, Message, Ticket
from chalicelib.tickets.rules.helping import is_its_turn

PATIENCE = timedelta(minutes=5)
"""Who waits longer gets a human, whatever keeps the Customer Agent from answering."""
_READ = 40


def answer(desk: Desk, ticket_id: str) -> None:
    """Answer the message that waits, offer a human, or hand off; nothing where none waits.

    Where nothing of that can be done for five minutes, the team has the conversation at last.
    """
    ticket, entries = storage.thread(desk, ticket_id, limit=_READ, consistent=True)
    assert ticket is not None
    owed = ticket.session.owes if ticket.session else 0
    if not is_its_turn(ticket, owed):
        return
    try:
        _answer(desk, ticket, entries, owed)
    except Exception:
        if desk.now() < (ticket.customer_wrote_at or ticket.updated_at) + PATIENCE:
            raise
        extra = {"account": desk.account_id, "ticket": ticket_id}
        logger.exception("the Customer Agent can neither answer nor hand off", extra=extra)
        _left(desk, ticket_id, owed, reason="unavailable")


def _answer(desk: Desk, ticket: Ticket, entries: list[Entry], owed: int) -> None:
    setup, message = setups.load(desk, consistent=False).setup, _owed(desk, ticket, entries)
    if _is_doubtful(message):
        return _left(desk, ticket.id, owed, reason="unverified")
    asked = _asked(ticket, message, entries)
    outcome, language = _outcome(desk, setup, message, asked), _language(desk, asked)
    gaps = _gaps(desk, message, outcome)

    def decide(current: Ticket) -> Change:
        if not is_its_turn(current, owed):
            return change(current, desk.now()).done()
        return bodies.kept(desk, _decided(desk, setup, current, outcome, language))

    apply(desk, ticket.id, decide, loaded=ticket, beside=gaps)
    return None


def _left(desk: Desk, ticket_id: str, owed: int, *, reason: str) -> None:
    """Give the team the conversation, and say nothing.

    Where something is broken, it comes as it is: what sorts it may be what is broken.
    """
    by = rules.author(accounts.account(desk).customer_agent.name or DEFAULT_NAME)

    def decide(current: Ticket) -> Change:
        draft = change(current, desk.now())
        if not is_its_turn(current, owed):
            return draft.done()
        draft = rules.escalated(draft, reason=reason, rule_id="", helpdesk="own")
        is_whole = reason != "unavailable"
        return (to_team(desk, draft, by) if is_whole else rules.handed_off(draft, by)).done()

    apply(desk, ticket_id, decide)


def lost(desk: Desk, ticket_id: str) -> None:
    """Give the team a conversation in which an answer may not have reached the customer.

    Nothing more is said: it might not reach them either.
    """
    name = setups.load(desk, consistent=False).setup.name or DEFAULT_NAME

    def decide(ticket: Ticket) -> Change:
        draft, session = change(ticket, desk.now()), ticket.session
        if session is None or not session.is_active or ticket.is_spam:
            return draft.done()
        draft = rules.escalated(draft, reason="unavailable", rule_id="", helpdesk="own")
        return to_team(desk, draft, rules.author(name)).done()

    apply(desk, ticket_id, decide)


def _owed(desk: Desk, ticket: Ticket, entries: list[Entry]) -> Message:
    """Return the message that waits for an answer, with all its words."""
    owed = ticket.session.owes if ticket.session else 0
    found = next((each for each in entries if each.sequence == owed), None)
    found = bodies.whole(desk, found or storage.entry_at(desk, ticket.id, owed, consistent=True))
    assert isinstance(found, Message)  # nothing else is ever owed an answer
    return found


def _asked(ticket: Ticket, message: Message, entries: list[Entry]) -> Asked:
    return Asked(
        text=message.text,
        earlier=rules.lines([each for each in entries if each.sequence < message.sequence]),
        customer_id=ticket.customer.id,
        is_proved=_is_proved(message),
        channel=ticket.channel,
    )


def _language(desk: Desk, asked: Asked) -> str:
    """Return the language of the customer's words, or the shop's where they do not tell."""
    locale = accounts.account(desk).settings.web_chat.widget.locale
    return language_of(replace(asked, language=locale))


def _outcome(desk: Desk, setup: Setup, message: Message, asked: Asked) -> Said | Escalated:
    if not message.text.strip():
        return Escalated(reason="unintelligible")
    try:
        return think(desk, _manner(setup), asked)
    except Exception:
        if desk.now() < message.created_at + PATIENCE:
            raise
        extra = {"account": desk.account_id, "ticket": message.ticket_id}
        logger.exception("the Customer Agent cannot think", extra=extra)
        return Escalated(reason="unavailable")


def _manner(setup: Setup) -> Manner:
    rules = (
        Rule(id=rule.id, title=rule.title, trigger=rule.trigger, is_on=rule.is_on)
        for rule in setup.rules
    )
    return Manner(
        name=setup.name or DEFAULT_NAME,
        tone=(setup.custom_tone or "") if setup.tone == "custom" else setup.tone,
        rules=tuple(rules),
        kind=setup.brain,
    )


def _gaps(desk: Desk, message: Message, outcome: Said | Escalated) -> list[Put]:
    """Return what tells the shop what it has not written down."""
    if isinstance(outcome, Said) or outcome.reason != "unknown":
        return []
    return [unanswered.put(desk, message.ticket_id, message.sequence, message.text)]


def _decided(
    desk: Desk, setup: Setup, ticket: Ticket, outcome: Said | Escalated, language: str
) -> Change:
    draft, by = change(ticket, desk.now()), rules.author(setup.name or DEFAULT_NAME)
    carries, handoff = capabilities(ticket.channel), channel_of(setup, ticket.channel).handoff
    is_silent = ticket.channel not in accounts.helped_channels(desk)
    is_silent = is_silent or replying.refusal(desk, ticket, is_automatic=True) is not None
    if isinstance(outcome, Said) and not is_silent:
        return rules.answered(draft, by, outcome.text, carries).done()
    why = outcome if isinstance(outcome, Escalated) else Escalated(reason="unavailable")
    reason, rule_id = why.reason, why.rule_id or ""
    if is_silent or (handoff.method == "helpdesk" and not carries.is_pulled):
        # Only the web chat asks; whoever switched the Customer Agent off wants no answers of it.
        # A helpdesk may still stand where nobody is handed off: then it is a left-over.
        helpdesk = handoff.helpdesk if handoff.method == "helpdesk" else "own"
        draft = rules.escalated(draft, reason=reason, rule_id=rule_id, helpdesk=helpdesk)
        return hand_off(desk, draft, by, language=language).done()
    if handoff.method == "helpdesk":
        draft = rules.offered(draft, by, handoff.helpdesk, reason=reason, rule_id=rule_id)
        return draft.done()
    return rules.turned_down(draft, by, handoff, carries, reason=reason, rule_id=rule_id).done()


def _is_doubtful(message: Message) -> bool:
    """Tell whether a mail failed its checks; of a visitor nobody knows better who they are."""
    is_mail = not capabilities(message.channel).is_pulled
    return is_mail and not {"unverified_sender", "virus"}.isdisjoint(message.flags)


def _is_proved(message: Message) -> bool:
    return not {"unverified_sender", "unproved_sender", "not_requester"} & set(message.flags)
