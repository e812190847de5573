"""A bulk job is taken back, as far as its tickets are as it left them."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.messaging import bulk_undo
from chalicelib.messaging.bulk import UNDONE_WITHIN
from chalicelib.tickets.assignment import is_waiting
from chalicelib.tickets.model import Status, Tag
from tests.faults.shop import Shop
from tests.kit.http_world import NOON
from tests.messaging.jobs import events, fill, outcomes, started, tickets, worked_off

LATER = NOON + timedelta(days=1)
ASLEEP = {"status": Status.snoozed, "snoozed_until": LATER, "keep_on_reply": True}
CLOSED = {"status": Status.closed, "closed_at": NOON}
SNOOZE: dict[str, Any] = {"action": "snooze", "until": "2026-03-09T12:00:00Z"}
TAG: dict[str, Any] = {"action": "tag", "tags": ["vip", "gift"]}
VIP = {"tags": (Tag(name="VIP"),)}
BY_MODEL = {"tags": (Tag(name="gift"), Tag(name="refund", source="auto"))}
FACTS = ("status", "snoozed_until", "keep_on_reply", "is_spam", "read_by", "tags")


def done(shop: Shop, ids: list[str], **order: Any) -> str:
    """Let a job be done, and return its id."""
    job_id = started(shop, {"ids": ids, **order})
    worked_off(shop)
    return job_id


def undone(shop: Shop, job_id: str) -> dict[str, str]:
    """Take it back, and return what became of each ticket."""
    back = shop.done("POST", f"/v1/jobs/{job_id}/undo")["job_id"]
    worked_off(shop)
    return outcomes(shop, back)


@pytest.mark.parametrize(
    ("before", "order"),
    [
        ({}, {"action": "close"}),
        (ASLEEP, {"action": "close"}),
        (CLOSED, {"action": "reopen"}),
        (ASLEEP, {"action": "reopen"}),
        ({}, SNOOZE),
        (ASLEEP, SNOOZE),
        ({}, {"action": "spam"}),
        ({"is_spam": True}, {"action": "not_spam"}),
        ({}, {"action": "read"}),
        ({}, TAG),
        (VIP, TAG),
        (VIP, {"action": "untag", "tags": ["vip"]}),
        (BY_MODEL, {"action": "untag", "tags": ["refund", "gift"]}),
    ],
)
def test_each_action_is_taken_back(
    shop: Shop, before: dict[str, Any], order: dict[str, Any]
) -> None:
    [ticket_id] = fill(shop, 1, **before)
    was = tickets(shop)[ticket_id]
    job_id = done(shop, [ticket_id], **order)
    between = tickets(shop)[ticket_id]
    assert [getattr(between, fact) for fact in FACTS] != [getattr(was, fact) for fact in FACTS]

    assert undone(shop, job_id) == {ticket_id: "ok"}

    now = tickets(shop)[ticket_id]
    assert [getattr(now, fact) for fact in FACTS] == [getattr(was, fact) for fact in FACTS]


def test_marks_of_before_that_hold_names_alone_are_taken_back_too(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    [ticket_id] = fill(shop, 1, **VIP)
    monkeypatch.setattr(bulk_undo, "facts", lambda *_: {"tags": ["VIP"]})
    job_id = done(shop, [ticket_id], action="untag", tags=["vip"])

    assert undone(shop, job_id) == {ticket_id: "ok"}

    assert tickets(shop)[ticket_id].tags == VIP["tags"]


@pytest.mark.parametrize("action", ["assign", "unassign"])
def test_who_had_it_has_it_again(shop: Shop, action: str) -> None:
    ids = [*fill(shop, 1, assignee_id=shop.alice.id, assigned_by="round_robin"), *fill(shop, 1)]
    order = {"agent_id": shop.bob.id, "force": True} if action == "assign" else {}

    undone(shop, done(shop, ids, action=action, **order))

    now = [tickets(shop)[each] for each in ids]
    assert [(one.assignee_id, one.assigned_by) for one in now] == [
        (shop.alice.id, "round_robin"),
        (None, ""),
    ]
    assert [is_waiting(one) for one in now] == [False, True]


def test_what_slept_until_now_is_awake(shop: Shop) -> None:
    [ticket_id] = fill(shop, 1, **ASLEEP | {"snoozed_until": NOON + timedelta(minutes=1)})
    job_id = done(shop, [ticket_id], action="close")
    shop.cloud.world.pass_time(minutes=2)

    undone(shop, job_id)

    assert tickets(shop)[ticket_id].status is Status.open


def test_what_the_job_did_not_change_stays(shop: Shop) -> None:
    [closed], [unclosed] = fill(shop, 1, **CLOSED), fill(shop, 1)

    undone(shop, done(shop, [closed, unclosed], action="close"))

    now = tickets(shop)
    assert (now[closed].status, now[unclosed].status) == (Status.closed, Status.open)
    assert now[closed].version == 1


def test_what_others_changed_since_stays(shop: Shop) -> None:
    ids = fill(shop, 2)
    assigned = done(shop, ids, action="assign", agent_id=shop.alice.id)
    shop.done("POST", f"/v1/tickets/{ids[0]}/assign", {"agent_id": shop.bob.id, "force": True})
    undone(shop, assigned)
    assert [tickets(shop)[each].assignee_id for each in ids] == [shop.bob.id, None]

    slept = done(shop, ids, **SNOOZE)
    later = {"until": "2026-03-10T12:00:00Z"}
    shop.done("POST", f"/v1/tickets/{ids[0]}/snooze", later)
    undone(shop, slept)
    assert [tickets(shop)[each].status for each in ids] == [Status.snoozed, Status.open]

    slept = done(shop, ids, **SNOOZE)
    shop.done("POST", f"/v1/tickets/{ids[0]}/close")
    undone(shop, slept)
    assert [tickets(shop)[each].status for each in ids] == [Status.closed, Status.open]


def test_taking_back_twice_is_once(shop: Shop) -> None:
    [ticket_id] = fill(shop, 1)
    job_id = done(shop, [ticket_id], action="close")
    undone(shop, job_id)
    shop.done("POST", f"/v1/tickets/{ticket_id}/close")

    undone(shop, job_id)

    assert tickets(shop)[ticket_id].status is Status.closed
    assert events(shop, "reopened") == {ticket_id: 1}


def test_of_a_cancelled_job_what_was_done_is_taken_back(shop: Shop) -> None:
    ids = fill(shop, 60)
    job_id = started(shop, {"ids": ids, "action": "close"})
    shop.cloud.step("jobs")
    shop.done("POST", f"/v1/jobs/{job_id}/cancel")
    worked_off(shop)

    assert undone(shop, job_id) == dict.fromkeys(ids[:25], "ok")

    assert {ticket.status for ticket in tickets(shop).values()} == {Status.open}


def test_taking_back_can_be_cancelled(shop: Shop) -> None:
    job_id = done(shop, fill(shop, 30), action="close")
    back = shop.done("POST", f"/v1/jobs/{job_id}/undo")["job_id"]
    shop.cloud.step("jobs")

    assert shop.done("POST", f"/v1/jobs/{back}/cancel")["done"] == 25

    worked_off(shop)
    assert len(events(shop, "reopened")) == 25


def test_a_chat_that_was_closed_stays_closed_and_says_so(shop: Shop) -> None:
    shop.chat()
    shop.say()

    assert undone(shop, done(shop, [shop.ticket_id], action="close")) == {
        shop.ticket_id: "closed_chat"
    }


def test_only_who_started_it_takes_it_back(shop: Shop) -> None:
    job_id = done(shop, fill(shop, 1), action="close")

    assert shop.ask("POST", f"/v1/jobs/{job_id}/undo", by="bob").status == 403


def test_what_is_not_done_is_not_taken_back(shop: Shop) -> None:
    job_id = started(shop, {"ids": fill(shop, 1), "action": "close"})

    answer = shop.ask("POST", f"/v1/jobs/{job_id}/undo")

    assert (answer.status, answer.json["code"]) == (409, "not_undoable")


def test_taking_back_is_not_taken_back(shop: Shop) -> None:
    job_id = done(shop, fill(shop, 1), action="close")
    back = shop.done("POST", f"/v1/jobs/{job_id}/undo")["job_id"]
    worked_off(shop)

    assert shop.ask("POST", f"/v1/jobs/{back}/undo").json["code"] == "not_undoable"


def test_after_an_hour_it_is_too_late(shop: Shop) -> None:
    job_id = done(shop, fill(shop, 1), action="close")
    shop.cloud.world.pass_time(seconds=UNDONE_WITHIN.total_seconds())

    assert shop.ask("POST", f"/v1/jobs/{job_id}/undo").json["code"] == "too_late"


@pytest.mark.thorough
def test_five_hundred_are_taken_back(shop: Shop) -> None:
    job_id = done(shop, fill(shop, 500), action="spam")

    assert len(undone(shop, job_id)) == 500

    assert not any(ticket.is_spam for ticket in tickets(shop).values())
