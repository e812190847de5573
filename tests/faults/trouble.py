"""Trouble for every command: a lost answer, a busy table, at each call in turn."""

import threading
from collections.abc import Callable
from fnmatch import fnmatchcase

from botocore.awsrequest import AWSResponse
from botocore.exceptions import ReadTimeoutError

from dev.aws.faults import Faults
from dev.aws.gate import Call, Send, gate
from tests.faults.commands import Command
from tests.faults.invariants import has_effect
from tests.faults.shop import Shop
from tests.kit.crash import Point, total
from tests.kit.waits import skipped_waits

WRITES = ("dynamodb.*Write*", "dynamodb.PutItem", "dynamodb.UpdateItem", "dynamodb.DeleteItem",
          "s3.Put*", "sqs.Send*", "sesv2.Send*")  # fmt: skip
_MANY = 100


class LostReply:
    """A layer that lets one write through and loses its answer, after `meanwhile` took place."""

    def __init__(self, number: int, meanwhile: Callable[[], object]) -> None:
        self.left = number
        self.meanwhile = meanwhile

    def __call__(self, call: Call, send: Send) -> AWSResponse:
        """Be a layer of the gate."""
        if self.left == 0 or not is_write(call):
            return send()
        self.left -= 1
        answer = send()
        if self.left or answer.status_code >= 300:
            return answer
        # In a thread of its own: it is somebody else's request.
        other = threading.Thread(target=self.meanwhile)
        other.start()
        other.join()
        raise ReadTimeoutError(endpoint_url=call.request.url)


def is_write(call: Call) -> bool:
    """Tell whether a call can change anything."""
    return any(fnmatchcase(call.name, pattern) for pattern in WRITES)


def lose_each_answer(shop: Shop, command: Command, meanwhile: Callable[[Shop], object]) -> None:
    """Lose the answer of each write in turn; whoever asked is told that it was done."""
    again = shop.kept()
    for number in range(1, _MANY):
        fresh = again()
        lost = LostReply(number, lambda fresh=fresh: meanwhile(fresh))
        with gate.around(lost), skipped_waits():
            command.act(fresh)
        if lost.left:
            return
        total.points.append(Point("lost reply of", number, "write"))
        has_effect(fresh, command.effect, command.name)
    raise AssertionError("still writing")


def trouble_each_call(
    shop: Shop, command: Command, kind: str, times: Callable[[int], int], *, call: str = "*"
) -> None:
    """Let each call fail so often; whoever asked is told, or it is done, and done once later.

    What is left behind by several calls alike is mended and checked once.
    """
    again, seen = shop.kept(), set[str]()
    for number in range(_MANY):
        fresh, faults = again(), Faults()
        faults.inject(call, kind, times=times(number), skip=number)
        before = faults.pending()
        with gate.around(faults), skipped_waits():
            _try(fresh, command)
        if faults.pending() and faults.pending()[0].times == before[0].times:
            return
        total.points.append(Point(f"{times(number)} x {kind} at", number + 1, call))
        state = fresh.cloud.state()
        if state not in seen:
            seen.add(state)
            command.mend(fresh)
            has_effect(fresh, command.effect, command.name)
    raise AssertionError("still calling")


def _try(shop: Shop, command: Command) -> None:
    shop.is_refusal_fine = True
    try:
        command.act(shop)
    except Exception as error:
        if command.is_http or isinstance(error, AssertionError):
            raise  # over HTTP nothing but answers comes back
    shop.is_refusal_fine = False
