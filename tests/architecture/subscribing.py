"""The part of the day in which a customer's subscription is changed from their ticket."""

from datetime import timedelta

from tests.architecture.day import CUSTOMER, Day


def change_subscriptions(day: Day, ticket_id: str) -> None:
    """Change it, take that back, and lose an answer that is seen by reading."""
    day.ask("POST", "/dev/recharge", {"subscription": {"email": CUSTOMER}})
    path = f"/v1/tickets/{ticket_id}"
    [own] = day.ask("GET", f"{path}/subscriptions")["data"]
    done = day.ask("PATCH", f"{path}/subscriptions/{own['id']}", {"quantity": 2})
    day.ask("POST", f"{path}/actions/{done['id']}/undo")
    day.ask("POST", "/dev/recharge", {"trouble": "lost"})
    lost = day.ask("PATCH", f"{path}/subscriptions/{own['id']}", {"quantity": 3})
    day.ask("POST", "/dev/recharge", {"trouble": ""})
    day.product.advance(timedelta(minutes=3))
    assert day.ask("GET", f"{path}/actions/{lost['id']}")["state"] == "done"
    day.ask("DELETE", "/v1/subscription_platform")
