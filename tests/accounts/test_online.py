"""Whatever the team does, the roster is who is switched on, is not shut out, and may work here."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.accounts import people, presence, roster, rules, sessions, storage
from chalicelib.accounts.model import Agent, Role
from chalicelib.core.errors import DeskhandError
from chalicelib.core.moments import rfc3339
from tests.accounts.shop import DeskOf, Shop, open_shop
from tests.kit.http_world import World

Deed = Callable[[Shop, Agent, World], object]


def go_online(shop: Shop, agent: Agent, _world: World) -> None:
    presence.switch(shop.asked_by(agent), is_online=True)


def go_online_by_key(shop: Shop, agent: Agent, _world: World) -> None:
    presence.switch(shop.let_in(shop.key(agent)), is_online=True)


def go_offline(shop: Shop, agent: Agent, _world: World) -> None:
    presence.switch(shop.asked_by(agent), is_online=False)


def log_out(shop: Shop, agent: Agent, _world: World) -> None:
    sessions.log_out(shop.asked_by(agent))


def wait(_shop: Shop, _agent: Agent, world: World) -> None:
    world.pass_time(days=8)


def sweep(shop: Shop, agent: Agent, _world: World) -> None:
    presence.come_due(shop.desk(), agent.id)


def deactivate(shop: Shop, agent: Agent, _world: World) -> None:
    people.deactivate(shop.desk(), agent.id)


def reactivate(shop: Shop, agent: Agent, _world: World) -> None:
    people.reactivate(shop.desk(), agent.id)


def take_away(shop: Shop, agent: Agent, _world: World) -> None:
    people.edit(shop.desk(), agent.id, role=Role.analyst)


def give_back(shop: Shop, agent: Agent, _world: World) -> None:
    people.edit(shop.desk(), agent.id, role=Role.support)


def inherit(shop: Shop, agent: Agent, _world: World) -> None:
    people.edit(shop.desk(), agent.id, role=Role.owner)


DEEDS: tuple[Deed, ...] = (
    go_online, go_online, go_online_by_key, go_offline, log_out, wait, sweep, deactivate,
    reactivate, take_away, give_back, inherit,
)  # fmt: skip
STORIES = st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 2)), max_size=9)


def expected(shop: Shop, world: World) -> dict[str, str]:
    """Return since when everybody is online, as their own rows say."""
    return {
        agent.id: rfc3339(agent.online_since)
        for agent in storage.agents(shop.desk())
        if agent.is_online(world.now) and rules.may_use_helpdesk(agent.role) and agent.online_since
    }


@pytest.mark.acceptance(97, 98, 101)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=STORIES)
def test_the_roster_is_who_is_online(
    desk_of: DeskOf, world: World, story: list[tuple[Deed, int]]
) -> None:
    shop = open_shop(desk_of)
    team = [shop.owner, shop.hire(), shop.hire()]
    for deed, number in story:
        world.now += timedelta(seconds=1)
        with suppress(DeskhandError):  # refused, and nothing done
            deed(shop, team[number], world)

        shown = roster.read(shop.desk())
        assert {s.agent_id: rfc3339(s.since) for s in shown.shifts} == expected(shop, world)
