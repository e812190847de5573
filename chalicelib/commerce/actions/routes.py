"""What became of an action (guard `guards.agent`)."""

from typing import Any

from chalicelib.commerce.actions import storage
from chalicelib.commerce.actions.model import Action
from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.web.routes import Routes

routes = Routes()


@routes.get("/v1/tickets/{ticket_id}/actions/{action_id}", needs="tickets:read")
def show_action(desk: Desk, ticket_id: str, action_id: str) -> dict[str, Any]:
    """Show how far an action got.

    `state` is `pending`, `done`, `refused`, `unknown` while its answer is lost and it is being
    asked after, or `not_done` once it was seen that it never took effect.
    """
    action = storage.load(desk, action_id)
    if action.ticket_id != ticket_id:
        raise NotFound("There is no such action.")
    return shown(action)


def shown(action: Action) -> dict[str, Any]:
    """Return an action as the API shows it."""
    why = action.refused
    return {
        "id": action.id,
        "kind": action.kind,
        "name": action.name,
        "state": action.state.value,
        "refusal": {"code": why.code, "detail": why.detail} if why else None,
        "asked_at": action.asked_at,
        "settled_at": action.settled_at,
        "undone_by": action.undone_by or None,
    }
