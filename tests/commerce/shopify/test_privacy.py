"""What the law lets a shop ask for is done; one that uninstalled us keeps no token here."""

import pytest

from chalicelib.commerce import forget, shops, storage
from chalicelib.commerce.model import Order, Shopper
from chalicelib.commerce.take import take
from chalicelib.customers.identify import identify
from chalicelib.customers.model import IdentityKind
from tests.accounts.conftest import Jobs
from tests.accounts.shop import Shop, event_names
from tests.commerce.orders import MAIL, an_order
from tests.commerce.shopify.payloads import deliver, told
from tests.commerce.shopify.world import Shopify, connected
from tests.commerce.test_forget import worked_off
from tests.edge import Edge
from tests.kit.http_world import World


@pytest.fixture(autouse=True)
def at_shopify(whole: Edge, admin: str, shopify: Shopify, jobs: Jobs) -> None:
    """Connect the shop."""
    connected(whole, admin, shopify.domain)
    jobs()


def orders_of(shop: Shop) -> list[Order]:
    customer = identify(shop.desk(), IdentityKind.email, MAIL)
    return storage.of_customer(shop.desk(), customer.ids, limit=20)[0]


def test_a_shop_that_uninstalled_us_must_be_connected_again(
    whole: Edge, shop: Shop, admin: str, shopify: Shopify, jobs: Jobs
) -> None:
    deliver(whole, shopify.domain, "app/uninstalled", {"id": 1})
    worked_off(jobs)

    told = whole.call("GET", "/v1/shop", Authorization=f"Bearer {admin}")[1]
    assert (told["state"], "connect it again" in told["fault"]) == ("reconnect", True)
    assert shops.opened(shop.desk(), shops.load(shop.desk())).token == ""
    assert "shop_uninstalled" in event_names(shop.desk())


def test_a_late_word_of_uninstalling_undoes_no_new_connection(
    whole: Edge, shop: Shop, admin: str, shopify: Shopify, jobs: Jobs, world: World
) -> None:
    world.pass_time(hours=1)
    connected(whole, admin, shopify.domain)

    deliver(whole, shopify.domain, "app/uninstalled", {"id": 1})
    worked_off(jobs)

    assert shops.load(shop.desk()).is_open


def test_what_a_customer_ordered_is_redacted(
    whole: Edge, shop: Shop, other_shop: Shop, shopify: Shopify, jobs: Jobs,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(forget, "AT_ONCE", 2)
    for number in range(5):
        take(shop.desk(), an_order(number))
    take(shop.desk(), an_order(6, shopper=Shopper(id="8", email=MAIL)))
    take(other_shop.desk(), an_order(0))
    asked = {"customer": {"id": 7001}, "orders_to_redact": [int(an_order(0).id)]}

    deliver(whole, shopify.domain, "customers/redact", told(shopify.domain, **asked))
    worked_off(jobs)

    assert [order.name for order in orders_of(shop)] == ["#6"]
    assert len(orders_of(other_shop)) == 1


def test_what_another_shop_names_is_not_redacted(
    whole: Edge, shop: Shop, shopify: Shopify, jobs: Jobs
) -> None:
    take(shop.desk(), an_order())

    for topic in ("customers/redact", "shop/redact"):
        asked = told("other.myshopify.com", customer={"id": 7001})
        deliver(whole, shopify.domain, topic, asked)
    worked_off(jobs)

    assert len(orders_of(shop)) == 1


def test_all_that_a_shop_has_is_redacted(
    whole: Edge, shop: Shop, shopify: Shopify, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forget, "AT_ONCE", 2)
    for number in range(5):
        take(shop.desk(), an_order(number))
    deliver(whole, shopify.domain, "app/uninstalled", {"id": 1})

    deliver(whole, shopify.domain, "shop/redact", told(shopify.domain))
    worked_off(jobs)

    assert storage.places(shop.desk(), limit=9) == []


def test_a_request_for_data_leaves_a_record(
    whole: Edge, shop: Shop, shopify: Shopify, jobs: Jobs
) -> None:
    asked = told(shopify.domain, customer={"id": 7001}, orders_requested=[1, 2])
    for _ in range(2):
        deliver(whole, shopify.domain, "customers/data_request", asked)
        worked_off(jobs)

    assert event_names(shop.desk()).count("shop_data_requested") == 1
