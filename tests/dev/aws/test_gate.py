"""The gate lets moto answer one call at a time and shows every call to its layers."""

import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model

from dev.aws.gate import Call, Send, gate
from tests.kit import toy


class Thing(Model):
    """PynamoDB's own way to the table."""

    class Meta:
        table_name = toy.TABLE
        region = "eu-central-1"

    pk = UnicodeAttribute(hash_key=True)


def in_threads(count: int, task: Callable[[], object]) -> None:
    threads = [threading.Thread(target=task) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.fixture
def _hasty_threads() -> Iterator[None]:
    """Switch threads so often that moto without a lock fails here."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.usefixtures("_hasty_threads")
def test_no_versioned_increment_is_lost_under_threads(db: Any) -> None:
    in_threads(8, lambda: [toy.increment(db) for _ in range(10)])

    assert toy.read(db) == (80, 80)


@pytest.mark.usefixtures("_hasty_threads")
def test_a_unique_guard_is_won_once(db: Any) -> None:
    won: list[str] = []

    in_threads(8, lambda: won.extend(k for k in map(str, range(10)) if toy.claim(db, k)))

    assert sorted(won) == sorted(map(str, range(10)))


def test_calls_are_recorded_by_name_and_parameters(db: Any) -> None:
    with gate.recorded() as calls:
        toy.write(db, 5)

    assert [call.name for call in calls] == ["dynamodb.PutItem"]
    assert calls[0].service == "dynamodb"
    assert calls[0].parameters()["Item"]["n"] == {"N": "5"}


def test_pynamodb_passes_the_gate_too(db: Any) -> None:
    with gate.recorded() as calls:
        Thing("a").save()

    assert "dynamodb.PutItem" in [call.name for call in calls]


def test_the_last_layer_added_is_the_outermost(db: Any) -> None:
    order: list[str] = []

    def layer(name: str) -> Callable[[Call, Send], AWSResponse]:
        def pass_on(_call: Call, send: Send) -> AWSResponse:
            order.append(name)
            return send()

        return pass_on

    with (
        gate.around(layer("in moto"), inside=True),
        gate.around(layer("first")),
        gate.around(layer("last")),
    ):
        toy.read(db)

    assert order == ["last", "first", "in moto"]


def test_a_base_exception_goes_straight_up_and_is_not_retried(db: Any) -> None:
    def die(_call: Call) -> None:
        raise KeyboardInterrupt

    with gate.hooked(before=die), pytest.raises(KeyboardInterrupt):
        toy.write(db, 1)

    assert toy.read(db) == (0, 0)


def test_an_after_hook_sees_what_was_answered(db: Any) -> None:
    seen: list[int] = []

    with gate.hooked(after=lambda _call, response: seen.append(response.status_code)):
        toy.claim(db, "a")
        toy.claim(db, "a")

    assert seen == [200, 400]


def test_a_layer_is_gone_after_its_block(db: Any) -> None:
    with gate.recorded() as calls:
        pass
    toy.read(db)

    assert calls == []
