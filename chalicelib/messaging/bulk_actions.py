"""What bulk jobs can do to a ticket, by name (decision 32)."""

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.accounts import storage as accounts
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Invalid
from chalicelib.core.moments import from_rfc3339
from chalicelib.messaging.jobs_storage import UNDO, Job
from chalicelib.routing import reopening
from chalicelib.routing import spam as by_hand
from chalicelib.tickets import assignment
from chalicelib.tickets.apply import Decide
from chalicelib.tickets.authors import author
from chalicelib.tickets.rules import marking, states

Details = Mapping[str, Any]
Action = Callable[[Desk, Details], Decide]


def _assign(desk: Desk, details: Details) -> Decide:
    by, now = author(desk), desk.now()
    agent_id, name = details.get("agent_id"), details.get("name", "")
    is_forced = bool(details.get("force"))
    if agent_id not in accounts.assignable(desk):
        raise Invalid("This agent has left meanwhile.", code="unknown_agent")
    return lambda t: assignment.assign(t, agent_id, by, now, name=name, is_forced=is_forced)


def _unassign(desk: Desk, _details: Details) -> Decide:
    by, now = author(desk), desk.now()
    return lambda t: assignment.assign(t, None, by, now)


def _close(desk: Desk, _details: Details) -> Decide:
    by, now = author(desk), desk.now()
    return lambda t: states.close(t, by, now)


def _reopen(desk: Desk, _details: Details) -> Decide:
    return reopening.reopen(desk)


def _snooze(desk: Desk, details: Details) -> Decide:
    by, now, until = author(desk), desk.now(), from_rfc3339(details["until"])
    return lambda t: states.snooze(t, until, by, now)


def _tag(desk: Desk, details: Details) -> Decide:
    by, now, names = author(desk), desk.now(), tuple(details["tags"])
    return lambda t: marking.retag(t, by, now, add=names, remove=())


def _untag(desk: Desk, details: Details) -> Decide:
    by, now, names = author(desk), desk.now(), tuple(details["tags"])
    return lambda t: marking.retag(t, by, now, add=(), remove=names)


def _spam(desk: Desk, _details: Details) -> Decide:
    return by_hand.spam(desk)


def _not_spam(desk: Desk, _details: Details) -> Decide:
    return by_hand.not_spam(desk)


def _read(desk: Desk, _details: Details) -> Decide:
    now = desk.now()
    return lambda t: marking.read(t, desk.caller.id, now, is_read=True)


def _unread(desk: Desk, _details: Details) -> Decide:
    now = desk.now()
    return lambda t: marking.read(t, desk.caller.id, now, is_read=False)


ACTIONS: Mapping[str, Action] = {
    "assign": _assign,
    "unassign": _unassign,
    "close": _close,
    "reopen": _reopen,
    "snooze": _snooze,
    "tag": _tag,
    "untag": _untag,
    "spam": _spam,
    "not_spam": _not_spam,
    "read": _read,
    "unread": _unread,
}
"""Each is asked anew for every ticket, so that it may choose another agent for each."""
NEEDS: Mapping[str, str] = {
    name: {
        "assign": "tickets:assign",
        "unassign": "tickets:assign",
        "read": "tickets:read",
        "unread": "tickets:read",
    }.get(name, "tickets:write")
    for name in ACTIONS
}


def needed(job: Job) -> str:
    """Return the permission that a job takes; taking it back takes the same."""
    return NEEDS[job.details["action"] if job.action == UNDO else job.action]
