"""Recharge's stand-in: it shows what Recharge publishes, and refuses what Recharge refuses."""

import json
from typing import Any

import pytest

from chalicelib.core.errors import Uncertain
from dev.providers.exchange import Place, Request
from dev.providers.phones import Phones
from dev.providers.recharge import REFUSED, Recharge
from tests.commerce.recharge.published import CHARGE, CUSTOMER, ITEM, SUBSCRIPTION
from tests.kit.http_world import World

MAIL = "ann@home.example"


@pytest.fixture
def recharge(world: World) -> Recharge:
    """Return the stand-in; Ann has one subscription there."""
    made = Recharge(Place(phones=Phones(), clock=world.clock, base_url="http://localhost"))
    made.subscribe({"email": MAIL})
    return made


def ask(
    recharge: Recharge, method: str, path: str, body: object = None, *,
    token: str = "sk_test", version: str = "2021-11",
) -> tuple[int, Any]:  # fmt: skip
    headers = {"x-recharge-access-token": token, "x-recharge-version": version}
    url, sent = f"https://api.rechargeapps.com/{path}", json.dumps(body or {}).encode()
    reply = recharge.answer(Request(method=method, url=url, headers=headers, body=sent))
    return reply.status, json.loads(reply.body)


def own(recharge: Recharge) -> dict[str, Any]:
    return ask(recharge, "GET", "subscriptions")[1]["subscriptions"][0]


def charge(recharge: Recharge, status: str) -> Any:
    return ask(recharge, "GET", f"charges?status={status}")[1]["charges"][0]


def test_it_shows_nothing_that_recharge_does_not_publish(recharge: Recharge) -> None:
    [known] = ask(recharge, "GET", f"customers?email={MAIL}")[1]["customers"]
    planned = charge(recharge, "queued")

    assert known.keys() <= CUSTOMER.keys()
    assert own(recharge).keys() <= SUBSCRIPTION.keys()
    assert planned.keys() <= CHARGE.keys()
    assert planned["line_items"][0].keys() <= ITEM.keys()


def test_a_skipped_charge_is_taken_up_again(recharge: Recharge) -> None:
    planned, items = charge(recharge, "queued"), {"purchase_item_ids": [own(recharge)["id"]]}

    assert ask(recharge, "POST", f"charges/{planned['id']}/skip", items)[0] == 200
    assert own(recharge)["next_charge_scheduled_at"] == "2026-04-12"
    assert charge(recharge, "skipped")["id"] == planned["id"]
    assert ask(recharge, "POST", f"charges/{planned['id']}/skip", items)[0] == 422
    assert ask(recharge, "POST", f"charges/{planned['id']}/unskip", items)[0] == 200
    assert own(recharge)["next_charge_scheduled_at"] == "2026-03-13"


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("PUT", "subscriptions/27363808", {"quantity": 0}, 422),
        ("POST", "subscriptions/27363808/set_next_charge_date", {"date": "2026-03-04"}, 422),
        ("POST", "subscriptions/27363808/cancel", {}, 422),
        ("POST", "subscriptions/27363808/activate", {}, 422),
        ("GET", "subscriptions/1", None, 404),
        ("PUT", "subscriptions/x", {"quantity": 1}, 404),
        ("POST", "charges/1/skip", {"purchase_item_ids": [27363808]}, 404),
        ("GET", "elsewhere", None, 404),
        ("DELETE", "subscriptions/27363808", None, 404),
    ],
)
def test_it_refuses_what_recharge_refuses(
    recharge: Recharge, method: str, path: str, body: object, status: int
) -> None:
    assert ask(recharge, method, path, body)[0] == status


def test_a_cancelled_subscription_is_left_alone_until_it_goes_on(recharge: Recharge) -> None:
    path = f"subscriptions/{own(recharge)['id']}"
    ask(recharge, "POST", f"{path}/cancel", {"cancellation_reason": "Too much"})

    assert ask(recharge, "PUT", path, {"quantity": 2})[0] == 422
    assert ask(recharge, "GET", "charges?status=queued")[1] == {"charges": []}
    assert ask(recharge, "POST", f"{path}/activate")[1]["subscription"]["status"] == "active"


def test_it_looks_at_token_and_version(recharge: Recharge) -> None:
    assert ask(recharge, "GET", "subscriptions", token="")[0] == 401
    assert ask(recharge, "GET", "subscriptions", token=f"{REFUSED}_1")[0] == 401
    assert ask(recharge, "GET", "subscriptions", version="2021-01")[0] == 426


def test_it_has_troubles(recharge: Recharge) -> None:
    recharge.trouble = "failing"
    assert ask(recharge, "GET", "subscriptions")[0] == 500
    recharge.trouble = "lost"

    with pytest.raises(Uncertain):
        ask(recharge, "PUT", "subscriptions/27363808", {"quantity": 2})

    assert own(recharge)["quantity"] == 2
