"""A visitor's word on a human: they want one, or they do not (acceptance 126, 135)."""

from chalicelib.accounts import storage as accounts
from chalicelib.channels.model import Kind
from chalicelib.channels.webchat import sessions as chats
from chalicelib.channels.webchat.model import Chat
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict
from chalicelib.customer_agent.talk import rules
from chalicelib.messaging.chat import with_email
from chalicelib.tickets import markers
from chalicelib.tickets.apply import apply
from chalicelib.tickets.changes import Draft, change
from chalicelib.tickets.model import Author, AuthorType, Change, Ticket
from chalicelib.tickets.rules.helping import CUSTOMER_AGENT
from chalicelib.tickets.session import Session, Stage

_ASKED = (Stage.offered, Stage.email)


def decide(desk: Desk, chat: Chat, *, is_wanted: bool, email: str, language: str) -> Ticket:
    """Do as the visitor says; saying it again, in another tab too, changes nothing.

    Without an address the ticket waits for one, unless the shop vouches for who they are. Raises
    Conflict `not_offered` where nobody asked.
    """
    ticket_id = markers.ticket_of_conversation(desk, Kind.webchat, chat.inbox, chat.id)
    if ticket_id is None:
        raise _not_offered()
    address = chats.leave_email(desk, chat, email) if email.strip() else chat.email

    def decided(ticket: Ticket) -> Change:
        draft = change(ticket, desk.now())
        session = ticket.session
        if session is None or (session.is_active and not _is_open(session, is_wanted=is_wanted)):
            raise _not_offered()
        if not session.is_active:
            return draft.done()
        if not is_wanted:
            return rules.declined(draft, _visitor(chat)).done()
        return _accepted(desk, draft, chat, address, language).done()

    return apply(desk, ticket_id, decided).ticket


def _accepted(desk: Desk, draft: Draft, chat: Chat, address: str, language: str) -> Draft:
    # The model of texts comes with it: whoever starts to answer a chat does not wait for that.
    from chalicelib.customer_agent.talk.handoff import can_go_on, hand_off

    draft = rules.accepted(draft, _visitor(chat))
    if address:
        draft = with_email(draft, address)
    is_known = chat.is_identified or chat.is_test
    if not (address or (is_known and can_go_on(draft.ticket))):
        return draft
    name = accounts.account(desk).customer_agent.name or CUSTOMER_AGENT.name
    return hand_off(desk, draft, rules.author(name), language=language)


def _is_open(session: Session, *, is_wanted: bool) -> bool:
    if session.stage in _ASKED:
        return True
    # A click that comes again after another tab's.
    return not is_wanted and session.is_stuck and not session.owes


def _visitor(chat: Chat) -> Author:
    return Author(type=AuthorType.customer, id=chat.id, name=chat.name)


def _not_offered() -> Conflict:
    return Conflict("Nobody has asked whether a human is wanted.", code="not_offered")
