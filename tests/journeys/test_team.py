"""A team shares its tickets: whose they are, who has read them, and many at once."""

from typing import Any

import pytest

from tests.journeys.shop import Agent, Shop

pytestmark = pytest.mark.thorough


def ids(tickets: list[dict[str, Any]]) -> list[str]:
    return [ticket["id"] for ticket in tickets]


@pytest.mark.acceptance(2, 5, 38, 41, 54, 67, 108, 110, 111, 112)
def test_an_assigned_ticket_moves_between_the_views(shop: Shop, agent: Agent) -> None:
    bob = shop.invite("bob")
    ticket = shop.first_mail()["id"]
    found = ids(agent.tickets(view="unassigned"))
    taken = agent.do(ticket, "assign", agent_id=agent.id)
    mine, left = ids(agent.tickets(view="mine")), ids(agent.tickets(view="unassigned"))
    given = agent.do(ticket, "assign", agent_id=bob.id)
    his = ids(bob.tickets(view="mine"))
    back = bob.do(ticket, "assign", agent_id=None)

    assert (found, mine, left, his) == ([ticket], [ticket], [], [ticket])
    assert taken["assignee"] == {"id": agent.id, "name": "Alice"}
    assert given["assignee"]["name"] == "Bob"
    assert back["assignee"] is None
    assert ids(agent.tickets(view="unassigned")) == [ticket]
    assert agent.tickets(view="mine") == bob.tickets(view="mine") == []


@pytest.mark.acceptance(107)
def test_who_comes_second_is_told_who_has_it_and_may_insist(shop: Shop, agent: Agent) -> None:
    bob = shop.invite("bob")
    ticket = shop.first_mail()["id"]
    agent.do(ticket, "assign", agent_id=agent.id)
    path = f"/v1/tickets/{ticket}/assign"
    refused = bob.call("POST", path, {"agent_id": bob.id})
    forced = bob.call("POST", path, {"agent_id": bob.id, "force": True}).ok()

    assert (refused.status, refused.body["code"]) == (409, "already_assigned")
    assert refused.body["assignee"] == {"id": agent.id, "name": "Alice"}
    assert forced["assignee"]["id"] == bob.id
    assert agent.thread(ticket)[-1]["details"]["taken_from"] == agent.id


def test_nobody_answers_over_a_colleague_unknowingly(shop: Shop, agent: Agent) -> None:
    bob = shop.invite("bob")
    ticket = shop.first_mail()["id"]
    seen = bob.call("GET", f"/v1/tickets/{ticket}").headers["ETag"]
    agent.do(ticket, "replies", text="I have it")
    path = f"/v1/tickets/{ticket}/replies"
    refused = bob.call("POST", path, {"text": "Me too"}, If_Match=seen)

    assert (refused.status, refused.body["code"]) == (409, "thread_moved_on")
    assert [message["text"] for message in refused.body["messages"]] == ["I have it"]
    assert len(shop.sent()) == 1


@pytest.mark.acceptance(36, 37)
def test_the_badge_counts_what_each_agent_has_not_read(shop: Shop, agent: Agent) -> None:
    bob = shop.invite("bob")
    first, second = shop.first_mail("ann")["id"], shop.first_mail("ben")["id"]
    both = agent.badge(), bob.badge()
    agent.do(first, "read")
    one_read = agent.badge(), bob.badge()
    agent.do(second, "assign", agent_id=agent.id)
    assigned = agent.badge(), bob.badge()
    agent.do(first, "unread")
    agent.do(second, "close")
    closed = agent.badge(), bob.badge()
    shop.set(unread_badge={"enabled": False})

    assert (both, one_read, assigned, closed) == ((2, 2), (1, 2), (1, 1), (1, 1))
    assert agent.get("/v1/badge")["is_enabled"] is False


@pytest.mark.acceptance(36)
def test_an_agent_can_switch_their_own_badge_off(shop: Shop, agent: Agent) -> None:
    shop.first_mail()
    agent.call("PATCH", "/v1/me", {"unread_badge": False}).ok()

    assert agent.get("/v1/badge")["is_enabled"] is False
    assert shop.owner.badge() == 1


@pytest.mark.acceptance(9, 39, 40, 46, 47, 54)
def test_lists_show_open_tickets_and_filter_and_sort(shop: Shop, agent: Agent) -> None:
    old, new = shop.first_mail("ann")["id"], shop.first_mail("ben")["id"]
    agent.do(old, "tags", add=["gift"])
    shop.visitor().write("Hello")
    agent.do(new, "close")
    everything = agent.tickets(status="any")

    assert len(everything) == 3
    assert new not in ids(agent.tickets())
    assert ids(agent.tickets(status="closed")) == [new]
    assert ids(agent.tickets(channel="email")) == [old]
    assert ids(agent.tickets(tag="gift")) == [old]
    assert ids(agent.tickets(status="any", sort="updated_at")) == ids(everything)[::-1]
    assert {"name": "gift", "source": "agent"} in agent.ticket(old)["tags"]
    assert [each["number"] for each in agent.tickets(status="any", sort="updated_at")] != []


@pytest.mark.acceptance(53)
def test_a_long_thread_shows_its_newest_fifty_and_leads_to_the_rest(
    shop: Shop, agent: Agent
) -> None:
    visitor = shop.visitor()
    for number in range(60):
        visitor.call("POST", "messages", {"text": f"line {number}"}).ok()
    [ticket] = agent.tickets()
    page = agent.get(f"/v1/tickets/{ticket['id']}/messages")
    older = agent.get(f"/v1/tickets/{ticket['id']}/messages?cursor={page['next_cursor']}")

    words = [entry["text"] for entry in older["data"] + page["data"]]
    assert len(page["data"]) == 50
    assert words == [f"line {number}" for number in range(60)]
    assert (page["has_more"], older["has_more"]) == (True, False)


@pytest.mark.acceptance(60)
def test_a_customers_tickets_are_counted(shop: Shop, agent: Agent) -> None:
    customer = shop.first_mail("ann")["customer"]["id"]
    shop.first_mail("ann")
    shop.first_mail("ben")

    found = agent.get(f"/v1/customers/{customer}/tickets")
    assert (found["count"], len(found["data"])) == (2, 2)


def job(agent: Agent, **order: object) -> dict[str, Any]:
    started = agent.call("POST", "/v1/tickets/bulk", order).ok()
    agent.server.drain()
    return agent.get(f"/v1/jobs/{started['job_id']}")


@pytest.mark.acceptance(39, 109)
def test_many_tickets_are_worked_on_in_one_go(shop: Shop, agent: Agent) -> None:
    tickets = [shop.first_mail(name)["id"] for name in ("ann", "ben", "cem")]
    unknown = f"tkt_{'0' * 26}"
    given = job(agent, action="assign", ids=[*tickets, unknown], agent_id=agent.id)
    closed = job(agent, action="close", view="mine")

    assert (given["state"], given["done"], given["failed"]) == ("done", 3, 1)
    outcomes = {each["ticket_id"]: each["outcome"] for each in given["outcomes"]}
    assert outcomes == {**dict.fromkeys(tickets, "ok"), unknown: "not_found"}
    assert (closed["done"], closed["failed"]) == (3, 0)
    assert {each["status"] for each in agent.tickets(status="any")} == {"closed"}


@pytest.mark.acceptance(4)
def test_other_roles_and_deactivated_agents_are_shut_out(shop: Shop, agent: Agent) -> None:
    analyst = shop.owner.call(
        "POST", "/v1/agents", {"email": "ana@elsewhere.example", "name": "Ana", "role": "analyst"}
    ).ok()
    ticket = shop.first_mail()["id"]
    shop.owner.call("POST", f"/v1/agents/{agent.id}/deactivate").ok()
    path = f"/v1/tickets/{ticket}/assign"
    refused = shop.owner.call("POST", path, {"agent_id": analyst["id"]})

    assert agent.call("GET", "/v1/tickets").status == 401
    assert agent.call("POST", f"/v1/tickets/{ticket}/replies", {"text": "x"}).status == 401
    assert refused.status == 422
    assert shop.owner.call("POST", path, {"agent_id": agent.id}).status == 422


@pytest.mark.acceptance(32)
def test_no_route_opens_a_ticket_with_a_customer(shop: Shop, agent: Agent) -> None:
    body = {"customer": shop.address("ann"), "text": "Hello there"}

    assert agent.call("POST", "/v1/tickets", body).status in (404, 405)
    assert agent.call("POST", "/v1/tickets/tkt_0/replies", {"text": "Hello"}).status == 404
    assert shop.sent() == []
