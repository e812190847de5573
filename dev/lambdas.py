"""The functions of the app, found by name where Chalice registered them, called as Lambda does."""

import json
import re
import time
from collections.abc import Callable
from typing import Any

from chalice.app import Chalice
from chalice.local import LambdaContext

from dev.transcript import Transcript

Handler = Callable[[dict[str, Any]], Any]

_MEMORY = 1024
_TIME_LIMIT = 60_000
_TOO_OFTEN = frozenset({"fold_stream"})
"""Every write calls it; only its failures are worth a line."""
_WHOSE = re.compile(r"\b(?:acc|tkt|msg)_[0-9A-Z]{26}(?:_\d+)?\b")


class Lambdas:
    """Every handler that the app declares, or none by that name."""

    def __init__(self, app: Chalice, transcript: Transcript) -> None:
        """Only look; handlers are asked for by name."""
        self._handlers: dict[str, Callable[..., Any]] = dict(app.handler_map)
        self._transcript = transcript

    def find(self, name: str) -> Handler | None:
        """Return the function that calls this handler with an event, or None."""
        handler = self._handlers.get(name)
        if handler is None:
            return None

        def invoke(event: dict[str, Any]) -> Any:
            return self._invoke(name, handler, event)

        return invoke

    def _invoke(self, name: str, handler: Callable[..., Any], event: dict[str, Any]) -> Any:
        started = time.perf_counter()
        context = LambdaContext(name, _MEMORY, max_runtime_ms=_TIME_LIMIT)
        count = len(event.get("Records", [])) or ""
        try:
            answer = handler(json.loads(json.dumps(event)), context)
        except Exception as error:
            self._transcript.complain(f"{name} {count} {whose(event)}", error)
            raise
        milliseconds = (time.perf_counter() - started) * 1000
        failed = isinstance(answer, dict) and len(answer.get("batchItemFailures") or ())
        outcome = f"{failed} FAILED" if failed else "ok"
        if failed or (count and name not in _TOO_OFTEN):
            self._transcript.say(f"{name} {count} {outcome} {milliseconds:.0f} ms {whose(event)}")
        return answer


def whose(event: dict[str, Any]) -> str:
    """Return the accounts, tickets and messages that an event names, for a line of the log."""
    found = dict.fromkeys(_WHOSE.findall(json.dumps(event, default=str)))
    return " ".join(list(found)[:4])
