"""Who is online: everybody says so of themselves, and leaving counts at once."""

import pytest

from tests.journeys.shop import Agent, Shop

pytestmark = pytest.mark.thorough


def status(shop: Shop, agent: Agent) -> bool:
    """Return what a colleague sees."""
    team = shop.owner.get("/v1/agents")["data"]
    return next(each["is_online"] for each in team if each["id"] == agent.id)


@pytest.fixture
def signed_in(shop: Shop, agent: Agent) -> Agent:
    """Return Alice with a session; tickets go round, and she is online."""
    shop.set(round_robin={"enabled": True})
    alice = shop.signed_in(agent)
    alice.go("online")
    return alice


@pytest.mark.acceptance(97, 99)
def test_everybody_turns_their_own_switch_and_all_see_it(shop: Shop, agent: Agent) -> None:
    before = agent.get("/v1/me")["is_online"]
    agent.go("online")
    online = agent.get("/v1/me")["is_online"], status(shop, agent)
    agent.go("offline")

    assert before is False
    assert online == (True, True)
    assert status(shop, agent) is False


@pytest.mark.acceptance(100)
@pytest.mark.parametrize("role", ["owner", "admin", "manager", "support"])
def test_nobody_turns_another_agents_switch(shop: Shop, agent: Agent, role: str) -> None:
    other = shop.owner if role == "owner" else shop.invite("max", role)
    path = f"/v1/agents/{agent.id}/presence"
    on = other.call("PUT", path, {"online": True})
    was = status(shop, agent)
    agent.call("PUT", path, {"online": True}).ok()
    off = other.call("PUT", path, {"online": False})
    by_edit = other.call("PATCH", f"/v1/agents/{agent.id}", {"is_online": False})

    assert (on.status, on.body["code"], was) == (403, "not_yours", False)
    assert (off.status, by_edit.status in (403, 422)) == (403, True)
    assert status(shop, agent) is True


@pytest.mark.acceptance(101)
def test_logging_out_turns_offline_at_once(shop: Shop, signed_in: Agent) -> None:
    mine = shop.first_mail("ann")["assignee"]["id"]
    signed_in.call("DELETE", "/v1/sessions/current").ok()
    next_one = shop.first_mail("ben")

    assert mine == signed_in.id
    assert status(shop, signed_in) is False
    assert next_one["assignee"] is None
    assert signed_in.call("GET", "/v1/me").status == 401


@pytest.mark.acceptance(101)
def test_the_end_of_a_session_turns_offline_at_once(shop: Shop, signed_in: Agent) -> None:
    shop.server.wait(days=13, hours=23)
    before = status(shop, signed_in)
    shop.server.wait(hours=2)

    assert (before, status(shop, signed_in)) == (True, False)
    assert shop.first_mail()["assignee"] is None


@pytest.mark.acceptance(101)
def test_deactivation_turns_offline_at_once_and_for_good(shop: Shop, signed_in: Agent) -> None:
    shop.owner.call("POST", f"/v1/agents/{signed_in.id}/deactivate").ok()
    gone = status(shop, signed_in)
    shop.owner.call("POST", f"/v1/agents/{signed_in.id}/reactivate").ok()

    assert (gone, status(shop, signed_in)) == (False, False)
    assert shop.first_mail()["assignee"] is None


def test_a_lost_tab_turns_nobody_offline(shop: Shop, signed_in: Agent) -> None:
    shop.server.wait(days=3)

    assert status(shop, signed_in) is True
    assert shop.first_mail()["assignee"]["id"] == signed_in.id


def test_a_role_without_the_helpdesk_gets_no_tickets(shop: Shop, signed_in: Agent) -> None:
    shop.owner.call("PATCH", f"/v1/agents/{signed_in.id}", {"role": "analyst"}).ok()

    assert shop.first_mail()["assignee"] is None
    assert status(shop, signed_in) is False
