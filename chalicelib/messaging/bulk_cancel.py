"""Stopping a bulk job: what was done stays, nothing more is begun, no outcome is lost."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict, Forbidden
from chalicelib.messaging import jobs_storage as storage
from chalicelib.messaging.bulk_actions import needed
from chalicelib.messaging.jobs_storage import Job, Stage, mark_key, on_ticket
from chalicelib.table import operations
from chalicelib.table.write import Put, attempts

CANCELLED = "cancelled"


def cancel(desk: Desk, job_id: str, *, also: Sequence[Put] = ()) -> Job:
    """Stop a job at once, in the middle of a chunk too; one that is over stays as it is.

    `also` are rows that are written with it.
    """

    def act() -> dict[str, Any]:
        for _ in attempts(desk):
            job = storage.load(desk, job_id)
            if needed(job) not in desk.caller.permissions:
                raise Forbidden(f"This needs the permission {needed(job)}.")
            if job.is_finished or _end(desk, job, also):
                return {"job_id": job_id}
        raise Conflict("The job moves on too quickly; try again.")

    return storage.load(desk, operations.once(desk, act)["job_id"])


def _end(desk: Desk, job: Job, also: Sequence[Put]) -> bool:
    after = replace(job, stage=Stage.cancelled, version=job.version + 1)
    own = [*operations.mark(desk, {"job_id": job.id}), *also]
    if job.stage is Stage.gathering:
        return storage.put_end(desk, after, own)
    ticket_ids = storage.chunk(desk, job)
    done = operations.done(desk, [mark_key(job.id, ticket_id) for ticket_id in ticket_ids])
    left = [ticket_id for ticket_id in ticket_ids if mark_key(job.id, ticket_id) not in done]
    outcomes = [(each, CANCELLED if each in left else "ok") for each in ticket_ids]
    after = replace(after, worked=job.worked + 1, done=job.done + len(done))
    marks = [put for ticket_id in left for put in _taken(desk, job, ticket_id)]
    return storage.put_outcomes(desk, after, outcomes, marks=[*own, *marks])


def _taken(desk: Desk, job: Job, ticket_id: str) -> list[Put]:
    """Return the mark of the work on a ticket: a worker who comes to it finds it done."""
    named = on_ticket(desk, job.id, ticket_id)
    return operations.mark(named, {"ticket_id": ticket_id, "sequences": []})
