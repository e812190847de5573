"""What a shop delivered, read by a worker: once, in whatever order it comes."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.commerce import deliveries, faults, shops
from chalicelib.commerce.model import Shop
from chalicelib.commerce.shopify import orders, parse, privacy
from chalicelib.commerce.shopify.graphql import Access
from chalicelib.commerce.shopify.model import Delivery
from chalicelib.commerce.take import take
from chalicelib.core.desk import Desk
from chalicelib.core.errors import DeskhandError, Forbidden, NotFound, Unavailable, Uncertain
from chalicelib.customers import rules as addresses
from chalicelib.customers import storage as customers
from chalicelib.customers.identify import identify
from chalicelib.customers.model import Identity, IdentityKind
from chalicelib.telemetry.log import logger
from chalicelib.web import doors

PASSING = (Unavailable, Uncertain)
"""What is over when the delivery is worked off again."""


def work_off(desk: Desk, order: Mapping[str, Any]) -> None:
    """Do what a delivery says; raises what is passing, so that it comes again."""
    act, shop = _ACTS.get(order["topic"]), shops.find_now(desk)
    if act is None or shop is None or shop.domain != order["shop"]:
        return
    try:
        body = doors.body_of(desk, order)
    except NotFound:  # the bucket has forgotten it: it came again after weeks
        return
    delivery = Delivery(id=_id(order, body), topic=order["topic"], at=order["at"], body=body)
    if deliveries.is_done(desk, delivery.id):
        return
    try:
        act(desk, shop, delivery)
    except PASSING:
        raise
    except DeskhandError as error:
        extra = {"account": desk.account_id, "topic": delivery.topic, "code": error.code}
        logger.warning("a shop's word was not taken", extra=extra)
    deliveries.note(desk, delivery.id)


def _ordered(desk: Desk, _shop: Shop, delivery: Delivery) -> None:
    if order := parse.order(delivery.body):
        take(desk, order)
    else:
        _complain(desk, delivery)


def _edited(desk: Desk, shop: Shop, delivery: Delivery) -> None:
    """Ask for the order: what is delivered is the change alone."""
    order_id = parse.edited_order(delivery.body)
    if not order_id:
        _complain(desk, delivery)
    elif shop.is_open:
        access = Access(domain=shop.domain, token=shops.opened(desk, shop).token)
        try:
            order = orders.one(desk, access, order_id)
        except Forbidden as error:
            faults.note(desk, shop, error)
        else:
            _ = order and take(desk, order)


def _met(desk: Desk, _shop: Shop, delivery: Delivery) -> None:
    """Learn the name of somebody whom we know; nobody is met by having an account at the shop."""
    email, name = parse.person(delivery.body)
    address = addresses.normal(IdentityKind.email, email)
    known_as = Identity(kind=IdentityKind.email, address=address) if address else None
    if name and known_as and customers.owner_of(desk, known_as):
        identify(desk, known_as.kind, known_as.address, name=name)


def _complain(desk: Desk, delivery: Delivery) -> None:
    extra = {"account": desk.account_id, "topic": delivery.topic}
    logger.warning("a shop's delivery cannot be read", extra=extra)


def _id(order: Mapping[str, Any], body: bytes) -> str:
    told = order["id"] or hashlib.sha256(body).hexdigest()
    return f"{order['topic']} {told}"


_ACTS: Mapping[str, Callable[[Desk, Shop, Delivery], None]] = {
    "orders/create": _ordered,
    "orders/updated": _ordered,
    "orders/cancelled": _ordered,
    "orders/fulfilled": _ordered,
    "orders/edited": _edited,
    "customers/create": _met,
    "customers/update": _met,
    "app/uninstalled": privacy.uninstalled,
    "customers/data_request": privacy.asked_for_data,
    "customers/redact": privacy.redact_customer,
    "shop/redact": privacy.redact_shop,
}
