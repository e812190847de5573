"""Properties over HTTP, and which of them the team sees first."""

from functools import partial
from typing import Any

import pytest

from chalicelib.accounts.model import Role
from chalicelib.customers.identify import identify
from chalicelib.customers.model import IdentityKind
from tests.accounts.shop import Shop
from tests.edge import Edge

ANN = "ann@customer.example"


@pytest.fixture
def ask(whole: Edge, shop: Shop) -> Any:
    """Return a way to ask as a manager."""
    return partial(whole.call, Authorization=f"Bearer {shop.session(shop.hire(Role.manager))}")


@pytest.fixture
def path(shop: Shop) -> str:
    """Return where Ann's profile is."""
    return f"/v1/customers/{identify(shop.desk(), IdentityKind.email, ANN).id}"


@pytest.mark.acceptance(3)
def test_a_profile_holds_what_the_shop_wants_to_know(ask: Any, path: str) -> None:
    told = {"Size": "M", "Visits": 3, "Born": "1990-01-01", "Member": True, "Score": 1.5}

    _, before, _ = ask("PATCH", path, {"properties": told})
    _, after, _ = ask("PATCH", path, {"properties": {"Size": None, "Visits": 4}})
    _, named, _ = ask("PATCH", path, {"name": "Zoë"})

    assert before["properties"] == told
    assert after["properties"] == {"Born": "1990-01-01", "Member": True, "Score": 1.5, "Visits": 4}
    assert named["properties"] == ask("GET", path)[1]["properties"] == after["properties"]
    assert named["version"] == before["version"] + 2


def test_another_system_tells_them_by_an_address(ask: Any, path: str) -> None:
    body = {"email": ANN, "properties": {"Size": "M"}}

    known = ask("POST", "/v1/customers/identify", body)[1]
    new = ask("POST", "/v1/customers/identify", {**body, "email": "bo@customer.example"})[1]

    assert (f"/v1/customers/{known['id']}", known["properties"]) == (path, {"Size": "M"})
    assert new["properties"] == {"Size": "M"}


@pytest.mark.parametrize(
    ("properties", "pointer"),
    [
        ({"Sizes": [1]}, "/properties/Sizes"),
        ({"Size": {}}, "/properties/Size"),
        (None, "/properties"),
        ({f"p{n}": n for n in range(101)}, "/properties"),
    ],
)
def test_what_is_none_changes_and_makes_nobody(
    ask: Any, shop: Shop, path: str, properties: Any, pointer: str
) -> None:
    refused = ask("PATCH", path, {"name": "Zoë", "properties": properties})
    new = ask("POST", "/v1/customers/identify",
              {"email": "bo@customer.example", "properties": properties})  # fmt: skip

    assert [(s, b["errors"][0]["pointer"]) for s, b, _ in (refused, new)] == [(422, pointer)] * 2
    assert ask("GET", path)[1]["name"] == ""


@pytest.mark.acceptance(3)
def test_pinned_properties_stand_first_in_their_order(ask: Any, path: str) -> None:
    ask("PATCH", path, {"properties": {"Size": "M", "Born": "1990-01-01", "Visits": 3}})
    pinned = ["Visits", "Colour", "Born"]

    status, settings, _ = ask(
        "PATCH", "/v1/settings", {"profile": {"pinned_properties": ["Visits ", "Colour", "Born"]}}
    )

    assert (status, settings["profile"]) == (200, {"pinned_properties": pinned})
    assert ask("GET", path)[1]["pinned_properties"] == [
        {"name": "Visits", "value": 3, "type": "number"},
        {"name": "Colour", "value": None, "type": None},
        {"name": "Born", "value": "1990-01-01", "type": "date"},
    ]


@pytest.mark.parametrize(
    ("pinned", "pointer"),
    [
        (["a", "b", "a"], "/profile/pinned_properties/2"),
        (["a", "b", "c", "d", "e", "f"], "/profile/pinned_properties"),
        (["a\nb"], "/profile/pinned_properties/0"),
        (["x" * 61], "/profile/pinned_properties/0"),
        ([1], "/profile/pinned_properties/0"),
    ],
)
def test_what_cannot_be_pinned_is_refused(ask: Any, pinned: Any, pointer: str) -> None:
    status, problem, _ = ask("PATCH", "/v1/settings", {"profile": {"pinned_properties": pinned}})

    assert status == 422
    assert problem["errors"][0]["pointer"].replace("...", "0") == pointer


def test_support_may_not_pin(whole: Edge, shop: Shop) -> None:
    agent = partial(whole.call, Authorization=f"Bearer {shop.session(shop.hire())}")

    assert agent("PATCH", "/v1/settings", {"profile": {"pinned_properties": ["a"]}})[0] == 403
