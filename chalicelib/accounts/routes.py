"""`/v1` for accounts, people, sessions and API keys.

`open_routes` are for everybody (guard `guards.public`), `routes` for agents (`guards.agent`).
"""

from typing import Annotated, Any

from msgspec import UNSET, Meta, UnsetType

from chalicelib.accounts import (
    api_keys,
    create,
    people,
    presence,
    rules,
    sessions,
    storage,
)
from chalicelib.accounts.model import Account, Agent, Credential, Role
from chalicelib.accounts.plans import change as plans
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Forbidden
from chalicelib.web.answers import Answer, no_content
from chalicelib.web.bodies import Body
from chalicelib.web.routes import NOBODY_ASKED, Routes

open_routes = Routes()
routes = Routes()

Line = Annotated[str, Meta(min_length=1, max_length=254)]


class NewAccount(Body, frozen=True):
    """A shop, and who owns it."""

    name: Line
    email: Line
    owner_name: Line
    time_zone: Line = "UTC"


class SignIn(Body, frozen=True):
    """Whose mailbox the link goes to."""

    email: Annotated[str, Meta(max_length=1_000)]


class Confirmation(Body, frozen=True):
    """What the link carried."""

    token: Annotated[str, Meta(max_length=1_000)]


class MeChange(Body, frozen=True):
    """What agents change about themselves."""

    name: Line | UnsetType = UNSET
    unread_badge: bool | UnsetType = UNSET


class Presence(Body, frozen=True):
    """The switch."""

    online: bool


class NewAgent(Body, frozen=True):
    """Somebody who joins the team."""

    email: Line
    name: Line
    role: Role


class AgentChange(Body, frozen=True):
    """Another name or role; the role `owner` hands the account over."""

    name: Line | UnsetType = UNSET
    role: Role | UnsetType = UNSET


class NewKey(Body, frozen=True):
    """A key for a program; of `agent_id`, or of the caller."""

    name: Line
    scopes: Annotated[list[str], Meta(max_length=100)]
    agent_id: Annotated[str, Meta(max_length=64)] = ""


@open_routes.post("/v1/accounts", needs=NOBODY_ASKED, body=NewAccount, status=201)
def open_account(desk: Desk, body: NewAccount) -> dict[str, Any]:
    """Sign a shop up, where this installation lets strangers do so."""
    if not desk.place.is_sign_up_open:
        raise Forbidden("Accounts are made by whoever runs this place.", code="sign_up_closed")
    founded = create.sign_up(
        desk,
        name=body.name,
        email=body.email,
        owner_name=body.owner_name,
        time_zone=body.time_zone,
    )
    return _account(desk, founded.account)


@open_routes.post("/v1/sessions", needs=NOBODY_ASKED, body=SignIn, status=202)
def ask_for_link(desk: Desk, body: SignIn) -> dict[str, Any]:
    """Mail a sign-in link; the answer tells nothing about the address."""
    sessions.request_link(desk, body.email)
    return {"detail": "If the address is known, a link that works once is on its way."}


@open_routes.post("/v1/sessions/confirm", needs=NOBODY_ASKED, body=Confirmation, status=201)
def confirm_link(desk: Desk, body: Confirmation) -> dict[str, Any]:
    """Turn a link into a session."""
    signed_in = sessions.confirm(desk, body.token)
    return {**_session(signed_in.session), "token": signed_in.token}


@routes.get("/v1/sessions", needs=NOBODY_ASKED)
def list_sessions(desk: Desk) -> dict[str, Any]:
    """List the caller's own sessions, and which of them asks."""
    own = sessions.sessions_of(desk)
    return _all([{**_session(s), "is_current": s.digest == desk.caller.session} for s in own])


@routes.on("DELETE", "/v1/sessions/current", needs=NOBODY_ASKED, status=204)
def log_out(desk: Desk) -> Answer:
    """Log out, which also turns the caller offline."""
    sessions.log_out(desk)
    return no_content()


@routes.on("DELETE", "/v1/sessions/{session_id}", needs=NOBODY_ASKED, status=204)
def revoke_session(desk: Desk, session_id: str) -> Answer:
    """End another session of the caller's own."""
    sessions.revoke(desk, session_id)
    return no_content()


@routes.get("/v1/me", needs=NOBODY_ASKED)
def show_me(desk: Desk) -> dict[str, Any]:
    """Show who asks, and what they may."""
    return _me(desk, storage.agent(desk, desk.caller.id))


@routes.on("PATCH", "/v1/me", needs="presence:write", body=MeChange)
def change_me(desk: Desk, body: MeChange) -> dict[str, Any]:
    """Change one's own name or badge."""
    name = None if body.name is UNSET else body.name
    badge = None if body.unread_badge is UNSET else body.unread_badge
    return _me(desk, people.edit_self(desk, name=name, wants_badge=badge))


@routes.on("PUT", "/v1/me/presence", needs="presence:write", body=Presence)
def switch_presence(desk: Desk, body: Presence) -> dict[str, Any]:
    """Go online or offline."""
    return _agent(desk, presence.switch(desk, is_online=body.online))


@routes.on("PUT", "/v1/agents/{agent_id}/presence", needs="presence:write", body=Presence)
def switch_presence_of(desk: Desk, agent_id: str, body: Presence) -> dict[str, Any]:
    """Go online or offline; for anybody but oneself it is refused."""
    return _agent(desk, presence.switch(desk, is_online=body.online, agent_id=agent_id))


@routes.get("/v1/agents", needs="people:read")
def list_agents(desk: Desk) -> dict[str, Any]:
    """List the team, deactivated members too."""
    return _all([_agent(desk, agent) for agent in storage.agents(desk)])


@routes.get("/v1/agents/{agent_id}", needs="people:read")
def show_agent(desk: Desk, agent_id: str) -> dict[str, Any]:
    """Show one member of the team."""
    return _agent(desk, storage.agent(desk, agent_id))


@routes.post("/v1/agents", needs="people:write", body=NewAgent, status=201)
def invite_agent(desk: Desk, body: NewAgent) -> dict[str, Any]:
    """Add somebody to the team, and tell them by mail."""
    return _agent(desk, people.invite(desk, email=body.email, name=body.name, role=body.role))


@routes.on("PATCH", "/v1/agents/{agent_id}", needs="people:write", body=AgentChange)
def change_agent(desk: Desk, agent_id: str, body: AgentChange) -> dict[str, Any]:
    """Give a member another name or role."""
    name = None if body.name is UNSET else body.name
    role = None if body.role is UNSET else body.role
    return _agent(desk, people.edit(desk, agent_id, name=name, role=role))


@routes.post("/v1/agents/{agent_id}/deactivate", needs="people:write")
def deactivate_agent(desk: Desk, agent_id: str) -> dict[str, Any]:
    """Shut a member out."""
    return _agent(desk, people.deactivate(desk, agent_id))


@routes.post("/v1/agents/{agent_id}/reactivate", needs="people:write")
def reactivate_agent(desk: Desk, agent_id: str) -> dict[str, Any]:
    """Let a member back in."""
    return _agent(desk, people.reactivate(desk, agent_id))


@routes.get("/v1/api_keys", needs="keys:read")
def list_keys(desk: Desk) -> dict[str, Any]:
    """List the keys that work; their tokens are gone."""
    return _all([_key(key) for key in api_keys.keys_of(desk)])


@routes.post("/v1/api_keys", needs="keys:write", body=NewKey, status=201)
def create_key(desk: Desk, body: NewKey) -> dict[str, Any]:
    """Make a key and show its token, this one time."""
    new = api_keys.create(desk, name=body.name, scopes=body.scopes, agent_id=body.agent_id)
    return {**_key(new.credential), "token": new.token}


@routes.on("DELETE", "/v1/api_keys/{key_id}", needs="keys:write", status=204)
def revoke_key(desk: Desk, key_id: str) -> Answer:
    """End a key."""
    api_keys.revoke(desk, key_id)
    return no_content()


def _all(items: list[dict[str, Any]]) -> dict[str, Any]:
    return {"data": items, "has_more": False, "next_cursor": None}


def _account(desk: Desk, account: Account) -> dict[str, Any]:
    return {
        "id": account.id,
        "name": account.name,
        **plans.shown(account, desk.now()),
        "public_key": account.public_key,
        "inbound_address": account.inbound_address(desk.place.mail_domain),
        "created_at": account.created_at,
    }


def _agent(desk: Desk, agent: Agent) -> dict[str, Any]:
    return {
        "id": agent.id,
        "email": agent.email,
        "name": agent.name,
        "role": agent.role.value,
        "is_active": agent.is_active,
        "is_online": agent.is_online(desk.now()),
        "created_at": agent.created_at,
    }


def _me(desk: Desk, agent: Agent) -> dict[str, Any]:
    account = storage.account(desk)
    return {
        **_agent(desk, agent),
        "account": _account(desk, account),
        "permissions": sorted(desk.caller.permissions),
        "unread_badge": agent.wants_badge and account.settings.unread_badge.enabled,
    }


def _session(session: Credential) -> dict[str, Any]:
    return {
        "id": session.id,
        "agent_id": session.owner_id,
        "created_at": session.created_at,
        "expires_at": session.expires_at,
    }


def _key(key: Credential) -> dict[str, Any]:
    return {
        "id": key.id,
        "name": key.name,
        "agent_id": key.owner_id,
        "scopes": sorted(key.scopes or rules.PERMISSIONS),
        "created_at": key.created_at,
    }
