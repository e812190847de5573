"""From a shop's webhook to its customer; what is forged, repeated or late changes nothing."""

import json
from typing import Any

import pytest

from chalicelib import jobs as workers
from chalicelib.commerce import shops, storage
from chalicelib.commerce.model import Order
from chalicelib.core.errors import Unavailable
from chalicelib.customers import storage as customers
from chalicelib.customers.identify import identify
from chalicelib.customers.model import IdentityKind
from chalicelib.web import doors
from dev.aws.gate import gate
from tests.accounts.conftest import Jobs
from tests.accounts.shop import Shop
from tests.commerce.orders import MAIL
from tests.commerce.shopify.live import shown
from tests.commerce.shopify.payloads import deliver, order, told
from tests.commerce.shopify.world import Shopify, connected
from tests.commerce.test_forget import worked_off
from tests.edge import Edge
from tests.kit.http_world import World, reply

OWN = {"client_id": "app-of-their-own", "client_secret": "a-secret-of-their-own"}


@pytest.fixture(autouse=True)
def at_shopify(whole: Edge, admin: str, shopify: Shopify, jobs: Jobs) -> None:
    """Connect the shop."""
    connected(whole, admin, shopify.domain)
    jobs()


def orders_of(shop: Shop) -> list[Order]:
    customer = identify(shop.desk(), IdentityKind.email, MAIL)
    return storage.of_customer(shop.desk(), customer.ids, limit=20)[0]


def test_an_order_comes_to_its_customer(
    whole: Edge, shop: Shop, shopify: Shopify, jobs: Jobs
) -> None:
    assert deliver(whole, shopify.domain, "orders/create", order()) == 200
    worked_off(jobs)

    [found] = orders_of(shop)
    assert (found.name, found.total) == ("#9999", 36_900)


def test_at_the_door_nothing_is_done_but_to_look_and_hand_over(
    whole: Edge, shop: Shop, shopify: Shopify, jobs: Jobs
) -> None:
    shops.forget(shop.account.id)
    with gate.recorded() as calls:
        deliver(whole, shopify.domain, "orders/create", order())

    names = [call.name for call in calls]
    # That the shop's deliveries come is told once a minute.
    told = ["sqs.SendMessageBatch", "dynamodb.UpdateItem"]
    assert names[:2] == ["dynamodb.GetItem"] * 2
    assert sorted(names[2:]) == sorted(told)
    assert len(jobs()) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"secret": "guess"},
        {"X_Shopify_Hmac_Sha256": ""},
        {"X_Shopify_Hmac_Sha256": "é"},
        {"X_Shopify_Shop_Domain": "", "secret": "guess"},
        {"X_Shopify_Shop_Domain": "evil.example"},
        {"X_Shopify_Shop_Domain": "nobodys.myshopify.com", "secret": "guess"},
    ],
)
def test_what_is_forged_is_refused(
    whole: Edge, shopify: Shopify, jobs: Jobs, changed: dict[str, str]
) -> None:
    assert deliver(whole, shopify.domain, "orders/create", order(), **changed) == 401
    assert jobs() == []


def test_one_changed_byte_is_refused(whole: Edge, shopify: Shopify, jobs: Jobs) -> None:
    body = json.dumps(order()).encode()
    good: dict[str, Any] = {}

    def keep(_method: str, _path: str, *, headers: Any, body: bytes) -> Any:
        good.update(headers=headers, body=body)
        return whole.client.http.request("POST", "/hooks/shopify", headers=headers,
                                         body=body.replace(b"388.00", b"3.8800"))  # fmt: skip

    spy = type("Spy", (), {"http": type("Http", (), {"request": staticmethod(keep)})})

    assert deliver(Edge(spy), shopify.domain, "orders/create", body) == 401  # pyright: ignore[reportArgumentType]
    assert jobs() == []


def test_a_merchants_own_secret_vouches_for_their_own_shop_alone(
    whole: Edge, shopify: Shopify, other_shop: Shop, world: World, jobs: Jobs
) -> None:
    rival = Shopify(f"rival-{shopify.domain}")
    rival.listen(world)
    connected(whole, other_shop.session(other_shop.owner), rival.domain, **OWN)
    jobs()

    secret = OWN["client_secret"]
    assert deliver(whole, rival.domain, "orders/create", order(), secret=secret) == 200
    assert deliver(whole, shopify.domain, "orders/create", order(), secret=secret) == 401
    assert deliver(whole, rival.domain, "orders/create", order()) == 401
    [job] = jobs()
    assert job["account_id"] == other_shop.account.id


def test_a_shop_that_has_left_is_answered_and_nothing_is_kept(whole: Edge, jobs: Jobs) -> None:
    gone = "left-long-ago.myshopify.com"

    assert deliver(whole, gone, "shop/redact", told(gone)) == 200
    assert jobs() == []


def test_an_order_in_a_queue_is_for_the_shop_that_delivered_it(
    whole: Edge, shop: Shop, shopify: Shopify, jobs: Jobs
) -> None:
    deliver(whole, shopify.domain, "orders/create", order())
    [job] = jobs()

    workers.run_job(json.dumps({**job, "shop": "other.myshopify.com"}))

    assert orders_of(shop) == []


@pytest.mark.parametrize("turn", [(0, 1, 1, 0), (1, 0), (1, 1, 0, 1)])
def test_deliveries_in_any_order_settle_on_the_newest(
    whole: Edge, shop: Shop, shopify: Shopify, jobs: Jobs, turn: tuple[int, ...]
) -> None:
    tellings = [
        ("orders/create", order()),
        ("orders/cancelled", order(updated_at="2026-03-04T12:00:00-05:00",
                                   cancelled_at="2026-03-04T12:00:00-05:00")),
    ]  # fmt: skip
    for at in turn:
        deliver(whole, shopify.domain, *tellings[at])
        worked_off(jobs)

    [found] = orders_of(shop)
    assert found.status == "cancelled"


def test_one_that_comes_again_is_worked_off_once(
    whole: Edge, shop: Shop, shopify: Shopify, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[str] = []
    real = storage.keep
    monkeypatch.setattr(storage, "keep", lambda *given: kept.append("") or real(*given))

    for _ in range(3):
        deliver(whole, shopify.domain, "orders/create", order())
        worked_off(jobs)

    assert len(kept) == 1


@pytest.mark.parametrize("body", [b"", b"{", b"null", b"\xff", b"[]", b'{"id": 1}', b"[" * 9_999])
@pytest.mark.parametrize("topic", ["orders/create", "orders/edited", "customers/redact", "?"])
def test_what_cannot_be_read_is_taken_and_left(
    whole: Edge, shop: Shop, shopify: Shopify, jobs: Jobs, body: bytes, topic: str
) -> None:
    assert deliver(whole, shopify.domain, topic, body) == 200

    worked_off(jobs)

    assert storage.places(shop.desk(), limit=5) == []


def test_a_long_delivery_waits_in_the_bucket(
    whole: Edge, shop: Shop, shopify: Shopify, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doors, "LONGEST_ORDER", 100)

    deliver(whole, shopify.domain, "orders/create", order())

    worked_off(jobs)
    assert len(orders_of(shop)) == 1


def test_too_much_at_once_is_refused(whole: Edge, shopify: Shopify) -> None:
    assert deliver(whole, shopify.domain, "orders/create", b" " * (5 * 1024 * 1024 + 1)) == 413


def test_a_passing_trouble_brings_it_again(
    whole: Edge, shop: Shop, shopify: Shopify, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(whole, shopify.domain, "orders/create", order())
    [job] = jobs()
    with monkeypatch.context() as trouble:
        trouble.setattr(storage, "place_of", busy)
        with pytest.raises(Unavailable):
            workers.run_job(json.dumps(job))

    workers.run_job(json.dumps(job))

    assert len(orders_of(shop)) == 1


def busy(*_: object) -> None:
    raise Unavailable("Busy.")


def test_an_edited_order_is_asked_for(
    whole: Edge, shop: Shop, shopify: Shopify, jobs: Jobs
) -> None:
    shopify.graphql = reply(200, {"data": {"order": shown(1001)}})

    deliver(whole, shopify.domain, "orders/edited", {"order_edit": {"order_id": 450790001}})
    worked_off(jobs)

    assert shopify.asked[-1].json()["variables"] == {"id": "gid://shopify/Order/450790001"}
    [found] = orders_of(shop)
    assert (found.name, found.total) == ("#1001", 4990)


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (reply(401), "The shop does not take our token."),
        (reply(200, {"data": {"order": None}}), ""),
    ],
)
def test_an_edited_order_that_is_not_shown_is_left(
    whole: Edge, shop: Shop, shopify: Shopify, jobs: Jobs, answer: Any, fault: str
) -> None:
    shopify.graphql = answer

    deliver(whole, shopify.domain, "orders/edited", {"order_edit": {"order_id": 1}})
    worked_off(jobs)

    assert shops.load(shop.desk()).fault == fault


def test_a_name_is_learned_of_who_is_known(
    whole: Edge, shop: Shop, shopify: Shopify, jobs: Jobs
) -> None:
    known = identify(shop.desk(), IdentityKind.email, MAIL)
    for email in (MAIL, "nobody@home.example"):
        person = {"id": 1, "email": email, "first_name": "Ann", "last_name": "Lee"}
        deliver(whole, shopify.domain, "customers/update", person)
    worked_off(jobs)

    assert customers.load(shop.desk(), known.id).name == "Ann Lee"
    stranger = identify(shop.desk(), IdentityKind.email, "nobody@home.example")
    assert stranger.name == ""
