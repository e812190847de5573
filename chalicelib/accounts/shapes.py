"""What answers about the account and its people look like."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from chalicelib.accounts.model import Plan, Role
from chalicelib.web.description.shapes import Answers, Listed, Shape, plain

AgentId = Annotated[str, Meta(examples=["agt_01KJWBG7G0000000000000ANNA"])]


class PlanEnded(Shape, frozen=True):
    """Which plan ended last by itself, and when."""

    plan: Plan
    at: datetime


class AccountSeen(Shape, frozen=True):
    """The merchant's account; `public_key` goes into the shop's pages."""

    id: str
    name: str
    plan: Plan
    plan_ends_at: datetime | None
    is_plan_ending: bool
    plan_ended: PlanEnded | None
    features: tuple[str, ...]
    public_key: str
    inbound_address: str
    created_at: datetime


class Member(Shape, frozen=True):
    """Somebody of the team."""

    id: AgentId
    email: str
    name: str
    role: Role
    is_active: bool
    is_online: bool
    created_at: datetime


class Me(Member, frozen=True):
    """Who asks, and what they may."""

    account: AccountSeen
    permissions: tuple[str, ...]
    unread_badge: bool


class Detail(Shape, frozen=True):
    """A sentence for whoever asked."""

    detail: str


class Begun(Shape, frozen=True):
    """A session that has just begun; its token is told once."""

    id: str
    agent_id: AgentId
    created_at: datetime
    expires_at: datetime
    token: str


class SessionSeen(Shape, frozen=True):
    """Where somebody is signed in."""

    id: str
    agent_id: AgentId
    created_at: datetime
    expires_at: datetime
    is_current: bool


class Key(Shape, frozen=True):
    """An API key, without its secret."""

    id: str
    name: str
    agent_id: AgentId
    scopes: tuple[str, ...]
    created_at: datetime


class KeyMade(Key, frozen=True):
    """An API key that has just been made; its token is told once."""

    token: str


ANSWERS: Answers = {
    "POST /v1/accounts": plain(AccountSeen, 403),
    "POST /v1/sessions": Detail,
    "POST /v1/sessions/confirm": plain(Begun, 410),
    "GET /v1/sessions": Listed[SessionSeen],
    "GET /v1/me": Me,
    "PATCH /v1/me": Me,
    "PUT /v1/me/presence": Member,
    "PUT /v1/agents/{agent_id}/presence": Member,
    "GET /v1/agents": Listed[Member],
    "GET /v1/agents/{agent_id}": Member,
    "POST /v1/agents": Member,
    "PATCH /v1/agents/{agent_id}": Member,
    "POST /v1/agents/{agent_id}/deactivate": Member,
    "POST /v1/agents/{agent_id}/reactivate": Member,
    "GET /v1/api_keys": Listed[Key],
    "POST /v1/api_keys": plain(KeyMade, 404),
}
