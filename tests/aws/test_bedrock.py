"""One question, one answer, two seconds: whatever else happens, nobody waits for Bedrock (F-49)."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError
from botocore.stub import Stubber

from chalicelib.aws.bedrock import RESTS, SECONDS, BedrockAdviser
from chalicelib.aws.clients import Clients
from chalicelib.core.errors import Unavailable
from tests.kit.aws_client import HOST, Client, refusal
from tests.kit.http_world import NOON, World

MODEL = "eu.some.model-v1:0"


def said(*texts: str) -> dict[str, Any]:
    content = [{"text": text} for text in texts]
    return {
        "output": {"message": {"role": "assistant", "content": content}},
        "stopReason": "end_turn",
        "usage": {"inputTokens": 1, "outputTokens": 1, "totalTokens": 2},
        "metrics": {"latencyMs": 1},
    }


def adviser(*answers: Any, world: World | None = None) -> tuple[BedrockAdviser, Client]:
    client: Any = Client(*answers)
    return BedrockAdviser(client, MODEL, world.clock if world else lambda: NOON), client


def test_the_question_is_one_that_the_real_service_takes(clients: Clients) -> None:
    wanted = {
        "modelId": MODEL,
        "system": [{"text": "Label it."}],
        "messages": [{"role": "user", "content": [{"text": "Hello"}]}],
        "inferenceConfig": {"maxTokens": 200, "temperature": 0},
    }
    with Stubber(clients.get("bedrock-runtime")) as stub:
        stub.add_response("converse", said("{}"), wanted)

        answer = BedrockAdviser(clients, MODEL, lambda: NOON).ask("Label it.", "Hello")

    assert answer == "{}"


def test_it_is_tried_once_and_within_the_limit(clients: Clients) -> None:
    config = clients.get("bedrock-runtime").meta.config

    assert config.retries["total_max_attempts"] == 1
    assert max(config.connect_timeout, config.read_timeout) <= SECONDS <= 2


def test_an_answer_may_come_in_parts() -> None:
    assert adviser(said('{"spam":', "true}"))[0].ask("", "Hello") == '{"spam":true}'


@pytest.mark.parametrize(
    "answer",
    [refusal("ThrottlingException", 429), refusal("ModelNotReadyException", 429),
     refusal("AccessDeniedException", 403), refusal("InternalServerException", 500),
     ReadTimeoutError(**HOST), {}, {"output": {"message": {}}}, {"output": None}],
    ids=str,
)  # fmt: skip
def test_whatever_goes_wrong_is_called_unavailable(answer: Any) -> None:
    with pytest.raises(Unavailable):
        adviser(answer)[0].ask("", "Hello")


def test_nobody_waits_longer_than_the_limit_for_one_that_drips() -> None:
    answered = threading.Event()

    class Slow(Client):
        def converse(self, **_: Any) -> Any:
            answered.wait(10)

    client: Any = Slow()
    with pytest.raises(Unavailable):
        BedrockAdviser(client, MODEL, lambda: NOON, seconds=0.01).ask("", "Hello")
    answered.set()


def test_one_that_failed_is_left_alone_for_a_while(world: World) -> None:
    ask, client = adviser(refusal("InternalServerException", 500), said("{}"), world=world)
    outcomes: list[str] = []
    for pause in (timedelta(), RESTS / 2, RESTS / 2):
        world.pass_time(seconds=pause.total_seconds())
        try:
            outcomes.append(ask.ask("", "Hello"))
        except Unavailable:
            outcomes.append("unavailable")

    assert outcomes == ["unavailable", "unavailable", "{}"]
    assert len(client.asked) == 2
