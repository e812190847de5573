"""Things that get stuck, and what the page says of them."""

from datetime import timedelta
from typing import Any

from chalicelib.core.moments import rfc3339
from tests.faults.shop import Shop


def page(shop: Shop) -> dict[str, Any]:
    """Return the status page."""
    return shop.done("GET", "/v1/status", by="owner")


def stuck(shop: Shop) -> list[dict[str, Any]]:
    """Return what the page says is stuck."""
    return page(shop)["stuck"]


def at(path: str, found: dict[str, Any]) -> str:
    """Return where something stuck is retried or dropped."""
    return f"/v1/status/stuck/{found['id']}/{path}"


def sleeper(shop: Shop, minutes: int = 60) -> str:
    """Let a ticket sleep for so long; return its id."""
    ticket_id = shop.receive()
    until = rfc3339(shop.cloud.world.now + timedelta(minutes=minutes))
    shop.done("POST", f"{shop.at}/snooze", {"until": until})
    shop.cloud.settle()
    return ticket_id


def swept(shop: Shop, minutes: float) -> None:
    """Let time pass, and the sweep look once."""
    shop.cloud.world.pass_time(minutes=minutes)
    shop.cloud.sweep()
    shop.cloud.settle()


def handed(shop: Shop, queue: str, body: str, *, tries: int) -> str:
    """Hand a queue's message over for the nth time; return what became of it."""
    record = {
        "messageId": "m1",
        "body": body,
        "attributes": {"ApproximateReceiveCount": str(tries)},
    }
    handler = {"jobs": "run_jobs", "inbound": "receive_inbound", "deliver": "deliver"}[queue]
    answer = shop.cloud.invoke(handler, {"Records": [record]})
    return "failed" if answer["batchItemFailures"] else "done"
