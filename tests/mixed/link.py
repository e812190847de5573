"""The other version's process, seen from here: what it asks of AWS is answered on this machine."""

import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from botocore.awsrequest import AWSPreparedRequest, HeadersDict

from chalicelib.core.desk import Http
from dev.aws.gate import gate
from dev.web.exchange import Answered, Asked
from tests.mixed.other import Pipe

_PROGRAM = Path(__file__).with_name("other.py")


class Broken(Exception):
    """The other version raised; its own words."""


class OtherVersion:
    """A version of the product in another process, with the same table, queues and clock."""

    def __init__(self, tree: Path, environment: dict[str, str], http: Http, seed: int) -> None:
        """Start it in its tree; `http` is the way to foreign hosts."""
        self._http = http
        self._process = subprocess.Popen(
            [sys.executable, str(_PROGRAM), str(seed)],
            cwd=tree, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        self._pipe = Pipe(self._process.stdout, self._process.stdin)
        self._until_done()

    def call(self, verb: str, *given: object) -> Any:
        """Return what it makes of a verb; raise Broken with what it raised."""
        self._pipe.send(verb, *given)
        return self._until_done()

    def answer(self, now: object, asked: Asked) -> Answered:
        """Return its answer to a request."""
        return Answered(**self.call("ask", now, asdict(asked)))

    def stop(self) -> None:
        """End it."""
        self._process.communicate(timeout=20)

    def _until_done(self) -> Any:
        while True:
            message = self._pipe.receive()
            if message is None:
                raise Broken("The other version's process ended; its words stand above.")
            kind, *given = message
            if kind == "done":
                return given[0]
            if kind == "failed":
                raise Broken(given[0])
            self._serve(kind, given)

    def _serve(self, kind: str, given: list[Any]) -> None:
        try:
            answer = self._aws(*given) if kind == "aws" else self._foreign(*given)
        except Exception as failure:
            self._pipe.send("failed", repr(failure))
        else:
            self._pipe.send("done", answer)

    @staticmethod
    def _aws(name: str, method: str, url: str, headers: dict[str, str], body: Any) -> Any:
        plain = HeadersDict(headers)
        request = AWSPreparedRequest(method, url, plain, body, stream_output=False)
        response = gate(name, request)
        assert response is not None, f"nobody answers {name}"
        return response.status_code, dict(response.headers), response.content

    def _foreign(self, method: str, url: str, headers: dict[str, str], body: Any) -> Any:
        reply = self._http.request(method, url, headers=headers, body=body)
        return asdict(reply)
