"""What a shop asks for by law, and what it means that it has uninstalled us.

https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance
"""

from dataclasses import replace
from datetime import datetime

from chalicelib.accounts import storage as accounts
from chalicelib.commerce import forget, shops, storage
from chalicelib.commerce.model import Shop
from chalicelib.commerce.shopify import parse
from chalicelib.commerce.shopify.model import Delivery
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Invalid, Unavailable
from chalicelib.core.moments import from_rfc3339
from chalicelib.table.write import ConditionFailed

UNINSTALLED = "The app was uninstalled at the shop; connect it again."
_LONGEST = 1_000


def uninstalled(desk: Desk, shop: Shop, delivery: Delivery) -> None:
    """Forget the token, unless the shop was connected again since."""
    at = _moment(delivery.at)
    if not shop.is_open or (at and at < shop.connected_at):
        return
    rest = replace(shops.opened(desk, shop), token="")
    after = replace(
        shop,
        sealed=shops.sealed(desk, shop.domain, rest),
        is_open=False,
        fault=UNINSTALLED,
        version=shop.version + 1,
    )
    said = accounts.put_event(desk, "shop_uninstalled", desk.account_id, shop.domain)
    try:
        accounts.commit(desk, [shops.put(desk, after), said])
    except ConditionFailed as failed:
        raise Unavailable("The connection was changed at the same time.") from failed
    finally:
        shops.forget(desk.account_id)


def asked_for_data(desk: Desk, shop: Shop, delivery: Delivery) -> None:
    """Leave a record for the merchant, who owes their customer an answer."""
    asked = parse.redaction(delivery.body)
    if asked and asked.domain == shop.domain:
        detail = f"orders {', '.join(asked.order_ids)}"[:_LONGEST] if asked.order_ids else ""
        said = accounts.put_event(desk, "shop_data_requested", asked.shopper_id, detail)
        accounts.commit(desk, [said])


def redact_customer(desk: Desk, shop: Shop, delivery: Delivery) -> None:
    """Forget what one of the shop's customers ordered."""
    asked = parse.redaction(delivery.body)
    if asked and asked.domain == shop.domain:
        storage.remove(desk, asked.order_ids)
        if asked.shopper_id:
            desk.queues.put("jobs", [forget.order_of(desk, asked.shopper_id)])


def redact_shop(desk: Desk, shop: Shop, delivery: Delivery) -> None:
    """Forget all orders of a shop; one that came back meanwhile tells of them anew."""
    asked = parse.redaction(delivery.body)
    if asked and asked.domain == shop.domain:
        desk.queues.put("jobs", [forget.order_of(desk)])


def _moment(text: str) -> datetime | None:
    try:
        return from_rfc3339(text) if text else None
    except Invalid:
        return None
