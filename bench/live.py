"""`make bench-live`: how soon the other side sees a message, with people at the running product.

There are visitors who chat and agents who answer, each looking for news as their page does.

Nobody here is quicker or more patient than a page: how long each waits between two questions is
read from the pages' own scripts. What is measured is when a message that was sent can be seen.
The goal is 2 seconds for 95 of 100 and 3.5 for 99. It is no budget that fails a run: seconds tell
of the machine, and a laptop's engine answers one call at a time.
"""

import http.client
import json
import re
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from random import Random
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode, urlsplit

from dev.started import started

STATIC = Path(__file__).parents[1] / "chalicelib" / "static"
VISITORS = 50
AGENTS = 5
WORDS_EACH = 3
SECONDS = 40.0
"""How long everybody writes; they go on looking until all is seen."""
_LATEST = 20.0


def waits() -> list[float]:
    """Let everybody write and look; return how long each message was on its way, in seconds."""
    with TemporaryDirectory() as folder, started(Path(folder)) as run:
        shop = run["accounts"][0]
        owner = next(agent for agent in shop["agents"] if agent["role"] == "owner")
        scene = _Scene(
            host=urlsplit(run["base_url"]).netloc,
            public_key=shop["public_key"],
            agents_token=owner["api_key"],
            board=_Board(),
            is_over=threading.Event(),
        )
        return scene.play()


def _pause(script: str, name: str) -> float:
    """Return how many seconds a page waits, by its own script."""
    text = (STATIC / script).read_text(encoding="utf-8")
    found = re.search(rf"const {name} = (\d+);", text)
    if not found:
        raise LookupError(f"{script} names no {name}")
    return int(found[1]) / 1_000


class _Board:
    """What was written and when, and when the other side saw it."""

    def __init__(self) -> None:
        self._written: dict[tuple[str, int], float] = {}
        self._seen: dict[tuple[str, int], float] = {}
        self._lock = threading.Lock()

    def wrote(self, name: str, number: int) -> str:
        with self._lock:
            self._written[name, number] = time.monotonic()
        return f"{name} says {number}"

    def saw(self, text: str) -> None:
        """A list shows only somebody's last words; whoever sees them has the earlier ones, too."""
        if not (said := re.fullmatch(r"(.+) says (\d+)", text)):
            return
        now = time.monotonic()
        with self._lock:
            for number in range(1, int(said[2]) + 1):
                self._seen.setdefault((said[1], number), now)

    def wait(self) -> None:
        until = time.monotonic() + SECONDS + _LATEST
        while time.monotonic() < until and len(self._seen) < (VISITORS + AGENTS) * WORDS_EACH:
            time.sleep(0.1)

    def waits(self) -> list[float]:
        late = time.monotonic()
        return [self._seen.get(word, late) - at for word, at in self._written.items()]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scene:
    host: str
    public_key: str
    agents_token: str
    board: _Board
    is_over: threading.Event

    def play(self) -> list[float]:
        visitors = [_Visitor(self, f"visitor {number}") for number in range(VISITORS)]
        agents = [_Agent(self, visitors[number].begin()) for number in range(AGENTS)]
        for visitor in visitors[AGENTS:]:
            visitor.begin()
        people = (*visitors, *agents)
        with ThreadPoolExecutor(len(people)) as pool:
            lives = [pool.submit(_live, self, person) for person in people]
            self.board.wait()
            self.is_over.set()
        for life in lives:
            life.result()
        return self.board.waits()


class _Line:
    """One connection to the API, as a page has it."""

    def __init__(self, host: str, token: str = "") -> None:
        self.token = token
        self._connection = http.client.HTTPConnection(host, timeout=60)

    def ask(self, method: str, path: str, body: object = None, **query: object) -> Any:
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        sent = None if body is None else json.dumps(body)
        where = f"{path}?{urlencode(query)}" if query else path
        self._connection.request(method, where, sent, headers)
        answer = self._connection.getresponse()
        text = answer.read()
        if answer.status >= HTTPStatus.BAD_REQUEST:
            raise RuntimeError(f"{method} {path}: {answer.status} {text[:300]!r}")
        return json.loads(text) if text else None


class _Visitor:
    """Has the chat open."""

    pause = _pause("widget/pace.js", "OPEN")

    def __init__(self, scene: _Scene, name: str) -> None:
        self.name = name
        self._board = scene.board
        self._line = _Line(scene.host)
        self._line.token = self._line.ask(
            "POST", "/v1/chat/sessions", {"public_key": scene.public_key}
        )["token"]
        self._after = 0

    def begin(self) -> str:
        """Start the conversation; return the ticket that it is."""
        self.write("Hello")
        return self._line.ask("GET", "/v1/chat/messages")["conversation"]

    def write(self, text: str) -> None:
        self._line.ask("POST", "/v1/chat/messages", {"text": text})

    def look(self) -> None:
        page = self._line.ask("GET", "/v1/chat/messages", after=self._after)
        self._after = page["sequence"]
        for message in page["data"]:
            if message["direction"] == "outbound":
                self._board.saw(message["text"])


class _Agent:
    """Has a ticket open beside the list of all."""

    pause = _pause("console/state/feed.js", "WITH_TICKET")

    def __init__(self, scene: _Scene, ticket_id: str) -> None:
        self.name = f"agent of {ticket_id}"
        self._path = f"/v1/tickets/{ticket_id}"
        self._ticket_id = ticket_id
        self._board = scene.board
        self._line = _Line(scene.host, scene.agents_token)
        self._after = ""

    def write(self, text: str) -> None:
        self._line.ask("POST", f"{self._path}/replies", {"text": text})

    def look(self) -> None:
        news = self._line.ask("GET", "/v1/feed", after=self._after)
        self._after = news["sequence"]
        if not news["data"]:
            return
        self._line.ask("GET", "/v1/badge")
        for ticket in self._line.ask("GET", "/v1/tickets", view="all", status="open")["data"]:
            self._board.saw(ticket["preview"])
        if any(change["ticket_id"] == self._ticket_id for change in news["data"]):
            for entry in self._line.ask("GET", f"{self._path}/messages")["data"]:
                if entry["author"]["type"] == "customer":
                    self._board.saw(entry["text"])


def _live(scene: _Scene, person: _Visitor | _Agent) -> None:
    """Look at the page's pace, write at moments of chance."""
    chance = Random(person.name)
    began = time.monotonic()
    moments = sorted(began + chance.uniform(0, SECONDS) for _ in range(WORDS_EACH))
    next_look = began + chance.uniform(0, person.pause)
    said = 0
    while not scene.is_over.wait(max(0, min([next_look, *moments[:1]]) - time.monotonic())):
        if moments and time.monotonic() >= moments[0]:
            moments.pop(0)
            said += 1
            person.write(scene.board.wrote(person.name, said))
        person.look()  # As the pages do after they sent something.
        next_look = time.monotonic() + person.pause


def main() -> None:
    """Print when 50, 95 and 99 of 100 messages were seen."""
    found = quantiles(waits(), n=100, method="inclusive")
    for share in (50, 95, 99):
        print(f"{share} of 100 messages are seen within {found[share - 1]:.2f} s")


if __name__ == "__main__":
    main()
