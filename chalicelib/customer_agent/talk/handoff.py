"""Handing a conversation to the team: the rest of intake, as if it had just come in (25.5)."""

from chalicelib.accounts import roster
from chalicelib.accounts import storage as accounts
from chalicelib.channels.registry import capabilities
from chalicelib.core import hours
from chalicelib.core.desk import Desk
from chalicelib.customer_agent.talk import rules
from chalicelib.customer_agent.talk.words import SENT_TO_TEAM
from chalicelib.messaging.autoresponder import answer_on
from chalicelib.messaging.rules import AutomaticAnswer
from chalicelib.messaging.widget import spoken
from chalicelib.routing.late_sorting import sorted_late
from chalicelib.tickets import replying
from chalicelib.tickets.changes import Draft
from chalicelib.tickets.model import SYSTEM, Author
from chalicelib.tickets.rules.helping import said


def hand_off(desk: Desk, draft: Draft, by: Author, *, language: str = "") -> Draft:
    """Return the change with tags, a team, somebody who has it, and what the customer is told."""
    draft = sorted_late(desk, rules.handed_off(draft, by))
    ticket = draft.ticket
    if replying.refusal(desk, ticket, is_automatic=True):
        return draft
    answer = _answer(desk, draft, language)
    draft = draft.mark(answer.claim) if answer.claim else draft
    return said(draft, SYSTEM, answer.text, capabilities(ticket.channel))


def _answer(desk: Desk, draft: Draft, language: str) -> AutomaticAnswer:
    """Return the text of who is not there, else that the team has it now (decision 46)."""
    ticket = draft.ticket
    if capabilities(ticket.channel).answers_by_hours:
        answer = None if _is_somebody_there(desk, draft) else _of_the_hour(desk)
    else:
        answer = answer_on(desk, ticket.channel, ticket.customer.id)
    wanted = (language, accounts.account(desk).settings.web_chat.widget.locale)
    return answer or AutomaticAnswer(text=SENT_TO_TEAM[spoken(wanted)])


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
