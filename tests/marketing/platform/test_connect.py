"""Connecting the customer platform: keys go in and never come out."""

from functools import partial
from typing import Any

import pytest

from chalicelib.accounts.model import Role
from chalicelib.core.errors import Forbidden, Unavailable
from chalicelib.marketing.platform import connect, storage
from chalicelib.marketing.platform.storage import PlatformRow
from chalicelib.table import keys
from tests.accounts.shop import Shop
from tests.edge import Edge
from tests.kit.http_world import World
from tests.marketing.platform.klaviyo_world import API_KEY, SECRET, Klaviyo

PATH = "/v1/customer_platform"
BODY = {"provider": "klaviyo", "api_key": API_KEY, "webhook_secret": SECRET.replace(" ", "-")}


@pytest.fixture(autouse=True)
def klaviyo(world: World) -> Klaviyo:
    """Return a Klaviyo that takes one key."""
    found = Klaviyo()
    found.listen(world)
    return found


@pytest.fixture
def ask(whole: Edge, shop: Shop) -> Any:
    """Return a way to ask as a manager."""
    token = shop.session(shop.hire(Role.manager))
    return partial(whole.call, Authorization=f"Bearer {token}")


def test_a_platform_is_connected_shown_and_let_go(ask: Any, shop: Shop) -> None:
    assert ask("GET", PATH)[0] == 404

    status, shown, _ = ask("PUT", PATH, BODY)

    assert (status, shown["provider"], shown["has_webhook_secret"]) == (200, "klaviyo", True)
    assert shown["webhook_url"] == f"https://desk.example/hooks/klaviyo/{shop.account.id}"
    assert ask("GET", PATH)[1] == shown
    assert ask("DELETE", PATH, Idempotency_Key="k")[0] == 204
    assert ask("DELETE", PATH, Idempotency_Key="k")[0] == 204
    assert ask("GET", PATH)[0] == 404


def test_keys_are_never_told_and_rest_sealed(ask: Any, shop: Shop) -> None:
    told = str([ask("PUT", PATH, BODY), ask("GET", PATH)])

    row = PlatformRow.get(*keys.customer_platform(shop.account.id))
    assert API_KEY not in told
    assert BODY["webhook_secret"] not in told
    assert API_KEY.encode() not in row.sealed
    assert storage.opened(shop.desk(), storage.load(shop.desk())).api_key == API_KEY


def test_keys_of_one_shop_open_nothing_for_another(ask: Any, shop: Shop, other_shop: Shop) -> None:
    ask("PUT", PATH, BODY)
    stolen = storage.load(shop.desk())

    with pytest.raises(Forbidden):
        storage.opened(other_shop.desk(), stolen)


def test_a_stale_note_does_not_undo_a_later_one_of_the_same_operation(ask: Any, shop: Shop) -> None:
    ask("PUT", PATH, BODY)
    desk = shop.desk()
    stale = storage.load(desk)
    connect.note_fault(desk, stale, "Refused.")
    connect.note_fault(desk, storage.load(desk), "Closed.")

    connect.note_fault(desk, stale, "Away.")

    assert (storage.load(desk).fault, storage.load(desk).version) == ("Closed.", stale.version + 2)


def test_a_key_that_is_left_out_stays(ask: Any, shop: Shop) -> None:
    ask("PUT", PATH, BODY)

    ask("PUT", PATH, {"provider": "klaviyo", "webhook_secret": "another-secret-of-ours"})

    own = storage.opened(shop.desk(), storage.load(shop.desk()))
    assert (own.api_key, own.webhook_secret) == (API_KEY, "another-secret-of-ours")


def test_a_key_that_the_platform_refuses_is_not_taken(ask: Any, klaviyo: Klaviyo) -> None:
    klaviyo.key = "another"

    status, problem, _ = ask("PUT", PATH, BODY)

    assert (status, problem["errors"][0]["code"]) == (422, "key_refused")
    assert ask("GET", PATH)[0] == 404


def test_a_platform_that_is_away_is_believed(ask: Any, world: World) -> None:
    world.http.on("GET", "https://a.klaviyo.com/*", Unavailable("Away."))

    assert ask("PUT", PATH, BODY)[0] == 200


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"provider": "mailchimp", "api_key": API_KEY}, "/provider"),
        ({"provider": "klaviyo"}, "/api_key"),
        ({"provider": "klaviyo", "api_key": "short"}, "/api_key"),
        ({"provider": "klaviyo", "api_key": f"{API_KEY}\r\nX: y"}, "/api_key"),
        ({"provider": "klaviyo", "api_key": API_KEY, "webhook_secret": "short"}, "/webhook_secret"),
        ({"provider": "klaviyo", "api_key": API_KEY, "base_url": "https://evil"}, "/base_url"),
    ],
)
def test_faulty_keys_are_refused(ask: Any, body: dict[str, Any], pointer: str) -> None:
    status, problem, _ = ask("PUT", PATH, body)

    assert (status, problem["errors"][0]["pointer"]) == (422, pointer)


def test_support_may_not_connect(whole: Edge, shop: Shop) -> None:
    token = shop.session(shop.hire())

    assert whole.call("PUT", PATH, BODY, Authorization=f"Bearer {token}")[0] == 403
    assert whole.call("DELETE", PATH, Authorization=f"Bearer {token}")[0] == 403
