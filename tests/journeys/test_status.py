"""A provider breaks, and the team sees what is stuck, mends it, and drops what nobody needs."""

import pytest

from tests.journeys.shop import Agent, Shop

pytestmark = pytest.mark.thorough
BROKEN = {"call": "sesv2.SendEmail", "kind": "error", "times": 99}


def test_what_a_broken_provider_left_is_tried_again_or_dropped(shop: Shop, agent: Agent) -> None:
    owner, server = shop.owner, shop.server
    assert owner.get("/v1/status")["is_well"]
    tickets = [shop.first_mail()["id"] for _ in range(2)]
    server.call("POST", "/dev/faults", BROKEN).ok()
    for ticket in tickets:
        agent.do(ticket, "replies", text="On its way")
    server.wait(minutes=30)

    shown = owner.get("/v1/status")
    assert not shown["is_well"]
    assert {row["ticket_id"] for row in shown["stuck"]} == set(tickets)
    assert all(row["reason"].startswith("delivery_") and row["detail"] for row in shown["stuck"])
    assert shown["mail"]["last_in_at"]

    server.call("DELETE", "/dev/faults").ok()
    first, second = shown["stuck"]
    assert owner.call("POST", f"/v1/status/stuck/{first['id']}/retry").status == 202
    server.drain()
    assert [row["id"] for row in owner.get("/v1/status")["stuck"]] == [second["id"]]
    assert owner.call("POST", f"/v1/status/stuck/{second['id']}/drop").status == 204
    server.drain()

    assert owner.get("/v1/status")["is_well"]
    assert len(shop.sent()) == 1
    assert owner.get("/v1/account/events")["data"][0]["event"] == "stuck_dropped"
