"""Bulk jobs: a chunk that comes again acts once, and a busy table is no outcome."""

from typing import Any

import pytest
from botocore.awsrequest import AWSResponse

from chalicelib.accounts import people
from chalicelib.core.errors import Unavailable
from chalicelib.messaging import bulk, jobs_storage
from dev.aws.gate import Call, Send, gate
from tests.builders import a_ticket_id
from tests.faults.shop import Shop
from tests.kit.waits import skipped_waits
from tests.messaging.jobs import BULK, VIP, events, fill, job, outcomes, started, worked_off


def busy(*_: Any, **__: Any) -> None:
    raise Unavailable("Busy.")


def test_what_is_no_ticket_id_is_refused_at_the_start(shop: Shop) -> None:
    body = {"action": "close", "ids": [shop.receive(), "tkt_1#T"]}

    answer = shop.ask("POST", "/v1/tickets/bulk", body)

    assert (answer.status, answer.json["code"]) == (422, "bad_selection")
    assert answer.json["errors"][0]["pointer"] == "/ids/1"


def test_a_busy_table_is_no_outcome(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.receive()
    job_id = started(shop, {**VIP, "view": None, "ids": [shop.ticket_id]})
    with monkeypatch.context() as patch:
        patch.setattr(bulk, "apply", busy)
        with pytest.raises(Unavailable):
            bulk.run(shop.desk(), job_id)
    assert jobs_storage.load(shop.desk(), job_id).failed == 0

    assert bulk.run(shop.desk(), job_id).done == 1


def test_a_chunk_that_comes_again_acts_once(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.receive()
    job_id = started(shop, {**VIP, "view": None, "ids": [shop.ticket_id]})
    with monkeypatch.context() as patch:
        patch.setattr(jobs_storage, "put_outcomes", busy)
        with pytest.raises(Unavailable):
            bulk.run(shop.desk(), job_id)
    shop.done("POST", f"{shop.at}/tags", {"remove": ["vip"]})

    assert bulk.run(shop.desk(), job_id).done == 1
    assert shop.done("GET", shop.at)["tags"] == []


@pytest.mark.acceptance(109, 110)
def test_tickets_go_to_their_new_agent_unless_somebody_has_them(shop: Shop) -> None:
    free, taken = fill(shop, 2), fill(shop, 1, assignee_id=shop.bob.id)
    body = {"action": "assign", "agent_id": shop.alice.id, "ids": [*free, *taken]}
    job_id = started(shop, body)
    forced = started(shop, {**body, "ids": taken, "force": True})

    shop.cloud.step("jobs")

    expected = {**dict.fromkeys(free, "ok"), taken[0]: "already_assigned"}
    assert outcomes(shop, job_id) == expected
    mine = shop.done("GET", "/v1/tickets?view=mine")["data"]
    assert {each["id"] for each in mine} == set(free)
    worked_off(shop)
    assert outcomes(shop, forced) == {taken[0]: "ok"}


def test_nobody_gets_the_tickets_of_an_agent_who_left_meanwhile(shop: Shop) -> None:
    ids = fill(shop, 1)
    job_id = started(shop, {"action": "assign", "agent_id": shop.bob.id, "ids": ids})
    people.deactivate(shop.desk(), shop.bob.id)

    worked_off(shop)

    assert outcomes(shop, job_id) == {ids[0]: "unknown_agent"}


def test_an_agent_at_the_same_ticket_loses_nothing(shop: Shop) -> None:
    [ticket_id] = ids = fill(shop, 1)
    job_id = started(shop, {**VIP, "view": None, "ids": ids})
    left = [lambda: shop.done("POST", f"/v1/tickets/{ticket_id}/close")]

    def closes_first(call: Call, send: Send) -> AWSResponse:
        if call.name == "dynamodb.TransactWriteItems" and left:
            left.pop()()
        return send()

    with gate.around(closes_first), skipped_waits():
        worked_off(shop)

    ticket = shop.done("GET", f"/v1/tickets/{ticket_id}")
    assert (ticket["status"], [tag["name"] for tag in ticket["tags"]]) == ("closed", ["vip"])
    assert outcomes(shop, job_id) == {ticket_id: "ok"}


def test_outcomes_come_in_pages_and_in_order(shop: Shop) -> None:
    ids = fill(shop, 60)
    job_id = started(shop, {**VIP, "view": None, "ids": ids})
    assert shop.done("GET", f"/v1/jobs/{job_id}")["outcomes"] == []
    worked_off(shop)

    pages, query = [], "limit=17"
    while True:
        page = shop.done("GET", f"/v1/jobs/{job_id}?{query}")
        pages.append([each["ticket_id"] for each in page["outcomes"]])
        if not page["has_more"]:
            break
        query = f"limit=17&cursor={page['next_cursor']}"

    assert [len(page) for page in pages] == [17, 17, 17, 9]
    assert [ticket_id for page in pages for ticket_id in page] == ids


def test_a_job_tells_how_far_it_is(shop: Shop) -> None:
    fill(shop, 30)
    job_id, told = started(shop), []

    def note() -> None:
        found = job(shop, job_id)
        told.append((found["state"], found["total"], found["done"], len(found["outcomes"])))

    note()
    worked_off(shop, note)

    assert told == [
        ("running", None, 0, 0), ("running", 30, 0, 0), ("running", 30, 25, 25),
        ("done", 30, 30, 30),
    ]  # fmt: skip


def test_a_ticket_named_twice_is_met_once(shop: Shop) -> None:
    [ticket_id] = fill(shop, 1)
    job_id = started(shop, {**VIP, "view": None, "ids": [ticket_id, ticket_id]})
    worked_off(shop)

    assert job(shop, job_id)["total"] == 1
    assert events(shop, "tagged") == {ticket_id: 1}


@pytest.mark.parametrize(
    "body",
    [
        {"action": "close"},
        {"action": "close", "view": "all", "ids": [a_ticket_id()]},
        {"action": "close", "view": "everything"},
        {"action": "close", "status": "done"},
        {"action": "snooze", "view": "all"},
        {"action": "snooze", "view": "all", "until": "2020-01-01T00:00:00Z"},
        {"action": "snooze", "view": "all", "until": "2026-04-01T00:00:00"},
        {"action": "snooze", "view": "all", "until": "2026-04-01T00:00:00Z", "preset": "tomorrow"},
        {"action": "tag", "view": "all"},
        {"action": "tag", "view": "all", "tags": [""]},
        {"action": "assign", "view": "all"},
        {"action": "assign", "view": "all", "agent_id": "agt_00000000000000000000000001"},
    ],
    ids=str,
)
def test_what_cannot_be_done_is_refused_at_the_start(shop: Shop, body: dict[str, Any]) -> None:
    assert shop.ask("POST", BULK, body).status == 422
    assert not shop.cloud.queues["jobs"]


def test_nobody_floods_the_queue(shop: Shop) -> None:
    asked = [shop.ask("POST", BULK, VIP).status for _ in range(bulk.MAX_JOBS_A_MINUTE + 1)]

    assert asked == [202] * bulk.MAX_JOBS_A_MINUTE + [429]
    with gate.recorded() as calls:
        shop.cloud.world.pass_time(minutes=1)
        started(shop)
    [sent] = [call.parameters() for call in calls if call.service == "sqs"]
    assert [entry["MessageGroupId"] for entry in sent["Entries"]] == [shop.account.id]
