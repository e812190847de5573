"""Bulk jobs over HTTP, their queue step by step, and what they left behind."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from chalicelib.messaging.jobs_storage import LEASE
from chalicelib.table.row import Row
from chalicelib.tickets.entry_rows import EventRow
from chalicelib.tickets.model import Ticket
from chalicelib.tickets.rows import TicketRow, to_row, to_ticket
from tests.builders import a_ticket
from tests.faults.shop import Shop
from tests.kit.crash import dying

BULK = "/v1/tickets/bulk"
VIP = {"action": "tag", "tags": ["vip"], "view": "all"}


def fill(shop: Shop, count: int, **facts: Any) -> list[str]:
    """Put tickets into the table, each a minute younger than the one before; return their ids."""
    desk = shop.desk()
    made = [
        a_ticket(
            id=desk.new_id("tkt"),
            number=number + 1,
            **{"updated_at": desk.now() - timedelta(minutes=count - number), **facts},
        )
        for number in range(count)
    ]
    with Row.batch_write() as batch:
        for ticket in made:
            batch.save(to_row(shop.account.id, ticket))
    return [ticket.id for ticket in made]


def started(shop: Shop, body: object = None, **headers: str) -> str:
    """Start a job and return its id."""
    return shop.done("POST", BULK, body or VIP, **headers)["job_id"]


def worked_off(shop: Shop, between: Callable[[], object] = lambda: None) -> int:
    """Carry the queue until it is empty; return how many steps that took."""
    steps = 0
    while shop.cloud.queues["jobs"]:
        shop.cloud.step("jobs")
        between()
        steps += 1
    return steps


def mended(shop: Shop) -> None:
    """Let AWS and the sweep do what they do after a worker's death, until nothing is left."""
    worked_off(shop)
    shop.cloud.world.pass_time(seconds=LEASE.total_seconds() + 1)
    shop.cloud.sweep()
    worked_off(shop)


def step_and_die(shop: Shop, call: int, *, when: str) -> bool:
    """Let a worker die at a call of its step; tell whether it came so far."""
    with dying(when, call) as death:
        shop.cloud.step("jobs")
    return death.point is not None


def job(shop: Shop, job_id: str) -> Any:
    """Return a job with all of its outcomes."""
    found = shop.done("GET", f"/v1/jobs/{job_id}?limit=100")
    cursor = found["next_cursor"]
    while cursor:
        page = shop.done("GET", f"/v1/jobs/{job_id}?limit=100&cursor={cursor}")
        found["outcomes"] += page["outcomes"]
        cursor = page["next_cursor"]
    return found


def outcomes(shop: Shop, job_id: str) -> dict[str, str]:
    """Return what became of each ticket; no ticket has two outcomes."""
    found = job(shop, job_id)["outcomes"]
    known = {each["ticket_id"]: each["outcome"] for each in found}
    assert len(known) == len(found)
    return known


def events(shop: Shop, name: str) -> Counter[str]:
    """Return how often something happened to each ticket."""
    found = [row for row in shop.rows() if isinstance(row, EventRow) and row.name == name]
    return Counter(row.pk.rsplit("#", 1)[1] for row in found)


def tickets(shop: Shop) -> dict[str, Ticket]:
    """Return every ticket as it is."""
    found = [to_ticket(row) for row in shop.rows() if isinstance(row, TicketRow)]
    return {ticket.id: ticket for ticket in found}
