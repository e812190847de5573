"""F-12 to F-20: messages twice, in any order, among poison, and back from the dead letters."""

import itertools
import json

import pytest

from dev.aws.faults import Faults
from dev.aws.gate import Call, gate
from tests.faults.commands import a_bulk_job, replied, reply_to, reported, settled
from tests.faults.invariants import check, scan
from tests.faults.shop import Shop
from tests.kit.crash import dying
from tests.kit.waits import skipped_waits

pytestmark = pytest.mark.thorough

POISON = {
    "mail": json.dumps({"notificationType": "Received", "receipt": {}}),
    "deliver": json.dumps({"account_id": "acc_1", "message_id": "none"}),
    "receipts": "no JSON",
    "jobs": json.dumps({"account_id": "acc_1", "job_id": "job_1"}),
}


def filled(shop: Shop, queue: str, count: int) -> list[str]:
    """Return so many bodies of a queue, each with work of its own."""
    if queue == "mail":
        return [shop.mail() for _ in range(count)]
    for _ in range(count):
        replied(shop) if queue != "jobs" else a_bulk_job(shop)
        if queue == "receipts":
            settled(shop)
            reported("Delivery")(shop)
    bodies = list(shop.cloud.queues[queue])
    shop.cloud.queues[queue].clear()
    return bodies


@pytest.mark.parametrize("queue", POISON)
def test_a_message_that_comes_twice_counts_once(shop: Shop, queue: str) -> None:
    bodies = filled(shop, queue, 2)

    assert shop.cloud.deliver_batch(queue, [*bodies, *bodies]) == []
    shop.cloud.calm()
    shop.cloud.world.pass_time(minutes=15)
    assert shop.cloud.deliver_batch(queue, bodies) == []

    shop.cloud.calm()
    check(shop)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_mails_in_any_order_end_up_together(shop: Shop, order: tuple[int, ...]) -> None:
    replied(shop)
    settled(shop)
    answers = [shop.mail(to=(reply_to(shop),)) for _ in order]

    for number in order:
        shop.cloud.queues["mail"].append(answers[number])
        settled(shop)

    shop.cloud.calm()
    check(shop)
    assert [len(entries) for entries in scan(shop).entries.values()] == [2 + len(order)]


@pytest.mark.parametrize("queue", POISON)
@pytest.mark.parametrize("place", [0, 3, 9])
def test_poison_stops_nobody(shop: Shop, queue: str, place: int) -> None:
    bodies = filled(shop, queue, 3)
    batch = [*bodies[:place], POISON[queue], *bodies[place:]]

    assert shop.cloud.deliver_batch(queue, batch) == [POISON[queue]]
    shop.cloud.queues[queue].append(POISON[queue])
    shop.cloud.settle()

    assert shop.cloud.dead == [(queue, POISON[queue])]
    shop.cloud.dead.clear()
    shop.cloud.calm()
    check(shop)


def test_a_worker_that_dies_in_a_batch_repeats_nothing(shop: Shop) -> None:
    bodies = filled(shop, "mail", 5)
    batch = {"Records": [{"messageId": body[-9:], "body": body} for body in bodies]}

    with dying("after", 3, is_ticket) as death:
        shop.cloud.invoke("receive_mail", batch)
    assert death.point
    assert len(scan(shop).tickets) == 3

    shop.cloud.queues["mail"] += bodies
    shop.cloud.calm()
    check(shop)


def is_ticket(call: Call) -> bool:
    return call.name == "dynamodb.TransactWriteItems" and b"#SEEN#" in call.request.body


def test_the_dead_letters_come_back_without_doubles(shop: Shop) -> None:
    bodies = filled(shop, "mail", 2)
    faults = Faults()
    faults.inject("s3.GetObject", "error", times=200)
    with gate.around(faults), skipped_waits():
        shop.cloud.queues["mail"] += bodies
        shop.cloud.settle()
    assert [body for _, body in shop.cloud.dead] == bodies

    shop.cloud.dead.clear()
    shop.cloud.queues["mail"] += [*bodies, *bodies]
    shop.cloud.calm()
    check(shop)
