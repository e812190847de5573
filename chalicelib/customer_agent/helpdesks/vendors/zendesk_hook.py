"""The webhook and the trigger at Zendesk by which it tells of answers."""

from typing import Any
from urllib.parse import urlencode

import msgspec

from chalicelib.core.desk import Desk
from chalicelib.customer_agent.helpdesks.model import Access
from chalicelib.customer_agent.helpdesks.vendors import asking

NAME = "Deskhand"
TITLE = "Deskhand: tell of answers"
PAYLOAD = '{"ticket_id": "{{ticket.id}}"}'
"""No words: what was written is read, so that nothing in it can break the delivery."""


class _Hook(msgspec.Struct, frozen=True):
    id: str
    endpoint: str = ""


class _Hooks(msgspec.Struct, frozen=True):
    webhooks: tuple[_Hook, ...]


class _OneHook(msgspec.Struct, frozen=True):
    webhook: _Hook


class _Secret(msgspec.Struct, frozen=True):
    secret: str


class _Signing(msgspec.Struct, frozen=True):
    signing_secret: _Secret


class _Action(msgspec.Struct, frozen=True):
    field: str = ""
    value: Any = None


class _Trigger(msgspec.Struct, frozen=True):
    actions: tuple[_Action, ...] = ()


class _Triggers(msgspec.Struct, frozen=True):
    triggers: tuple[_Trigger, ...]


class _OneTrigger(msgspec.Struct, frozen=True):
    trigger: _Trigger


def add(desk: Desk, access: Access, endpoint: str) -> str:
    """Add both where they are missing; return what Zendesk signs with.

    Several accounts may share one Zendesk: each has a webhook, and a trigger that calls it.
    """
    hook = _found(desk, access, endpoint) or _made(desk, access, endpoint)
    path = f"/api/v2/webhooks/{hook.id}/signing_secret"
    secret = asking.get(desk, access, path, _Signing).signing_secret.secret
    query = urlencode({"query": TITLE})
    known = asking.get(desk, access, f"/api/v2/triggers/search.json?{query}", _Triggers).triggers
    if not any(_calls(each, hook) for each in known):
        _trigger(desk, access, hook)
    return secret


def _calls(trigger: _Trigger, hook: _Hook) -> bool:
    own = ("notification_webhook", [hook.id, PAYLOAD])
    return any((each.field, each.value) == own for each in trigger.actions)


def _found(desk: Desk, access: Access, endpoint: str) -> _Hook | None:
    query = urlencode({"filter[name_contains]": NAME})
    known = asking.get(desk, access, f"/api/v2/webhooks?{query}", _Hooks).webhooks
    return next((each for each in known if each.endpoint == endpoint), None)


def _made(desk: Desk, access: Access, endpoint: str) -> _Hook:
    told = {
        "name": NAME,
        "endpoint": endpoint,
        "http_method": "POST",
        "request_format": "json",
        "status": "active",
        "subscriptions": ["conditional_ticket_events"],
    }
    asked = ("POST", "/api/v2/webhooks")
    return asking.change(desk, access, asked, {"webhook": told}, _OneHook).webhook


def _trigger(desk: Desk, access: Access, hook: _Hook) -> None:
    told = {
        "title": TITLE,
        "conditions": {
            "all": [
                {"field": "update_type", "operator": "is", "value": "Change"},
                {"field": "comment_is_public", "operator": "is", "value": "true"},
                {"field": "current_tags", "operator": "includes", "value": "deskhand"},
            ]
        },
        "actions": [{"field": "notification_webhook", "value": [hook.id, PAYLOAD]}],
    }
    asking.change(desk, access, ("POST", "/api/v2/triggers.json"), {"trigger": told}, _OneTrigger)
