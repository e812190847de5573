"""How the account's work goes, over HTTP (guard `guards.agent`)."""

from typing import Any

from chalicelib.core.desk import Desk
from chalicelib.status import mend, rules, words
from chalicelib.status.look import look
from chalicelib.status.model import Channel, Fault, Looked, Places, Stuck, Traffic, Webhooks
from chalicelib.table import keys
from chalicelib.web.answers import Answer, no_content
from chalicelib.web.routes import Routes

routes = Routes()


@routes.get("/v1/status", needs="settings:read")
def show_status(desk: Desk) -> dict[str, Any]:
    """Show how long work waits, what came last, and what is stuck with its reason."""
    looked = look(desk)
    return {
        "checked_at": looked.at,
        "is_well": looked.is_well,
        "queues": looked.queues,
        "mail": _moments(looked.mail),
        "channels": [_channel(channel) for channel in looked.channels],
        "webhooks": [_webhooks(each) for each in looked.webhooks],
        "work": looked.work,
        "stuck": _every_stuck(desk, looked),
    }


@routes.post("/v1/status/stuck/{stuck_id}/retry", needs="settings:write", status=202)
def retry_stuck(desk: Desk, stuck_id: str) -> Answer:
    """Have something stuck tried again now; its reason stays until it goes through."""
    return Answer(_stuck(desk, *mend.retry(desk, stuck_id)), 202)


@routes.post("/v1/status/stuck/{stuck_id}/drop", needs="settings:write", status=204)
def drop_stuck(desk: Desk, stuck_id: str) -> Answer:
    """Have something stuck tried no more; the account's history says so.

    A message that waits to be sent has failed then. 409 `not_droppable` where `can_drop` is false.
    """
    mend.drop(desk, stuck_id)
    return no_content()


def _every_stuck(desk: Desk, looked: Looked) -> list[dict[str, Any]]:
    return [_stuck(desk, found, looked.places) for found in looked.stuck]


def _stuck(desk: Desk, found: Stuck, places: Places) -> dict[str, Any]:
    ticket_id = rules.ticket_of(found)
    head = places.get((found.place[0], keys.HEAD)) if found.place and ticket_id else None
    number = head.number if head else None
    seen = places.get(found.place) if found.place else None
    # What providers say of a message may name a customer.
    may_read = not ticket_id or "tickets:read" in desk.caller.permissions
    return {
        "id": found.id,
        "kind": found.kind,
        "title": words.title(found.kind, number),
        "reason": found.reason,
        "detail": words.detail(found.reason, found.detail if may_read else ""),
        "since": found.since,
        "tries": found.tries,
        "next_try_at": found.next_try_at,
        "ticket_id": ticket_id or None,
        "ticket_number": number,
        "can_drop": rules.can_drop(found, seen),
    }


def _channel(channel: Channel) -> dict[str, Any]:
    return {
        "channel": channel.channel,
        "inbox_id": channel.inbox_id or None,
        "name": channel.name,
        **_moments(channel.traffic),
        "fault": _fault(channel.fault),
    }


def _webhooks(of: Webhooks) -> dict[str, Any]:
    return {
        "source": of.source,
        "name": words.source(of.source),
        "last_at": of.last_at,
        "failed": of.refused,
        "last_failed_at": of.last_refused_at,
        "reason": of.reason or None,
        "fault": _fault(Fault(code="provider_fault", detail=of.fault) if of.fault else None),
    }


def _moments(traffic: Traffic) -> dict[str, Any]:
    return {"last_in_at": traffic.last_in_at, "last_out_at": traffic.last_out_at}


def _fault(fault: Fault | None) -> dict[str, Any] | None:
    if fault is None:
        return None
    detail = words.detail(fault.code, fault.detail)
    return {"code": fault.code, "detail": detail, "since": fault.since}
