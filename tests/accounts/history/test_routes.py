"""What was done to an account, over HTTP."""

from functools import partial
from typing import Any

import pytest

from chalicelib.accounts.model import Role
from tests.accounts.shop import Shop
from tests.edge import Edge

EVENTS = "/v1/account/events"


@pytest.fixture
def ask(whole: Edge, shop: Shop) -> Any:
    """Return a way to ask as the owner."""
    return partial(whole.call, Authorization=f"Bearer {shop.session(shop.owner)}")


def test_who_did_what_to_whom_is_told_newest_first(ask: Any, shop: Shop) -> None:
    ana = shop.hire()
    ask("POST", f"/v1/agents/{ana.id}/deactivate")
    ask("PATCH", "/v1/settings", {"auto_close": {"after_hours": 3}})

    status, found, _ = ask("GET", EVENTS)
    assert {each["event"] for each in found["data"]} >= {"account_created", "agent_invited"}
    changed, gone = found["data"][:2]

    assert status == 200
    assert (changed["event"], changed["subject"]) == ("settings_changed", None)
    assert "auto_close" in changed["detail"]
    assert (gone["event"], gone["subject"]) == (
        "agent_deactivated",
        {"id": ana.id, "name": ana.name},
    )
    assert changed["actor"] == {"id": shop.owner.id, "name": shop.owner.name}
    assert changed["at"] >= gone["at"]


def test_all_of_it_is_found_part_by_part(ask: Any, shop: Shop) -> None:
    for _ in range(3):
        shop.hire()
    _, whole, _ = ask("GET", EVENTS)
    found, cursor, parts = [], "", 0
    while cursor is not None:
        _, part, _ = ask("GET", f"{EVENTS}?limit=2&cursor={cursor}")
        found += [each["id"] for each in part["data"]]
        cursor, parts = part["next_cursor"], parts + 1

    assert found == [each["id"] for each in whole["data"]]
    assert parts >= len(found) / 2 > 1


@pytest.mark.parametrize(("role", "status"), [(Role.admin, 200), (Role.manager, 403)])
def test_it_is_for_those_who_see_the_keys(whole: Edge, shop: Shop, role: Role, status: int) -> None:
    somebody = shop.hire(role=role)

    said = whole.call("GET", EVENTS, Authorization=f"Bearer {shop.session(somebody)}")

    assert said[0] == status
