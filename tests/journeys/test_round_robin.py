"""New tickets go round among those who are online."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.journeys.shop import Agent, Shop

pytestmark = pytest.mark.thorough
ROUND_ROBIN = {"enabled": True}


@pytest.fixture
def bob(shop: Shop, agent: Agent) -> Agent:
    """Return a second agent, after Alice; both come online, and tickets go round."""
    shop.set(round_robin=ROUND_ROBIN)
    bob = shop.invite("bob")
    agent.go("online")
    bob.go("online")
    return bob


def holders(shop: Shop, count: int, start: int = 0) -> list[str]:
    """Let so many first mails come in; return who got them, in their order."""
    found = [shop.first_mail(f"c{start + number}") for number in range(count)]
    return [ticket["assignee"]["name"] if ticket["assignee"] else "" for ticket in found]


@pytest.mark.acceptance(85, 92, 96)
def test_new_tickets_go_round_evenly(shop: Shop, agent: Agent, bob: Agent) -> None:
    given = holders(shop, 6)
    [ticket, *_] = agent.tickets(view="mine")

    assert given == ["Alice", "Bob"] * 3
    assert len(agent.tickets(view="mine")) == len(bob.tickets(view="mine")) == 3
    assert agent.tickets(view="unassigned") == []
    assert agent.ticket(ticket["id"])["assigned_by"] == "round_robin"


@pytest.mark.acceptance(98)
def test_who_is_offline_gets_nothing_until_they_are_online(
    shop: Shop, agent: Agent, bob: Agent
) -> None:
    bob.go("offline")
    alone = holders(shop, 3)
    bob.go("online")

    assert alone == ["Alice"] * 3
    assert sorted(holders(shop, 2, start=3)) == ["Alice", "Bob"]
    assert len(agent.tickets(view="mine")) == 4


@pytest.mark.acceptance(96)
def test_who_comes_online_joins_at_the_end(shop: Shop, agent: Agent, bob: Agent) -> None:
    first = holders(shop, 1)
    shop.invite("carol").go("online")

    assert [*first, *holders(shop, 4, start=1)] == ["Alice", "Bob", "Alice", "Carol", "Bob"]


@pytest.mark.acceptance(82, 106)
def test_without_it_agents_take_tickets_themselves(shop: Shop, agent: Agent) -> None:
    agent.go("online")
    off = shop.first_mail("ann")
    shop.set(round_robin=ROUND_ROBIN)
    on = shop.first_mail("ben")
    shop.set(round_robin={"enabled": False})
    off_again = shop.first_mail("cem")
    taken = agent.do(off_again["id"], "assign", agent_id=agent.id)

    assert (off["assignee"], off_again["assignee"]) == (None, None)
    assert on["assignee"]["id"] == agent.id
    assert taken["assigned_by"] == agent.id
    assert shop.owner.get("/v1/settings")["round_robin"] == {"enabled": False}


@pytest.mark.acceptance(85)
def test_switching_it_on_hands_out_what_waits(shop: Shop, agent: Agent) -> None:
    agent.go("online")
    waiting = shop.first_mail()["id"]
    shop.set(round_robin=ROUND_ROBIN)

    assert agent.ticket(waiting)["assignee"]["id"] == agent.id


@pytest.mark.acceptance(98)
def test_what_waits_is_handed_out_oldest_first_when_somebody_comes_online(
    shop: Shop, agent: Agent
) -> None:
    shop.set(round_robin=ROUND_ROBIN)
    bob, waiting = shop.invite("bob"), [shop.first_mail(name)["id"] for name in ("a", "b", "c")]
    agent.call("PUT", "/v1/me/presence", {"online": True}).ok()
    bob.go("online")
    given = [agent.ticket(ticket) for ticket in waiting]
    events = agent.thread(waiting[0])[-1]

    assert {ticket["assigned_by"] for ticket in given} == {"round_robin"}
    assert given[0]["assignee"]["id"] == agent.id
    assert (events["event"], events["details"]["because"]) == ("assigned", "round_robin")
    assert agent.tickets(view="unassigned") == []


def test_the_backlog_can_be_left_to_the_team(shop: Shop, agent: Agent) -> None:
    shop.set(round_robin=ROUND_ROBIN, drain_backlog=False)
    waiting = shop.first_mail("ann")["id"]
    agent.go("online")
    shop.server.wait(minutes=5)

    assert agent.ticket(waiting)["assignee"] is None
    assert shop.first_mail("ben")["assignee"]["id"] == agent.id


@pytest.mark.acceptance(112)
def test_what_a_person_left_to_nobody_is_left(shop: Shop, agent: Agent, bob: Agent) -> None:
    ticket = shop.first_mail()["id"]
    left = agent.do(ticket, "assign", agent_id=None)
    bob.go("offline")
    bob.go("online")
    shop.server.wait(minutes=5)

    assert (left["assignee"], left["assigned_by"]) == (None, "")
    assert [each["id"] for each in agent.tickets(view="unassigned")] == [ticket]


@pytest.mark.acceptance(104, 108)
def test_what_is_taken_or_given_by_hand_moves_no_turn(shop: Shop, agent: Agent, bob: Agent) -> None:
    first = shop.first_mail("ann")
    for _ in range(3):
        agent.do(first["id"], "assign", agent_id=bob.id)
        bob.do(first["id"], "assign", agent_id=agent.id)

    assert [first["assignee"]["name"], *holders(shop, 3)] == ["Alice", "Bob", "Alice", "Bob"]


@pytest.mark.acceptance(110, 111)
def test_what_was_handed_out_can_be_given_on(shop: Shop, agent: Agent, bob: Agent) -> None:
    ticket = shop.first_mail()["id"]
    given = agent.do(ticket, "assign", agent_id=bob.id)

    assert given["assignee"]["id"] == bob.id
    assert [each["id"] for each in bob.tickets(view="mine")] == [ticket]
    assert agent.tickets(view="mine") == []


def reply(shop: Shop) -> None:
    """Let the customer write again, to a ticket that was answered."""
    shop.mail(sender=shop.address("ann"), to=shop.sent()[0]["headers"]["Reply-To"], text="And?")


@pytest.mark.parametrize(
    ("way", "holder"), [("keep", "Alice"), ("unassign", ""), ("reroute", "Bob")]
)
def test_what_comes_back_to_somebody_offline_goes_where_the_shop_wants(
    shop: Shop, agent: Agent, bob: Agent, way: str, holder: str
) -> None:
    shop.set(on_offline_assignee=way)
    ticket = shop.first_mail("ann")
    agent.do(ticket["id"], "replies", text="Done")
    agent.do(ticket["id"], "close")
    agent.go("offline")
    reply(shop)
    shop.server.wait(minutes=3)

    now = bob.ticket(ticket["id"])
    assert now["status"] == "open"
    assert (now["assignee"] or {}).get("name", "") == holder


def test_what_comes_back_to_somebody_who_left_is_handed_out_anew(
    shop: Shop, agent: Agent, bob: Agent
) -> None:
    ticket = shop.first_mail("ann")
    agent.do(ticket["id"], "replies", text="Done")
    agent.do(ticket["id"], "close")
    shop.owner.call("POST", f"/v1/agents/{agent.id}/deactivate").ok()
    reply(shop)

    lines = [line for line in bob.thread(ticket["id"]) if line["kind"] == "event"]
    assert bob.ticket(ticket["id"])["assignee"]["id"] == bob.id
    assert [line["event"] for line in lines[-3:]] == ["reopened", "unassigned", "assigned"]
    assert lines[-2]["details"]["because"] == "deactivated"


@pytest.mark.parametrize("way", ["reopened", "woken"])
def test_what_comes_back_to_nobody_is_handed_out(shop: Shop, agent: Agent, way: str) -> None:
    shop.set(round_robin=ROUND_ROBIN)
    ticket = shop.first_mail("ann")["id"]
    agent.do(ticket, "replies", text="Done")
    if way == "reopened":
        agent.do(ticket, "close")
    else:
        agent.do(ticket, "snooze", preset="later_today")
    agent.go("online")
    shop.server.wait(minutes=5)
    if way == "reopened":
        reply(shop)
    shop.server.wait(hours=3, minutes=3)

    assert agent.ticket(ticket)["status"] == "open"
    assert agent.ticket(ticket)["assignee"]["id"] == agent.id


@pytest.mark.acceptance(85, 107)
def test_many_at_once_are_shared_out_evenly_and_each_has_one_holder(
    shop: Shop, agent: Agent, bob: Agent
) -> None:
    visitors = [shop.visitor() for _ in range(12)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda each: each.call("POST", "messages", {"text": "Open?"}).ok(), visitors))
    shop.server.drain()

    assert len(agent.tickets(view="mine")) == len(bob.tickets(view="mine")) == 6
