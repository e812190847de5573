"""A conversation with tools as the real service takes it, and what becomes of its failures."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError
from botocore.stub import Stubber

from chalicelib.aws.clients import Clients
from chalicelib.aws.converse import LONGEST, RESTS, BedrockTalker
from chalicelib.core.errors import Unavailable
from chalicelib.core.talk import Result, Tool, Turn, Use
from tests.kit.aws_client import HOST, Client, refusal
from tests.kit.http_world import NOON, World

MODEL = "eu.some.model-v1:0"
TOOL = Tool(name="find", description="Find it.", given={"query": "What."})
ASKED = Turn(is_model=False, text="Hello")
USED = Turn(is_model=True, uses=(Use(id="u1", name="find", given={"query": "mugs"}),))
FOUND = Turn(is_model=False, results=(Result(use_id="u1", text="{}"),))


def said(*content: dict[str, Any]) -> dict[str, Any]:
    return {
        "output": {"message": {"role": "assistant", "content": list(content)}},
        "stopReason": "end_turn",
        "usage": {"inputTokens": 1, "outputTokens": 1, "totalTokens": 2},
        "metrics": {"latencyMs": 1},
    }


def talker(*answers: Any, world: World | None = None) -> tuple[BedrockTalker, Client]:
    client: Any = Client(*answers)
    return BedrockTalker(client, MODEL, world.clock if world else lambda: NOON), client


def test_a_conversation_is_one_that_the_real_service_takes(clients: Clients) -> None:
    use = {"toolUse": {"toolUseId": "u1", "name": "find", "input": {"query": "mugs"}}}
    result = {"toolUseId": "u1", "content": [{"text": "{}"}], "status": "success"}
    schema = {
        "type": "object",
        "properties": {"query": {"type": "string", "description": "What."}},
        "required": ["query"],
    }
    tool = {"name": "find", "description": "Find it.", "inputSchema": {"json": schema}}
    wanted = {
        "modelId": MODEL,
        "system": [{"text": "Answer."}],
        "messages": [
            {"role": "user", "content": [{"text": "Hello"}]},
            {"role": "assistant", "content": [use]},
            {"role": "user", "content": [{"toolResult": result}]},
        ],
        "toolConfig": {"tools": [{"toolSpec": tool}]},
        "inferenceConfig": {"maxTokens": 600, "temperature": 0},
    }
    client = clients.get("bedrock-runtime", seconds=LONGEST)
    with Stubber(client) as stub:
        stub.add_response("converse", said({"text": "I look."}, use), wanted)

        turn = BedrockTalker(clients, MODEL, lambda: NOON).turn(
            "Answer.", [ASKED, USED, FOUND], [TOOL], seconds=5
        )

    assert turn == Turn(is_model=True, text="I look.", uses=USED.uses)


def test_it_is_tried_once_and_may_be_silent_for_longer_than_an_opinion(clients: Clients) -> None:
    longer = clients.get("bedrock-runtime", seconds=LONGEST).meta.config
    usual = clients.get("bedrock-runtime").meta.config

    assert (longer.retries["total_max_attempts"], longer.read_timeout) == (1, 8)
    assert usual.read_timeout == 2


@pytest.mark.parametrize(
    "answer",
    [refusal("ThrottlingException", 429), refusal("AccessDeniedException", 403),
     refusal("InternalServerException", 500), ReadTimeoutError(**HOST), {}, {"output": None},
     said({"toolUse": {}}), said({"toolUse": {"toolUseId": "1", "name": "x", "input": "y"}})],
    ids=str,
)  # fmt: skip
def test_whatever_goes_wrong_is_called_unavailable(answer: Any) -> None:
    with pytest.raises(Unavailable):
        talker(answer)[0].turn("", [ASKED], [TOOL], seconds=5)


def test_nobody_waits_longer_than_they_said() -> None:
    released = threading.Event()

    class Slow(Client):
        def converse(self, **_: Any) -> Any:
            released.wait(10)

    client: Any = Slow()
    with pytest.raises(Unavailable):
        BedrockTalker(client, MODEL, lambda: NOON).turn("", [ASKED], [TOOL], seconds=0.01)
    released.set()


def test_one_that_failed_is_left_alone_for_a_while(world: World) -> None:
    ask, client = talker(refusal("X", 500), said({"text": "{}"}), world=world)
    outcomes: list[str] = []
    for pause in (timedelta(), RESTS / 2, RESTS / 2):
        world.pass_time(seconds=pause.total_seconds())
        try:
            outcomes.append(ask.turn("", [ASKED], [TOOL], seconds=5).text)
        except Unavailable:
            outcomes.append("unavailable")

    assert outcomes == ["unavailable", "unavailable", "{}"]
    assert len(client.asked) == 2
