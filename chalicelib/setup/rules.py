"""What is so about each step, from the facts alone."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from chalicelib.accounts import rules as accounts
from chalicelib.accounts.model import ForwardingState, Role, SupportAddress
from chalicelib.accounts.settings import rules as settings
from chalicelib.accounts.settings.widget import is_allowed
from chalicelib.core import hours
from chalicelib.core.addresses import domain_of, is_public_provider
from chalicelib.core.hours import Calendar
from chalicelib.inboxes.model import Inbox
from chalicelib.setup.model import Facts, Finding, Kept, Name, State

ESSENTIAL = frozenset({Name.forwarding, Name.widget})
"""Without all of these open or passed over nobody is set up."""
LATELY = timedelta(days=30)
"""A site on which the chat was not seen for so long may have lost the line."""


def find(facts: Facts) -> dict[Name, Finding]:
    """Return what is so about each step, in their order."""
    return {name: _OF[name](facts) for name in Name}


def is_settled(name: Name, found: Finding, kept: Kept) -> bool:
    """Tell whether nothing is left of a step: it is done, or somebody passed over it."""
    return found.state is State.done or name in kept.skipped


def is_open(found: Mapping[Name, Finding], kept: Kept) -> bool:
    """Tell whether the list is to be shown by itself: something essential is not settled."""
    if kept.dismissed:
        return False
    return any(not is_settled(name, found[name], kept) for name in ESSENTIAL)


def sender_domain(facts: Facts) -> str:
    """Return the domain that answers are to come from; empty where that is not for us to ask."""
    verified = accounts.verified_addresses(facts.account)
    domain = domain_of(verified[0]) if verified else ""
    return "" if is_public_provider(domain) else domain


def _forwarding(facts: Facts) -> Finding:
    account = facts.account
    if not account.settings.email.enabled:
        return Finding(state=State.todo, reason="mail_off")
    forward_to = account.inbound_address(facts.mail_domain)
    addresses = account.support_addresses
    if not addresses:
        return Finding(state=State.todo, reason="no_address", facts={"forward_to": forward_to})
    state, reason, support = min(
        (_of_address(facts, support) for support in addresses), key=lambda each: _GOOD[each[0]]
    )
    told = {
        "address": support.address,
        "forward_to": forward_to,
        "tested_at": support.tested_at,
        "from": facts.heard.other_from or "somebody",
        "to": facts.heard.other_to or forward_to,
    }
    return Finding(state=state, reason=reason, facts=told)


_GOOD = {State.done: 0, State.wrong: 1, State.waiting: 2, State.todo: 3}
"""Which of several addresses is told of: one that works is enough, trouble is told before news."""


def _of_address(facts: Facts, support: SupportAddress) -> tuple[State, str, SupportAddress]:
    state = accounts.forwarding_state(support, facts.now)
    if state is ForwardingState.verified:
        return State.done, "forwarded", support
    if support.tested_at is None:
        return State.todo, "not_tested", support
    came = facts.heard
    since = {
        "void_test": came.void_at,
        "question": came.question_at,
        "other_mail": came.other_at,
    }
    told = [reason for reason, at in since.items() if at and at >= support.tested_at]
    if "void_test" in told or "question" in told:
        return State.wrong, told[0], support
    if state is ForwardingState.failed:
        return State.wrong, told[0] if told else "nothing_came", support
    return State.waiting, "test_out", support


def _sender(facts: Facts) -> Finding:
    account = facts.account
    own = account.inbound_address(facts.mail_domain)
    verified = accounts.verified_addresses(account)
    if not verified:
        return Finding(state=State.todo, reason="no_sender_yet", facts={"sender": own})
    domain, sending = domain_of(verified[0]), facts.sending
    told = {"domain": domain, "sender": own}
    if is_public_provider(domain):
        return Finding(state=State.todo, reason="public_provider", facts=told)
    if sending is None:
        return Finding(state=State.waiting, reason="sender_untold", facts=told)
    told |= {"records": [{"name": n, "value": v} for n, v in sending.records.items()]}
    if sending.may_send:
        told |= {"sender": verified[0]}
        return Finding(state=State.done, reason="sends", facts=told)
    if not sending.is_known:
        return Finding(state=State.todo, reason="sender_unknown", facts=told)
    state = State.wrong if sending.has_failed else State.waiting
    reason = "sender_failed" if sending.has_failed else "sender_pending"
    return Finding(state=state, reason=reason, facts=told)


def _widget(facts: Facts) -> Finding:
    chat, seen_at = facts.account.settings.web_chat, facts.site_seen_at
    if not chat.enabled:
        return Finding(state=State.todo, reason="chat_off")
    if seen_at is None:
        return Finding(state=State.todo, reason="not_seen")
    told = {"site": facts.site, "seen_at": seen_at, "day": f"{seen_at:%Y-%m-%d}"}
    if not is_allowed(chat, facts.site):
        return Finding(state=State.wrong, reason="not_admitted", facts=told)
    if facts.now - seen_at > LATELY:
        return Finding(state=State.wrong, reason="not_seen_lately", facts=told)
    return Finding(state=State.done, reason="seen", facts=told)


def _channels(facts: Facts) -> Finding:
    if not facts.inboxes:
        return Finding(state=State.todo, reason="nothing_connected")
    names = [inbox.name or inbox.address for inbox in facts.inboxes]
    for trouble in _troubles(facts):
        return trouble
    return Finding(state=State.done, reason="connected", facts={"names": ", ".join(names)})


def _troubles(facts: Facts) -> Iterator[Finding]:
    for inbox in facts.inboxes:
        told = _of_inbox(inbox)
        if inbox.fault:
            yield Finding(state=State.wrong, reason="refused", facts=told)
        elif inbox.expires_at is not None and inbox.expires_at <= facts.now:
            yield Finding(state=State.wrong, reason="token_ended", facts=told)


def _of_inbox(inbox: Inbox) -> dict[str, str]:
    return {
        "name": inbox.name or inbox.address,
        "channel": inbox.channel,
        "inbox_id": inbox.id,
        "fault": inbox.fault,
    }


def _hours(facts: Facts) -> Finding:
    calendar = settings.calendar(facts.account.settings.office_hours)
    told: dict[str, Any] = {
        "time_zone": calendar.zone.key,
        "clock": _clock(facts.now, calendar),
        "days": calendar.days,
        "is_open": hours.is_open(calendar, facts.now),
        "opens_at": hours.opens_at(calendar, facts.now),
    }
    if calendar.days is None:
        return Finding(state=State.todo, reason="always_open", facts=told)
    if told["is_open"]:
        return Finding(state=State.done, reason="open_now", facts=told)
    if told["opens_at"] is None:
        return Finding(state=State.wrong, reason="never_open", facts=told)
    told["opens"] = _clock(told["opens_at"], calendar)
    return Finding(state=State.done, reason="closed_now", facts=told)


def _clock(moment: datetime, calendar: Calendar) -> str:
    local = moment.astimezone(calendar.zone)
    return f"{local:%Y-%m-%d %H:%M}"


def _people(facts: Facts) -> Finding:
    others = [a for a in facts.agents if a.is_active and a.role is not Role.owner]
    if not others:
        return Finding(state=State.todo, reason="alone")
    there = [agent for agent in others if agent.id in facts.signed_in]
    if there:
        return Finding(state=State.done, reason="team", facts={"count": len(there)})
    if any(agent.is_invitation_owed for agent in others):
        return Finding(state=State.waiting, reason="invitations_leave")
    return Finding(state=State.waiting, reason="nobody_came", facts={"count": len(others)})


def _shop(facts: Facts) -> Finding:
    shop = facts.shop
    if shop is None:
        return Finding(state=State.todo, reason="no_shop")
    told = {"domain": shop.domain, "fault": shop.fault}
    if not shop.is_open:
        return Finding(state=State.wrong, reason="shop_closed", facts=told)
    if shop.fault:
        return Finding(state=State.wrong, reason="shop_fault", facts=told)
    return Finding(state=State.done, reason="shop_connected", facts=told)


def _answer(facts: Facts) -> Finding:
    if facts.has_answered:
        return Finding(state=State.done, reason="answered")
    return Finding(state=State.todo, reason="not_answered" if facts.has_tickets else "no_ticket")


_OF: Mapping[Name, Callable[[Facts], Finding]] = {
    Name.forwarding: _forwarding,
    Name.sender: _sender,
    Name.widget: _widget,
    Name.channels: _channels,
    Name.hours: _hours,
    Name.people: _people,
    Name.shop: _shop,
    Name.answer: _answer,
}
