"""Inboxes over HTTP (acceptance 33; guard `guards.agent`). Credentials go in and never come out."""

from typing import Annotated, Any

from msgspec import UNSET, Meta, UnsetType, field

from chalicelib.core.desk import Desk
from chalicelib.inboxes import connect, rules, storage, tokens
from chalicelib.inboxes.country import country_of
from chalicelib.inboxes.model import Edit, Inbox, Wanted
from chalicelib.web.answers import Answer, no_content
from chalicelib.web.bodies import Body
from chalicelib.web.routes import Routes

routes = Routes()

Texts = Annotated[dict[str, str], Meta(max_length=10)]
ChangedTexts = Annotated[
    dict[str, str | None],
    Meta(
        max_length=10,
        description="Null or an empty text removes one that the provider does not need.",
    ),
]


class NewInbox(Body, frozen=True):
    """A number or page to connect; which settings and credentials says the provider."""

    channel: str
    provider: str
    address: Annotated[str, Meta(max_length=100)]
    name: str = ""
    settings: Texts = field(default_factory=dict[str, str])
    credentials: Texts = field(default_factory=dict[str, str])


class InboxChange(Body, frozen=True):
    """What is left out stays, also of the settings and credentials."""

    name: str | UnsetType = UNSET
    settings: ChangedTexts | UnsetType = UNSET
    credentials: Texts | UnsetType = UNSET


@routes.get("/v1/inboxes", needs="settings:read")
def list_inboxes(desk: Desk) -> dict[str, Any]:
    """List what is connected, oldest first."""
    return {"data": [_shown(desk, inbox) for inbox in storage.inboxes_now(desk)]}


@routes.post("/v1/inboxes", needs="settings:write", body=NewInbox, status=201)
def connect_inbox(desk: Desk, body: NewInbox) -> dict[str, Any]:
    """Connect a number or page; the answer says what to enter at the provider."""
    given = {name: getattr(body, name) for name in body.__struct_fields__}
    return _shown(desk, connect.connect(desk, Wanted(**given)))


@routes.get("/v1/inboxes/{inbox_id}", needs="settings:read")
def show_inbox(desk: Desk, inbox_id: str) -> dict[str, Any]:
    """Show one inbox."""
    return _shown(desk, storage.find_now(desk, inbox_id))


@routes.on("PATCH", "/v1/inboxes/{inbox_id}", needs="settings:write", body=InboxChange)
def change_inbox(desk: Desk, inbox_id: str, body: InboxChange) -> dict[str, Any]:
    """Change an inbox; new credentials mend what the provider refused."""
    given = {name: getattr(body, name) for name in body.__struct_fields__}
    edit = Edit(**{name: value for name, value in given.items() if value is not UNSET})
    return _shown(desk, connect.edit(desk, inbox_id, edit))


@routes.on("DELETE", "/v1/inboxes/{inbox_id}", needs="settings:write", status=204)
def disconnect_inbox(desk: Desk, inbox_id: str) -> Answer:
    """Disconnect an inbox; its tickets stay."""
    connect.disconnect(desk, inbox_id)
    return no_content()


def _shown(desk: Desk, inbox: Inbox) -> dict[str, Any]:
    kind = rules.kind_of(inbox)
    # It lets whoever has it claim deliveries for the account: no use to those who only look.
    may_connect = "settings:write" in desk.caller.permissions
    country = country_of(inbox.address) if kind.is_number else ""
    return {
        "id": inbox.id,
        "channel": inbox.channel,
        "provider": inbox.provider,
        "address": inbox.address,
        "name": inbox.name,
        "settings": dict(inbox.settings),
        "has_credentials": bool(inbox.sealed),
        "webhook_url": f"{desk.place.base_url}{rules.hook_path(inbox)}",
        "verify_token": tokens.verify_token(desk)
        if kind.is_asked_to_prove and may_connect
        else None,
        "country": country or None,
        "advice": list(rules.advice(inbox, country)),
        "fault": inbox.fault or None,
        "faulty_since": inbox.faulty_since,
        "expires_at": inbox.expires_at,
        "created_at": inbox.created_at,
    }
