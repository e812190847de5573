"""Somebody asks by mail to have a subscription changed; an agent does it from the ticket."""

import pytest

from tests.journeys.shop import Agent, Shop

pytestmark = pytest.mark.thorough

TOKEN = {"provider": "recharge", "api_token": "sk_test_1x1_of-the-journey"}


@pytest.mark.acceptance(89)
def test_a_subscription_is_changed_from_the_ticket_once(shop: Shop, agent: Agent) -> None:
    shop.owner.call("PUT", "/v1/subscription_platform", TOKEN).ok()
    ticket = shop.first_mail()
    email = {"email": shop.address("ann"), "title": "Fern food"}
    shop.server.call("POST", "/dev/recharge", {"subscription": email}).ok()
    path = f"/v1/tickets/{ticket['id']}"
    [own] = agent.get(f"{path}/subscriptions")["data"]
    here = f"{path}/subscriptions/{own['id']}"

    skipped = agent.call("POST", f"{here}/skip", {"next_charge_on": own["next_charge_on"]}).ok()
    undone = agent.call("POST", f"{path}/actions/{skipped['id']}/undo").ok()
    shop.server.call("POST", "/dev/recharge", {"trouble": "lost"}).ok()
    unknown = agent.call("POST", f"{here}/cancel", {"reason": "Too much"})
    shop.server.call("POST", "/dev/recharge", {"trouble": ""}).ok()
    shop.server.wait(minutes=3)

    assert skipped["subscription"]["next_charge_on"] > own["next_charge_on"]
    assert undone["subscription"]["next_charge_on"] == own["next_charge_on"]
    assert (unknown.status, unknown.ok()["state"]) == (202, "unknown")
    assert agent.get(f"{path}/actions/{unknown.ok()['id']}")["state"] == "done"
    assert agent.get(f"{path}/subscriptions")["data"][0]["status"] == "cancelled"
    assert agent.events(ticket["id"]) == ["done_at_shop"] * 2 + ["unknown_at_shop", "done_at_shop"]
