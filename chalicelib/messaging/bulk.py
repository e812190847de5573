"""Working on many tickets in the background, chunk by chunk, with progress and outcomes.

Which tickets a job is about is written down first, so that none is skipped or met twice when the
work itself moves them. A chunk is done again when its worker dies; what it did before to a ticket
is not repeated. After each chunk the job goes to the end of the queue: others have their turn.
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
from chalicelib.core.errors import (
    Conflict,
    DeskhandError,
    Fault,
    Forbidden,
    Invalid,
    Unavailable,
)
from chalicelib.core.ids import is_id
from chalicelib.messaging import bulk_undo
from chalicelib.messaging import jobs_storage as storage
from chalicelib.messaging.bulk_actions import ACTIONS, needed
from chalicelib.messaging.jobs_storage import CHUNK, LEASE, UNDO, Job, Stage
from chalicelib.table import keys, rates
from chalicelib.tickets import deliveries, filters, views
from chalicelib.tickets.apply import Decide, apply
from chalicelib.tickets.filters import Filter
from chalicelib.tickets.model import Change, Ticket

MAX_IDS = 1_000
MAX_JOBS_A_MINUTE = 60
GATHERED = 500
"""Tickets that are written down in one go."""
UNDONE_WITHIN = timedelta(hours=1)
"""The marks that know what was before are kept for longer."""
_SKEW = timedelta(minutes=1)


def start(
    desk: Desk, action: str, details: Mapping[str, Any], *,
    ids: tuple[str, ...] = (), wanted: Filter | None = None,
) -> Job:  # fmt: skip
    """Queue a job on these tickets, or on all that match a filter now (decision 32)."""
    if bool(ids) == (wanted is not None):
        raise Invalid("Give either ids or a view.", code="bad_selection")
    if faults := [_no_id(place) for place, each in enumerate(ids) if not is_id("tkt", each)]:
        raise Invalid("Some of these are no tickets' ids.", code="bad_selection", faults=faults)
    rates.limit(desk, "bulk", "jobs", most=MAX_JOBS_A_MINUTE, per=timedelta(minutes=1))
    now, ticket_ids = desk.now(), tuple(dict.fromkeys(ids))
    job = Job(
        id=desk.new_id("job"),
        action=action,
        details=dict(details),
        agent_id=desk.caller.id,
        stage=Stage.working if ids else Stage.gathering,
        # Oldest first: whatever somebody touches while it is being gathered is still to come.
        wanted=replace(filters.at_moment(wanted or Filter(), now), is_oldest_first=True),
        chunks=-(-len(ticket_ids) // CHUNK),
        total=len(ticket_ids),
        created_at=now,
    )
    job = storage.create(desk, job, ticket_ids)
    with suppress(Unavailable):  # then the sweep starts it
        _enqueue(desk, job)
    return job


def undo(desk: Desk, job_id: str) -> Job:
    """Queue a job that takes back what another one did, once; only who started it may ask."""
    job = storage.load(desk, job_id)
    if job.agent_id != desk.caller.id or needed(job) not in desk.caller.permissions:
        raise Forbidden("Only who started this may take it back.")
    if job.action == UNDO or not job.is_finished:
        raise Conflict("Only what is done can be taken back.", code="not_undoable")
    if desk.now() >= job.created_at + UNDONE_WITHIN:
        raise Conflict("This was done too long ago to be taken back.", code="too_late")
    back = Job(
        id=desk.new_id("job"),
        action=UNDO,
        details={"job_id": job.id, "action": job.action, "details": dict(job.details)},
        agent_id=job.agent_id,
        stage=_stage(job.worked, 0),
        wanted=Filter(),
        chunks=job.worked,
        total=job.done,
        created_at=desk.now(),
    )
    back = storage.create(desk.for_key(f"undo-{job.id}", job.id), back, ())
    with suppress(Unavailable):  # then the sweep starts it
        _enqueue(desk, back)
    return back


def run(desk: Desk, job_id: str, version: int | None = None) -> Job:
    """Do the next step, then ask for another; an order for one that was done is out of date."""
    job = storage.load(desk, job_id)
    if job.is_finished or version not in (None, job.version):
        return job
    own = _as_agent(desk, job)
    step = _gather if job.stage is Stage.gathering else _work
    after = step(own, job)
    if after is None:
        return storage.load(desk, job_id)
    if not after.is_finished:
        _enqueue(desk, after)
    return after


def come_due(desk: Desk, job_id: str) -> None:
    """Order the next step anew of a job whose worker fell silent, or that was never started."""
    job = storage.load(desk, job_id)
    deliveries.postpone(desk, *keys.job(desk.account_id, job_id), desk.now() + LEASE)
    if not job.is_finished:
        _enqueue(desk, job)


def _gather(desk: Desk, job: Job) -> Job | None:
    """Write down a page of tickets; None when another worker did."""
    page, position = views.read_on(desk, job.wanted, job.position or {}, limit=GATHERED)
    ticket_ids = _new_to(desk, job, page)
    chunks = job.chunks + -(-len(ticket_ids) // CHUNK)
    after = replace(
        job,
        position=position,
        chunks=chunks,
        total=job.total + len(ticket_ids),
        stage=_stage(chunks, job.worked) if position is None else Stage.gathering,
        version=job.version + 1,
    )
    return after if storage.put_gathered(desk, job, after, ticket_ids) else None


def _new_to(desk: Desk, job: Job, page: tuple[Ticket, ...]) -> list[str]:
    """Return what was there at the start and is not written down yet.

    Only what was touched since then can have been met before, at its former place.
    """
    there = [ticket for ticket in page if ticket.created_at <= job.created_at]
    has_moved = any(ticket.updated_at >= job.created_at - _SKEW for ticket in there)
    known = storage.gathered(desk, job.id) if has_moved else set[str]()
    return [ticket_id for ticket_id in dict.fromkeys(t.id for t in there) if ticket_id not in known]


def _work(desk: Desk, job: Job) -> Job | None:
    """Do a chunk; None when another worker did it, or somebody cancelled the job."""
    ticket_ids = storage.chunk(desk, job)
    outcomes = [(ticket_id, _act(desk, job, ticket_id)) for ticket_id in ticket_ids]
    failed = sum(outcome != "ok" for _, outcome in outcomes)
    after = replace(
        job,
        worked=job.worked + 1,
        done=job.done + len(outcomes) - failed,
        failed=job.failed + failed,
        stage=_stage(job.chunks, job.worked + 1),
        version=job.version + 1,
    )
    return after if storage.put_outcomes(desk, after, outcomes) else None


def _stage(chunks: int, worked: int) -> Stage:
    return Stage.done if worked >= chunks else Stage.working


def _act(desk: Desk, job: Job, ticket_id: str) -> str:
    if needed(job) not in desk.caller.permissions:
        return "forbidden"
    attempt = desk.for_operation(desk.randomness(16).hex())
    single = storage.on_ticket(attempt, job.id, ticket_id)
    try:
        apply(single, ticket_id, _decision(single, job))
    except Unavailable:
        raise  # no verdict on the ticket: the chunk comes again
    except DeskhandError as refusal:
        return refusal.code
    return "ok"


def _decision(desk: Desk, job: Job) -> Decide:
    if job.action == UNDO:
        return bulk_undo.undoing(desk, job.details)
    decide = ACTIONS[job.action](desk, job.details)

    def decided(ticket: Ticket) -> Change:
        before = bulk_undo.facts(job.action, job.details, ticket)
        return replace(decide(ticket), undo=before)

    return decided


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


def _enqueue(desk: Desk, job: Job) -> None:
    order = {"account_id": desk.account_id, "job_id": job.id, "version": job.version}
    desk.queues.put("jobs", [json.dumps(order)], tenant=desk.account_id)
