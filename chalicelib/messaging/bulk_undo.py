"""Taking back what a bulk job did to a ticket, as far as the ticket still is as the job left it.

The mark of a job's work on a ticket keeps what the ticket was before. Without a mark nothing was
changed, so there is nothing to take back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from chalicelib.accounts import storage as accounts
from chalicelib.channels.registry import capabilities
from chalicelib.core.desk import Desk
from chalicelib.core.moments import from_rfc3339, rfc3339
from chalicelib.messaging.bulk_actions import ACTIONS, Details
from chalicelib.messaging.jobs_storage import on_ticket
from chalicelib.table import operations
from chalicelib.tickets.apply import Decide
from chalicelib.tickets.authors import author
from chalicelib.tickets.changes import change, resume
from chalicelib.tickets.model import Change, Status, Ticket
from chalicelib.tickets.rules import states

Before = Mapping[str, Any]
_LEFT_AS = {"close": Status.closed, "reopen": Status.open, "snooze": Status.snoozed}
_OPPOSITE = {"spam": "not_spam", "not_spam": "spam", "read": "unread", "unread": "read"}


def facts(action: str, details: Details, ticket: Ticket) -> dict[str, Any]:
    """Return what of a ticket an action is about to change."""
    if action in _LEFT_AS:
        until = ticket.snoozed_until
        kept = {"until": rfc3339(until), "keep_on_reply": ticket.keep_on_reply} if until else {}
        return {"status": ticket.status.value, **kept}
    if action in ("assign", "unassign"):
        return {
            "agent_id": ticket.assignee_id,
            "assigned_by": ticket.assigned_by,
            "is_left": ticket.is_left,
        }
    if action in ("tag", "untag"):
        named = _folded(details["tags"])
        return {"tags": {t.name: t.source for t in ticket.tags if t.name.casefold() in named}}
    return {}


def undoing(desk: Desk, details: Details) -> Decide:
    """Return the decision that takes back a job: `details` name it, its action and its details."""
    job_id, action, given = details["job_id"], details["action"], details["details"]

    def decide(ticket: Ticket) -> Change:
        mark = operations.find(on_ticket(desk, job_id, ticket.id))
        before = mark and mark.get("undo")
        back = _back(desk, action, given, before, ticket) if before is not None else None
        return back(ticket) if back else change(ticket, desk.now()).done()

    return decide


def _back(desk: Desk, action: str, given: Details, before: Before, ticket: Ticket) -> Decide | None:
    """Return what brings a ticket back, or None where somebody has moved it on."""
    if action in _OPPOSITE:
        return ACTIONS[_OPPOSITE[action]](desk, {})
    if action == "tag":
        known = _folded(before["tags"])
        return _tags(
            desk, "untag", [name for name in given["tags"] if name.casefold() not in known]
        )
    if action == "untag":
        return _tagged(desk, _sources(before["tags"]))
    if action in _LEFT_AS:
        return _status(desk, before) if _is_as_left(ticket, action, given) else None
    return _holder(desk, before) if ticket.assignee_id == given.get("agent_id") else None


def _is_as_left(ticket: Ticket, action: str, given: Details) -> bool:
    if ticket.status is not _LEFT_AS[action]:
        return False
    return action != "snooze" or ticket.snoozed_until == from_rfc3339(given["until"])


def _tagged(desk: Desk, sources: Mapping[str, str]) -> Decide | None:
    """Put tags back as they were; one that somebody has put on again meanwhile is theirs."""
    tag = _tags(desk, "tag", tuple(sources))

    def decide(ticket: Ticket, put: Decide) -> Change:
        done, there = put(ticket), {one.name for one in ticket.tags}
        tags = tuple(
            one if one.name in there else replace(one, source=sources.get(one.name, one.source))
            for one in done.ticket.tags
        )
        return replace(done, ticket=replace(done.ticket, tags=tags))

    return partial(decide, put=tag) if tag else None


def _tags(desk: Desk, action: str, names: Sequence[str]) -> Decide | None:
    return ACTIONS[action](desk, {"tags": names}) if names else None


def _holder(desk: Desk, before: Before) -> Decide:
    agent_id = before["agent_id"]
    name = accounts.agent_names(desk).get(agent_id or "", "")
    order: Details = {"agent_id": agent_id, "name": name, "force": True}
    give = ACTIONS["assign"](desk, order) if agent_id else ACTIONS["unassign"](desk, {})

    def decide(ticket: Ticket) -> Change:
        done = give(ticket)
        # What waited to be handed out waits again: nobody has decided to leave it.
        was = {"assigned_by": before["assigned_by"], "is_left": before["is_left"]}
        return replace(done, ticket=replace(done.ticket, **was))

    return decide


def _status(desk: Desk, before: Before) -> Decide:
    if before["status"] == Status.closed:
        return ACTIONS["close"](desk, {})
    until = from_rfc3339(before["until"]) if before["status"] == Status.snoozed else None
    if until is None or until <= desk.now():
        return _opened(desk)
    return _asleep(desk, until, keep_on_reply=before["keep_on_reply"])


def _opened(desk: Desk) -> Decide:
    """Open it with whoever has it: what is taken back hands nothing out."""
    by, now = author(desk), desk.now()
    return lambda ticket: states.reopen(ticket, by, now, capabilities=capabilities(ticket.channel))


def _asleep(desk: Desk, until: datetime, *, keep_on_reply: bool) -> Decide:
    by, now, opened = author(desk), desk.now(), _opened(desk)

    def decide(ticket: Ticket) -> Change:
        draft = resume(opened(ticket), now)
        return states.asleep(draft, until, by, keep_on_reply=keep_on_reply).done()

    return decide


def _sources(tags: Mapping[str, str] | Sequence[str]) -> Mapping[str, str]:
    """Return who put each tag on; older marks hold the names alone."""
    return tags if isinstance(tags, Mapping) else dict.fromkeys(tags, "agent")


def _folded(names: Iterable[str]) -> set[str]:
    return {name.casefold() for name in names}
