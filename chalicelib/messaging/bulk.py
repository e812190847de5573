"""Working on many tickets in the background: chunk by chunk, with progress and outcomes.

A chunk is done again when its worker dies; what it did before to a ticket is not repeated.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

from chalicelib.accounts import rules as account_rules
from chalicelib.accounts import storage as accounts
from chalicelib.core.desk import Caller, CallerKind, Desk
from chalicelib.core.errors import DeskhandError, Fault, Invalid, Unavailable
from chalicelib.core.ids import is_id
from chalicelib.messaging import jobs_storage as storage
from chalicelib.messaging.bulk_actions import ACTIONS, NEEDS
from chalicelib.messaging.jobs_storage import Job
from chalicelib.table import keys
from chalicelib.tickets import deliveries, views
from chalicelib.tickets.apply import apply

CHUNK = 25
MAX_IDS = 1_000
LEASE = timedelta(minutes=5)


def start(
    desk: Desk, action: str, details: Mapping[str, Any], *,
    ids: tuple[str, ...] = (), query: Mapping[str, str] | None = None,
) -> Job:  # fmt: skip
    """Queue a job on these tickets, or on all that match a view now (decision 32)."""
    if bool(ids) == (query is not None):
        raise Invalid("Give either ids or a view.", code="bad_selection")
    if faults := [_no_id(place) for place, each in enumerate(ids) if not is_id("tkt", each)]:
        raise Invalid("Some of these are no tickets' ids.", code="bad_selection", faults=faults)
    if query is not None:
        views.filter_for(desk, {name: (value,) for name, value in query.items()})
    job = Job(
        id=desk.new_id("job"),
        action=action,
        details=dict(details),
        agent_id=desk.caller.id,
        ids=ids,
        query=dict(query) if query is not None else None,
        total=len(ids) if ids else None,
        created_at=desk.now(),
    )
    job = storage.create(desk, job, due_at=desk.now() + LEASE)
    with suppress(Unavailable):  # then the sweep starts it
        _enqueue(desk, job.id)
    return job


def run(desk: Desk, job_id: str) -> Job:
    """Do the next chunk, then ask for another; a finished job is left as it is."""
    job = storage.load(desk, job_id)
    if job.is_finished:
        return job
    own = _as_agent(desk, job)
    ticket_ids, cursor = _next_chunk(own, job)
    outcomes = [(ticket_id, _act(own, job, ticket_id)) for ticket_id in ticket_ids]
    failed = sum(outcome != "ok" for _, outcome in outcomes)
    after = replace(
        job,
        cursor=cursor,
        done=job.done + len(outcomes) - failed,
        failed=job.failed + failed,
        version=job.version + 1,
    )
    due_at = None if after.is_finished else desk.now() + LEASE
    if storage.advance(desk, after, outcomes, due_at=due_at) and not after.is_finished:
        _enqueue(desk, job.id)
    return after


def come_due(desk: Desk, job_id: str) -> None:
    """Order the next chunk anew of a job whose worker fell silent, or that was never started."""
    deliveries.postpone(desk, *keys.job(desk.account_id, job_id), desk.now() + LEASE)
    _enqueue(desk, job_id)


def _next_chunk(desk: Desk, job: Job) -> tuple[list[str], str | None]:
    if job.query is not None:
        wanted = views.filter_for(desk, {name: (text,) for name, text in job.query.items()})
        page = views.read(desk, wanted, limit=CHUNK, cursor=job.cursor or None)
        return [ticket.id for ticket in page.items], page.cursor
    start = int(job.cursor or 0)
    end = start + CHUNK
    return list(job.ids[start:end]), str(end) if end < len(job.ids) else None


def _act(desk: Desk, job: Job, ticket_id: str) -> str:
    if NEEDS[job.action] not in desk.caller.permissions:
        return "forbidden"
    single = desk.for_operation(desk.randomness(16).hex()).for_key(f"{job.id}-{ticket_id}", job.id)
    decide = ACTIONS[job.action](single, job.details)
    try:
        apply(single, ticket_id, decide)
    except Unavailable:
        raise  # no verdict on the ticket: the chunk comes again
    except DeskhandError as refusal:
        return refusal.code
    return "ok"


def _no_id(place: int) -> Fault:
    return Fault(f"/ids/{place}", "invalid", "This is no ticket's id.")


def _as_agent(desk: Desk, job: Job) -> Desk:
    # What the agent may do is asked when it takes effect, not when it was asked for.
    agent = accounts.agent(desk, job.agent_id)
    caller = Caller(
        kind=CallerKind.agent,
        id=agent.id,
        name=agent.name,
        role=agent.role.value,
        permissions=account_rules.permissions(agent.role) if agent.is_active else frozenset(),
    )
    return replace(desk, caller=caller)


def _enqueue(desk: Desk, job_id: str) -> None:
    order = {"account_id": desk.account_id, "job_id": job_id}
    desk.queues.put("jobs", [json.dumps(order)])
