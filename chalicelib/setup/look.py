"""Looking at what is: every step is judged anew by what the account has now."""

from contextlib import suppress
from dataclasses import dataclass, replace

from chalicelib.accounts import heard
from chalicelib.accounts import storage as accounts
from chalicelib.accounts.model import CredentialKind
from chalicelib.channels.webchat import sites
from chalicelib.commerce import shops
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Unavailable
from chalicelib.core.sending import Sending
from chalicelib.inboxes import storage as inboxes
from chalicelib.setup import rules, storage
from chalicelib.setup.model import Facts, Finding, Kept, Name
from chalicelib.table import setup_keys
from chalicelib.tickets import views
from chalicelib.tickets.filters import Filter
from chalicelib.tickets.model import Status, Ticket

_NEWEST = 25
"""Tickets that are looked at for an answer: who answers anybody has answered one of these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What was found of each step, and what the team has said of the list."""

    found: dict[Name, Finding]
    kept: Kept
    names: dict[str, str]
    """Everybody's, by id."""


def look(desk: Desk) -> Looked:
    """Return how far each step has got, from few reads."""
    own, beside = desk.account_id, storage.beside(desk)
    site = sites.site(beside.get(setup_keys.site(own)[1]))
    agents, tickets = accounts.agents(desk), _newest(desk)
    facts = Facts(
        now=desk.now(),
        account=accounts.account_now(desk),
        mail_domain=desk.place.mail_domain,
        heard=heard.heard(beside.get(setup_keys.heard(own)[1])),
        site=site.origin if site else "",
        site_seen_at=site.seen_at if site else None,
        inboxes=inboxes.inboxes_now(desk),
        agents=agents,
        signed_in=frozenset(c.owner_id for c in accounts.credentials(desk, CredentialKind.session)),
        shop=shops.find_now(desk),
        has_tickets=bool(tickets),
        has_answered=any(ticket.spoke_sequence for ticket in tickets),
    )
    facts = replace(facts, sending=_sending(desk, facts))
    kept = storage.kept(beside.get(setup_keys.setup(own)[1]))
    names = {agent.id: agent.name for agent in agents}
    return Looked(found=rules.find(facts), kept=kept, names=names)


def _sending(desk: Desk, facts: Facts) -> Sending | None:
    if domain := rules.sender_domain(facts):
        with suppress(Unavailable):
            return desk.mailer.look(domain)
    return None


def _newest(desk: Desk) -> tuple[Ticket, ...]:
    every = Filter(statuses=tuple(Status))
    return views.read_on(desk, every, {}, limit=_NEWEST)[0]
