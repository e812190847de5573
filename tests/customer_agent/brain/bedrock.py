"""A language model as Bedrock's API shows one, that does what a test has written down."""

import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from chalicelib.aws.converse import BedrockTalker
from chalicelib.channels.model import Kind
from chalicelib.core.desk import Desk
from chalicelib.customer_agent.brain.model import Asked, Escalated, Manner, Said
from chalicelib.customer_agent.brain.think import think

Answer = dict[str, Any]
Step = Answer | Exception | Callable[[dict[str, Any]], Answer]
_ids = itertools.count(1)


def says(text: str) -> Answer:
    """Return an answer of words alone."""
    return _answer({"text": text})


def answers(text: str, *sources: str) -> Answer:
    """Return an answer in the form that was asked for."""
    return says(json.dumps({"answer": text, "sources": sources}))


def uses(name: str, **given: Any) -> Answer:
    """Return a wish to look something up."""
    use = {"toolUseId": f"u{next(_ids)}", "name": name, "input": given}
    return _answer({"toolUse": use})


def _answer(*content: Answer) -> Answer:
    return {"output": {"message": {"role": "assistant", "content": list(content)}}}


def both(first: Answer, *others: Answer) -> Answer:
    """Return an answer of the parts of several."""
    return _answer(*(part for each in (first, *others)
                     for part in each["output"]["message"]["content"]))  # fmt: skip


@dataclass(slots=True)
class Bedrock:
    """The service: it takes its steps one by one, the last one for ever."""

    steps: list[Step]
    asked: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def get(self, _service: str, **_: object) -> "Bedrock":
        """Be the client."""
        return self

    def converse(self, **asked: Any) -> Answer:
        """Answer as written down."""
        self.asked.append(asked)
        step = self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]
        if isinstance(step, Exception):
            raise step
        return step(asked) if callable(step) else step

    def found(self) -> list[dict[str, Any]]:
        """Return all that it was ever shown by what it looked up."""
        parts = [part for message in self.asked[-1]["messages"] for part in message["content"]]
        texts = [part["toolResult"]["content"][0]["text"] for part in parts if "toolResult" in part]
        return [each for text in texts for each in json.loads(text)["found"]]


MANNER = Manner(name="Robin", tone="friendly", kind="bedrock")


def thinks(
    desk: Desk, bedrock: Bedrock, text: str, manner: Manner = MANNER, **facts: Any
) -> Said | Escalated:
    """Ask an agent that asks this model."""
    clients: Any = bedrock
    talker = BedrockTalker(clients, "eu.some.model-v1:0", desk.clock)
    asked = replace(Asked(text=text, channel=Kind.webchat), **facts)
    return think(replace(desk, talker=talker), manner, asked)
