"""A botocore client that answers as told, for failures that moto never has."""

from collections.abc import Callable
from typing import Any

from botocore.exceptions import (
    ClientError,
)

HOST: Any = {"endpoint_url": "https://aws.example"}


def refusal(code: str, status: int = 400) -> ClientError:
    answer: Any = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(answer, "Operation")


class Client:
    """Answers every call the same, and remembers what it was asked."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.asked: list[dict[str, Any]] = []

    def get(self, _service: str, **_: object) -> "Client":
        return self

    def __getattr__(self, _operation: str) -> Callable[..., Any]:
        def call(**asked: Any) -> Any:
            self.asked.append(asked)
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            if isinstance(answer, Exception):
                raise answer
            return answer

        return call
