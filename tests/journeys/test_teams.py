"""Tickets find the team they are for, by what they are about and by who writes."""

from typing import Any

import pytest

from tests.journeys.shop import Agent, Shop

pytestmark = pytest.mark.thorough
RETURN = "I would like to return the red shoes, they are too small. How do I get a refund?"
PARCEL = "Where is my parcel? The tracking page has not moved since Monday."


@pytest.fixture
def bob(shop: Shop, agent: Agent) -> Agent:
    """Return a second agent, after Alice; both come online."""
    bob = shop.invite("bob")
    agent.go("online")
    bob.go("online")
    return bob


def seen(ticket: dict[str, Any]) -> tuple[str, str]:
    """Return the names of the ticket's team and assignee."""
    return (ticket["team"] or {}).get("name", ""), (ticket["assignee"] or {}).get("name", "")


def enter(shop: Shop, name: str, segment: str) -> None:
    """Let the customer platform put somebody into a segment."""
    body = {"email": shop.address(name), "add_segments": [segment]}
    shop.owner.call("POST", "/v1/customers/identify", body).ok()


@pytest.mark.acceptance(83, 93, 94)
def test_a_team_is_made_changed_and_ended(shop: Shop, agent: Agent) -> None:
    made = shop.team("Returns", agent, description="Parcels back", tags=["returns"],
                     segments=["VIP"])  # fmt: skip
    path = f"/v1/teams/{made['id']}"
    changed = shop.owner.call("PATCH", path, {"tags": ["returns", "refund"]}).ok()
    lonely = shop.owner.call("POST", "/v1/teams", {"name": "Nobody", "agent_ids": []})
    [listed] = agent.get("/v1/teams")["data"]
    shop.owner.call("DELETE", path).ok()

    assert (made["name"], made["description"]) == ("Returns", "Parcels back")
    assert (made["agent_ids"], made["segments"]) == ([agent.id], ["VIP"])
    assert listed == changed
    assert changed["tags"] == ["returns", "refund"]
    assert (lonely.status, lonely.body["errors"][0]["pointer"]) == (422, "/agent_ids")
    assert agent.get("/v1/teams")["data"] == []


@pytest.mark.acceptance(90, 91, 92, 95)
def test_a_ticket_goes_to_the_team_of_its_tag_while_round_robin_is_off(
    shop: Shop, agent: Agent, bob: Agent
) -> None:
    shop.team("Returns", bob, tags=["Returns"])
    back, other = shop.first_mail("ann", text=RETURN), shop.first_mail("ben", text=PARCEL)

    assert seen(back) == ("Returns", "Bob")
    assert seen(other) == ("", "")
    assert {"name": "returns", "source": "auto"} in back["tags"]
    assert agent.ticket(back["id"])["assigned_by"] == "team"
    assert [each["id"] for each in bob.tickets(view="mine")] == [back["id"]]


@pytest.mark.acceptance(90, 95)
def test_a_ticket_goes_to_the_team_of_its_customers_segment(
    shop: Shop, agent: Agent, bob: Agent
) -> None:
    shop.team("Care", bob, segments=["VIP"])
    enter(shop, "ann", "VIP")
    mail = shop.first_mail("ann"), shop.first_mail("ben")
    shop.visitor(email=shop.address("ann")).write("Hello")
    [chat] = agent.tickets(channel="webchat")

    assert [seen(each) for each in mail] == [("Care", "Bob"), ("", "")]
    assert seen(chat) == ("Care", "Bob")


@pytest.mark.acceptance(90)
def test_the_first_team_that_matches_gets_the_ticket(shop: Shop, agent: Agent, bob: Agent) -> None:
    shop.team("Second", agent, tags=["returns"], order=2)
    first = shop.team("First", bob, segments=["VIP"], order=1)
    enter(shop, "ann", "VIP")
    before = seen(shop.first_mail("ann", text=RETURN))
    shop.owner.call("PATCH", f"/v1/teams/{first['id']}", {"order": 3}).ok()

    assert before == ("First", "Bob")
    assert seen(shop.first_mail("ann", text=RETURN)) == ("Second", "Alice")


@pytest.mark.acceptance(90)
def test_teams_of_one_order_take_turns(shop: Shop, agent: Agent, bob: Agent) -> None:
    shop.team("East", agent, tags=["returns"], order=1)
    shop.team("West", bob, tags=["returns"], order=1)
    given = [seen(shop.first_mail(f"c{number}", text=RETURN)) for number in range(4)]

    assert given == [("East", "Alice"), ("West", "Bob")] * 2


@pytest.mark.acceptance(94)
def test_a_change_touches_only_tickets_to_come(shop: Shop, agent: Agent, bob: Agent) -> None:
    team = shop.team("Returns", bob, tags=["returns"])
    old = shop.first_mail("ann", text=RETURN)["id"]
    loose = shop.first_mail("ben", text=PARCEL)["id"]
    shop.owner.call(
        "PATCH", f"/v1/teams/{team['id']}", {"tags": ["order tracking"], "agent_ids": [agent.id]}
    ).ok()
    shop.server.drain()
    fresh = shop.first_mail("cem", text=PARCEL)

    assert seen(agent.ticket(old)) == ("Returns", "Bob")
    assert seen(agent.ticket(loose)) == ("", "")
    assert seen(fresh) == ("Returns", "Alice")
    assert seen(shop.first_mail("dan", text=RETURN)) == ("", "")


@pytest.mark.acceptance(41, 95)
def test_with_nobody_online_a_ticket_waits_for_its_team(shop: Shop, agent: Agent) -> None:
    shop.set(round_robin={"enabled": True})
    agent.go("online")
    bob = shop.invite("bob")
    team = shop.team("Returns", bob, tags=["returns"])
    waiting = shop.first_mail(text=RETURN)
    queue = agent.tickets(view="unassigned", team=team["id"])
    unassigned = agent.tickets(view="unassigned")
    bob.go("online")

    assert seen(waiting) == ("Returns", "")
    assert [each["id"] for each in queue] == [each["id"] for each in unassigned] == [waiting["id"]]
    assert seen(agent.ticket(waiting["id"])) == ("Returns", "Bob")


@pytest.mark.acceptance(95, 96)
def test_a_team_has_a_rotation_of_its_own(shop: Shop, agent: Agent, bob: Agent) -> None:
    shop.set(round_robin={"enabled": True})
    shop.team("Returns", agent, bob, tags=["returns"])
    in_team = [seen(shop.first_mail(f"a{n}", text=RETURN))[1] for n in range(3)]
    for_all = [seen(shop.first_mail(f"b{n}", text=PARCEL))[1] for n in range(3)]

    assert in_team == ["Alice", "Bob", "Alice"]
    assert sorted(for_all[:2]) == ["Alice", "Bob"]
    assert for_all[2] == for_all[0]


def test_the_tickets_of_a_team_that_is_gone_are_everybodys(
    shop: Shop, agent: Agent, bob: Agent
) -> None:
    shop.set(round_robin={"enabled": True})
    carol = shop.invite("carol")
    team = shop.team("Returns", carol, tags=["returns"])
    waiting = shop.first_mail(text=RETURN)
    shop.owner.call("DELETE", f"/v1/teams/{team['id']}").ok()
    bob.go("offline")
    bob.go("online")

    assert seen(waiting) == ("Returns", "")
    assert agent.ticket(waiting["id"])["assignee"] is not None


@pytest.mark.acceptance(91)
def test_tags_come_by_themselves_and_one_that_was_removed_stays_away(
    shop: Shop, agent: Agent
) -> None:
    ticket = shop.first_mail("ann", text=RETURN)
    agent.do(ticket["id"], "tags", remove=["returns"], add=["my own"])
    agent.do(ticket["id"], "replies", text="Sure")
    shop.mail(sender=shop.address("ann"), to=shop.sent()[0]["headers"]["Reply-To"], text=RETURN)
    agent.do(ticket["id"], "spam")
    agent.do(ticket["id"], "not_spam")

    assert {"name": "returns", "source": "auto"} in ticket["tags"]
    assert agent.ticket(ticket["id"])["tags"] == [{"name": "my own", "source": "agent"}]


@pytest.mark.acceptance(5, 83)
def test_support_may_not_change_teams_or_routing_but_assigns(shop: Shop, agent: Agent) -> None:
    team = shop.team("Returns", agent, tags=["returns"])
    path, ticket = f"/v1/teams/{team['id']}", shop.first_mail()["id"]
    refused = [
        agent.call("POST", "/v1/teams", {"name": "Mine", "agent_ids": [agent.id]}),
        agent.call("PATCH", path, {"name": "Mine"}),
        agent.call("DELETE", path),
        agent.call("PATCH", "/v1/settings", {"round_robin": {"enabled": True}}),
    ]
    manager = shop.invite("maya", "manager")

    assert {answer.status for answer in refused} == {403}
    assert agent.do(ticket, "assign", agent_id=agent.id)["assignee"]["id"] == agent.id
    assert manager.call("PATCH", path, {"name": "Ours"}).ok()["name"] == "Ours"
    manager.call("PATCH", "/v1/settings", {"round_robin": {"enabled": True}}).ok()
