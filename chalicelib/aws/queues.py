"""SQS: work for later workers."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws.clients import Clients
from chalicelib.core.errors import Unavailable
from chalicelib.telemetry.model import DELAY

_BATCH = 10
_BATCH_BYTES = 256 * 1024
_NOTE_BYTES = 32
"""What a delay's attribute adds to a body."""
_ATTEMPTS = 3


class SqsQueues:
    """The queues by the names that operations use."""

    def __init__(self, clients: Clients, urls: Mapping[str, str]) -> None:
        """`urls` maps a name such as `deliver` to the queue's URL."""
        self._clients = clients
        self._urls = dict(urls)

    def put(
        self, queue: str, bodies: list[str], *, delay: timedelta = timedelta(), tenant: str = ""
    ) -> None:
        """Hand over every body or raise Unavailable; some may have been handed over then.

        SQS takes a delay of whole seconds, at most 15 minutes.
        """
        for batch in _batches(bodies):
            self._send(self._urls[queue], batch, _options(delay, tenant))

    def _send(self, url: str, bodies: list[str], options: Mapping[str, Any]) -> None:
        waiting = bodies
        for _ in range(_ATTEMPTS):
            waiting = self._try(url, waiting, options)
            if not waiting:
                return
        raise Unavailable("The queue takes no work just now.")

    def _try(self, url: str, bodies: list[str], options: Mapping[str, Any]) -> list[str]:
        """Return the bodies that the queue did not take, though it answered."""
        entries = [
            {"Id": str(at), "MessageBody": body, **options} for at, body in enumerate(bodies)
        ]
        client: Any = self._clients.get("sqs")
        try:
            answer = client.send_message_batch(QueueUrl=url, Entries=entries)
        except (ClientError, BotoCoreError) as error:
            raise Unavailable("The queue takes no work just now.") from error
        return [bodies[int(failed["Id"])] for failed in answer.get("Failed", [])]


def _options(delay: timedelta, tenant: str) -> dict[str, Any]:
    # On queues that keep no order the group is the tenant, and makes them fair.
    group = {"MessageGroupId": tenant} if tenant else {}
    seconds = int(delay.total_seconds())
    if not seconds:
        return group
    # SQS does not tell the worker of a delay, which is no waiting.
    note = {DELAY: {"DataType": "Number", "StringValue": str(seconds)}}
    return group | {"DelaySeconds": seconds, "MessageAttributes": note}


def _batches(bodies: list[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for body in bodies:
        length = len(body.encode()) + _NOTE_BYTES
        if batch and (len(batch) == _BATCH or size + length > _BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(body)
        size += length
    if batch:
        yield batch
