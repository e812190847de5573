"""Connecting a shop by Shopify's OAuth, and letting it go.

Whoever connects is led to their shop, says yes there, and comes back with a code. The state that
goes along names the account, is good for once and for ten minutes, and only in the browser in
which it was begun: otherwise somebody could have a stranger's shop connected to an account of
their own by sending them a link.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from chalicelib.accounts import storage as accounts
from chalicelib.commerce import forget, shops
from chalicelib.commerce.model import Keys, Pending, Shop
from chalicelib.commerce.shopify import signature
from chalicelib.core.desk import Caller, CallerKind, Desk
from chalicelib.core.errors import Conflict, Fault, Gone, Invalid, Unauthenticated
from chalicelib.table import operations
from chalicelib.table.write import ConditionFailed

HOOK = "/hooks/shopify"
CALLBACK = f"{HOOK}/callback"
SCOPES = ("read_customers", "read_orders", "read_products", "write_order_edits", "write_orders")
LASTS = timedelta(minutes=10)
WEBHOOKS_JOB = "shop_webhooks"

_STATE = re.compile(r"(?P<account>[0-9A-HJKMNP-TV-Z]{26})\.[0-9a-f]{64}")
_BUSY = "The connection was changed by others at the same time; try again."


def start(desk: Desk, domain: str, own: Keys) -> tuple[str, str, Pending]:
    """Return where to ask the shop, what the browser is to hold meanwhile, and what was begun.

    `own` holds the id and secret of an app of the merchant's own; without one it is the
    installation's, where that has one.
    """
    _refuse_other_hosts(domain)
    _refuse_second(shops.find_now(desk), domain)
    client_id = _app(desk, own)[0]
    state = f"{desk.account_id.removeprefix('acc_')}.{desk.randomness(32).hex()}"
    browser = desk.randomness(32).hex()
    pending = Pending(
        digest=_digest(state),
        browser=_digest(browser),
        domain=domain,
        agent_id=desk.caller.id,
        sealed=shops.sealed(desk, domain, own),
        until=desk.now() + LASTS,
    )
    shops.begin(desk, pending)
    query = {
        "client_id": client_id,
        "scope": ",".join(SCOPES),
        "redirect_uri": f"{desk.place.base_url.rstrip('/')}{CALLBACK}",
        "state": state,
    }
    return f"https://{domain}/admin/oauth/authorize?{urlencode(query)}", browser, pending


def finish(desk: Desk, query: Mapping[str, Sequence[str]], browser: str) -> None:
    """Take the code that the shop led back with; nothing is asked before all of it is in order."""
    given = {name: values[-1] for name, values in query.items() if values}
    own, pending = _begun(desk, given.get("state", ""))
    keys = shops.opened(own, pending) if pending else Keys()
    secret = _secret(own, keys)
    if not secret or not signature.is_leading_back(query, secret):
        raise Unauthenticated("Shopify has not signed this.")
    _refuse_other_hosts(given.get("shop", ""))
    if pending is None or not _is_own(pending, given["shop"], browser):
        detail = "This was begun too long ago, or in another browser, or is done; begin anew."
        raise Gone(detail, code="shop_state_over")
    try:
        shops.use_up(own, pending.digest)
    except ConditionFailed as failed:
        raise Gone("This was used already; begin anew.", code="shop_state_over") from failed
    _connect(own, pending, keys, given.get("code", ""))


def disconnect(desk: Desk) -> None:
    """Forget the keys, and by and by the orders: nobody could redact them any more."""

    def act() -> dict[str, Any]:
        known = shops.load(desk)
        said = accounts.put_event(desk, "shop_disconnected", desk.account_id, known.domain)
        puts = [said, *operations.mark(desk, {})]
        accounts.commit(desk, puts, deletes=shops.leaving(desk, known))
        desk.queues.put("jobs", [forget.order_of(desk)])
        return {}

    operations.decided(desk, act, lost=_BUSY)
    shops.forget(desk.account_id)


def missing_scopes(shop: Shop) -> list[str]:
    """Return what the shop did not allow; to write is to read, too."""
    has = shop.scopes | {name.replace("write_", "read_", 1) for name in shop.scopes}
    return [name for name in SCOPES if name not in has]


def app_secret(desk: Desk, shop: Shop) -> str:
    """Return what deliveries of this shop are signed with; empty where nobody knows it."""
    return _secret(desk, shops.opened(desk, shop) if shop.has_own_app else Keys())


def _connect(desk: Desk, pending: Pending, keys: Keys, code: str) -> None:
    from chalicelib.commerce.shopify import tokens

    client_id, secret = _app(desk, keys)
    token, scopes = tokens.exchange(desk, pending.domain, (client_id, secret), code)

    def act() -> dict[str, Any]:
        before = shops.find_now(desk)
        _refuse_second(before, pending.domain)
        after = Shop(
            domain=pending.domain,
            sealed=shops.sealed(desk, pending.domain, replace(keys, token=token)),
            scopes=scopes,
            has_own_app=bool(keys.client_id),
            connected_at=desk.now(),
            version=before.version + 1 if before else 1,
        )
        said = accounts.put_event(desk, "shop_connected", desk.account_id, pending.domain)
        _commit(desk, before, after, said)
        return {}

    operations.decided(desk, act, lost=_BUSY)
    shops.forget(desk.account_id)
    desk.queues.put("jobs", [json.dumps({"job": WEBHOOKS_JOB, "account_id": desk.account_id})])


def _commit(desk: Desk, before: Shop | None, after: Shop, said: Any) -> None:
    puts = [shops.put(desk, after), shops.claim(desk, after.domain), said]
    try:
        accounts.commit(desk, puts)
    except ConditionFailed as failed:
        if failed.index == 1:
            detail = "This shop is connected to another account."
            raise Conflict(detail, code="shop_taken") from failed
        raise


def _begun(desk: Desk, state: str) -> tuple[Desk, Pending | None]:
    found = _STATE.fullmatch(state)
    if found is None:
        return desk, None
    own = desk.for_account(f"acc_{found['account']}")
    pending = shops.pending(own, _digest(state))
    if pending is None:
        return own, None
    caller = Caller(kind=CallerKind.agent, id=pending.agent_id)
    return own.for_account(own.account_id, caller), pending


def _is_own(pending: Pending, domain: str, browser: str) -> bool:
    is_same_browser = hmac.compare_digest(pending.browser, _digest(browser))
    return is_same_browser and pending.domain == domain


def _app(desk: Desk, own: Keys) -> tuple[str, str]:
    if own.client_id:
        return own.client_id, own.client_secret
    if desk.place.shop_app is None:
        detail = (
            "This installation has no app at Shopify. Give the client_id and client_secret of an "
            "app of your own, or have DESKHAND_SHOPIFY_CLIENT_ID and "
            "DESKHAND_SHOPIFY_CLIENT_SECRET set."
        )
        raise Conflict(detail, code="shop_app_missing")
    return desk.place.shop_app.client_id, desk.place.shop_app.client_secret


def _secret(desk: Desk, own: Keys) -> str:
    if own.client_id:
        return own.client_secret
    return desk.place.shop_app.client_secret if desk.place.shop_app else ""


def _refuse_other_hosts(domain: str) -> None:
    if not signature.is_domain(domain):
        fault = Fault("/shop", "invalid", "Give the shop's own: name.myshopify.com.")
        raise Invalid("This is no shop on Shopify.", faults=[fault])


def _refuse_second(known: Shop | None, domain: str) -> None:
    if known and known.domain != domain:
        detail = f"{known.domain} is connected; let it go before you connect another shop."
        raise Conflict(detail, code="shop_connected")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
