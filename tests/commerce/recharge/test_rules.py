"""What may be done to a subscription, as tables."""

from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.commerce.actions.model import Action, Outcome
from chalicelib.commerce.recharge import rules
from chalicelib.commerce.recharge.model import Status, Subscription
from chalicelib.core.errors import Conflict, DeskhandError, Invalid
from tests.kit.http_world import NOON

WHOLE = frozenset({"read_customers", "write_subscriptions", "write_orders"})
TODAY = NOON.date()


def a_subscription(**facts: Any) -> Subscription:
    known: dict[str, Any] = {
        "id": "1", "customer_id": "2", "title": "Fern food", "quantity": 1, "price": 1290,
        "currency": "EUR", "status": Status.active, "unit": "month", "count": 1,
        "next_charge_on": date(2026, 3, 13),
    }  # fmt: skip
    return Subscription(**{**known, **facts})


def an_action(**facts: Any) -> Action:
    known: dict[str, Any] = {
        "id": "act_1", "kind": "subscription_skip", "subject": "subscription:1", "name": "",
        "ticket_id": "", "customer_id": "", "agent_id": "", "wanted": "{}", "asked_at": NOON,
        "settled_at": NOON, "state": Outcome.done,
    }  # fmt: skip
    return Action(**{**known, **facts})


@pytest.mark.parametrize(
    ("facts", "scopes", "skip", "change"),
    [
        ({}, WHOLE, None, None),
        ({}, frozenset({"write_subscriptions", "write_charges"}), None, None),
        ({}, WHOLE - {"write_orders"}, "scope_missing", None),
        ({}, WHOLE - {"write_orders"} | {"read_orders"}, "scope_missing", None),
        ({}, WHOLE - {"write_subscriptions"}, None, "scope_missing"),
        ({"status": Status.cancelled}, WHOLE, "not_active", "not_active"),
        ({"status": Status.expired}, WHOLE, "not_active", "not_active"),
        ({"status": Status.other}, WHOLE, "not_active", "not_active"),
        ({"is_skippable": False}, WHOLE, "not_skippable", None),
        ({"has_charge": False}, WHOLE, "nothing_to_skip", None),
        ({"next_charge_on": None}, WHOLE, "nothing_to_skip", None),
    ],
)
def test_what_can_be_done(
    facts: dict[str, Any], scopes: frozenset[str], skip: str | None, change: str | None
) -> None:
    found = a_subscription(**facts)

    refusals = {name: refuse(found, scopes) for name, refuse in rules.ALLOWED.items()}

    assert {name: why and why.code for name, why in refusals.items()} == {
        "skip": skip, "cancel": change, "edit": change,
    }  # fmt: skip


def test_what_cannot_be_done_is_a_conflict() -> None:
    rules.require(None)
    with pytest.raises(Conflict) as refusal:
        rules.require(rules.change(a_subscription(), frozenset()))
    assert refusal.value.code == "scope_missing"


@pytest.mark.parametrize(
    ("quantity", "on", "code"),
    [
        (None, None, "required"),
        (2, TODAY + timedelta(days=1), "required"),
        (None, TODAY, "not_in_future"),
        (None, TODAY - timedelta(days=1), "not_in_future"),
        (2, None, None),
        (None, TODAY + timedelta(days=1), None),
    ],
)
def test_one_thing_is_changed_at_a_time(
    quantity: int | None, on: date | None, code: str | None
) -> None:
    if code is None:
        return rules.edited(quantity, on, NOON)
    with pytest.raises(Invalid) as refusal:
        rules.edited(quantity, on, NOON)
    assert refusal.value.faults[0].code == code
    return None


def test_where_the_day_begins_late_it_is_not_over_yet() -> None:
    rules.edited(None, TODAY, NOON - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("facts", "after", "code"),
    [
        ({}, {"minutes": 0}, None),
        ({}, {"minutes": 5}, None),
        ({}, {"minutes": 5, "seconds": 1}, "undo_too_late"),
        ({"undone_by": "act_2"}, {}, "already_undone"),
        ({"state": Outcome.unknown, "settled_at": None}, {}, "not_undoable"),
        ({"state": Outcome.refused}, {}, "not_undoable"),
        ({"state": Outcome.not_done}, {}, "not_undoable"),
        ({"kind": "subscription_unskip"}, {}, "not_undoable"),
        ({"kind": "order_edit"}, {}, "not_undoable"),
        ({"kind": "subscription_cancel"}, {}, None),
        ({"kind": "subscription_edit"}, {}, None),
    ],
)
def test_what_can_be_taken_back(
    facts: dict[str, Any], after: dict[str, int], code: str | None
) -> None:
    action, now = an_action(**facts), NOON + timedelta(**after)
    raised: DeskhandError | None = None
    try:
        rules.refuse_undo(action, now)
    except DeskhandError as error:
        raised = error

    assert (raised and raised.code) == code
    until = rules.undone_until(action)
    assert until in ((None,) if code in ("not_undoable", "already_undone")
                     else (NOON + timedelta(minutes=5),))  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "wanted", "is_reached"),
    [
        ({}, {"quantity": 1}, True),
        ({}, {"quantity": 2}, False),
        ({}, {"next_charge_on": "2026-03-13"}, True),
        ({}, {"next_charge_on": "2026-03-14"}, False),
        ({"status": Status.cancelled}, {"status": "cancelled"}, True),
        ({}, {"skipped_on": "2026-02-13"}, True),
        ({}, {"skipped_on": "2026-03-13"}, False),
        ({"next_charge_on": None}, {"skipped_on": "2026-03-13"}, False),
        ({"status": Status.cancelled}, {"skipped_on": "2026-02-13"}, False),
    ],
)
def test_whether_it_is_as_was_wanted(
    facts: dict[str, Any],
    wanted: dict[str, object],
    is_reached: bool,  # noqa: FBT001 - a table
) -> None:
    assert rules.is_reached(a_subscription(**facts), wanted) is is_reached
