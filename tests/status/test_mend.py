"""Having stuck work tried again, or dropped."""

import json
from typing import Any

import pytest

from chalicelib import jobs
from chalicelib.accounts.history import storage as history
from chalicelib.core.errors import Unavailable
from chalicelib.messaging import inbound
from chalicelib.search import index
from chalicelib.tickets.rows import TicketRow
from tests.faults.shop import Shop
from tests.status.conftest import Breaks
from tests.status.things import at, handed, page, sleeper, stuck, swept


def a_stuck_ticket(shop: Shop, breaks: Breaks) -> dict[str, Any]:
    sleeper(shop)
    breaks(ValueError())
    swept(shop, minutes=61)
    return stuck(shop)[0]


def ask(shop: Shop, verb: str, found: dict[str, Any], **others: str) -> Any:
    return shop.ask("POST", at(verb, found), by="owner", **others)


def dropped(shop: Shop) -> list[str]:
    events, _ = history.page(shop.desk(), limit=100)
    return [event.detail for event in events if event.name == "stuck_dropped"]


def test_what_is_tried_again_keeps_its_reason_until_it_goes_through(
    shop: Shop, breaks: Breaks
) -> None:
    found = a_stuck_ticket(shop, breaks)

    answer = ask(shop, "retry", found)
    assert (answer.status, answer.json["reason"]) == (202, "unexpected")
    assert answer.json["next_try_at"] < found["next_try_at"]
    swept(shop, minutes=0)
    assert [each["tries"] for each in stuck(shop)] == [2]
    breaks(None)
    assert ask(shop, "retry", found).status == 202
    swept(shop, minutes=0)
    assert stuck(shop) == []
    assert ask(shop, "retry", found).status == 404


def test_the_same_request_twice_is_once(shop: Shop, breaks: Breaks) -> None:
    found = a_stuck_ticket(shop, breaks)

    first, second = (ask(shop, "retry", found, idempotency_key="same") for _ in range(2))

    assert (first.status, second.status, second.is_replay) == (202, 202, True)
    assert first.json == second.json


def test_a_ticket_that_sleeps_cannot_be_dropped(shop: Shop, breaks: Breaks) -> None:
    found = a_stuck_ticket(shop, breaks)

    assert not found["can_drop"]
    answer = ask(shop, "drop", found)
    assert (answer.status, answer.json["code"]) == (409, "not_droppable")
    assert [each["id"] for each in stuck(shop)] == [found["id"]]


def test_who_may_not_change_settings_changes_nothing(shop: Shop, breaks: Breaks) -> None:
    found = a_stuck_ticket(shop, breaks)

    for verb in ("retry", "drop"):
        assert shop.ask("POST", at(verb, found), by="alice").status == 403
        assert shop.ask("POST", at(verb, found), by="nobody").status == 401


def delivery(shop: Shop) -> str:
    order = {"account_id": shop.account.id, "inbox_id": "inb_0", "delivery": {"body": "aGk="}}
    return json.dumps(order)


@pytest.fixture
def bad_inbound(monkeypatch: pytest.MonkeyPatch) -> list[Exception | None]:
    """Return what deliveries fail with: the only member, which a test may change."""
    failing: list[Exception | None] = [KeyError("body")]

    def work_off(*_: Any) -> None:
        if failing[0] is not None:
            raise failing[0]

    monkeypatch.setattr(inbound, "work_off", work_off)
    return failing


@pytest.mark.usefixtures("bad_inbound")
def test_one_failure_of_a_queue_is_weather(shop: Shop) -> None:
    assert handed(shop, "inbound", delivery(shop), tries=1) == "failed"
    assert stuck(shop) == []

    handed(shop, "inbound", delivery(shop), tries=2)
    handed(shop, "inbound", delivery(shop), tries=3)

    [found] = stuck(shop)
    assert (found["kind"], found["reason"], found["tries"]) == ("delivery", "unexpected", 3)
    assert found["next_try_at"]
    handed(shop, "inbound", delivery(shop), tries=5)
    assert stuck(shop)[0]["next_try_at"] is None


def test_a_queues_message_that_was_put_aside_is_given_again(
    shop: Shop, bad_inbound: list[Exception | None]
) -> None:
    handed(shop, "inbound", delivery(shop), tries=5)
    [found] = stuck(shop)
    ask(shop, "retry", found)
    ask(shop, "retry", found)

    [again] = shop.cloud.queues["inbound"]
    assert stuck(shop)[0]["reason"] == "unexpected"
    handed(shop, "inbound", again, tries=1)
    assert len(stuck(shop)) == 1
    bad_inbound[0] = None
    handed(shop, "inbound", again, tries=2)
    assert stuck(shop) == []


@pytest.mark.usefixtures("bad_inbound")
def test_a_dropped_delivery_is_begun_no_more(shop: Shop) -> None:
    handed(shop, "inbound", delivery(shop), tries=2)
    [found] = stuck(shop)

    assert ask(shop, "drop", found).status == 204

    assert handed(shop, "inbound", delivery(shop), tries=3) == "done"
    assert stuck(shop) == []
    assert dropped(shop) == ["delivery: unexpected"]
    assert ask(shop, "drop", found).status == 404


def test_what_comes_often_is_forgotten_with_the_next_that_goes_through(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = [True]

    def work_off(*_: Any) -> None:
        if failing[0]:
            raise Unavailable("The bucket does not answer.")

    monkeypatch.setitem(jobs._JOBS, index.JOB, work_off)
    order = json.dumps({"job": index.JOB, "account_id": shop.account.id})
    for tries in range(1, 6):
        handed(shop, "jobs", order, tries=tries)
    assert [each["kind"] for each in stuck(shop)] == [index.JOB]

    failing[0] = False
    handed(shop, "jobs", order, tries=1)

    assert stuck(shop) == []


def test_a_worker_that_was_cut_off_is_told_of_by_the_next(shop: Shop) -> None:
    seen: list[str] = []
    order = json.dumps({"job": "none", "account_id": shop.account.id, "job_id": "job_1"})

    def look(*_: Any) -> None:
        seen.extend(each["reason"] for each in stuck(shop))

    jobs._JOBS["none"] = look
    try:
        handed(shop, "jobs", order, tries=3)
    finally:
        del jobs._JOBS["none"]

    assert seen == ["silent"]
    assert stuck(shop) == []


def test_a_ticket_whose_timers_fail_is_dropped_until_it_changes(shop: Shop, breaks: Breaks) -> None:
    settings = {"auto_close": {"enabled": True, "after_hours": 1}}
    shop.done("PATCH", "/v1/settings", settings, by="owner")
    shop.cloud.world.pass_time(minutes=1)
    shop.receive()
    shop.reply()
    shop.cloud.settle()
    breaks(ValueError())
    swept(shop, minutes=62)
    [found] = [each for each in stuck(shop) if each["kind"] == "ticket"]
    assert found["can_drop"]

    assert ask(shop, "drop", found).status == 204

    assert [each for each in stuck(shop) if each["kind"] == "ticket"] == []
    assert dropped(shop) == ["ticket #1: unexpected"]
    [head] = [row for row in shop.rows() if isinstance(row, TicketRow)]
    assert head.due_at is None
    assert page(shop)["queues"][1]["waiting"] == 0
