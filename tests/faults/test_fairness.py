"""F-51, F-55: sixteen workers at once share tickets evenly, one agent each, and no turn is lost.

On an engine that is atomic under threads (`make test-engine`).
"""

import math
import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise

import pytest

from chalicelib import wiring
from chalicelib.accounts import roster, storage
from chalicelib.accounts.model import Agent
from chalicelib.core.errors import Unavailable
from chalicelib.routing import backlog, rotation
from dev.aws.faults import Faults
from dev.aws.gate import gate
from tests.faults.crowd import (
    WORKERS,
    at_once,
    hired,
    hurried,
    mail,
    mails,
    shares,
    spread,
    switch,
    take_in,
    written,
)
from tests.faults.invariants import Scan, scan, the_roster_tells_who_is_online
from tests.faults.shop import Shop
from tests.faults.turns import RETURN, settings, unfair
from tests.kit.history import History, assert_linearizable
from tests.kit.waits import skipped_waits
from tests.routing.turn_model import Told, step

pytestmark = pytest.mark.engine
MANY = 199
"""With the first one as many as a rotation remembers."""


@pytest.fixture
def team(shop: Shop, ports: wiring.Ports) -> Iterator[list[Agent]]:
    """Return five agents online in a shop with round robin."""
    settings(round_robin={"enabled": True})(shop)
    with hurried(ports):
        yield hired(shop)


def a_team(shop: Shop, name: str, members: list[Agent]) -> str:
    ids = [agent.id for agent in members]
    body = {"name": name, "agent_ids": ids, "tags": ["returns"], "order": 1}
    return str(shop.done("POST", "/v1/teams", body, by="owner")["id"])


def turns_taken(shop: Shop, pool: str = "account") -> int:
    known = rotation.read(shop.desk(), pool)
    return known.turn if known else 0


@pytest.mark.acceptance(85, 96)
def test_two_hundred_mails_at_once_are_shared_evenly(shop: Shop, team: list[Agent]) -> None:
    take_in(shop, mails(shop, 1))

    with written() as writes:
        take_in(shop, mails(shop, MANY))

    found = scan(shop)
    assert len(found.tickets) == MANY + 1
    assert list(unfair(found)) == []
    assert spread(shares(found), team) == 0
    # Besides the ticket's transaction: its number with who is online, and the draw.
    assert (writes.made["ROSTER"], writes.made["ROTATION"]) == (MANY, MANY)
    assert (writes.refused["ROSTER"], writes.refused["ROTATION"]) == (0, 0)


@pytest.mark.acceptance(95)
def test_a_teams_tickets_are_shared_evenly_among_its_members(shop: Shop, team: list[Agent]) -> None:
    a_team(shop, "Returns", team[:3])

    take_in(shop, mails(shop, 60, RETURN))

    found = scan(shop)
    assert list(unfair(found)) == []
    assert spread(shares(found), team[:3]) == 0


@pytest.mark.acceptance(95)
def test_tied_teams_and_their_members_take_turns(shop: Shop, team: list[Agent]) -> None:
    ids = [a_team(shop, "A", team[:2]), a_team(shop, "B", team[2:])]

    take_in(shop, mails(shop, 64, RETURN))

    found = scan(shop)
    assert list(unfair(found)) == []
    by_team = Counter(ticket.team_id for ticket in found.tickets.values())
    assert by_team == dict.fromkeys(ids, 32)


@pytest.mark.acceptance(98)
def test_who_comes_and_goes_has_a_share_of_each_stretch(shop: Shop, team: list[Agent]) -> None:
    absent = [[], team[:1], team[:2], team[1:2], []]
    before: list[Agent] = []
    for gone in absent:
        for agent in team:
            if (agent in gone) is not (agent in before):
                switch(shop, agent, is_online=agent not in gone)
        before, since = gone, len(scan(shop).tickets)
        take_in(shop, mails(shop, 37))

        here = [agent for agent in team if agent not in gone]
        assert spread(shares(scan(shop), since=since), here) <= 1
    assert turns_taken(shop) == 37 * len(absent)


@pytest.mark.acceptance(98, 101)
def test_nobody_gets_what_comes_after_they_left(shop: Shop, team: list[Agent]) -> None:
    history, is_over = History(), threading.Event()
    letters = {text: mail(shop, text) for text in (shop.words() for _ in range(120))}

    def come_and_go(agent: Agent) -> None:
        while not is_over.is_set():
            for is_on in (False, True):
                with suppress(Unavailable), history.operation("switch", agent.id, is_on):
                    switch(shop, agent, is_online=is_on)

    def work(texts: list[str]) -> None:
        for text in texts:
            with history.operation("mail", text):
                assert shop.cloud.deliver_batch("mail", [letters[text]]) == []

    def all_mail() -> None:
        texts = list(letters)
        at_once([lambda n=n: work(texts[n::8]) for n in range(8)])
        is_over.set()

    at_once([all_mail, *(lambda a=a: come_and_go(a) for a in team[:2])])

    found = scan(shop)
    assert len(found.tickets) == 120
    assert "" not in shares(found)
    assert list(given_while_gone(found, history)) == []
    assert list(the_roster_tells_who_is_online(found)) == []


def given_while_gone(found: Scan, history: History) -> Iterator[str]:
    """Return mails that came after somebody had left, and went to them all the same."""
    assignees = {m.text.strip(): found.tickets[m.ticket_id].assignee_id for m in found.messages}
    for each in (o for o in history.operations if o.name == "mail"):
        turned = [o for o in history.operations if o.args[0] == assignees[each.args[0]]]
        for off, on in pairwise([*turned, None]):
            if off is None or off.args[1] or off.ended is None:
                continue
            back = math.inf if on is None else on.called
            if off.ended < each.called and (each.ended or math.inf) < back:
                yield f"{each} went to {off.args[0]}, gone {off.ended} to {back}"


def test_mails_that_come_twice_at_once_take_one_turn(shop: Shop, team: list[Agent]) -> None:
    bodies = mails(shop, 80)
    twice = [body for place, body in enumerate(bodies) for _ in range(1 + (place % 5 == 0))]

    take_in(shop, twice)  # neighbours are with different workers

    found = scan(shop)
    assert len(found.tickets) == 80
    assert list(unfair(found)) == []
    assert spread(shares(found), team) == 0
    assert turns_taken(shop) == 80


def test_answers_that_are_lost_lose_no_turn(shop: Shop, team: list[Agent]) -> None:
    faults, chance = Faults(), random.Random(1)
    bodies = mails(shop, 80)
    for name in ("UpdateItem", "PutItem", "TransactWriteItems"):
        for _ in range(8):
            faults.inject(f"dynamodb.{name}", "lost_reply", skip=chance.randrange(8))

    with gate.around(faults), skipped_waits():
        take_in(shop, bodies, tries=5)

    found = scan(shop)
    assert len(found.tickets) == 80
    assert list(unfair(found)) == []
    assert spread(shares(found), team) <= 1
    assert turns_taken(shop) == 80


@pytest.mark.acceptance(105)
def test_many_drains_at_once_hand_out_each_ticket_once(shop: Shop, ports: wiring.Ports) -> None:
    take_in(shop, mails(shop, 20))
    settings(round_robin={"enabled": True})(shop)
    with hurried(ports):
        team = hired(shop)

        at_once([lambda: backlog.drain(shop.desk())] * 8)

    found = scan(shop)
    assert list(unfair(found)) == []
    assert spread(shares(found), team) == 0


def test_fifty_changes_at_once_leave_roster_and_rotation_right(
    shop: Shop, team: list[Agent]
) -> None:
    numbers, served = list[int](), list[str]()

    def turn(agent: Agent, *, is_online: bool) -> None:
        try:
            switch(shop, agent, is_online=is_online)
        except Unavailable:
            return  # told so, and not done

    def draw(number: int) -> None:
        drawn = roster.draw(shop.desk())
        numbers.append(drawn.number)
        members = [shift.agent_id for shift in drawn.shifts]
        # At some instant everybody may be away; then there is no turn to draw.
        if found := rotation.draw(shop.desk(), "account", members, f"ticket {number}"):
            served.append(found)

    at_once([
        *(lambda a=agent, on=on: turn(a, is_online=on) for agent in team for on in (False, True)),
        *(lambda n=n: draw(n) for n in range(40)),
    ])  # fmt: skip

    storage.forget(shop.account.id)
    assert sorted(numbers) == list(range(1, 41))
    assert list(the_roster_tells_who_is_online(scan(shop))) == []
    known = rotation.read(shop.desk(), "account")
    assert known
    assert (known.turn, len(known.drawn)) == (len(served), len(served))


@pytest.mark.parametrize("seed", range(5))
def test_draws_at_once_can_be_told_in_one_order(shop: Shop, ports: wiring.Ports, seed: int) -> None:
    history, agents = History(), ("ana", "bob", "cem", "dia")

    def work(number: int) -> None:
        chance = random.Random(seed * WORKERS + number)
        for place in range(3):
            name, desk = f"ticket {number} {place}", shop.desk()
            members = tuple(chance.sample(agents, 3 + (chance.random() < 0.7)))
            draw = lambda among, what, desk=desk: rotation.draw(desk, "p", among, what)  # noqa: E731
            history.call("draw", draw, members, name)
            if chance.random() < 0.2:
                give = lambda what, desk=desk: rotation.give_back(desk, "p", what)  # noqa: E731
                history.call("give_back", give, name)

    with hurried(ports):
        at_once([lambda n=n: work(n) for n in range(5)])

    assert_linearizable(history, step, Told())
