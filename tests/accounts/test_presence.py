"""Online and offline: a switch that only its owner turns."""

from datetime import timedelta

import pytest

from chalicelib.accounts import people, presence, roster, sessions
from chalicelib.accounts.rows import AgentRow
from chalicelib.core.errors import Forbidden
from chalicelib.table import keys
from chalicelib.table.read import find
from tests.accounts.shop import Shop, event_names
from tests.kit.http_world import World


@pytest.mark.acceptance(99)
def test_agents_set_their_own_status_and_it_is_logged(shop: Shop) -> None:
    desk = shop.asked_by(shop.hire())

    presence.switch(desk, is_online=True)
    assert [agent.id for agent in presence.online(desk)] == [desk.caller.id]
    presence.switch(desk, is_online=False)

    assert presence.online(desk) == ()
    assert event_names(desk)[-2:] == ("went_online", "went_offline")


@pytest.mark.acceptance(100)
def test_nobody_sets_another_agents_status(shop: Shop) -> None:
    ana = shop.hire()

    with pytest.raises(Forbidden):
        presence.switch(shop.asked_by(shop.owner), is_online=True, agent_id=ana.id)
    presence.switch(shop.asked_by(ana), is_online=True, agent_id=ana.id)


def test_turning_what_is_turned_is_no_event(shop: Shop) -> None:
    desk = shop.asked_by(shop.hire())
    presence.switch(desk, is_online=True)
    before = event_names(desk)

    presence.switch(desk, is_online=True)

    assert event_names(desk) == before


def test_the_end_of_the_session_turns_offline_at_once(shop: Shop, world: World) -> None:
    desk = shop.asked_by(shop.hire())
    presence.switch(desk, is_online=True)

    world.pass_time(days=14)

    assert presence.online(desk) == ()


@pytest.mark.acceptance(98, 101)
def test_whose_session_ended_gets_no_turn_even_before_the_sweep(shop: Shop, world: World) -> None:
    desk = shop.asked_by(shop.hire())
    presence.switch(desk, is_online=True)
    online = [shift.agent_id for shift in roster.read(shop.desk()).shifts]

    world.pass_time(days=14)

    assert online == [desk.caller.id]
    assert roster.read(shop.desk()).shifts == roster.draw(shop.desk()).shifts == ()


@pytest.mark.acceptance(101)
def test_the_sweep_logs_that_a_session_ended(shop: Shop, world: World) -> None:
    desk = shop.asked_by(shop.hire())
    people.send_invitation(shop.desk(), desk.caller.id)  # else that is what falls due first
    presence.switch(desk, is_online=True)
    row = find(AgentRow, keys.agent(desk.account_id, desk.caller.id))
    assert row is not None
    assert row.due_at == world.now + sessions.SESSION_LASTS
    world.pass_time(days=14)

    for _ in range(2):
        presence.come_due(shop.desk(), desk.caller.id)

    row = find(AgentRow, keys.agent(desk.account_id, desk.caller.id))
    assert row is not None
    assert row.due_at is None
    assert event_names(desk).count("went_offline") == 1


def test_the_sweep_leaves_those_alone_who_came_back(shop: Shop, world: World) -> None:
    ana = shop.hire()
    presence.switch(shop.asked_by(ana), is_online=True)
    world.pass_time(days=13)
    presence.switch(shop.asked_by(ana), is_online=True)
    world.pass_time(days=1)

    presence.come_due(shop.desk(), ana.id)

    [online] = presence.online(shop.desk())
    assert online.online_until == world.now + timedelta(days=13)


def test_an_api_key_keeps_online_until_it_is_told_otherwise(shop: Shop, world: World) -> None:
    desk = shop.let_in(shop.key(shop.hire()))
    presence.switch(desk, is_online=True)

    world.pass_time(days=400)

    assert len(presence.online(desk)) == 1


def test_deactivation_turns_offline(shop: Shop) -> None:
    ana = shop.hire()
    presence.switch(shop.asked_by(ana), is_online=True)

    people.deactivate(shop.desk(), ana.id)
    people.reactivate(shop.desk(), ana.id)

    assert presence.online(shop.desk()) == ()
