"""Two shops on one installation never meet."""

from tests.journeys.shop import Agent, Shop, open_shop


def test_another_shops_tickets_are_not_there(shop: Shop, agent: Agent, other: Shop) -> None:
    ticket = shop.first_mail()
    message = agent.thread(ticket["id"])[0]["id"]
    paths = [
        ("GET", f"/v1/tickets/{ticket['id']}"),
        ("GET", f"/v1/tickets/{ticket['id']}/messages"),
        ("GET", f"/v1/messages/{message}/raw"),
        ("GET", f"/v1/customers/{ticket['customer']['id']}/tickets"),
        ("POST", f"/v1/messages/{message}/retry"),
        *(
            ("POST", f"/v1/tickets/{ticket['id']}/{verb}")
            for verb in ("close", "reopen", "read", "unread", "spam", "not_spam")
        ),
    ]
    answers = {(other.owner.call(method, path).status, path) for method, path in paths}
    empty = [path for status, path in answers if status == 200]

    assert {status for status, _ in answers} <= {404, 200}
    assert empty == [f"/v1/customers/{ticket['customer']['id']}/tickets"] or not empty
    assert other.owner.tickets(status="any") == []
    assert other.owner.badge() == 0


def test_another_shops_token_and_ids_join_nothing(shop: Shop, agent: Agent) -> None:
    elsewhere = open_shop(shop.server)
    ticket = shop.first_mail()["id"]
    agent.do(ticket, "replies", text="Hello")
    [mail] = shop.sent()
    token = mail["headers"]["Reply-To"].partition("@")[0].partition("+")[2]
    name, _, domain = elsewhere.inbox.partition("@")
    elsewhere.mail(
        sender=shop.address("ann"),
        to=f"{name}+{token}@{domain}",
        In_Reply_To=mail["headers"]["Message-ID"],
        text="Wrong house",
    )

    [fresh] = elsewhere.owner.tickets()
    assert elsewhere.owner.ticket(fresh["id"])["linked_ticket_id"] is None
    assert len(agent.thread(ticket)) == 2


def test_a_bulk_job_of_another_shop_touches_nothing(shop: Shop, agent: Agent, other: Shop) -> None:
    ticket = shop.first_mail()["id"]
    order = {"action": "close", "ids": [ticket]}
    started = other.owner.call("POST", "/v1/tickets/bulk", order).ok()
    shop.server.drain()
    done = other.owner.get(f"/v1/jobs/{started['job_id']}")

    assert done["outcomes"] == [{"ticket_id": ticket, "outcome": "not_found"}]
    assert agent.ticket(ticket)["status"] == "open"
    assert agent.call("GET", f"/v1/jobs/{started['job_id']}").status == 404


def test_a_visitor_sees_their_own_chat_alone(shop: Shop, agent: Agent) -> None:
    one, two = shop.visitor(name="One"), shop.visitor(name="Two")
    one.write("mine")
    two.write("theirs")

    assert one.texts() == ["mine"]
    assert one.server.call("GET", "/v1/tickets", token=one.token).status == 401
    assert one.server.call("GET", "/v1/chat/messages", token=agent.key).status == 401


def test_another_shops_team_and_people_are_not_there(shop: Shop, agent: Agent, other: Shop) -> None:
    team, ticket = shop.team("Returns", agent, tags=["returns"]), other.first_mail()["id"]
    path, owner = f"/v1/teams/{team['id']}", other.owner
    statuses = [
        owner.call("GET", path).status,
        owner.call("PATCH", path, {"name": "Ours"}).status,
        owner.call("DELETE", path).status,
        owner.call("PUT", f"/v1/agents/{agent.id}/presence", {"online": True}).status,
        owner.call("POST", "/v1/teams", {"name": "Ours", "agent_ids": [agent.id]}).status,
        owner.call("POST", f"/v1/tickets/{ticket}/assign", {"agent_id": agent.id}).status,
    ]

    assert statuses == [404, 404, 404, 404, 422, 422]
    assert agent.get("/v1/teams")["data"] == [team]
    assert agent.get("/v1/me")["is_online"] is False
    assert owner.get("/v1/teams")["data"] == []
