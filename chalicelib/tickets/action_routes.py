"""Working on tickets over HTTP: one route a verb, all through the one door."""

from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from msgspec import Meta

from chalicelib.accounts import storage as accounts
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict, Fault, Invalid
from chalicelib.tickets import assignment, present
from chalicelib.tickets.apply import Decide, apply
from chalicelib.tickets.attachments.routes import AttachmentIds
from chalicelib.tickets.attachments.rules import ANYTHING
from chalicelib.tickets.attachments.uploads import Uploads
from chalicelib.tickets.authors import author
from chalicelib.tickets.drafts import storage as drafts
from chalicelib.tickets.drafts.model import Revision
from chalicelib.tickets.model import Change, Ticket
from chalicelib.tickets.routes import answered, routes
from chalicelib.tickets.rules import marking, speaking, states
from chalicelib.tickets.snoozing import Preset, until
from chalicelib.web.answers import Answer, created
from chalicelib.web.bodies import Body

TagName = Annotated[str, Meta(min_length=1, max_length=60)]


class NoteBody(Body, frozen=True):
    """A private comment; with files, the text may be empty.

    `draft` names the revision of the draft that it was, if any.
    """

    text: str
    attachment_ids: AttachmentIds = ()
    draft: Revision | None = None


class AssignBody(Body, frozen=True):
    """To whom; null is nobody. `force` takes over from somebody else."""

    agent_id: str | None
    force: bool = False


class SnoozeBody(Body, frozen=True):
    """Either a moment or a preset."""

    until: datetime | None = None
    preset: Preset | None = None
    keep_on_reply: bool = False


class TagsBody(Body, frozen=True):
    """Names to add and to take away."""

    add: Annotated[tuple[TagName, ...], Meta(max_length=50)] = ()
    remove: Annotated[tuple[TagName, ...], Meta(max_length=50)] = ()


@routes.post("/v1/tickets/{ticket_id}/notes", needs="notes:write", body=NoteBody, status=201)
def add_note(desk: Desk, ticket_id: str, body: NoteBody) -> Answer:
    """Add a private note."""
    by, now = author(desk), desk.now()
    uploads = Uploads(desk, body.attachment_ids)

    def decide(ticket: Ticket) -> Change:
        change = speaking.note(ticket, by, body.text, now, files=uploads.fitting(ANYTHING))
        uploads.keep()
        return change

    done = apply(desk, ticket_id, decide)
    if body.draft is not None:
        drafts.sent(desk, ticket_id, body.text, revision=body.draft)
    return created(present.entry(done.entries[-1]))


@routes.post("/v1/tickets/{ticket_id}/assign", needs="tickets:assign", body=AssignBody)
def assign(desk: Desk, ticket_id: str, body: AssignBody) -> Answer:
    """Assign, take or unassign; 409 names who took it meanwhile (decision 31)."""
    names = accounts.agent_names(desk)
    if body.agent_id is not None and body.agent_id not in accounts.assignable(desk):
        fault = Fault("/agent_id", "unknown_agent", "No active agent has this id.")
        raise Invalid("Nobody can be assigned so.", faults=[fault])
    by, now, name = author(desk), desk.now(), names.get(body.agent_id or "", "")
    try:
        return _act(
            desk,
            ticket_id,
            lambda ticket: assignment.assign(
                ticket, body.agent_id, by, now, name=name, is_forced=body.force
            ),
        )
    except Conflict as conflict:
        holder = str(conflict.extra.pop("assignee_id", ""))
        conflict.extra["assignee"] = {"id": holder, "name": names.get(holder, "")}
        raise


@routes.post("/v1/tickets/{ticket_id}/snooze", needs="tickets:write", body=SnoozeBody)
def snooze(desk: Desk, ticket_id: str, body: SnoozeBody) -> Answer:
    """Hide until a moment or by a preset."""
    by, now = author(desk), desk.now()
    end = _end_of_snooze(desk, body, now)
    return _act(
        desk,
        ticket_id,
        lambda ticket: states.snooze(ticket, end, by, now, keep_on_reply=body.keep_on_reply),
    )


@routes.post("/v1/tickets/{ticket_id}/close", needs="tickets:write")
def close(desk: Desk, ticket_id: str) -> Answer:
    """Close; closing twice is once."""
    by, now = author(desk), desk.now()
    return _act(desk, ticket_id, lambda ticket: states.close(ticket, by, now))


@routes.post("/v1/tickets/{ticket_id}/tags", needs="tickets:write", body=TagsBody)
def retag(desk: Desk, ticket_id: str, body: TagsBody) -> Answer:
    """Add and remove tags."""
    by, now = author(desk), desk.now()
    return _act(
        desk,
        ticket_id,
        lambda ticket: marking.retag(ticket, by, now, add=body.add, remove=body.remove),
    )


@routes.post("/v1/tickets/{ticket_id}/read", needs="tickets:read")
def read(desk: Desk, ticket_id: str) -> Answer:
    """Mark read for this agent (decision 14)."""
    now = desk.now()
    return _act(
        desk, ticket_id, lambda ticket: marking.read(ticket, desk.caller.id, now, is_read=True)
    )


@routes.post("/v1/tickets/{ticket_id}/unread", needs="tickets:read")
def unread(desk: Desk, ticket_id: str) -> Answer:
    """Bring the dot back for this agent."""
    now = desk.now()
    return _act(
        desk, ticket_id, lambda ticket: marking.read(ticket, desk.caller.id, now, is_read=False)
    )


def _act(desk: Desk, ticket_id: str, decide: Decide) -> Answer:
    return answered(desk, apply(desk, ticket_id, decide).ticket)


def _end_of_snooze(desk: Desk, body: SnoozeBody, now: datetime) -> datetime:
    if (body.until is None) == (body.preset is None):
        raise Invalid("Give either until or preset.", code="bad_snooze")
    if body.preset is not None:
        zone = ZoneInfo(accounts.account(desk).settings.time_zone)
        return until(body.preset, now, zone)
    end: Any = body.until
    if end.tzinfo is None:
        raise Invalid("until needs an offset.", faults=[Fault("/until", "no_offset", "Add Z.")])
    return end
