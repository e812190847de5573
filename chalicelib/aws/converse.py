"""Amazon Bedrock's Converse API with tools: the next turn of a conversation, asked for once."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from chalicelib.aws.clients import Clients
from chalicelib.aws.patience import within
from chalicelib.core.errors import Unavailable
from chalicelib.core.talk import Result, Tool, Turn, Use

LONGEST = 8.0
"""Seconds that a socket may be silent; who asks says how long it may take in all."""
RESTS = timedelta(seconds=30)
"""A model that failed is left alone for so long, or everybody would wait for it in turn."""
_MOST_TOKENS = 600


class BedrockTalker:
    """The same API as `BedrockAdviser` asks, for a conversation."""

    def __init__(self, clients: Clients, model: str, clock: Callable[[], datetime]) -> None:
        """`model` is a model's or inference profile's id; nothing is asked yet."""
        self._clients = clients
        self._model = model
        self._clock = clock
        self._rests_until: datetime | None = None

    def turn(
        self, instructions: str, turns: Sequence[Turn], tools: Sequence[Tool], *, seconds: float
    ) -> Turn:
        """Return the model's next turn, or raise Unavailable."""
        if self.rests():
            raise Unavailable("The language model failed a moment ago.")
        asked = {
            "modelId": self._model,
            "system": [{"text": instructions}],
            "messages": [_message(turn) for turn in turns],
            "toolConfig": {"tools": [_tool(tool) for tool in tools]},
            "inferenceConfig": {"maxTokens": _MOST_TOKENS, "temperature": 0},
        }
        try:
            return within(seconds, partial(self._converse, asked))
        except Exception as error:  # whatever it is, nobody waits for it again at once
            self._rests_until = self._clock() + RESTS
            raise Unavailable("The language model did not answer.") from error

    def rests(self) -> bool:
        """Tell whether the model failed a moment ago."""
        return self._rests_until is not None and self._clock() < self._rests_until

    def _converse(self, asked: dict[str, Any]) -> Turn:
        client = self._clients.get("bedrock-runtime", seconds=LONGEST)
        return _turn(client.converse(**asked))


def _message(turn: Turn) -> dict[str, Any]:
    content: list[dict[str, Any]] = [{"text": turn.text}] if turn.text.strip() else []
    content += [_use(use) for use in turn.uses]
    content += [_result(result) for result in turn.results]
    return {"role": "assistant" if turn.is_model else "user", "content": content}


def _use(use: Use) -> dict[str, Any]:
    return {"toolUse": {"toolUseId": use.id, "name": use.name, "input": dict(use.given)}}


def _result(result: Result) -> dict[str, Any]:
    told = {"toolUseId": result.use_id, "content": [{"text": result.text}]}
    return {"toolResult": {**told, "status": "error" if result.is_error else "success"}}


def _tool(tool: Tool) -> dict[str, Any]:
    given = {name: {"type": "string", "description": why} for name, why in tool.given.items()}
    schema = {"type": "object", "properties": given, "required": list(given)}
    told = {"name": tool.name, "description": tool.description, "inputSchema": {"json": schema}}
    return {"toolSpec": told}


def _turn(answer: Any) -> Turn:
    parts = answer["output"]["message"]["content"]
    wanted = [part["toolUse"] for part in parts if "toolUse" in part]
    return Turn(
        is_model=True,
        text="".join(part.get("text", "") for part in parts),
        uses=tuple(
            Use(id=each["toolUseId"], name=each["name"], given=dict(each["input"]))
            for each in wanted
        ),
    )
