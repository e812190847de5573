"""Bulk work over HTTP: start a job, look at it."""

from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import Meta

from chalicelib.accounts import storage as accounts
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Fault, Forbidden, Invalid
from chalicelib.core.moments import rfc3339
from chalicelib.messaging import bulk, jobs_storage
from chalicelib.messaging.bulk_actions import NEEDS
from chalicelib.messaging.jobs_storage import Job
from chalicelib.messaging.routes import routes
from chalicelib.web.answers import Answer
from chalicelib.web.bodies import Body

ActionName = Literal[
    "assign", "unassign", "close", "reopen", "snooze", "tag", "untag", "spam", "not_spam",
    "read", "unread",
]  # fmt: skip
_FILTERS = ("view", "status", "channel", "tag", "assignee", "customer")


class BulkBody(Body, frozen=True):
    """An action on ids, or on all tickets that match a view and its filters."""

    action: ActionName
    ids: Annotated[tuple[str, ...], Meta(max_length=bulk.MAX_IDS)] = ()
    view: str | None = None
    status: str | None = None
    channel: str | None = None
    tag: str | None = None
    assignee: str | None = None
    customer: str | None = None
    agent_id: str | None = None
    force: bool = False
    until: datetime | None = None
    tags: Annotated[tuple[str, ...], Meta(max_length=20)] = ()


@routes.post("/v1/tickets/bulk", needs="tickets:read", body=BulkBody, status=202)
def start(desk: Desk, body: BulkBody) -> Answer:
    """Start a background job (acceptance 39, 109); its id shows the progress."""
    if NEEDS[body.action] not in desk.caller.permissions:
        raise Forbidden(f"This needs the permission {NEEDS[body.action]}.")
    query = {name: value for name in _FILTERS if (value := getattr(body, name)) is not None}
    job = bulk.start(desk, body.action, _details(desk, body), ids=body.ids, query=query or None)
    return Answer({"job_id": job.id, **_shown(job)}, 202)


@routes.get("/v1/jobs/{job_id}", needs="tickets:read")
def get(desk: Desk, job_id: str) -> dict[str, Any]:
    """Return a job's progress and the outcome of each ticket."""
    job = jobs_storage.load(desk, job_id, with_outcomes=True)
    outcomes = [{"ticket_id": ticket_id, "outcome": code} for ticket_id, code in job.outcomes]
    return {**_shown(job), "outcomes": outcomes}


def _shown(job: Job) -> dict[str, Any]:
    return {
        "id": job.id,
        "action": job.action,
        "state": "done" if job.is_finished else "running",
        "total": job.total,
        "done": job.done,
        "failed": job.failed,
        "created_at": job.created_at,
    }


def _details(desk: Desk, body: BulkBody) -> dict[str, Any]:
    match body.action:
        case "assign":
            if body.agent_id not in accounts.assignable(desk):
                raise _missing("agent_id", "No active agent has this id.")
            name = accounts.agent_names(desk).get(body.agent_id or "", "")
            return {"agent_id": body.agent_id, "name": name, "force": body.force}
        case "snooze":
            if body.until is None or body.until.tzinfo is None:
                raise _missing("until", "A moment with an offset.")
            return {"until": rfc3339(body.until)}
        case "tag" | "untag":
            if not body.tags:
                raise _missing("tags", "At least one tag.")
            return {"tags": list(body.tags)}
        case _:
            return {}


def _missing(name: str, detail: str) -> Invalid:
    fault = Fault(f"/{name}", "required", detail)
    return Invalid("The action needs more to go on.", faults=[fault])
