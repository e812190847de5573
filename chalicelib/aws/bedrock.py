"""Amazon Bedrock: one question to a language model, once, within two seconds."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from typing import Any

from chalicelib.aws.clients import Clients
from chalicelib.core.errors import Unavailable

SECONDS = 2.0
"""For everything: looking up the host, connecting, asking, and the last byte of the answer."""
RESTS = timedelta(seconds=30)
"""A model that failed is left alone for so long, or everybody would wait for it in turn."""

_MOST_TOKENS = 200


class BedrockAdviser:
    """The Converse API, which is the same for every model that takes messages."""

    def __init__(
        self,
        clients: Clients,
        model: str,
        clock: Callable[[], datetime],
        seconds: float = SECONDS,
    ) -> None:
        """`model` is a model's or inference profile's id; nothing is asked yet."""
        self._clients = clients
        self._model = model
        self._clock = clock
        self._seconds = seconds
        self._rests_until: datetime | None = None

    def ask(self, instructions: str, words: str) -> str:
        """Return the model's answer, or raise Unavailable."""
        if self.rests():
            raise Unavailable("The language model failed a moment ago.")
        answers: SimpleQueue[str | Exception] = SimpleQueue()
        # A socket's limits begin anew with each address and each byte; this one does not.
        asking = threading.Thread(
            target=self._converse, args=(instructions, words, answers), daemon=True
        )
        asking.start()
        try:
            answer = answers.get(timeout=self._seconds)
        except Empty as error:
            raise self._failed() from error
        if isinstance(answer, Exception):
            raise self._failed() from answer
        self._rests_until = None
        return answer

    def rests(self) -> bool:
        """Tell whether the model failed a moment ago; then nobody waits for it."""
        return self._rests_until is not None and self._clock() < self._rests_until

    def _failed(self) -> Unavailable:
        self._rests_until = self._clock() + RESTS
        return Unavailable("The language model did not answer.")

    def _converse(
        self, instructions: str, words: str, answers: SimpleQueue[str | Exception]
    ) -> None:
        try:
            answer = self._clients.get("bedrock-runtime").converse(
                modelId=self._model,
                system=[{"text": instructions}],
                messages=[{"role": "user", "content": [{"text": words}]}],
                inferenceConfig={"maxTokens": _MOST_TOKENS, "temperature": 0},
            )
            answers.put(_text(answer))
        except Exception as error:  # whatever it is, the one who waits has to hear of it
            answers.put(error)


def _text(answer: Any) -> str:
    parts = answer["output"]["message"]["content"]
    return "".join(part.get("text", "") for part in parts)
