"""What the customer platform expects comes first, and nobody waits for it (decision 37)."""

import threading
from functools import partial
from typing import Any

import pytest

from chalicelib.core.errors import Unavailable
from chalicelib.customers.identify import identify
from chalicelib.customers.model import IdentityKind
from chalicelib.marketing.platform import connect, patience, predictions
from chalicelib.marketing.platform import storage as platforms
from dev.providers.klaviyo import PREDICTED
from tests.accounts.shop import Shop
from tests.customers.predictions.test_routes import path, ready
from tests.edge import Edge
from tests.kit.http_world import Sent, World, reply
from tests.marketing.platform.klaviyo_world import API_KEY, Klaviyo

MAIL = "ann@home.example"


@pytest.fixture
def klaviyo(world: World) -> Klaviyo:
    """Return a Klaviyo that knows somebody, and what to expect of them."""
    found = Klaviyo(segments={MAIL: []}, predicted={MAIL: PREDICTED})
    found.listen(world)
    return found


@pytest.fixture
def connected(shop: Shop, klaviyo: Klaviyo) -> Klaviyo:
    """Return the platform of a shop that has connected it."""
    connect.connect(shop.desk(), "klaviyo", api_key=API_KEY, webhook_secret="")
    klaviyo.asked.clear()
    return klaviyo


@pytest.fixture
def ann(shop: Shop) -> str:
    """Return somebody whom our own model knows, too."""
    customer_id = identify(shop.desk(), IdentityKind.email, MAIL).id
    ready(shop, customer_id)
    return customer_id


@pytest.fixture
def ask(whole: Edge, shop: Shop) -> Any:
    """Return a way to ask as one of the team."""
    return partial(whole.call, "GET", Authorization=f"Bearer {shop.session(shop.hire())}")


@pytest.mark.acceptance(55, 56, 57, 58, 59)
def test_the_platforms_word_comes_first(ask: Any, ann: str, connected: Klaviyo) -> None:
    found = ask(path(ann))[1]

    assert (found["status"], found["source"]) == ("ready", "customer_platform")
    assert found["platform"] == "expects"
    assert (found["orders_placed"], found["expected_orders"]) == (2, 0.54)
    assert found["within_days"] == 365
    assert found["lifetime_value"] == {
        "spent_minor": 9_388, "expected_minor": 2_723, "total_minor": 12_111, "currency": "EUR",
        "exponent": 2,
    }  # fmt: skip
    assert found["churn_risk"] == {"probability": 0.89, "level": "high", "within_days": None}
    assert found["next_order_at"] == "2027-11-08T00:00:00.000Z"
    assert (found["error"], found["fitted_at"]) == (None, None)
    assert connected.asked == ["/api/profiles"]


def test_an_account_without_orders_of_its_own_hears_the_platform(
    ask: Any, shop: Shop, connected: Klaviyo
) -> None:
    customer_id = identify(shop.desk(), IdentityKind.email, MAIL).id

    found = ask(path(customer_id))[1]

    assert (found["status"], found["lifetime_value"]["currency"]) == ("ready", None)
    assert found["lifetime_value"]["total_minor"] == 12_111


def test_an_account_without_a_platform_asks_nobody(ask: Any, ann: str, klaviyo: Klaviyo) -> None:
    assert ask(path(ann))[1]["source"] == "own_model"
    assert klaviyo.asked == []


def test_what_was_asked_is_remembered_for_a_quarter_of_an_hour(
    ask: Any, ann: str, connected: Klaviyo, world: World
) -> None:
    for _ in range(3):
        ask(path(ann))
    assert len(connected.asked) == 1

    world.pass_time(minutes=16)
    ask(path(ann))

    assert len(connected.asked) == 2


@pytest.mark.parametrize(
    "answer",
    [
        Unavailable("Away."),
        reply(500),
        reply(429),
        reply(200, text="<html>"),
        reply(200, {"data": [{"id": 7}]}),
        reply(403),
        ValueError("anything"),
    ],
    ids=repr,
)
def test_whatever_fails_the_own_model_answers_and_says_so(
    ask: Any, ann: str, connected: Klaviyo, world: World, answer: Any
) -> None:
    world.http.on("GET", "https://a.klaviyo.com/*", answer)

    found = ask(path(ann))[1]

    assert (found["status"], found["source"]) == ("ready", "own_model")
    assert found["platform"] == "unreachable"


def test_a_platform_that_failed_is_left_alone_for_a_while(
    ask: Any, ann: str, connected: Klaviyo, world: World
) -> None:
    sent: list[Sent] = []

    def fails(asked: Sent) -> Any:
        sent.append(asked)
        raise Unavailable("Away.")

    world.http.on("GET", "https://a.klaviyo.com/*", fails)
    for _ in range(3):
        ask(path(ann))
    assert len(sent) == 1

    world.pass_time(seconds=31)
    connected.listen(world)

    assert ask(path(ann))[1]["source"] == "customer_platform"
    assert patience.RESTS.total_seconds() == 30


def test_nobody_waits_longer_than_the_limit(
    ask: Any, ann: str, connected: Klaviyo, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(predictions, "SECONDS", 0.05)
    is_over = threading.Event()

    def hangs(_: Sent) -> Any:
        is_over.wait(10)
        return reply(500)

    world.http.on("GET", "https://a.klaviyo.com/*", hangs)

    found = ask(path(ann))[1]
    is_over.set()

    assert (found["source"], found["platform"]) == ("own_model", "unreachable")


@pytest.mark.parametrize(
    "told",
    [None, {}, {**PREDICTED, "predicted_clv": None}, {"churn_probability": 0.5}],
    ids=["nothing", "empty", "no value", "a risk alone"],
)
def test_where_the_platform_expects_nothing_the_own_model_does(
    ask: Any, ann: str, connected: Klaviyo, told: object
) -> None:
    connected.predicted[MAIL] = told

    found = ask(path(ann))[1]

    assert (found["source"], found["platform"]) == ("own_model", "expects_nothing")


def test_numbers_that_are_none_are_left_out(ask: Any, ann: str, connected: Klaviyo) -> None:
    connected.predicted[MAIL] = {
        **PREDICTED, "churn_probability": 7, "historic_clv": 1e300,
        "historic_number_of_orders": None, "expected_date_of_next_order": "soon",
    }  # fmt: skip

    found = ask(path(ann))[1]

    assert (found["churn_risk"], found["next_order_at"]) == (None, None)
    assert (found["orders_placed"], found["lifetime_value"]["spent_minor"]) == (0, 0)


def test_nobody_is_asked_about_who_has_no_address(ask: Any, shop: Shop, connected: Klaviyo) -> None:
    visitor = identify(shop.desk(), IdentityKind.user, "a visitor").id

    found = ask(path(visitor))[1]

    assert (found["status"], found["platform"]) == ("not_enough_data", "expects_nothing")
    assert connected.asked == []


def test_a_refused_key_is_shown_at_the_connection(
    ask: Any, shop: Shop, ann: str, connected: Klaviyo
) -> None:
    connected.key = "another"

    ask(path(ann))

    assert "key" in platforms.load(shop.desk()).fault
