"""`/v1/account/events`: who did what to the account (guard `guards.agent`)."""

from collections.abc import Mapping
from typing import Any

from chalicelib.accounts import storage as accounts
from chalicelib.accounts.history import storage
from chalicelib.accounts.history.model import Event
from chalicelib.core.desk import Desk
from chalicelib.web.cursors import part
from chalicelib.web.queries import ListQuery
from chalicelib.web.routes import Routes

routes = Routes()


@routes.get("/v1/account/events", needs="keys:read", query=ListQuery)
def list_events(desk: Desk, query: ListQuery) -> dict[str, Any]:
    """List what was done to people, settings, keys and connections, the newest first.

    `actor` is null where no agent did it. `subject` is whom it was done to, where that is an agent.
    """
    wanted = part(desk, query, of="account_events")
    found, onward = storage.page(desk, limit=wanted.limit, position=wanted.position)
    names = accounts.agent_names(desk)
    return {"data": [_shown(event, names) for event in found], **wanted.onward(desk, onward)}


def _shown(event: Event, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": event.id,
        "event": event.name,
        "actor": _agent(event.actor_id, names),
        "subject": _agent(event.subject_id, names) or _agent(event.detail, names),
        "subject_id": event.subject_id or None,
        "detail": "" if event.detail in names else event.detail,
        "at": event.at,
    }


def _agent(agent_id: str, names: Mapping[str, str]) -> dict[str, str] | None:
    return {"id": agent_id, "name": names[agent_id]} if agent_id in names else None
