"""Mail on its way out: who it is from, what it answers, and what the sweep does with it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib import jobs
from chalicelib.core.errors import Unavailable
from chalicelib.messaging import deliver
from chalicelib.table.write import Put, transact
from chalicelib.tickets import deliveries
from chalicelib.tickets.entry_rows import to_entry_row
from chalicelib.tickets.model import State, Ticket
from dev.aws.gate import gate
from tests.accounts.shop import Shop
from tests.builders import a_ticket, an_answer, later
from tests.messaging.stores import Waiting, store, waiting
from tests.telemetry.written import measured, operations
from tests.tickets.conftest import stored

__all__ = ["store", "waiting"]


def put(store: Shop, **facts: object) -> Ticket:
    ticket = stored(store.desk(), a_ticket(id=store.desk().new_id("tkt")))
    answer = an_answer(ticket_id=ticket.id, due_at=later(minutes=-1), **facts)
    transact(store.desk(), [Put(row=to_entry_row(store.account.id, answer))])
    return ticket


def test_the_sweep_orders_a_waiting_mail_to_be_sent_and_sends_nothing(
    store: Shop, waiting: Waiting
) -> None:
    ticket = put(store)

    with gate.recorded() as calls:
        deliver.come_due(store.desk(), ticket.id, 2)

    message = deliveries.load(store.desk(), ticket.id, 2)
    assert {call.service for call in calls} == {"dynamodb", "sqs"}
    assert (message.state, message.due_at) == (State.queued, later(minutes=1))
    assert waiting("deliver") == [{"account_id": store.account.id, "message_id": message.id}]


def test_a_silent_workers_mail_is_unknown(store: Shop, waiting: Waiting) -> None:
    ticket = put(store, state=State.sending, attempts=1)

    deliver.come_due(store.desk(), ticket.id, 2)

    assert deliveries.load(store.desk(), ticket.id, 2).state is State.unknown
    assert waiting("deliver") == []


def test_a_moment_that_was_moved_meanwhile_is_not_postponed(store: Shop) -> None:
    ticket = put(store)
    desk = store.desk()
    claimed = deliveries.claim(desk, deliveries.load(desk, ticket.id, 2), desk.now())
    assert claimed is not None

    row = to_entry_row(store.account.id, claimed)
    deliveries.postpone(store.desk(), row.pk, row.sk, later(minutes=1))

    assert deliveries.load(desk, ticket.id, 2).due_at == desk.now() + deliveries.LEASE


@pytest.fixture
def delivered(store: Shop, waiting: Waiting, capsys: Any) -> Callable[[], Any]:
    """Return what works off the one order that waits, and what is told of it."""

    def work() -> Any:
        (order,) = waiting("deliver")
        record = {"messageId": "m-1", "body": json.dumps(order), "attributes": {}}
        capsys.readouterr()
        jobs.batch({"Records": [record]}, jobs.deliver_message)
        (line,) = operations(capsys, "deliver_message")
        assert (line["account"], line["sent_message"]) == (store.account.id, order["message_id"])
        return line

    return work


def test_a_delivery_is_told_and_counted(store: Shop, delivered: Callable[[], Any]) -> None:
    ticket = put(store)
    deliver.come_due(store.desk(), ticket.id, 2)

    line = delivered()

    assert (line["ticket"], line["outcome"], line["result"]) == (ticket.id, "done", "sent")
    assert (measured(line)["Operations"], measured(line)["Failed"]) == (1, 0)


def test_a_delivery_that_fails_is_told_and_counted(
    store: Shop, delivered: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise Unavailable("busy")

    ticket = put(store)
    deliver.come_due(store.desk(), ticket.id, 2)
    monkeypatch.setattr(deliver, "prepared", busy)

    line = delivered()

    assert (line["outcome"], line["error_code"]) == ("failed", "unavailable")
    assert (measured(line)["Operations"], measured(line)["Failed"]) == (1, 1)
