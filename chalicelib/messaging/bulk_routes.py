"""Bulk work over HTTP: start a job, look at it, stop it."""

from datetime import datetime
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from msgspec import Meta

from chalicelib.accounts import storage as accounts
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Fault, Forbidden, Invalid
from chalicelib.core.moments import rfc3339
from chalicelib.messaging import bulk, bulk_cancel, jobs_storage
from chalicelib.messaging.bulk_actions import NEEDS
from chalicelib.messaging.jobs_storage import CHUNK, Job, Stage
from chalicelib.messaging.thread_routes import routes
from chalicelib.tickets import filters, views
from chalicelib.tickets.action_routes import TagName
from chalicelib.tickets.snoozing import Preset, until
from chalicelib.web import cursors
from chalicelib.web.answers import Answer
from chalicelib.web.bodies import Body
from chalicelib.web.queries import ListQuery

ActionName = Literal[
    "assign", "unassign", "close", "reopen", "snooze", "tag", "untag", "spam", "not_spam",
    "read", "unread",
]  # fmt: skip
Words = str | list[str] | None
_FILTERS = (
    "view", "status", "channel", "tag", "assignee", "team", "customer", "is_unread",
    "updated_within", "updated_after", "updated_before",
)  # fmt: skip


class BulkBody(Body, frozen=True):
    """An action on ids, or on all tickets that match a view and the filters of lists."""

    action: ActionName
    ids: Annotated[tuple[str, ...], Meta(max_length=bulk.MAX_IDS)] = ()
    view: str | None = None
    status: Words = None
    channel: Words = None
    tag: Words = None
    assignee: str | None = None
    team: str | None = None
    customer: str | None = None
    is_unread: bool | None = None
    updated_within: str | None = None
    updated_after: str | None = None
    updated_before: str | None = None
    agent_id: str | None = None
    force: bool = False
    until: datetime | None = None
    preset: Preset | None = None
    tags: Annotated[tuple[TagName, ...], Meta(max_length=20)] = ()


@routes.post("/v1/tickets/bulk", needs="tickets:read", body=BulkBody, status=202)
def start(desk: Desk, body: BulkBody) -> Answer:
    """Start a background job (acceptance 39, 109); its id shows the progress."""
    if NEEDS[body.action] not in desk.caller.permissions:
        raise Forbidden(f"This needs the permission {NEEDS[body.action]}.")
    given = {name: value for name in _FILTERS if (value := getattr(body, name)) is not None}
    wanted = views.filter_for(desk, filters.given(given)) if given else None
    job = bulk.start(desk, body.action, _details(desk, body), ids=body.ids, wanted=wanted)
    return Answer({"job_id": job.id, **_shown(job)}, 202)


@routes.get("/v1/jobs/{job_id}", needs="tickets:read", query=ListQuery)
def get(desk: Desk, query: ListQuery, job_id: str) -> dict[str, Any]:
    """Return a job's progress, and a page of what became of its tickets, in their order."""
    job = jobs_storage.load(desk, job_id)
    part = cursors.part(desk, query, of=f"job {job_id}")
    outcomes, following = _outcomes(desk, job, part)
    shown = [{"ticket_id": ticket_id, "outcome": code} for ticket_id, code in outcomes]
    return {**_shown(job), "outcomes": shown, **part.onward(desk, following)}


@routes.post("/v1/jobs/{job_id}/cancel", needs="tickets:read")
def cancel(desk: Desk, job_id: str) -> dict[str, Any]:
    """Stop a job at once; what it did stays done."""
    return _shown(bulk_cancel.cancel(desk, job_id))


@routes.post("/v1/jobs/{job_id}/undo", needs="tickets:read", status=202)
def undo(desk: Desk, job_id: str) -> Answer:
    """Start a job that takes back what an own job did, within an hour and once.

    What others have changed since stays. What took effect outside, as routing, does too.
    """
    job = bulk.undo(desk, job_id)
    return Answer({"job_id": job.id, **_shown(job)}, 202)


def _outcomes(
    desk: Desk, job: Job, part: cursors.Part
) -> tuple[list[tuple[str, str]], dict[str, int] | None]:
    """Return at most so many outcomes, and where the next ones are; None when none is known."""
    place, skip, limit = part.position.get("chunk", 0), part.position.get("skip", 0), part.limit
    chunks = jobs_storage.outcomes_from(desk, job.id, place, limit=limit // CHUNK + 2)
    known = [
        (number, at, outcome)
        for number, chunk in enumerate(chunks, place)
        for at, outcome in enumerate(chunk)
        if (number, at) >= (place, skip)
    ]
    page, rest = known[:limit], known[limit:]
    following = {"chunk": place + len(chunks), "skip": 0}
    if rest:
        following = {"chunk": rest[0][0], "skip": rest[0][1]}
    is_last = not rest and following["chunk"] >= job.worked
    return [outcome for _, _, outcome in page], None if is_last else following


def _shown(job: Job) -> dict[str, Any]:
    return {
        "id": job.id,
        "action": job.action,
        "state": job.stage.value if job.is_finished else "running",
        "total": None if job.stage is Stage.gathering else job.total,
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
            return {"until": rfc3339(_end_of_snooze(desk, body))}
        case "tag" | "untag":
            if not body.tags:
                raise _missing("tags", "At least one tag.")
            return {"tags": list(body.tags)}
        case _:
            return {}


def _end_of_snooze(desk: Desk, body: BulkBody) -> datetime:
    if body.preset is not None and body.until is None:
        zone = ZoneInfo(accounts.account(desk).settings.time_zone)
        return until(body.preset, desk.now(), zone)
    if body.until is None or body.preset is not None or body.until.tzinfo is None:
        raise _missing("until", "A moment with an offset, or a preset.")
    if body.until <= desk.now():
        raise _missing("until", "A moment in the future.")
    return body.until


def _missing(name: str, detail: str) -> Invalid:
    fault = Fault(f"/{name}", "required", detail)
    return Invalid("The action needs more to go on.", faults=[fault])
