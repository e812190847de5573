"""A stream's order, its halved batches and its records put aside, as Lambda has them."""

from datetime import UTC, datetime
from typing import Any

import pytest

from dev.pumps.haste import Haste
from dev.pumps.stream import BATCH, RETRIES, StreamPump, as_lambda_sees
from dev.transcript import Transcript

NOW = datetime(2026, 5, 6, 7, tzinfo=UTC)


class Source:
    """A stream of numbered records."""

    def __init__(self, count: int) -> None:
        self.waiting = [{"dynamodb": {"SequenceNumber": str(n)}} for n in range(count)]

    def __call__(self, count: int) -> list[dict[str, Any]]:
        taken, self.waiting = self.waiting[:count], self.waiting[count:]
        return taken


class Handler:
    """Does records one by one, remembers them, and stops at the poison as often as told."""

    def __init__(self, poison: dict[str, int], *, is_telling: bool = False) -> None:
        self.poison = dict(poison)
        self.is_telling = is_telling
        self.done: list[str] = []
        self.sizes: list[int] = []

    def __call__(self, event: dict[str, Any]) -> Any:
        numbers = [record["dynamodb"]["SequenceNumber"] for record in event["Records"]]
        self.sizes.append(len(numbers))
        for number in numbers:
            if self.poison.get(number, 0) > 0:
                self.poison[number] -= 1
                if self.is_telling:
                    return {"batchItemFailures": [{"itemIdentifier": number}]}
                raise RuntimeError(number)
            self.done.append(number)
        return None


def run(source: Source, handler: Handler) -> StreamPump:
    transcript = Transcript(lambda: NOW, is_quiet=True)
    pump = StreamPump(source, handler, transcript=transcript)
    while pump.run_once(Haste.pauses):
        pass
    return pump


def first_times(done: list[str]) -> list[str]:
    return list(dict.fromkeys(done))


def test_records_come_in_order_a_hundred_at_a_time() -> None:
    handler = Handler({})
    run(Source(250), handler)

    assert handler.done == [str(number) for number in range(250)]
    assert handler.sizes == [BATCH, BATCH, 50]


@pytest.mark.parametrize("is_telling", [True, False])
@pytest.mark.parametrize("place", [0, 3, 7])
def test_a_record_that_fails_for_a_while_delays_but_never_reorders(
    *, place: int, is_telling: bool
) -> None:
    handler = Handler({str(place): 4}, is_telling=is_telling)
    pump = run(Source(8), handler)

    assert first_times(handler.done) == [str(number) for number in range(8)]
    assert pump.put_aside == []


def test_a_crashing_batch_is_cut_in_two_until_the_poison_is_alone() -> None:
    handler = Handler({"5": 99})
    pump = run(Source(8), handler)

    assert [each["dynamodb"]["SequenceNumber"] for each in pump.put_aside] == ["5"]
    assert first_times(handler.done) == ["0", "1", "2", "3", "4", "6", "7"]


def test_a_lone_poison_is_tried_again_as_often_as_promised() -> None:
    handler = Handler({"0": 99})
    pump = run(Source(1), handler)

    assert len(handler.sizes) == 1 + RETRIES
    assert len(pump.put_aside) == 1


def test_what_was_done_is_not_done_again_when_the_handler_tells_where_it_stopped() -> None:
    handler = Handler({"3": 1}, is_telling=True)
    run(Source(8), handler)

    assert handler.done == [str(number) for number in range(8)]
    assert handler.sizes == [8, 5]


def test_without_haste_a_failure_makes_a_pause() -> None:
    transcript = Transcript(lambda: NOW, is_quiet=True)
    pump = StreamPump(Source(2), Handler({"0": 1}), transcript=transcript)

    assert pump.run_once() is True
    assert pump.run_once() is False
    assert pump.run_once(Haste.pauses) is True


def test_records_look_as_lambda_sends_them() -> None:
    arn = "arn:aws:dynamodb:eu-central-1:1:table/t/stream/2026"
    change = {
        "SequenceNumber": "7",
        "ApproximateCreationDateTime": NOW,
        "NewImage": {"pk": {"S": "a"}, "raw": {"B": b"\0"}},
    }
    record = as_lambda_sees({"eventName": "INSERT", "dynamodb": change}, arn=arn, at=NOW)

    assert record["eventSourceARN"] == arn
    assert record["awsRegion"] == "eu-central-1"
    assert record["dynamodb"]["ApproximateCreationDateTime"] == NOW.timestamp()
    assert record["dynamodb"]["NewImage"] == {"pk": {"S": "a"}, "raw": {"B": "AA=="}}
