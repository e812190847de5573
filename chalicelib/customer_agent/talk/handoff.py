"""Handing a conversation to humans.

To the own team it is the rest of intake, as if it had just come in (25.5). What goes to another
helpdesk is only noted: a worker brings it there (`telling.py`).
"""

from chalicelib.accounts import roster
from chalicelib.accounts import storage as accounts
from chalicelib.channels.registry import capabilities
from chalicelib.core import hours
from chalicelib.core.desk import Desk
from chalicelib.customer_agent.helpdesks.model import Helpdesk
from chalicelib.customer_agent.helpdesks.rules import goes_on_here
from chalicelib.customer_agent.talk import rules
from chalicelib.customer_agent.talk.words import FOLLOWS_UP, FOLLOWS_UP_BY_MAIL, SENT_TO_TEAM
from chalicelib.messaging.autoresponder import answer_on
from chalicelib.messaging.rules import AutomaticAnswer
from chalicelib.messaging.widget import spoken
from chalicelib.routing.late_sorting import sorted_late
from chalicelib.tickets import replying
from chalicelib.tickets.changes import Draft
from chalicelib.tickets.model import SYSTEM, Author, Ticket
from chalicelib.tickets.rules.helping import said

_NO_ADDRESS = "{name} would go on by mail, and the customer's address is not known."


def hand_off(desk: Desk, draft: Draft, by: Author, *, language: str = "") -> Draft:
    """Return the change that hands over to what was chosen, with what the customer is told."""
    helpdesk = _chosen(draft.ticket)
    if helpdesk is not Helpdesk.own and can_go_on(draft.ticket):
        return _elsewhere(desk, draft, by, language)
    if helpdesk is not Helpdesk.own:
        draft = draft.add_note(SYSTEM, _NO_ADDRESS.format(name=helpdesk.value.title()))
    draft = to_team(desk, draft, by)
    ticket = draft.ticket
    if replying.refusal(desk, ticket, is_automatic=True):
        return draft
    answer = _answer(desk, draft, language)
    draft = draft.mark(answer.claim) if answer.claim else draft
    return said(draft, by, answer.text, capabilities(ticket.channel))


def to_team(desk: Desk, draft: Draft, by: Author) -> Draft:
    """Return the change with tags, a team, and somebody who has it."""
    return sorted_late(desk, rules.handed_off(draft, by))


def can_go_on(ticket: Ticket) -> bool:
    """Tell whether whoever has it then can answer: a chat goes on by mail only with an address."""
    is_known = bool(ticket.customer.email) or not capabilities(ticket.channel).is_pulled
    return is_known or not _goes_by_mail(ticket)


def _goes_by_mail(ticket: Ticket) -> bool:
    helpdesk, carries = _chosen(ticket), capabilities(ticket.channel)
    return helpdesk is not Helpdesk.own and not goes_on_here(helpdesk, carries)


def _elsewhere(desk: Desk, draft: Draft, by: Author, language: str) -> Draft:
    carries = capabilities(draft.ticket.channel)
    ends = carries.is_pulled and _goes_by_mail(draft.ticket)
    refusal = replying.refusal(desk, draft.ticket, is_automatic=True)
    draft = rules.sent_elsewhere(draft, by)
    if not refusal:
        texts, email = FOLLOWS_UP_BY_MAIL if ends else FOLLOWS_UP, draft.ticket.customer.email
        text = texts[_spoken(desk, language)].replace("{email}", email)
        draft = said(draft, by, text, carries)
    return draft.set(is_ended=True) if ends else draft


def _chosen(ticket: Ticket) -> Helpdesk:
    if ticket.is_test:
        return Helpdesk.own  # nothing outside hears of a test
    return Helpdesk((ticket.session and ticket.session.handoff) or Helpdesk.own)


def _spoken(desk: Desk, language: str) -> str:
    return spoken((language, accounts.account(desk).settings.web_chat.widget.locale))


def _answer(desk: Desk, draft: Draft, language: str) -> AutomaticAnswer:
    """Return the text of who is not there, else that the team has it now (decision 46)."""
    ticket = draft.ticket
    if capabilities(ticket.channel).answers_by_hours:
        answer = None if _is_somebody_there(desk, draft) else _of_the_hour(desk)
    else:
        answer = answer_on(desk, ticket.channel, ticket.customer.id)
    return answer or AutomaticAnswer(text=SENT_TO_TEAM[_spoken(desk, language)])


def _is_somebody_there(desk: Desk, draft: Draft) -> bool:
    if not hours.is_open(accounts.calendar(desk), draft.now):
        return False
    able = accounts.assignable(desk)
    return any(shift.agent_id in able for shift in roster.read(desk).shifts)


def _of_the_hour(desk: Desk) -> AutomaticAnswer | None:
    texts, calendar = accounts.account(desk).settings.web_chat, accounts.calendar(desk)
    is_open = hours.is_open(calendar, desk.now())
    text = texts.reply_in_hours if is_open else texts.reply_out_of_hours
    return AutomaticAnswer(text=text) if text.strip() else None
