"""What is made of tickets can be ordered anew."""

import json
from typing import Any

import pytest

from chalicelib import jobs
from chalicelib.core.desk import Desk
from chalicelib.search import index
from infra.recovery import rebuild as program
from tests.accounts.plans.test_command import Account

URL = "https://sqs.eu-central-1.amazonaws.com/1/jobs"


class Queued(Account):
    """An AWS account with a queue."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []

    def client(self, service: str) -> "Account":
        return self if service == "sqs" else super().client(service)

    def get_function_configuration(self, **asked: str) -> dict[str, Any]:
        assert asked == {"FunctionName": "deskhand-prod-APIHandler-1"}
        return {"Environment": {"Variables": {"DESKHAND_JOBS_QUEUE": URL}}}

    def send_message(self, **sent: str) -> None:
        assert sent["QueueUrl"] == URL
        self.sent.append(json.loads(sent["MessageBody"]))


def test_workers_know_what_they_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    account = Queued()

    assert program.main(["acc_1", "acc_2"], cloud_of=lambda _: account) == 0
    assert account.sent == [*program.orders("acc_1"), *program.orders("acc_2")]
    assert {order["job"] for order in account.sent} <= set(jobs._JOBS)
    assert "Ordered." in capsys.readouterr().out


def test_an_index_is_made_anew_where_none_of_it_is_missing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    over: list[object] = []
    monkeypatch.setattr(index.gather, "over", lambda _, before: over.append(before) or before)
    [*_, order] = program.orders(desk.account_id)

    index.work_off(desk, order)
    index.work_off(desk, {**order, "is_whole": False})
    assert len(over) == 1
