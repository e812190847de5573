"""SQS to a handler, as Lambda's event source mapping does it."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dev.lambdas import Handler, whose
from dev.pumps.haste import Haste
from dev.transcript import Transcript

MAX_RECEIVES = 5

_HIDDEN_SECONDS = 43_200


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A queue and how its messages reach the handler."""

    name: str
    arn: str
    url: str
    dead_letters_url: str
    batch: int
    visibility: timedelta


class QueuePump:
    """A batch at a time; what failed comes again when its visibility timeout is over.

    Timeouts run on the product's clock: in SQS itself a message stays hidden until then.
    """

    def __init__(
        self,
        sqs: Any,
        queue: Queue,
        handler: Handler,
        *,
        clock: Callable[[], datetime],
        transcript: Transcript,
    ) -> None:
        """`sqs` is a botocore client."""
        self.name = queue.name
        self.url = queue.url
        self._sqs = sqs
        self._queue = queue
        self._handler = handler
        self._clock = clock
        self._transcript = transcript
        self._lock = threading.Lock()
        self._hidden: dict[str, tuple[str, datetime]] = {}
        self._may_have_some = True

    def notice(self) -> None:
        """Hear that something may have been sent; without it the queue is not asked."""
        self._may_have_some = True

    def run_once(self, haste: Haste = Haste.none) -> bool:
        """Carry one batch, if there is one; in haste, failed messages come again at once."""
        with self._lock:
            self._show_again(at_once=haste is Haste.everything)
            messages = self._receive()
            if not messages:
                return False
            self._settle(messages, self._failures(messages))
            return True

    def next_at(self) -> datetime | None:
        """Return when the first hidden message comes again."""
        with self._lock:
            return min((moment for _, moment in self._hidden.values()), default=None)

    def _show_again(self, *, at_once: bool) -> None:
        now = self._clock()
        for message_id, (receipt, moment) in list(self._hidden.items()):
            if at_once or moment <= now:
                del self._hidden[message_id]
                self._may_have_some = True
                self._sqs.change_message_visibility(
                    QueueUrl=self._queue.url, ReceiptHandle=receipt, VisibilityTimeout=0
                )

    def _receive(self) -> list[dict[str, Any]]:
        if not self._may_have_some:
            return []
        self._may_have_some = False
        answer = self._sqs.receive_message(
            QueueUrl=self._queue.url,
            MaxNumberOfMessages=self._queue.batch,
            VisibilityTimeout=_HIDDEN_SECONDS,
            WaitTimeSeconds=0,
            MessageSystemAttributeNames=["All"],
            MessageAttributeNames=["All"],
        )
        messages = answer.get("Messages", [])
        if len(messages) == self._queue.batch:
            self._may_have_some = True
        return messages

    def _failures(self, messages: list[dict[str, Any]]) -> set[str]:
        """Return the ids that failed: all of them when the answer makes no sense, as in Lambda."""
        everything = {message["MessageId"] for message in messages}
        try:
            answer = self._handler({"Records": [self._record(each) for each in messages]})
        except Exception:  # the handler's caller has told of it
            return everything
        try:
            named = answer["batchItemFailures"] if answer else None
            failed = {each["itemIdentifier"] for each in named or ()}
        except (KeyError, TypeError):
            return everything
        return failed if failed <= everything else everything

    def _settle(self, messages: list[dict[str, Any]], failed: set[str]) -> None:
        done = [each for each in messages if each["MessageId"] not in failed]
        for message in done:
            self._sqs.delete_message(
                QueueUrl=self._queue.url, ReceiptHandle=message["ReceiptHandle"]
            )
        again_at = self._clock() + self._queue.visibility
        for message in messages:
            if message["MessageId"] in failed:
                self._hidden[message["MessageId"]] = (message["ReceiptHandle"], again_at)
                self._tell(message)

    def _tell(self, message: dict[str, Any]) -> None:
        count = int(message["Attributes"]["ApproximateReceiveCount"])
        fate = "goes to the dead letters" if count >= MAX_RECEIVES else "comes again"
        self._transcript.say(f"{self.name} try {count} failed, {fate} {whose(message)}")

    def _record(self, message: dict[str, Any]) -> dict[str, Any]:
        return {
            "messageId": message["MessageId"],
            "receiptHandle": message["ReceiptHandle"],
            "body": message["Body"],
            "attributes": message["Attributes"],
            "messageAttributes": {
                name: {"stringValue": said["StringValue"], "dataType": said["DataType"]}
                for name, said in message.get("MessageAttributes", {}).items()
            },
            "md5OfBody": message["MD5OfBody"],
            "eventSource": "aws:sqs",
            "eventSourceARN": self._queue.arn,
            "awsRegion": self._queue.arn.split(":")[3],
        }
