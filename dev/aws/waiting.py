"""Queues at the price of a message.

For each message that is sent or received moto works out everything there is to know about its
queue, several times, and for that asks every message that waits there whether it can be seen yet.
A run of tests leaves thousands in its queues. Here only what is looked at is worked out.
"""

import threading
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from moto.core import utils
from moto.sqs import models
from moto.sqs.models import Message, Queue, SQSBackend

_modules: list[Any] = [utils, models]
_within = threading.local()


def ask_queues_only_what_matters() -> None:
    """Teach moto; any number of times."""
    if not hasattr(SQSBackend.send_message, "__wrapped__"):
        quick = _quick(utils.unix_time)
        backend: Any = SQSBackend
        queue: Any = Queue
        backend.send_message = _without_counting(SQSBackend.send_message)
        backend.is_message_valid_based_on_retention_period = _is_kept
        queue.attributes = property(_none_while_within(queue.attributes.fget))
        for module in _modules:
            module.unix_time = quick


def _without_counting(send: Callable[..., Message]) -> Callable[..., Message]:
    @wraps(send)
    def sent(backend: SQSBackend, queue_name: str, *args: Any, **options: Any) -> Message:
        _within.sending = not backend.get_queue(queue_name).fifo_queue
        try:
            return send(backend, queue_name, *args, **options)
        finally:
            _within.sending = False

    return sent


def _none_while_within(attributes: Callable[[Queue], dict[str, Any]]) -> Any:
    @wraps(attributes)
    def looked_up(queue: Queue) -> dict[str, Any]:
        # Only a FIFO queue tells messages apart by their content.
        return {} if getattr(_within, "sending", False) else attributes(queue)

    return looked_up


def _is_kept(backend: SQSBackend, queue_name: str, message: Any) -> bool:
    queue: Any = backend.get_queue(queue_name)
    return queue.message_retention_period + message.sent_timestamp / 1000 > time.time()


def _quick(unix_time: Callable[..., float]) -> Callable[..., float]:
    @wraps(unix_time)
    def seconds(dt: Any = None) -> float:
        return unix_time(dt) if dt else time.time()

    return seconds
