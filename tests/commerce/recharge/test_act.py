"""Subscriptions are skipped, cancelled and edited from the ticket, and nothing else is."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.accounts import storage as accounts
from chalicelib.accounts.model import Plan
from chalicelib.channels.model import Sender
from chalicelib.commerce.actions import storage as actions
from chalicelib.tickets import storage as tickets
from chalicelib.tickets.model import Event, Ticket
from tests.accounts.shop import Shop
from tests.commerce.actions.world import a_ticket, lines
from tests.commerce.recharge.world import (
    CANCEL,
    MAIL,
    OWN,
    REASON,
    SKIP,
    TOMORROW,
    AtRecharge,
    as_it_is,
)
from tests.edge import Edge
from tests.kit.http_world import reply


def told(shop: Shop, ticket: Ticket) -> list[dict[str, str]]:
    """Return the details of the ticket's events."""
    _, entries = tickets.thread(shop.desk(), ticket.id)
    return [dict(each.details) for each in entries if isinstance(each, Event)]


@pytest.mark.acceptance(89)
def undo_shown(ask: Any) -> Any:
    """Return what a ticket that is opened now offers to take back."""
    [own] = [each for each in ask("GET", "/subscriptions")[1]["data"] if each["id"] in OWN]
    return own["undo"]


@pytest.mark.parametrize(
    ("method", "path", "body", "kind", "after", "line"),
    [
        ("POST", SKIP, {}, "subscription_skip", ("active", 1, "2026-04-12"),
         {"on": "2026-03-13"}),
        ("POST", CANCEL, REASON, "subscription_cancel", ("cancelled", 1, None),
         {"reason": "Too much"}),
        ("PATCH", OWN, {"quantity": 3}, "subscription_edit", ("active", 3, "2026-03-13"),
         {"changes": '[{"title": "quantity", "from": "1", "to": "3"}]'}),
        ("PATCH", OWN, {"next_charge_on": TOMORROW}, "subscription_edit",
         ("active", 1, TOMORROW),
         {"changes": '[{"title": "next charge", "from": "2026-03-13", "to": "2026-03-05"}]'}),
    ],
)  # fmt: skip
def test_an_agent_changes_it_and_takes_it_back(
    ask: Any, shop: Shop, ticket: Ticket, connected: AtRecharge,
    method: str, path: str, body: Any, kind: str, after: Any, line: dict[str, str],
) -> None:  # fmt: skip
    before = as_it_is(connected)

    status, done = ask(method, path, body)

    assert (status, done["kind"], done["state"]) == (200, kind, "done")
    assert done["undo_until"] == "2026-03-04T12:05:00.000Z"
    assert as_it_is(connected) == after
    shown = done["subscription"]
    assert (shown["status"], shown["quantity"], shown["next_charge_on"]) == after
    assert told(shop, ticket) == [
        {"action_id": done["id"], "kind": kind, "name": "Fern food (500 ml)", **line}
    ]

    assert undo_shown(ask) == {"id": done["id"], "until": done["undo_until"]}

    status, undone = ask("POST", f"/actions/{done['id']}/undo")

    assert (status, undone["state"], undone["undo_until"]) == (200, "done", None)
    assert undo_shown(ask) is None
    assert as_it_is(connected) == before
    assert len(connected.changes()) == 2
    assert [each[:1] for each in lines(shop, ticket.id)] == [("done_at_shop",)] * 2
    assert actions.load(shop.desk(), done["id"]).undone_by == undone["id"]
    assert ask("POST", f"/actions/{done['id']}/undo")[1]["code"] == "already_undone"


def test_recharge_is_told_why(ask: Any, connected: AtRecharge) -> None:
    ask("POST", CANCEL, {"reason": "  Too much ", "comment": ""})

    assert connected.sent[-2].json() == {"cancellation_reason": "Too much", "send_email": True}


@pytest.mark.parametrize(
    ("method", "path", "body", "pointer"),
    [
        ("POST", CANCEL, {}, "/reason"),
        ("POST", CANCEL, {"reason": "  "}, "/reason"),
        ("POST", CANCEL, {"reason": "x" * 201}, "/reason"),
        ("POST", CANCEL, {"reason": "x", "comment": "x" * 1025}, "/comment"),
        ("PATCH", OWN, {}, "/quantity"),
        ("PATCH", OWN, {"quantity": 0}, "/quantity"),
        ("PATCH", OWN, {"quantity": 1001}, "/quantity"),
        ("PATCH", OWN, {"quantity": "2"}, "/quantity"),
        ("PATCH", OWN, {"quantity": 2, "next_charge_on": TOMORROW}, "/quantity"),
        ("PATCH", OWN, {"next_charge_on": "2026-03-04"}, "/next_charge_on"),
        ("PATCH", OWN, {"next_charge_on": "soon"}, "/next_charge_on"),
        ("PATCH", OWN, {"price": 1}, "/price"),
        ("POST", SKIP, {"next_charge_on": "soon"}, "/next_charge_on"),
    ],
)
def test_faulty_wishes_are_refused_and_nobody_is_asked(
    ask: Any, connected: AtRecharge, method: str, path: str, body: Any, pointer: str
) -> None:
    status, problem = ask(method, path, body)

    assert (status, problem["errors"][0]["pointer"]) == (422, pointer)
    assert connected.sent == []


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [("POST", SKIP, {}), ("POST", CANCEL, REASON), ("PATCH", OWN, {"quantity": 2})],
)
@pytest.mark.parametrize("trouble", ["inactive", "unscoped"])
def test_what_cannot_be_done_is_refused_before_recharge_is_told(
    ask: Any, manage: Any, connected: AtRecharge, method: str, path: str, body: Any, trouble: str
) -> None:
    if trouble == "inactive":
        connected.subscribe(id=27363808, status="expired")
        expected = (409, "not_active")
    else:
        scopes = ["read_customers", "read_subscriptions"]
        connected.answer = reply(200, {"token_information": {"scopes": scopes}})
        manage("PUT", "/v1/subscription_platform",
               {"provider": "recharge", "api_token": "sk_test_another_token"})  # fmt: skip
        connected.answer = None
        expected = (409, "scope_missing")

    status, problem = ask(method, path, body)

    assert (status, problem["code"]) == expected
    assert connected.changes() == []


def test_what_an_agent_did_not_see_is_not_skipped(ask: Any, connected: AtRecharge) -> None:
    seen = {"next_charge_on": "2026-03-13"}
    assert ask("POST", SKIP, seen)[0] == 200

    status, problem = ask("POST", SKIP, seen)

    assert (status, problem["code"]) == (409, "subscription_changed")
    assert problem["subscription"]["next_charge_on"] == "2026-04-12"
    assert len(connected.changes()) == 1


def test_the_same_request_is_done_once(
    ask: Any, shop: Shop, ticket: Ticket, connected: AtRecharge
) -> None:
    first = ask("POST", SKIP, {}, Idempotency_Key="k")

    assert ask("POST", SKIP, {}, Idempotency_Key="k") == first
    assert ask("POST", CANCEL, REASON, Idempotency_Key="k")[1]["code"] == "idempotency_mismatch"
    assert len(connected.changes()) == len(lines(shop, ticket.id)) == 1


def test_recharges_own_refusal_reaches_the_agent(
    ask: Any, shop: Shop, ticket: Ticket, connected: AtRecharge, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {"errors": {"quantity": ["Quantity is more than the plan allows"]}}
    whole = connected.stand_in.answer
    monkeypatch.setattr(
        connected.stand_in, "answer",
        lambda asked: reply(422, said) if asked.method == "PUT" else whole(asked),
    )  # fmt: skip

    status, problem = ask("PATCH", OWN, {"quantity": 900})

    assert (status, problem["detail"]) == (422, "Quantity is more than the plan allows")
    assert problem["code"] == "subscription_refused"
    assert lines(shop, ticket.id) == []


@pytest.mark.parametrize("number", ["27363809", "1", "x", "1%2F..%2F2", "9" * 40])
def test_nobody_elses_subscription_is_touched(ask: Any, connected: AtRecharge, number: str) -> None:
    connected.subscribe(email="bea@home.example")

    status, problem = ask("POST", f"/subscriptions/{number}/cancel", REASON)

    assert (status, problem["code"]) == (404, "not_found")
    assert connected.changes() == []


@pytest.mark.parametrize(
    "facts",
    [
        {"verdicts": {"dmarc": "FAIL"}, "sender": Sender(address=MAIL)},
        {"sender": Sender(address="bea@home.example")},
    ],
)
def test_nothing_is_done_for_who_may_be_somebody_else(
    whole: Edge, shop: Shop, ticket: Ticket, connected: AtRecharge, facts: dict[str, Any]
) -> None:
    doubtful = a_ticket(shop, **facts)
    token = shop.session(shop.hire())

    status, problem, _ = whole.call(
        "POST", f"/v1/tickets/{doubtful.id}{CANCEL}", REASON, Authorization=f"Bearer {token}"
    )

    assert (status, problem["code"]) == (403, "unproved")
    assert connected.sent == []


def test_without_a_connection_nothing_is_done(ask: Any, recharge: AtRecharge) -> None:
    assert ask("POST", SKIP, {})[1]["code"] == "not_connected"


def test_a_plan_without_it_shows_and_refuses(ask: Any, shop: Shop, connected: AtRecharge) -> None:
    desk = shop.desk()
    before = accounts.account_now(desk)
    after = replace(before, plan=Plan.inbox, version=before.version + 1)
    accounts.commit(desk, [accounts.put_account(desk, after)])

    [shown] = ask("GET", "/subscriptions")[1]["data"]

    assert {shown[name]["code"] for name in ("skip", "cancel", "edit")} == {"plan_required"}
    assert ask("POST", SKIP, {})[0] == 402
    assert connected.changes() == []


def test_a_refused_token_must_be_replaced_first(ask: Any, connected: AtRecharge) -> None:
    connected.answer = reply(401)
    assert ask("POST", SKIP, {})[1]["code"] == "token_refused"

    assert ask("POST", SKIP, {})[1]["code"] == "reconnect"
