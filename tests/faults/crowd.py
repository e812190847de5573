"""Five agents online, sixteen workers who take mail in at once, and what they wrote."""

import itertools
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from botocore.awsrequest import AWSResponse

from chalicelib import wiring
from chalicelib.accounts import people, presence
from chalicelib.accounts.model import Agent, Role
from chalicelib.core.desk import Caller, CallerKind, Desk
from dev.aws.gate import Call, gate
from tests.faults.invariants import Scan
from tests.faults.shop import Shop
from tests.faults.trouble import is_write

WORKERS = 16
AGENTS = 5
_people = itertools.count(1)


@contextmanager
def hurried(ports: wiring.Ports) -> Iterator[None]:
    """Let pauses be real ones, and chance everybody's own."""
    wiring.install(replace(ports, sleep=time.sleep, randomness=os.urandom))
    yield
    wiring.install(ports)


def hired(shop: Shop, count: int = AGENTS) -> list[Agent]:
    """Return so many agents, all online, in the order they came."""
    team: list[Agent] = []
    for number in range(count):
        email = f"{number}{shop.account.id[-9:]}@shop.example".lower()
        made = people.invite(shop.desk(), email=email, name=f"Agent {number}", role=Role.support)
        team.append(switch(shop, made, is_online=True))
        shop.cloud.world.pass_time(seconds=1)
    return team


def own_desk(shop: Shop, agent: Agent) -> Desk:
    """Return the desk of one of them."""
    caller = Caller(kind=CallerKind.agent, id=agent.id, name=agent.name)
    return replace(shop.desk(), caller=caller)


def switch(shop: Shop, agent: Agent, *, is_online: bool) -> Agent:
    """Let one of them come or go."""
    return presence.switch(own_desk(shop, agent), is_online=is_online)


def mails(shop: Shop, count: int, words: str = "Hello") -> list[str]:
    """Return mails of as many people."""
    return [mail(shop, shop.words(words)) for _ in range(count)]


def mail(shop: Shop, text: str) -> str:
    """Return a mail of somebody who never wrote before."""
    return shop.mail(text, sender=f"ada{next(_people)}@mail.example")


def take_in(shop: Shop, bodies: Sequence[str], *, tries: int = 1) -> None:
    """Let sixteen workers take them in, each mail until it is done."""

    def work(own: Sequence[str]) -> None:
        for body in own:
            left = [body]
            for _ in range(tries):
                left = shop.cloud.deliver_batch("mail", left) if left else []
            assert left == []

    at_once([lambda n=n: work(bodies[n::WORKERS]) for n in range(WORKERS)])


def at_once(works: Sequence[Callable[[], object]]) -> None:
    """Start all at the same instant; raise what one of them raised."""
    start, errors = threading.Barrier(len(works)), list[BaseException]()

    def run(work: Callable[[], object]) -> None:
        start.wait()
        try:
            work()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def shares(found: Scan, *, since: int = 0) -> Counter[str]:
    """Return how many tickets each has, of those with a number behind this one."""
    tickets = found.tickets.values()
    return Counter(ticket.assignee_id or "" for ticket in tickets if ticket.number > since)


def spread(counts: Counter[str], among: Sequence[Agent]) -> int:
    """Return by how much the shares of these differ; whoever else has any makes it a lot."""
    assert set(counts) <= {agent.id for agent in among}, counts
    own = [counts[agent.id] for agent in among]
    return max(own) - min(own)


@dataclass(slots=True)
class Writes:
    """The writes of a block by the row's kind, and how many of them were refused."""

    made: Counter[str] = field(default_factory=Counter[str])
    refused: Counter[str] = field(default_factory=Counter[str])

    def note(self, call: Call, answer: AWSResponse) -> None:
        """Be told of a call."""
        if call.service != "dynamodb" or not is_write(call):
            return
        kind = _kind(call.parameters()) if "Transact" not in call.name else "transaction"
        self.made[kind] += 1
        self.refused[kind] += answer.status_code >= 300


def _kind(asked: dict[str, Any]) -> str:
    pk = (asked.get("Key") or asked["Item"])["pk"]["S"]
    return str(pk).split("#")[2]


@contextmanager
def written() -> Iterator[Writes]:
    """Yield what fills with the block's writes."""
    writes = Writes()
    with gate.hooked(after=writes.note):
        yield writes
