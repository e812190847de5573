"""Cancelling a bulk job: at any moment, and whatever was done has its outcome."""

import pytest
from botocore.awsrequest import AWSResponse

from chalicelib.accounts import people
from chalicelib.core.errors import Forbidden
from chalicelib.messaging.bulk_cancel import cancel
from dev.aws.gate import Call, Send, gate
from tests.faults.shop import Shop
from tests.kit.crash import crash_everywhere
from tests.kit.waits import skipped_waits
from tests.messaging.jobs import (
    events,
    fill,
    job,
    mended,
    outcomes,
    started,
    step_and_die,
    tickets,
    worked_off,
)

pytestmark = pytest.mark.thorough


def cancelled(shop: Shop, job_id: str) -> None:
    answer = shop.done("POST", f"/v1/jobs/{job_id}/cancel", idempotency_key="stop")
    assert answer["state"] in ("cancelled", "done")


@pytest.mark.parametrize("steps", [0, 1])
def test_a_job_that_did_nothing_yet_does_nothing(shop: Shop, steps: int) -> None:
    there = fill(shop, 30)
    job_id = started(shop)
    for _ in range(steps):
        shop.cloud.step("jobs")

    cancelled(shop, job_id)
    mended(shop)

    assert all(tickets(shop)[each].version == 1 for each in there)
    assert (job(shop, job_id)["state"], job(shop, job_id)["done"]) == ("cancelled", 0)
    assert set(outcomes(shop, job_id).values()) <= {"cancelled"}


def test_what_was_done_stays(shop: Shop) -> None:
    there = fill(shop, 60)
    job_id = started(shop)
    shop.cloud.step("jobs")
    shop.cloud.step("jobs")

    cancelled(shop, job_id)
    mended(shop)

    assert events(shop, "tagged") == dict.fromkeys(there[:25], 1)
    found = job(shop, job_id)
    assert (found["total"], found["done"], found["failed"]) == (60, 25, 0)
    assert list(outcomes(shop, job_id).values()) == ["ok"] * 25 + ["cancelled"] * 25


class Interrupting:
    """A layer that cancels the job right before or after so many transactions of its worker."""

    def __init__(self, shop: Shop, job_id: str, number: int, *, is_after: bool) -> None:
        self.shop, self.job_id, self.left, self.is_after = shop, job_id, number, is_after

    def __call__(self, call: Call, send: Send) -> AWSResponse:
        if call.name != "dynamodb.TransactWriteItems" or self.left < 0:
            return send()
        self.left -= 1
        if self.left > 0 or self.left < -1:
            return send()
        if self.left == 0 and self.is_after:
            answer = send()
            self.stop()
            return answer
        self.stop()
        return send()

    def stop(self) -> None:
        self.left = -1
        cancelled(self.shop, self.job_id)


@pytest.mark.parametrize("number", [1, 2, 4, 5])
@pytest.mark.parametrize("is_after", [False, True], ids=["before", "after"])
def test_in_the_middle_of_a_chunk_each_ticket_has_the_outcome_that_it_got(
    shop: Shop, number: int, is_after: object
) -> None:
    there = fill(shop, 4)
    job_id = started(shop)
    shop.cloud.step("jobs")

    with gate.around(Interrupting(shop, job_id, number, is_after=bool(is_after))):
        shop.cloud.step("jobs")
    mended(shop)

    changed = events(shop, "tagged")
    expected = {each: "ok" if changed[each] else "cancelled" for each in there}
    assert outcomes(shop, job_id) == expected
    assert job(shop, job_id)["done"] == changed.total()


def test_a_worker_that_died_left_outcomes_too(shop: Shop) -> None:
    there = fill(shop, 4)
    job_id = started(shop)
    shop.cloud.step("jobs")
    step_and_die(shop, 9, when="after")
    assert 0 < events(shop, "tagged").total() < len(there)

    cancelled(shop, job_id)
    mended(shop)

    assert list(outcomes(shop, job_id).values()).count("ok") == events(shop, "tagged").total()


def test_a_cancelling_may_die_at_any_call(shop: Shop) -> None:
    there = fill(shop, 3)
    shop.hand = started(shop)
    shop.cloud.step("jobs")

    def again(world: Shop) -> None:
        cancelled(world, world.hand)
        mended(world)

    def check(world: Shop) -> None:
        assert outcomes(world, world.hand) == dict.fromkeys(there, "cancelled")
        assert not events(world, "tagged")

    with skipped_waits():
        crash_everywhere(shop.kept(), lambda world: cancelled(world, world.hand), again, check)


def test_a_job_that_is_done_stays_done(shop: Shop) -> None:
    fill(shop, 2)
    job_id = started(shop)
    worked_off(shop)

    assert shop.done("POST", f"/v1/jobs/{job_id}/cancel")["state"] == "done"
    assert set(outcomes(shop, job_id).values()) == {"ok"}


def test_only_who_may_do_it_may_stop_it(shop: Shop) -> None:
    fill(shop, 2)
    job_id = started(shop)

    with pytest.raises(Forbidden):
        cancel(shop.desk(), job_id)
    assert shop.ask("POST", "/v1/jobs/job_00000000000000000000000001/cancel").status == 404


def test_who_left_meanwhile_changes_nothing_more(shop: Shop) -> None:
    there = fill(shop, 2)
    job_id = started(shop)
    people.deactivate(shop.desk(), shop.alice.id)

    worked_off(shop)

    found = shop.done("GET", f"/v1/jobs/{job_id}", by="bob")
    assert {each["outcome"] for each in found["outcomes"]} == {"forbidden"}
    assert (found["done"], found["failed"]) == (0, len(there))
