"""Connecting a shop: whoever comes back from it is who went there, once, and signed."""

from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib import wiring
from chalicelib.commerce import shops
from chalicelib.core.errors import Forbidden, Uncertain
from chalicelib.table import commerce_keys
from tests.accounts.conftest import Jobs
from tests.accounts.shop import Shop, event_names
from tests.commerce.shopify.world import (
    TOKEN,
    Shopify,
    begun,
    connected,
    led_back,
)
from tests.edge import Edge
from tests.kit.http_world import World, reply

OWN = {"client_id": "app-of-their-own", "client_secret": "a-secret-of-their-own"}
OVER = "https://desk.example/console?shop=shop_state_over#/settings/shop"
GOOD = "https://desk.example/console?shop=connected#/settings/shop"


@pytest.fixture
def ask(whole: Edge, admin: str) -> Any:
    """Return a way to ask as that somebody."""
    return partial(whole.call, Authorization=f"Bearer {admin}")


def test_a_shop_is_asked_and_says_yes(
    whole: Edge, ask: Any, admin: str, shop: Shop, shopify: Shopify, jobs: Jobs
) -> None:
    assert ask("GET", "/v1/shop")[0] == 404

    assert connected(whole, admin, shopify.domain) == GOOD

    shown = ask("GET", "/v1/shop")[1]
    assert (shown["domain"], shown["state"]) == (shopify.domain, "connected")
    assert (shown["missing_scopes"], shown["fault"], shown["has_own_app"]) == ([], None, False)
    assert jobs() == [{"job": "shop_webhooks", "account_id": shop.account.id}]
    assert "shop_connected" in event_names(shop.desk())


def test_what_is_asked_of_the_shop(ask: Any, shopify: Shopify) -> None:
    status, told, headers = ask("POST", "/v1/shop/connect", {"shop": shopify.domain.upper()})

    url = urlsplit(told["authorize_url"])
    query = {name: values[0] for name, values in parse_qs(url.query).items()}
    assert (status, url.hostname, url.path) == (200, shopify.domain, "/admin/oauth/authorize")
    assert query["client_id"] == "app-of-the-house"
    assert query["redirect_uri"] == "https://desk.example/hooks/shopify/callback"
    assert "write_order_edits" in query["scope"].split(",")
    assert {"HttpOnly", "SameSite=Lax", "Secure"} <= set(headers["Set-Cookie"].split("; "))
    assert told["expires_at"] == "2026-03-04T12:10:00.000Z"


def test_the_token_is_never_told_and_rests_sealed(
    whole: Edge, ask: Any, admin: str, shop: Shop, other_shop: Shop, shopify: Shopify
) -> None:
    connected(whole, admin, shopify.domain)

    row = shops.ShopRow.get(*commerce_keys.shop(shop.account.id))
    known = shops.load(shop.desk())
    assert TOKEN not in str(ask("GET", "/v1/shop"))
    assert TOKEN.encode() not in row.sealed
    assert TOKEN not in repr(known)
    assert TOKEN not in repr(shops.opened(shop.desk(), known))
    assert shops.opened(shop.desk(), known).token == TOKEN
    with pytest.raises(Forbidden):
        shops.opened(other_shop.desk(), known)


def test_an_app_of_the_merchants_own_is_used_for_all(
    whole: Edge, ask: Any, admin: str, shopify: Shopify
) -> None:
    state, cookie = begun(whole, admin, shopify.domain, **OWN)

    assert led_back(whole, state, cookie, shopify.domain)[0] == 401
    place = led_back(whole, state, cookie, shopify.domain, secret=OWN["client_secret"])[2]

    assert place == GOOD
    assert shopify.asked[0].json() == {**OWN, "code": "c0de"}
    assert ask("GET", "/v1/shop")[1]["has_own_app"]


def test_without_any_app_the_fix_is_told(ask: Any, ports: wiring.Ports, shopify: Shopify) -> None:
    wiring.install(replace(ports, place=replace(ports.place, shop_app=None)))

    status, problem, _ = ask("POST", "/v1/shop/connect", {"shop": shopify.domain})

    assert (status, problem["code"]) == (409, "shop_app_missing")
    assert "DESKHAND_SHOPIFY_CLIENT_ID" in problem["detail"]
    assert ask("POST", "/v1/shop/connect", {"shop": shopify.domain, **OWN})[0] == 200


@pytest.mark.parametrize(
    "host",
    ["a.myshopify.com.evil.example", "evil.example/.myshopify.com", "localhost", "-.myshopify.com"],
)
def test_no_other_host_is_ever_asked(ask: Any, world: World, host: str) -> None:
    status, problem, _ = ask("POST", "/v1/shop/connect", {"shop": host})

    assert (status, problem["errors"][0]["pointer"]) == (422, "/shop")
    assert world.http.sent == []


def test_another_host_that_is_signed_is_not_asked_either(
    whole: Edge, admin: str, world: World, shopify: Shopify
) -> None:
    state, cookie = begun(whole, admin, shopify.domain)

    led_back(whole, state, cookie, "evil.example")
    other = led_back(whole, state, cookie, "other.myshopify.com")

    assert other[2] == OVER
    assert world.http.sent == []


@pytest.mark.parametrize("changed", [{"secret": "guess"}, {"secret": ""}])
def test_what_is_not_signed_is_refused(
    whole: Edge, admin: str, world: World, shopify: Shopify, changed: dict[str, str]
) -> None:
    state, cookie = begun(whole, admin, shopify.domain)

    status, problem, _ = led_back(whole, state, cookie, shopify.domain, **changed)

    assert (status, problem["code"], world.http.sent) == (401, "unauthenticated", [])


def test_a_state_is_good_for_once(whole: Edge, admin: str, shopify: Shopify) -> None:
    state, cookie = begun(whole, admin, shopify.domain)

    assert led_back(whole, state, cookie, shopify.domain)[2] == GOOD
    assert led_back(whole, state, cookie, shopify.domain)[2] == OVER
    assert len(shopify.asked) == 1


def test_a_state_is_good_for_ten_minutes(
    whole: Edge, admin: str, world: World, shopify: Shopify
) -> None:
    state, cookie = begun(whole, admin, shopify.domain)
    world.pass_time(minutes=10)

    assert led_back(whole, state, cookie, shopify.domain)[2] == OVER
    assert world.http.sent == []


def test_only_the_browser_that_began_comes_back(
    whole: Edge, admin: str, shop: Shop, other_shop: Shop, world: World, shopify: Shopify
) -> None:
    """Or a link, sent to a stranger, would connect their shop to the sender's account."""
    state, _ = begun(whole, admin, shopify.domain)
    rival = other_shop.session(other_shop.owner)
    _, strangers = begun(whole, rival, shopify.domain)

    for cookie in ("", "deskhand_shop=guess", strangers, 'deskhand_shop="'):
        assert led_back(whole, state, cookie, shopify.domain)[2] == OVER

    assert world.http.sent == []


@pytest.mark.parametrize("state", ["", "x", "0" * 26 + "." + "0" * 64, "é"])
def test_a_state_that_nobody_has_leads_nowhere(
    whole: Edge, admin: str, world: World, shopify: Shopify, state: str
) -> None:
    _, cookie = begun(whole, admin, shopify.domain)

    assert led_back(whole, state, cookie, shopify.domain)[2] == OVER
    assert world.http.sent == []


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (reply(400, {"error": "invalid_request"}), "shop_refused"),
        (reply(500), "unavailable"),
        (reply(302, headers={"location": "https://evil.example"}), "unavailable"),
        (reply(200, text="<html>"), "unavailable"),
        (reply(200, {"scope": "x"}), "unavailable"),
        (Uncertain("Lost."), "unavailable"),
    ],
)
def test_a_shop_that_does_not_give_a_token_is_not_connected(
    whole: Edge, ask: Any, admin: str, world: World, shopify: Shopify, answer: Any, code: str
) -> None:
    world.http.on("POST", "https://*/admin/oauth/access_token", answer)

    assert f"shop={code}#" in connected(whole, admin, shopify.domain)
    assert ask("GET", "/v1/shop")[0] == 404


def test_a_shop_of_another_account_stays_there(
    whole: Edge, admin: str, other_shop: Shop, shopify: Shopify
) -> None:
    connected(whole, admin, shopify.domain)

    place = connected(whole, other_shop.session(other_shop.owner), shopify.domain)

    assert "shop=shop_taken#" in place
    assert shops.find_now(other_shop.desk()) is None


def test_one_shop_goes_before_another_comes(
    whole: Edge, ask: Any, admin: str, shopify: Shopify
) -> None:
    connected(whole, admin, shopify.domain)

    status, problem, _ = ask("POST", "/v1/shop/connect", {"shop": "second.myshopify.com"})

    assert (status, problem["code"]) == (409, "shop_connected")


def test_connecting_again_mends_it(whole: Edge, ask: Any, admin: str, shopify: Shopify) -> None:
    shopify.scopes = "read_orders"
    connected(whole, admin, shopify.domain)
    assert "write_orders" in ask("GET", "/v1/shop")[1]["missing_scopes"]
    shopify.scopes = "read_customers,read_products,write_order_edits,write_orders"

    connected(whole, admin, shopify.domain)

    assert ask("GET", "/v1/shop")[1]["missing_scopes"] == []


def test_a_shop_is_let_go(
    whole: Edge, ask: Any, admin: str, shop: Shop, other_shop: Shop, shopify: Shopify, jobs: Jobs
) -> None:
    connected(whole, admin, shopify.domain)
    jobs()

    assert ask("DELETE", "/v1/shop", Idempotency_Key="k")[0] == 204
    assert ask("DELETE", "/v1/shop", Idempotency_Key="k")[0] == 204

    assert ask("GET", "/v1/shop")[0] == 404
    assert jobs() == [{"job": "shop_forget", "account_id": shop.account.id, "shopper_id": ""}]
    assert connected(whole, other_shop.session(other_shop.owner), shopify.domain) == GOOD


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/shop"),
        ({"shop": 1}, "/shop"),
        ({"shop": "a.myshopify.com", "client_id": "app-of-mine"}, "/client_secret"),
        ({"shop": "a.myshopify.com", "client_secret": "a-secret"}, "/client_id"),
        ({"shop": "a.myshopify.com", **OWN, "client_id": "a b"}, "/client_id"),
        ({"shop": "a.myshopify.com", "token": "shpat_x"}, "/token"),
    ],
)
def test_faulty_requests_are_refused(ask: Any, body: dict[str, Any], pointer: str) -> None:
    status, problem, _ = ask("POST", "/v1/shop/connect", body)

    assert (status, problem["errors"][0]["pointer"]) == (422, pointer)


def test_support_may_not_connect(whole: Edge, shop: Shop) -> None:
    token = shop.session(shop.hire())

    for method, path in (("POST", "/v1/shop/connect"), ("DELETE", "/v1/shop")):
        asked = whole.call(method, path, {"shop": "a.myshopify.com"},
                           Authorization=f"Bearer {token}")  # fmt: skip
        assert asked[0] == 403
