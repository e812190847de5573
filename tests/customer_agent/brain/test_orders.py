"""Where an order is: said in plain sentences, to who has proved whose it is, and to nobody else."""

from typing import Any

import pytest

from chalicelib.core.errors import Unavailable
from chalicelib.customer_agent.brain.model import Escalated, Said
from chalicelib.customers.identify import identify
from chalicelib.customers.model import IdentityKind
from tests.accounts.shop import Shop
from tests.commerce.orders import MAIL
from tests.commerce.shopify.live import shown
from tests.commerce.shopify.world import Shopify
from tests.customer_agent.brain.conftest import Ask, has
from tests.kit.http_world import World

WHERE = "Where is my order?"
LINK = "https://carrier.example/t/1"
UNKNOWN = Escalated(reason="unknown")


def sent(status: str = "IN_TRANSIT", url: str = LINK, due: str | None = None) -> dict[str, Any]:
    """Return a parcel as the shop shows it."""
    return {
        "createdAt": "2026-03-03T10:00:00Z",
        "displayStatus": status,
        "estimatedDeliveryAt": due,
        "trackingInfo": [{"url": url}],
    }


def an_order(number: int, *parcels: dict[str, Any], **facts: Any) -> dict[str, Any]:
    whole = "FULFILLED" if parcels else "UNFULFILLED"
    known = {"displayFulfillmentStatus": whole, "fulfillments": list(parcels)}
    return shown(number, **{**known, **facts})


def said(answer: Said | Escalated) -> str:
    assert isinstance(answer, Said), answer
    return answer.text


@pytest.mark.parametrize(
    ("text", "start"),
    [
        (WHERE, "We have your order #1001 of 2026-03-04. It has not left yet."),
        ("Wo ist meine Bestellung?", "Wir haben Ihre Bestellung #1001 vom 2026-03-04."),
        ("¿Dónde está mi pedido?", "Tenemos su pedido #1001 del 2026-03-04."),
        ("Onde está a minha encomenda?", "Temos a sua encomenda #1001 de 2026-03-04."),
        ("Où est ma commande ?", "Nous avons votre commande #1001 du 2026-03-04."),
        ("Waar is mijn bestelling?", "We hebben je bestelling #1001 van 2026-03-04."),
        ("Var är min beställning?", "Vi har din beställning #1001 från 2026-03-04."),
        ("أين طلبي؟", "طلبك #1001 بتاريخ 2026-03-04"),
        ("#1001", "We have your order #1001"),
        ("Has my order 1001 shipped yet?", "We have your order #1001"),
    ],
)
def test_who_has_proved_it_is_told_where_the_order_is(
    ask: Ask, ann: str, at_shopify: Shopify, text: str, start: str
) -> None:
    answer = ask(text, customer_id=ann, is_proved=True)

    assert said(answer).startswith(start)
    assert isinstance(answer, Said)
    assert answer.sources == ("order:450790001",)


@pytest.mark.parametrize(
    ("order", "told"),
    [
        (an_order(1, sent()), "is on its way. You can follow it here: " + LINK),
        (an_order(1, sent(due="2026-03-06T10:00:00Z")), "It should arrive on 2026-03-06."),
        (an_order(1, sent("OUT_FOR_DELIVERY", "")), "is out for delivery."),
        (an_order(1, sent("READY_FOR_PICKUP", "")), "is ready to be picked up."),
        (an_order(1, sent("DELIVERED")), "has been delivered, the carrier says."),
        (an_order(1, sent("LABEL_PRINTED", "")), "It has not left yet."),
        (an_order(1, sent(), sent("DELIVERED", "")), "left in 2 parcels, and not all"),
        (an_order(1, sent(), displayFulfillmentStatus="PARTIALLY_FULFILLED"), "A part of your"),
        (an_order(1, cancelledAt="2026-03-04T11:00:00Z"), "has been cancelled."),
        (an_order(1, displayFulfillmentStatus="FULFILLED"), "is on its way."),
    ],
)
def test_each_state_has_its_sentence(
    ask: Ask, ann: str, at_shopify: Shopify, order: dict[str, Any], told: str
) -> None:
    has(at_shopify, order)

    assert told in said(ask(WHERE, customer_id=ann, is_proved=True))


@pytest.mark.parametrize(
    "orders",
    [
        [],
        [an_order(1, sent("ATTEMPTED_DELIVERY"))],
        [an_order(1, sent("NOT_DELIVERED"))],
        [an_order(1, displayFinancialStatus="PENDING")],
        [an_order(1, displayFulfillmentStatus="ON_HOLD")],
    ],
)
def test_what_is_not_plain_is_for_a_person(
    ask: Ask, ann: str, at_shopify: Shopify, orders: list[dict[str, Any]]
) -> None:
    has(at_shopify, *orders)

    assert ask(WHERE, customer_id=ann, is_proved=True) == UNKNOWN


def test_of_several_orders_the_newest_open_one_is_meant_unless_a_number_tells(
    ask: Ask, ann: str, at_shopify: Shopify
) -> None:
    has(
        at_shopify,
        an_order(1004, sent("DELIVERED"), createdAt="2026-03-04T11:00:00Z"),
        an_order(1003, sent(), createdAt="2026-03-03T11:00:00Z"),
        an_order(1002, createdAt="2026-03-02T11:00:00Z"),
    )
    mine = {"customer_id": ann, "is_proved": True}

    newest = said(ask(WHERE, **mine))

    assert newest.startswith("Your order #1003 of 2026-03-03 is on its way.")
    assert newest.endswith("This is the newest of your 2 open orders. "
                           "For another one, tell me its number.")  # fmt: skip
    assert "#1002" in said(ask("where is my order 1002?", **mine))
    assert "#1004" in said(ask("where is order #1004", **mine))
    assert ask("where is my order #2002?", **mine) == UNKNOWN


@pytest.mark.parametrize("text", [WHERE, "where is my order #1001", "#1001"])
@pytest.mark.parametrize("is_known", [False, True])
def test_who_has_proved_nothing_hears_not_even_whether_there_is_an_order(
    ask: Ask, ann: str, at_shopify: Shopify, text: str, *, is_known: bool
) -> None:
    assert ask(text, customer_id=ann if is_known else None) == UNKNOWN
    assert at_shopify.asked == []


def test_a_proof_of_nothing_in_particular_opens_nothing(
    ask: Ask, shop: Shop, at_shopify: Shopify
) -> None:
    claimed = identify(shop.desk(), IdentityKind.email, MAIL).id

    for customer_id in (claimed, None, "cus_gone"):
        assert ask(WHERE, customer_id=customer_id, is_proved=True) == UNKNOWN
    assert at_shopify.asked == []


def test_a_shop_that_is_away_is_not_guessed_at(
    ask: Ask, ann: str, at_shopify: Shopify, world: World
) -> None:
    mine = {"customer_id": ann, "is_proved": True}
    good, at_shopify.graphql = at_shopify.graphql, Unavailable("Away.")
    assert ask(WHERE, **mine) == Escalated(reason="unavailable")
    at_shopify.graphql = good
    world.pass_time(minutes=1)
    ask(WHERE, **mine)
    at_shopify.graphql = Unavailable("Away.")
    world.pass_time(minutes=1)

    assert said(ask(WHERE, **mine)).endswith(
        "This is as of 2026-03-04 12:01 UTC; I cannot reach the shop right now."
    )
