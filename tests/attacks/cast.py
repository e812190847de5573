"""Everybody who may knock at a route, and what there is to reach for, made once a process."""

import json
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from chalicelib import wiring
from chalicelib.accounts import api_keys, forwarding, people, sessions
from chalicelib.accounts.model import CredentialKind, Role
from chalicelib.accounts.storage import put_credential
from chalicelib.channels.model import File, Inbound, Kind, Sender
from chalicelib.channels.webchat import sessions as chats
from chalicelib.commerce.actions.act import act
from chalicelib.commerce.actions.model import Plan
from chalicelib.core.desk import Desk
from chalicelib.core.ids import message_id
from chalicelib.customer_agent.knowledge import edit as articles
from chalicelib.customer_agent.knowledge.model import Edit as ArticleEdit
from chalicelib.customer_agent.outcomes import unanswered
from chalicelib.customers.blocks.edit import block
from chalicelib.customers.blocks.model import BlockKind
from chalicelib.customers.blocks.rules import block_id, digest
from chalicelib.customers.events.model import Event
from chalicelib.marketing.events.record import record
from chalicelib.messaging import bulk, receive
from chalicelib.messaging.macros import edit as macros
from chalicelib.messaging.macros.model import Edit as MacroEdit
from chalicelib.reports.activity.lists import Wanted as WantedFigures
from chalicelib.reports.exports import work as exports
from chalicelib.reports.exports.model import Format
from chalicelib.reports.periods import Period
from chalicelib.status import rules as status
from chalicelib.status import storage as signs
from chalicelib.status.model import Stuck
from chalicelib.table.write import transact
from chalicelib.teams.edit import create as create_team
from chalicelib.teams.model import Edit
from chalicelib.tickets import custom_views
from chalicelib.tickets import storage as tickets
from chalicelib.tickets.attachments import uploads
from chalicelib.tickets.attachments.model import Wanted
from chalicelib.tickets.model import Ticket
from tests.accounts.shop import Shop, open_shop
from tests.inboxes.numbers import attached

TARGETS = (
    "ticket_id", "message_id", "attachment_id", "customer_id", "job_id", "agent_id", "session_id",
    "key_id", "address", "team_id", "block_id", "view_id", "inbox_id", "upload_id", "macro_id",
    "event_id", "order_id", "subscription_id", "action_id", "article_id", "group_id", "export_id",
    "stuck_id",
)  # fmt: skip


@dataclass(frozen=True)
class Cast:
    """Tokens by what is wrong with them, and one thing of each kind in the account attacked."""

    strangers: dict[str, str]
    analyst: str
    support: str
    owner: str
    foreign_owner: str
    visitor: str
    things: dict[str, str]


@cache
def cast() -> Cast:
    """Return the cast; the table outlives each test, so it is made by the first that asks."""
    home, abroad = open_shop(_desk), open_shop(_desk, "Rival Shoes")
    visitor = _visitor(home)
    return Cast(
        strangers=_strangers(home, visitor),
        analyst=home.session(home.hire(Role.analyst)),
        support=home.session(home.hire()),
        owner=home.session(home.owner),
        foreign_owner=abroad.session(abroad.owner),
        visitor=visitor,
        things=_things(home),
    )


def _desk(account_id: str) -> wiring.Desk:
    return wiring.system_desk(account_id, "")


def _strangers(shop: Shop, visitor: str) -> dict[str, str]:
    gone = shop.hire()
    left = {"who left": shop.session(gone), "who left, by key": shop.key(gone)}
    people.deactivate(shop.desk(), gone.id)
    good = shop.session(shop.hire())
    return {
        **left,
        "nobody": "",
        "noise": "null",
        "an expired session": _expired(shop),
        "a sign-in link": shop.link(shop.hire()),
        "a visitor": visitor,
        "the public key": shop.account.public_key,
        "a guess": good[:-8] + "00000000",
        "another kind": good.replace("dhs_", "dhk_"),
    }


def _expired(shop: Shop) -> str:
    desk, owner = shop.desk(), shop.owner
    token, session = sessions.issue(desk, owner, CredentialKind.session, timedelta(seconds=-1))
    transact(desk, [put_credential(desk, session)])
    return token


def _visitor(shop: Shop) -> str:
    token, _ = chats.start(shop.desk(), widget_secret=shop.account.chat_secret)
    return token


def _a_gap(desk: Desk) -> str:
    """Return a group of questions that nothing was known of."""
    put = unanswered.put(desk, desk.new_id("tkt"), 1, "Can a parrot wear this?")
    transact(desk, [put])
    return unanswered.groups(desk)[0].id


def _things(shop: Shop) -> dict[str, str]:
    desk = shop.asked_by(shop.owner)
    key = api_keys.create(desk, name="Bridge", scopes=["tickets:read"])
    ticket = receive.receive(shop.desk(), _mail(shop), raw_key="raw").ticket
    assert ticket is not None
    [entry] = tickets.thread(desk, ticket.id)[1]
    job = bulk.start(desk, "close", {}, ids=(ticket.id,))
    return {
        "ticket_id": ticket.id,
        "message_id": message_id(ticket.id, 1),
        "attachment_id": getattr(entry, "attachments")[0].id,  # noqa: B009 - a message, not a note
        "customer_id": ticket.customer.id,
        "job_id": job.id,
        "agent_id": shop.hire().id,
        "session_id": sessions.sessions_of(desk)[0].id,
        "key_id": key.credential.id,
        "team_id": create_team(desk, Edit(name="Returns", agent_ids=(shop.owner.id,))).id,
        "block_id": block_id(digest(block(desk, BlockKind.phone, "+442079460000")[0].target)),
        "inbox_id": attached(desk).id,
        "upload_id": _upload(desk),
        "event_id": _event(desk, ticket.customer.id),
        "order_id": "450789469",
        "subscription_id": "27363808",
        "action_id": _action(desk, ticket),
        "address": forwarding.add(desk, f"help@{shop.account.slug}.example").address,
        **_written(desk),
    }


def _written(desk: wiring.Desk) -> dict[str, str]:
    return {
        "view_id": custom_views.create(desk, name="VIP", wanted={"tags": ["vip"]}).id,
        "macro_id": macros.create(desk, MacroEdit(title="Hello", text="Hello!")).id,
        "group_id": _a_gap(desk),
        "export_id": _export(desk),
        "stuck_id": _stuck(desk),
        "article_id": articles.create(desk, ArticleEdit(title="Returns", text="30 days.")).id,
    }


def _upload(desk: wiring.Desk) -> str:
    wanted = Wanted(name="a.txt", content_type="text/plain", size=1)
    upload_id, form = uploads.start(desk, wanted)
    desk.files.put(form.fields["key"], b"a", content_type="text/plain")
    return upload_id


def _action(desk: wiring.Desk, ticket: Ticket) -> str:
    plan = Plan(
        kind="order_cancel",
        subject="order:450789469",
        name="#1001",
        ticket_id=ticket.id,
        customer_id=ticket.customer.id,
        wanted="{}",
        do=lambda: None,
    )
    return act(desk, lambda: plan).id


def _export(desk: wiring.Desk) -> str:
    today = desk.now().date()
    days = Period(first=today, last=today, zone="UTC")
    return exports.start(desk, days, Format.csv, WantedFigures()).id


def _stuck(desk: wiring.Desk) -> str:
    """Return something stuck: an order of which no queue holds anything any more."""
    order = json.dumps({"job": "index_search", "account_id": desk.account_id})
    found = Stuck(
        id=status.order_id("jobs", order), kind="index_search", reason="unavailable",
        since=desk.now(), queue="jobs", order=order,
    )  # fmt: skip
    signs.note(desk, found)
    return found.id


def _event(desk: wiring.Desk, customer_id: str) -> str:
    event = Event(id="evt_1234", metric="Viewed", customer_id=customer_id, at=desk.now())
    record(desk, event)
    return event.id


def _mail(shop: Shop) -> Inbound:
    return Inbound(
        channel=Kind.email,
        inbox=f"{shop.account.slug}@in.desk.example",
        provider_id=f"first@{shop.account.slug}.example",
        sender=Sender(address="tess@mail.example", name="Tess", is_verified=True),
        text="Where is my parcel?",
        files=(File(name="a.txt", content_type="text/plain", content=b"a"),),
    )
