"""Shopify's door: what it delivers is taken at once if it signed it; `inbound` reads it."""

import json
from collections.abc import Mapping

from chalicelib.commerce import shops
from chalicelib.commerce.model import Shop
from chalicelib.commerce.shopify import connect, signature
from chalicelib.core.desk import Desk
from chalicelib.core.errors import TooLarge
from chalicelib.table.across_accounts import across_accounts_shop
from chalicelib.web import doors, knocks

JOB = "shop_delivery"
MAX_BODY = 5 * 1024 * 1024
SIGNATURE = "x-shopify-hmac-sha256"
DOMAIN = "x-shopify-shop-domain"
TOPIC = "x-shopify-topic"
_ID = "x-shopify-webhook-id"
_AT = "x-shopify-triggered-at"
_LONGEST = 200


def take(desk: Desk, body: bytes, headers: Mapping[str, str]) -> None:
    """Hand a delivery to the workers; raise Unauthenticated for what Shopify has not signed.

    The shop that it names is a stranger's word until that shop's own secret vouches for it.
    """
    if len(body) > MAX_BODY:
        raise TooLarge(f"The body may have at most {MAX_BODY} bytes.")
    given, domain = headers.get(SIGNATURE, ""), headers.get(DOMAIN, "").lower()
    account_id = across_accounts_shop(domain) if given and signature.is_domain(domain) else None
    if account_id is None:
        if not given or not signature.is_domain(domain) or not _is_ours(desk, body, given):
            raise doors.refusal(desk, "shopify")
        return  # of a shop that has left: nothing of it is here
    own = desk.for_account(account_id)
    if not _is_vouched(own, domain, body, given):
        knocks.refused(own, "shopify", knocks.SIGNATURE)
        raise doors.refusal(desk, "shopify")
    order = {
        "job": JOB,
        "account_id": account_id,
        "shop": domain,
        "topic": headers.get(TOPIC, "")[:_LONGEST],
        "id": headers.get(_ID, "")[:_LONGEST],
        "at": headers.get(_AT, "")[:_LONGEST],
        **doors.kept(own, body),
    }
    own.queues.put("jobs", [json.dumps(order)])
    knocks.taken(own, "shopify")


def _is_ours(desk: Desk, body: bytes, given: str) -> bool:
    app = desk.place.shop_app
    return app is not None and signature.is_genuine(body, given, app.client_secret)


def _is_vouched(desk: Desk, domain: str, body: bytes, given: str) -> bool:
    # What is remembered may be older than an app that was just changed.
    refused: Shop | None = None
    for find in (shops.recent, shops.find_now):
        shop = find(desk)
        if shop and shop != refused and shop.domain == domain:
            secret = connect.app_secret(desk, shop)
            if secret and signature.is_genuine(body, given, secret):
                return True
        refused = shop
    return False
