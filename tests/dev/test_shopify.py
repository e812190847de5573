"""Shopify's stand-in: what it tells, shows and signs is what the product takes."""

import json
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.commerce.shopify import orders, parse, signature
from chalicelib.commerce.shopify.graphql import Access
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Uncertain
from dev.providers.exchange import Place, Request
from dev.providers.phones import Phones
from dev.providers.shopify import APP, ShopifyShops
from tests.commerce.shopify.world import domain_of
from tests.kit.http_world import World

DOMAIN = domain_of("acc_00000000000000000000000001")
MAIL = "ann@home.example"


@pytest.fixture
def shops(world: World) -> ShopifyShops:
    """Return the stand-in, with one shop that gave a token and tells of orders."""
    made = ShopifyShops(Place(phones=Phones(), clock=world.clock, base_url="http://localhost"))
    asked = {"client_id": APP[0], "client_secret": APP[1], "code": "c"}
    made.answer(_asked("/admin/oauth/access_token", asked))
    query = {"query": "webhookSubscriptionCreate(topic: ORDERS_CREATE, x)"}
    _graphql(made, query["query"], {"uri": "http://localhost/hooks/shopify"})
    return made


def _asked(path: str, body: object, **headers: str) -> Request:
    url = f"https://{DOMAIN}{path}"
    return Request(method="POST", url=url, headers=headers, body=json.dumps(body).encode())


def _graphql(shops: ShopifyShops, query: str, variables: dict[str, Any]) -> Any:
    token = {"x-shopify-access-token": shops.shop(DOMAIN).token}
    body = {"query": query, "variables": variables}
    return json.loads(shops.answer(_asked("/admin/api/x/graphql.json", body, **token)).body)


def test_who_says_yes_is_led_back_signed(shops: ShopifyShops) -> None:
    query = {"state": "s", "redirect_uri": "http://localhost/hooks/shopify/callback"}

    place = Request(method="GET", url=shops.say_yes(DOMAIN, query), headers={}, body=b"")

    assert signature.is_leading_back(place.query, APP[1])


def test_an_order_is_told_signed_and_can_be_read(shops: ShopifyShops) -> None:
    shops.place_order(DOMAIN, {"email": MAIL})

    [told] = shops.reports()
    given = told.headers["x-shopify-hmac-sha256"]
    order = parse.order(told.body)
    assert signature.is_genuine(told.body, given, APP[1])
    assert order
    assert (order.name, order.total, order.shopper.email) == ("#1001", 2490, MAIL)
    assert shops.reports() == []


def test_what_nobody_subscribed_to_is_not_told(shops: ShopifyShops) -> None:
    shops.place_order(DOMAIN, {"email": MAIL})
    shops.place_order(DOMAIN, {"name": "#1001", "fulfilled": True})

    assert len(shops.reports()) == 1


def test_orders_are_shown_to_who_has_the_token(shops: ShopifyShops) -> None:
    shops.place_order(DOMAIN, {"email": MAIL})
    query = "customerByIdentifier"

    found = _graphql(shops, query, {"email": {"emailAddress": MAIL}, "phone": {"phoneNumber": "1"}})

    assert found["data"]["email"]["numberOfOrders"] == "1"
    assert found["data"]["phone"] is None
    assert shops.answer(_asked("/admin/api/x/graphql.json", {})).status == 401


def test_both_spellings_tell_the_same_of_an_order(
    shops: ShopifyShops, desk: Desk, world: World
) -> None:
    shops.place_order(
        DOMAIN,
        {"email": MAIL, "customer": "Ann Lee", "shipping": "4.90", "tax": "4.76",
         "discount": "5.00", "fulfilled": True, "refunded": True},
    )  # fmt: skip
    [told] = shops.reports()
    world.http.on(
        "POST",
        f"https://{DOMAIN}/*",
        lambda sent: shops.answer(
            Request(method=sent.method, url=sent.url, body=sent.body or b"",
                    headers={name.lower(): text for name, text in sent.headers.items()})
        ),
    )  # fmt: skip

    access = Access(domain=DOMAIN, token=shops.shop(DOMAIN).token)
    [shown], _ = orders.newest(desk, access, {"email": MAIL})

    [sent] = shown.fulfillments
    assert sent.estimated_delivery_at
    unsaid = replace(sent, estimated_delivery_at=None)  # webhooks do not tell
    assert parse.order(told.body) == replace(shown, fulfillments=(unsaid,))
    assert (shown.total, shown.subtotal, shown.financial_status) == (2480, 1990, "refunded")


@pytest.mark.parametrize(("trouble", "outcome"), [("failing", "errors"), ("lost", "")])
def test_a_shop_has_troubles(shops: ShopifyShops, trouble: str, outcome: str) -> None:
    shops.shop(DOMAIN).trouble = trouble

    if outcome:
        assert outcome in _graphql(shops, "order(", {"id": "gid://shopify/Order/1"})
    else:
        with pytest.raises(Uncertain):
            _graphql(shops, "order(", {"id": "gid://shopify/Order/1"})


def test_another_secret_gets_no_token(shops: ShopifyShops) -> None:
    asked = {"client_id": APP[0], "client_secret": "guess", "code": "c"}

    assert shops.answer(_asked("/admin/oauth/access_token", asked)).status == 400


def _changed(shops: ShopifyShops, query: str, *, given: str = "", **variables: Any) -> Any:
    return _graphql(shops, f"mutation M {{ {query}(id: $id{given}) }}", variables)["data"]


def _committed(
    shops: ShopifyShops, order_id: int, line: int, quantity: int, *, given: str = ""
) -> Any:
    begun = _changed(shops, "orderEditBegin", id=f"gid://shopify/Order/{order_id}")
    edit = begun["orderEditBegin"]["calculatedOrder"]["id"]
    gid = f"gid://shopify/CalculatedLineItem/{line}"
    told = _changed(shops, "set0: orderEditSetQuantity", id=edit, line0=gid, quantity0=quantity)
    return told["set0"]["userErrors"], _changed(shops, "orderEditCommit", given=given, id=edit)


@pytest.mark.acceptance(63)
def test_an_edit_is_told_and_mailed(shops: ShopifyShops) -> None:
    order = shops.place_order(DOMAIN, {"email": MAIL})
    shops.shop(DOMAIN).topics |= {"ORDERS_EDITED": "", "ORDERS_UPDATED": ""}
    shops.reports()

    given = ", notifyCustomer: true"
    errors, done = _committed(shops, order.id, order.id * 10, 3, given=given)

    edited, updated = shops.reports()
    assert (errors, done["orderEditCommit"]["userErrors"]) == ([], [])
    assert parse.edited_order(edited.body) == str(order.id)
    found = parse.order(updated.body)
    assert found
    assert found.lines[0].quantity == 3
    [mail] = shops.shop(DOMAIN).mails
    assert (mail.to, mail.subject) == (MAIL, "Updated invoice for order #1001")


def test_nobody_is_mailed_unless_that_is_asked_for(shops: ShopifyShops) -> None:
    order = shops.place_order(DOMAIN, {"email": MAIL})

    _committed(shops, order.id, order.id * 10, 3)

    assert shops.shop(DOMAIN).mails == []


def test_what_shopify_refuses_is_refused(shops: ShopifyShops) -> None:
    order = shops.place_order(DOMAIN, {"email": MAIL})
    gid = f"gid://shopify/Order/{order.id}"

    errors, _ = _committed(shops, order.id, 7, 1)
    assert errors[0]["message"] == "The line item does not exist."
    cancel = {"reason": "CUSTOMER", "restock": True}
    first = _changed(shops, "orderCancel", id=gid, **cancel)["orderCancel"]
    again = _changed(shops, "orderCancel", id=gid, **cancel)["orderCancel"]
    assert (first["orderCancelUserErrors"], again["job"]) == ([], None)
    assert again["orderCancelUserErrors"]
    assert _changed(shops, "orderEditBegin", id=gid)["orderEditBegin"]["userErrors"]


def test_without_its_scope_nothing_is_done(shops: ShopifyShops) -> None:
    order = shops.place_order(DOMAIN, {"email": MAIL})
    shops.shop(DOMAIN).scopes = frozenset({"write_order_edits"})

    query = "mutation M { orderCancel(orderId: $id) }"
    told = _graphql(shops, query, {"id": f"gid://shopify/Order/{order.id}"})

    assert told["errors"][0]["extensions"]["code"] == "ACCESS_DENIED"
    assert shops.shop(DOMAIN).orders["#1001"].cancelled_at is None
