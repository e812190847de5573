"""Views of the team's own, shared and live."""

import pytest

from tests.journeys.shop import Agent, Shop


@pytest.mark.acceptance(45, 46, 47)
def test_a_view_is_made_shared_narrowed_renamed_and_ended(shop: Shop, agent: Agent) -> None:
    bob = shop.invite("bob")
    body = {"name": "Gifts", "filters": {"channel": ["email"], "tag": ["gift"]}}
    view = agent.call("POST", "/v1/views", body).ok()
    wanted, other = shop.first_mail("ann")["id"], shop.first_mail("ben")["id"]
    before = bob.tickets(view=view["id"])
    for ticket in (wanted, other):
        agent.do(ticket, "tags", add=["gift"])
    agent.do(other, "close")
    path = f"/v1/views/{view['id']}"
    renamed = bob.call("PATCH", path, {"name": "Presents"}).ok()
    live = [each["id"] for each in bob.tickets(view=view["id"])]
    closed = [each["id"] for each in bob.tickets(view=view["id"], status="closed")]
    agent.call("DELETE", path).ok()

    assert (before, live, closed) == ([], [wanted], [other])
    assert renamed["name"] == "Presents"
    assert agent.call("GET", f"/v1/tickets?view={view['id']}").status == 404
    assert wanted in [each["id"] for each in agent.tickets()]


@pytest.mark.acceptance(45)
def test_another_shops_view_is_not_there(shop: Shop, agent: Agent, other: Shop) -> None:
    view = agent.call("POST", "/v1/views", {"name": "Mine", "filters": {"channel": ["email"]}}).ok()

    assert other.owner.call("GET", f"/v1/tickets?view={view['id']}").status == 404
    assert other.owner.call("DELETE", f"/v1/views/{view['id']}").status == 404
    assert other.owner.get("/v1/views")["data"] != agent.get("/v1/views")["data"]
