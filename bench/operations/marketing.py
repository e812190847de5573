"""Campaigns, the texts that answer them, short links, orders, and the customer platform."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from email.utils import format_datetime

from bench.api import answered
from bench.registry import Action, operation
from bench.shop import WORDS, Shop, shop
from bench.stage import Stage
from chalicelib import jobs
from chalicelib.channels.model import Inbound, Kind, Sender
from chalicelib.core.moments import rfc3339
from chalicelib.customers.events import storage as events
from chalicelib.customers.model import Who
from chalicelib.customers.predictions import storage as outlooks
from chalicelib.marketing.domains import prove
from chalicelib.marketing.domains import storage as domains
from chalicelib.marketing.links import storage as links
from chalicelib.marketing.links.follow import follow
from chalicelib.marketing.links.model import Link
from chalicelib.marketing.links.shorten import shorten
from chalicelib.marketing.platform import door, segments, storage
from chalicelib.marketing.platform.model import Keys, Platform
from chalicelib.messaging.receive import receive
from chalicelib.table import keys
from chalicelib.table.across_accounts import across_accounts_link_domain_row
from chalicelib.table.write import Put, transact
from chalicelib.tickets import deliveries
from chalicelib.tickets.model import Ticket
from chalicelib.web import knocks

NUMBER = "+15005550101"
MESSAGES = "/v1/tickets/{ticket_id}/messages"
ANSWER = (
    "Yes: https://shop.example/for-your-kitchen/mug, and https://shop.example/for-your-kitchen/cup"
)
KEPT = 5
"""So many sends, clicks, orders are there already."""


def inbound(open_shop: Shop, number: int = 1) -> Inbound:
    """Return a text, another for each number."""
    return Inbound(
        channel=Kind.sms,
        inbox="+15005550006",
        provider_id=f"SM{open_shop.account_id}{number}",
        sender=Sender(address=NUMBER, is_verified=True),
        text=WORDS,
    )


def _send(stage: Stage, number: int = 1) -> dict[str, object]:
    return {
        "id": f"send {number}",
        "channel": "sms",
        "kind": "campaign",
        "name": "Spring sale",
        "customer": {"phone": NUMBER},
        "sent_at": rfc3339(stage.now),
        "text": WORDS,
    }


def several(stage: Stage) -> list[dict[str, object]]:
    """Return sends to one customer."""
    return [_send(stage, number) for number in range(KEPT)]


def texted(stage: Stage) -> tuple[Shop, Ticket]:
    """Return a shop with a ticket of somebody who texted before, and got campaigns since."""
    open_shop = shop(stage)
    ticket = receive(open_shop.desk(), inbound(open_shop, 0)).ticket
    assert ticket is not None
    open_shop.api().json("POST", "/v1/sends", {"sends": several(stage)})
    return open_shop, ticket


@operation("a send is recorded", requests=2, read=0.5, write=4)
def record(stage: Stage) -> Action:
    """Find the customer, write the send and the mark of its id."""
    open_shop, _ = texted(stage)
    return open_shop.api().warm("POST", "/v1/sends", _send(stage, KEPT))


@operation("a text joins, no campaign was sent", requests=4, read=1.5, write=10)
def join(stage: Stage) -> Action:
    """Look for a campaign: one small read more than a mail."""
    open_shop = shop(stage)
    receive(open_shop.desk(), inbound(open_shop, 0))
    return lambda: receive(open_shop.desk(), inbound(open_shop))


@operation("a text answers a campaign", requests=6, read=3, write=12)
def attributed(stage: Stage) -> Action:
    """See that the text is new, and claim the campaign before the message is written."""
    open_shop, _ = texted(stage)
    return lambda: receive(open_shop.desk(), inbound(open_shop))


@operation("the next text after it", requests=4, read=2, write=11)
def next_text(stage: Stage) -> Action:
    """See that the campaign is claimed."""
    open_shop, _ = texted(stage)
    receive(open_shop.desk(), inbound(open_shop))
    return lambda: receive(open_shop.desk(), inbound(open_shop, 2))


@operation("a ticket opens with campaigns between", requests=3, read=3, write=0)
def thread(stage: Stage) -> Action:
    """Read the sends by one query more."""
    open_shop, ticket = texted(stage)
    return open_shop.api().warm("GET", MESSAGES, ticket_id=ticket.id)


def linked(stage: Stage) -> tuple[Shop, Ticket, str]:
    """Return a ticket with an answer that left with short links, and one of their codes."""
    open_shop, ticket = texted(stage)
    word = {"channel": "sms", "kind": "marketing", "state": "subscribed"}
    route, customer_id = "/v1/customers/{customer_id}/consents", ticket.customer.id
    open_shop.api().call("POST", route, word, customer_id=customer_id)
    body = {"text": ANSWER}
    told = open_shop.api().json(
        "POST", "/v1/tickets/{ticket_id}/replies", body, ticket_id=ticket.id
    )
    short = shorten(open_shop.desk(), ANSWER, told["id"])
    message = deliveries.load(open_shop.desk(), ticket.id, told["sequence"])
    deliveries.claim(open_shop.desk(), message, stage.now, links=short.links)
    return open_shop, ticket, short.links[0].rpartition("/")[2]


@operation("a ticket opens with short links", requests=4, read=4, write=0)
def linked_thread(stage: Stage) -> Action:
    """Read how often they were followed by one request more."""
    open_shop, ticket, _ = linked(stage)
    return open_shop.api().warm("GET", MESSAGES, ticket_id=ticket.id)


@operation("a text's two links are made short", requests=1, read=0, write=4)
def shortened(stage: Stage) -> Action:
    """Write both at once."""
    open_shop = shop(stage)
    shorten(open_shop.desk(), ANSWER, "msg_0")
    return lambda: shorten(open_shop.desk(), ANSWER, "msg_1")


@operation("a short link is followed", requests=1, read=0, write=1)
def followed(stage: Stage) -> Action:
    """Count and read at once."""
    open_shop, _, code = linked(stage)
    return open_shop.api().warm("GET", "/l/{code}", code=code)


@operation("a code that leads nowhere is tried", requests=0, read=0, write=0)
def nowhere(stage: Stage) -> Action:
    """Look for nothing that cannot be a code."""
    open_shop = shop(stage)
    event = open_shop.api().event("GET", "/l/{code}", code="admin")

    def ask() -> None:
        try:
            answered(event)
        except AssertionError:
            return
        raise AssertionError("there is such a link")

    return ask


def _order(number: int = 1) -> dict[str, object]:
    return {"id": f"order {number}", "metric": "Placed Order", "customer": {"phone": NUMBER},
            "properties": {"order_id": number}, "value": 49.9, "currency": "EUR"}  # fmt: skip


@operation("an event of a customer is recorded", requests=3, read=1, write=5)
def event(stage: Stage) -> Action:
    """Write the event, the mark of its id and an entry of the index."""
    open_shop, _ = texted(stage)
    body = {**_order(), "metric": "Viewed Product"}
    open_shop.api().call("POST", "/v1/events", {**body, "id": "the day's first"})
    return open_shop.api().warm("POST", "/v1/events", body)


@operation("a day's first event of a metric is recorded", requests=3, read=1, write=7)
def first_event(stage: Stage) -> Action:
    """Name the metric with it."""
    open_shop, _ = texted(stage)
    return open_shop.api().warm("POST", "/v1/events", {**_order(), "metric": "Viewed Product"})


@operation("an order is credited to a link", requests=9, read=8, write=12)
def credited(stage: Stage) -> Action:
    """Find the links that the customer got, and which of them led there; note it in the ledger."""
    open_shop, _, code = linked(stage)
    outlooks.begin(open_shop.desk())
    open_shop.api().call("GET", "/l/{code}", code=code)
    stage.now += timedelta(minutes=1)
    return open_shop.api().warm("POST", "/v1/events", _order())


def _connected(stage: Stage) -> Shop:
    open_shop = shop(stage)
    desk = open_shop.desk()
    own = Keys(api_key="pk_0123456789abcdef", webhook_secret="0123456789abcdef")
    platform = Platform(
        provider="klaviyo",
        sealed=storage.sealed(desk, "klaviyo", own),
        has_webhook_secret=True,
        connected_at=stage.now,
    )
    transact(desk, [Put(row=storage.row_of(desk, platform))])
    body = {"name": "VIPs", "agent_ids": [open_shop.founded.owner.id], "segments": ["VIP"]}
    open_shop.api().call("POST", "/v1/teams", body)
    return open_shop


@operation("a customer's segments are known", requests=1, read=0.5, write=0)
def known_segments(stage: Stage) -> Action:
    """Read what the platform said within the last quarter of an hour."""
    open_shop = _connected(stage)
    who = Who(id="cus_00000000000000000000000001", phone=NUMBER)
    storage.keep_segments(open_shop.desk(), who.id, frozenset({"VIP"}), stage.now)
    segments.segments_of(open_shop.desk(), who, frozenset())
    return lambda: segments.segments_of(open_shop.desk(), who, frozenset())


@operation("a link domain falls due", requests=2, read=0, write=3)
def domain_due(stage: Stage) -> Action:
    """Order a look at DNS."""
    open_shop = shop(stage)
    open_shop.api().call("PUT", "/v1/link_domain", {"domain": "go.shop.example"})
    stage.now += timedelta(hours=1)
    place = keys.link_domain(open_shop.account_id)
    return lambda: prove.come_due(open_shop.desk(), *place)


@operation("the platform's delivery of 10 texts is worked off", requests=20, read=5, write=50)
def platform(stage: Stage) -> Action:
    """Record ten sends to one customer."""
    open_shop, _ = texted(stage)
    order = {
        "job": door.JOB,
        "account_id": open_shop.account_id,
        "body": _delivery(stage),
    }
    return lambda: jobs.run_job(json.dumps(order))


def _delivery(stage: Stage) -> str:
    properties = {"$flow": "F1", "To Number": NUMBER, "Message Body": WORDS}
    attributes = {"datetime": rfc3339(stage.now), "event_properties": properties}
    payload = {"data": {"attributes": attributes}}
    topic = "event:klaviyo.received_sms"
    items = [{"external_id": str(n), "topic": topic, "payload": payload} for n in range(10)]
    return base64.b64encode(json.dumps({"data": items}).encode()).decode()


@operation("what a customer did last", requests=1, read=1, write=0)
def customer_events(stage: Stage) -> Action:
    """Read the newest of it in one query."""
    open_shop, _ = texted(stage)
    orders = [_order(number) for number in range(KEPT)]
    told = open_shop.api().json("POST", "/v1/events", {"events": orders})
    customer_id = told["data"][0]["customer_id"]
    return lambda: events.history(open_shop.desk(), (customer_id,), limit=50, position={})


@operation("a link under a shop's own domain is followed first", requests=2, read=1, write=1)
def under_own_domain(stage: Stage) -> Action:
    """Ask whose the domain is, which is then known for a minute."""
    open_shop, domain = shop(stage), "go.shop.example"
    desk = open_shop.desk()
    transact(desk, [Put(row=across_accounts_link_domain_row(domain, desk.account_id))])
    link = Link(host=domain, code="0123456789A", url="https://shop.example/", message_id="msg_1")
    links.create(desk, [link])
    domains.forget()
    return lambda: follow(open_shop.desk(), domain, link.code, is_counted=True)


@operation("the platform's delivery is taken at the door", requests=3, read=1, write=0)
def taken(stage: Stage) -> Action:
    """Open the shop's secret, check the signature, hand over."""
    open_shop = _connected(stage)
    knocks.taken(open_shop.desk(), "klaviyo")
    body = base64.b64decode(_delivery(stage))
    stamp = format_datetime(stage.now, usegmt=True)
    signature = hmac.new(b"0123456789abcdef", body + stamp.encode(), hashlib.sha256).hexdigest()
    headers = {"klaviyo-signature": signature, "klaviyo-timestamp": stamp}
    storage.forget(open_shop.account_id)
    return lambda: door.take(stage.desk(), open_shop.account_id, body, headers)
