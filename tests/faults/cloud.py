"""What AWS does by itself between two handlers, one step at a time, and only when told.

Nothing is carried in the background, so a crash strikes at the same call in every run.
"""

import base64
import itertools
import json
import pickle
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import Message as Mail
from typing import Any

from botocore.awsrequest import AWSResponse
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends

from app import app
from chalicelib import wiring
from chalicelib.table.row import Row
from dev.aws.gate import Call, Send
from dev.pumps.stream import as_lambda_sees
from dev.web.exchange import Answered, Asked
from dev.web.gateway import Gateway
from tests.conftest import REGION
from tests.kit.http_world import World

MAX_RECEIVES = 5
_ROUNDS = 20
_HANDLERS = {
    "mail": "receive_mail",
    "inbound": "receive_inbound",
    "deliver": "deliver",
    "receipts": "settle",
    "jobs": "run_jobs",
}
_gateway = Gateway(app)


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A mail that SES accepted."""

    id: str
    ref: str
    sender: str
    recipient: str
    mail: Mail


@dataclass(slots=True)
class Cloud:
    """Queues, stream, schedule and post of one installation."""

    ports: wiring.Ports
    table: str
    world: World
    queues: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in _HANDLERS})
    dead: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    posted: list[Posted] = field(default_factory=list[Posted])
    later: list[tuple[datetime, str]] = field(default_factory=list[tuple[datetime, str]])
    """Orders to send that SQS keeps back; what other queues delay comes at once."""
    folded: int = 0
    """How many records of the stream were carried."""

    stored: int = 0
    """How many files were put into a bucket."""

    def watch(self, call: Call, send: Send) -> AWSResponse:
        """Be a layer of the gate: keep what SQS and SES accepted."""
        response = send()
        if response.status_code < 300 and call.name == "sqs.SendMessageBatch":
            self._queue(call.parameters())
        elif response.status_code < 300 and call.name == "sesv2.SendEmail":
            self._post(call.parameters(), json.loads(response.content)["MessageId"])
        self.stored += call.name == "s3.PutObject"
        return response

    @property
    def letters(self) -> list[Posted]:
        """Return the mails of tickets, without those to the team."""
        return [posted for posted in self.posted if posted.ref.startswith("acc_")]

    @property
    def is_movable(self) -> bool:
        """Tell whether there can be images: an engine next door keeps what it has."""
        return self.moto_table() is not None

    def invoke(self, handler: str, event: dict[str, Any]) -> Any:
        """Call a function of the app as Lambda does."""
        return app.handler_map[handler](json.loads(json.dumps(event)), None)

    def answer(self, asked: Asked) -> Answered:
        """Answer a request as API Gateway does."""
        return _gateway.answer(asked)

    def deliver_batch(self, queue: str, bodies: list[str]) -> list[str]:
        """Hand a batch to its handler; return the bodies that come again."""
        records = [{"messageId": str(uuid.uuid4()), "body": body} for body in bodies]
        answer = self.invoke(_HANDLERS[queue], {"Records": records})
        failed = {each["itemIdentifier"] for each in answer["batchItemFailures"]}
        return [record["body"] for record in records if record["messageId"] in failed]

    def carry(self, queue: str) -> bool:
        """Hand over what waits in a queue, one by one, until done or dead; tell if there was any.

        A message leaves the queue after its handler: who dies in between meets it again.
        """
        self._ripen()
        waiting = self.queues[queue]
        had_work = bool(waiting)
        for _ in range(MAX_RECEIVES):
            for body in list(waiting):
                if not self.deliver_batch(queue, [body]):
                    waiting.remove(body)
        self.dead += [(queue, body) for body in waiting]
        waiting.clear()
        return had_work

    def fold(self) -> bool:
        """Hand over what is new in the stream; tell if there was any."""
        records = self.records(self.folded)
        if records:
            self.invoke("fold_stream", {"Records": records})
        self.folded += len(records)
        return bool(records)

    def sweep(self) -> None:
        """Let the schedule fire."""
        self.invoke("sweep", {"version": "0", "detail": {}, "time": "", "region": REGION,
                              "resources": [], "source": "aws.events", "account": "",
                              "id": "", "detail-type": "Scheduled Event"})  # fmt: skip

    def settle(self) -> None:
        """Carry everything until nothing is left to carry."""
        for _ in range(_ROUNDS):
            had_work = [self.fold(), *(self.carry(name) for name in self.queues)]
            if not any(had_work):
                return
        raise AssertionError("the queues never get empty")

    def step(self, queue: str) -> None:
        """Hand over the first message of a queue; it leaves when it is done."""
        if not self.deliver_batch(queue, self.queues[queue][:1]):
            self.queues[queue].pop(0)

    def calm(self, minutes: int = 5) -> None:
        """Carry everything, and let the sweep do its part minute by minute.

        Sweeps that would find nothing are left out: most of them.
        """
        self.settle()
        for _ in range(minutes):
            self.world.pass_time(minutes=1)
            if self.is_anything_due():
                self.sweep()
                self.settle()

    def is_anything_due(self) -> bool:
        """Tell whether a sweep now would look at something."""
        return any(row.due_at and row.due_at <= self.world.now for row in self.rows(""))

    def records(self, start: int) -> list[dict[str, Any]]:
        """Return the stream's records from a place on; nothing where an engine keeps its own."""
        table = self.moto_table()
        items: list[Any] = table.stream_shard.items if table and table.stream_shard else []
        return [
            as_lambda_sees(item.to_json(), arn="arn:aws:dynamodb:x:y:table", at=self.world.now)
            for item in items[start:]
        ]

    def rows(self, prefix: str) -> Iterator[Row]:
        """Return every row whose partition key starts so."""
        table = self.moto_table()
        if table is None:
            yield from Row.scan(Row.pk.startswith(prefix), consistent_read=True)
            return
        for pk, items in list(table.items.items()):
            if pk.value.startswith(prefix):
                for item in items.values():
                    yield Row.from_raw_data(item.to_json()["Attributes"])

    def put_mail(self, raw: bytes) -> str:
        """Store a mail as the receipt rule does; return its key."""
        key = uuid.uuid4().hex
        self.ports.raw_mail.put(key, raw, content_type="message/rfc822")
        return key

    def image(self) -> bytes:
        """Return everything as it is now."""
        table = self.moto_table()
        number = next(self.world.counter)
        self.world.counter = itertools.count(number)
        parts = [dict(table.items), list(table.stream_shard.items), self.world.now, number]
        rest = [self.folded, self.dead, self.posted, self.stored, self.later]
        return pickle.dumps([*parts, self.queues, *rest])

    def restore(self, image: bytes) -> None:
        """Make everything as it was; ids are counted on from there, too."""
        table = self.moto_table()
        items, stream, now, number, queues, *rest = pickle.loads(image)
        table.items.clear()
        table.items.update(items)
        table.stream_shard.items[:] = stream
        self.world.now, self.world.counter = now, itertools.count(number)
        self.folded, self.dead, self.posted, self.stored, self.later = rest
        for name, bodies in queues.items():
            self.queues[name][:] = bodies

    def state(self) -> str:
        """Return a digest of all that outlives a crash; who wrote a row last is left out."""
        rows = sorted(
            json.dumps(_lasting(item), sort_keys=True, default=_within)
            for items in self.moto_table().items.values()
            for item in items.values()
        )
        posted = [each.ref for each in self.posted]
        return json.dumps([rows, self.queues, self.folded, self.dead, posted, self.stored])

    def forget(self) -> None:
        """Empty table, stream, queues and outbox."""
        table = self.moto_table()
        if table is not None:
            table.items.clear()
            table.stream_shard.items.clear()
        self.folded = 0
        self.dead.clear()
        self.posted.clear()
        self.later.clear()
        for queue in self.queues.values():
            queue.clear()

    def moto_table(self) -> Any:
        """Return moto's own, or None where an engine next door keeps the rows."""
        return dynamodb_backends[DEFAULT_ACCOUNT_ID][REGION].tables.get(self.table)

    def _queue(self, asked: dict[str, Any]) -> None:
        name = asked["QueueUrl"].rsplit("/", 1)[1]
        for entry in asked["Entries"]:
            delay = timedelta(seconds=entry.get("DelaySeconds", 0))
            if delay and name == "deliver":
                self.later.append((self.world.now + delay, entry["MessageBody"]))
            else:
                self.queues[name].append(entry["MessageBody"])

    def _ripen(self) -> None:
        self.queues["deliver"] += [body for at, body in self.later if at <= self.world.now]
        self.later[:] = [each for each in self.later if each[0] > self.world.now]

    def _post(self, asked: dict[str, Any], message_id: str) -> None:
        raw = base64.b64decode(asked["Content"]["Raw"]["Data"])
        tags = {tag["Name"]: tag["Value"] for tag in asked["EmailTags"]}
        self.posted.append(
            Posted(
                id=message_id,
                ref=tags.get("ref", ""),
                sender=asked["FromEmailAddress"],
                recipient=asked["Destination"]["ToAddresses"][0],
                mail=message_from_bytes(raw),
            )
        )


def _within(value: Any) -> Any:
    # moto's own kind of value stays in maps that were written to by path.
    return value.to_json()


def _lasting(item: Any) -> dict[str, Any]:
    return {
        name: value.to_json()
        for name, value in item.attrs.items()
        if name not in ("operation", "attempt")
    }
