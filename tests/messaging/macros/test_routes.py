"""Macros over HTTP, in the shapes that outsiders rely on."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.accounts import amend
from chalicelib.accounts.model import Plan
from tests.accounts.shop import Shop
from tests.messaging.asked import written

HELLO = {"title": "Hello", "text": "Hi {{first_name}}, {{order_name}}", "category": "Shipping"}


@pytest.fixture
def macro(ask: Any) -> dict[str, Any]:
    """Return a macro."""
    status, made, _ = ask("POST", "/v1/macros", HELLO)
    assert status == 201
    return made


@pytest.mark.acceptance(86)
def test_support_makes_macros_for_everybody(ask: Any, macro: dict[str, Any]) -> None:
    status, answer, _ = ask("GET", "/v1/macros")

    assert (status, answer["data"]) == (200, [macro])
    assert macro | {"id": "", "created_at": "", "updated_at": ""} == {
        **HELLO, "id": "", "status": "active", "is_pinned": False, "version": 1,
        "created_at": "", "updated_at": "",
    }  # fmt: skip
    assert "first_name" in answer["variables"]["profile"]
    assert "latest_fulfillment_tracking_url" in answer["variables"]["order"]


@pytest.mark.acceptance(86)
def test_a_macro_is_filled_for_a_ticket(ask: Any, macro: dict[str, Any], ticket_id: str) -> None:
    path = f"/v1/tickets/{ticket_id}/macros/{macro['id']}/preview"

    status, filled, _ = ask("POST", path)

    assert (status, filled) == (200, {
        "preview": "Hi Ann, No_order_name", "text": "Hi Ann, ", "missing": ["order_name"],
        "order_id": None, "orders": [], "orders_state": "not_connected",
    })  # fmt: skip


def test_a_strangers_name_brings_no_link_along(ask: Any, macro: dict[str, Any], shop: Shop) -> None:
    ticket_id = written(shop, name="Win at https://prize.example")

    _, filled, _ = ask("POST", f"/v1/tickets/{ticket_id}/macros/{macro['id']}/preview")

    assert "prize" not in filled["text"] + filled["preview"]


def test_a_macro_changes_and_ends(ask: Any, macro: dict[str, Any]) -> None:
    path = f"/v1/macros/{macro['id']}"

    status, changed, headers = ask(
        "PATCH", path, {"status": "inactive", "category": None, "is_pinned": True}, If_Match='"1"'
    )

    assert (status, headers["ETag"]) == (200, '"2"')
    assert (changed["status"], changed["category"], changed["is_pinned"]) == (
        "inactive",
        None,
        True,
    )
    assert ask("GET", path)[1] == changed
    assert ask("GET", "/v1/macros?status=active")[1]["data"] == []
    assert ask("PATCH", path, {"title": "Hi"}, If_Match='"1"')[0] == 409
    assert ask("DELETE", path)[0] == 204
    assert ask("GET", path)[0] == 404


def test_the_same_key_ends_it_once(ask: Any, macro: dict[str, Any]) -> None:
    path = f"/v1/macros/{macro['id']}"

    answers = [ask("DELETE", path, Idempotency_Key="once") for _ in range(2)]

    assert [status for status, *_ in answers] == [204, 204]
    assert answers[1][2]["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"title": "A"}, "/text"),
        ({**HELLO, "text": "{{nobody}}"}, "/text"),
        ({**HELLO, "title": ""}, "/title"),
        ({**HELLO, "status": "draft"}, "/status"),
        ({**HELLO, "owner": "me"}, "/owner"),
    ],
)
def test_what_is_no_macro_is_refused(ask: Any, body: dict[str, Any], pointer: str) -> None:
    status, problem, _ = ask("POST", "/v1/macros", body)

    assert (status, problem["errors"][0]["pointer"]) == (422, pointer)


def test_an_unknown_status_is_named(ask: Any) -> None:
    status, problem, _ = ask("GET", "/v1/macros?status=draft")

    assert (status, problem["errors"][0]["pointer"]) == (400, "/status")


@pytest.mark.acceptance(7)
def test_the_free_plan_has_macros(ask: Any, shop: Shop) -> None:
    amend.amend(shop.desk(), "plan_changed", lambda account: replace(account, plan=Plan.inbox))

    assert ask("POST", "/v1/macros", HELLO)[0] == 201
