"""Where operations are measured: the product on an empty moto, with a clock that stands."""

import base64
import io
import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import SMTP

from chalicelib import settings, stream, wiring
from chalicelib.aws.clients import Clients
from chalicelib.core.desk import Desk
from chalicelib.telemetry.log import output
from dev.aws import cloud
from dev.aws.post import Post
from dev.pumps.stream import Record

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


_numbers = itertools.count(1)
"""Never the same twice: a process remembers accounts by their ids, a fresh world knows none."""


@dataclass(slots=True)
class Stage:
    """The product on the stage; `now` can be set."""

    aws: cloud.Cloud
    now: datetime = NOON
    take: Callable[[int], list[Record]] | None = None

    def desk(self, account_id: str = "") -> Desk:
        """Return the system's desk for an operation of its own."""
        return wiring.system_desk(account_id, f"op_{next(_numbers)}")

    def fold(self) -> None:
        """Hand the table's stream to its reader, to the last record."""
        while records := self.taken(100):
            stream.fold({"Records": records})

    def taken(self, count: int) -> list[Record]:
        """Take that many of the oldest records off the table's stream."""
        self.take = self.take or cloud.stream_records(self.clock)
        return self.take(count)

    def mailed(self, slug: str, text: str) -> str:
        """Put a mail into the bucket; return what the queue says of it."""
        raw = f"From: anna@customer.example\nSubject: A broken mug\n\n{text}".encode()
        Post(self.aws, self.clock).receive(raw, [f"{slug}@{cloud.MAIL_DOMAIN}"], verdicts={})
        queue = self.aws.queues["mail"].url
        found = self.aws.client("sqs").receive_message(QueueUrl=queue, WaitTimeSeconds=0)
        return found["Messages"][0]["Body"]

    def sent(self, act: Callable[[], object]) -> str:
        """Return the mail that an action sends."""
        with self.aws.gate.recorded() as calls:
            act()
        asked = next(call for call in calls if call.name == "sesv2.SendEmail").parameters()
        raw = base64.b64decode(asked["Content"]["Raw"]["Data"])
        return message_from_bytes(raw, policy=SMTP).get_content()

    def clock(self) -> datetime:
        """Return the moment, a thousandth of a second later each time: lists sort by it."""
        self.now += timedelta(milliseconds=1)
        return self.now

    def randomness(self, size: int) -> bytes:
        """Return counted bytes."""
        return next(_numbers).to_bytes(8).rjust(size, b"\0")[-size:]


class _Nowhere(io.StringIO):
    def write(self, text: str) -> int:
        return len(text)


def quiet() -> None:
    """Let the product log as it does, into nothing."""
    output.stream = _Nowhere()


@contextmanager
def stage() -> Iterator[Stage]:
    """Yield the product on an empty installation of its own; for a process of its own."""
    aws = cloud.start()
    made = Stage(aws=aws)
    quiet()
    try:
        chosen = settings.load(aws.environment("https://bench.example"))
        clients = Clients(chosen.region, aws.session)
        built = wiring.build(chosen, clock=made.clock, clients=clients)
        wiring.install(replace(built, randomness=made.randomness, sleep=_no_sleep))
        yield made
    finally:
        wiring.install(None)
        aws.stop()


def _no_sleep(_seconds: float) -> None:
    return
