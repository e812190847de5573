"""Connecting Recharge: a token goes in and never comes out."""

import logging
from typing import Any

import pytest

from chalicelib.commerce.recharge import storage
from chalicelib.commerce.recharge.storage import SubscriptionPlatformRow
from chalicelib.core.errors import Forbidden, Unavailable
from chalicelib.table import commerce_keys
from dev.providers.recharge import REFUSED, SCOPES
from tests.accounts.shop import Shop
from tests.commerce.recharge.world import BODY, HOST, PATH, TOKEN, AtRecharge
from tests.edge import Edge
from tests.kit.http_world import reply


def scoped(*scopes: str) -> Any:
    """Return what Recharge says of a token that is good for these."""
    return reply(200, {"token_information": {"name": "Deskhand", "scopes": scopes}})


def test_it_is_connected_shown_and_let_go(manage: Any, recharge: AtRecharge) -> None:
    assert manage("GET", PATH)[0] == 404

    status, shown, _ = manage("PUT", PATH, BODY)

    assert (status, shown) == (200, {
        "provider": "recharge",
        "state": "connected",
        "scopes": sorted(SCOPES),
        "missing_scopes": [],
        "connected_at": "2026-03-04T12:00:00.000Z",
        "fault": None,
    })  # fmt: skip
    assert manage("GET", PATH)[1] == shown
    assert manage("DELETE", PATH, Idempotency_Key="k")[0] == 204
    assert manage("DELETE", PATH, Idempotency_Key="k")[0] == 204
    assert manage("GET", PATH)[0] == 404


def test_a_token_is_never_told_or_logged_and_rests_sealed(
    manage: Any, shop: Shop, recharge: AtRecharge, caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    with caplog.at_level(logging.DEBUG):
        told = str([manage("PUT", PATH, BODY), manage("GET", PATH)])

    said = capsys.readouterr()
    row = SubscriptionPlatformRow.get(*commerce_keys.subscription_platform(shop.account.id))
    assert TOKEN not in told + caplog.text + said.out + said.err
    assert TOKEN.encode() not in row.sealed
    assert storage.opened(shop.desk(), storage.load(shop.desk())) == TOKEN


def test_a_token_of_one_account_opens_nothing_for_another(
    manage: Any, shop: Shop, other_shop: Shop, recharge: AtRecharge
) -> None:
    manage("PUT", PATH, BODY)

    with pytest.raises(Forbidden):
        storage.opened(other_shop.desk(), storage.load(shop.desk()))
    assert storage.find_now(other_shop.desk()) is None


def test_a_token_that_recharge_refuses_is_not_kept(manage: Any, recharge: AtRecharge) -> None:
    status, problem, _ = manage("PUT", PATH, {**BODY, "api_token": f"{REFUSED}_0123456789"})

    assert (status, problem["errors"][0]["code"]) == (422, "token_refused")
    assert manage("GET", PATH)[0] == 404


def test_a_token_that_may_not_read_is_not_kept(manage: Any, recharge: AtRecharge) -> None:
    recharge.answer = scoped("write_subscriptions")

    status, problem, _ = manage("PUT", PATH, BODY)

    assert (status, problem["errors"][0]["code"]) == (422, "scope_missing")
    assert problem["errors"][0]["detail"] == "It lacks read_customers."
    assert manage("GET", PATH)[0] == 404


def test_what_a_token_may_not_change_is_told(manage: Any, recharge: AtRecharge) -> None:
    recharge.answer = scoped("read_customers", "read_subscriptions")

    shown = manage("PUT", PATH, BODY)[1]

    assert shown["missing_scopes"] == ["write_subscriptions", "read_orders", "write_orders"]


def test_another_token_replaces_the_first_only_once_it_is_taken(
    manage: Any, shop: Shop, recharge: AtRecharge
) -> None:
    manage("PUT", PATH, BODY)
    recharge.answer = Unavailable("Away.")
    assert manage("PUT", PATH, {**BODY, "api_token": "sk_test_another_token"})[0] == 503
    assert storage.opened(shop.desk(), storage.load(shop.desk())) == TOKEN
    recharge.answer = None

    manage("PUT", PATH, {**BODY, "api_token": "sk_test_another_token"})

    assert storage.opened(shop.desk(), storage.load(shop.desk())) == "sk_test_another_token"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"provider": "bold", "api_token": TOKEN}, "/provider"),
        ({"provider": "recharge"}, "/api_token"),
        ({"provider": "recharge", "api_token": "short"}, "/api_token"),
        ({"provider": "recharge", "api_token": f"{TOKEN}\r\nX: y"}, "/api_token"),
        ({"provider": "recharge", "api_token": TOKEN, "base_url": "https://evil"}, "/base_url"),
        ({"provider": "recharge", "api_token": TOKEN, "host": "evil.example"}, "/host"),
    ],
)
def test_no_account_says_which_host_gets_its_token(
    manage: Any, recharge: AtRecharge, body: dict[str, Any], pointer: str
) -> None:
    status, problem, _ = manage("PUT", PATH, body)

    assert (status, problem["errors"][0]["pointer"]) == (422, pointer)
    assert recharge.sent == []


def test_a_token_goes_to_recharge_and_in_its_own_header(manage: Any, recharge: AtRecharge) -> None:
    manage("PUT", PATH, BODY)

    [asked] = recharge.sent
    assert asked.url == f"{HOST}/token_information"
    assert asked.headers["X-Recharge-Access-Token"] == TOKEN
    assert asked.headers["X-Recharge-Version"] == "2021-11"


def test_support_may_not_connect(whole: Edge, shop: Shop) -> None:
    token = shop.session(shop.hire())

    assert whole.call("PUT", PATH, BODY, Authorization=f"Bearer {token}")[0] == 403
    assert whole.call("DELETE", PATH, Authorization=f"Bearer {token}")[0] == 403
