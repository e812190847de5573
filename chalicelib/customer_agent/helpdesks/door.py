"""The door of other helpdesks: what they tell is taken at once if it is genuine; workers read it.

What is told is which ticket has something new, and no more.
"""

import json
from collections.abc import Mapping
from typing import Any

import msgspec

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Invalid, TooLarge
from chalicelib.core.ids import is_id
from chalicelib.customer_agent.helpdesks import storage
from chalicelib.customer_agent.helpdesks.model import Connection, Helpdesk
from chalicelib.customer_agent.helpdesks.vendors.clients import client
from chalicelib.web import doors, knocks

JOB = "helpdesk_delivery"
MAX_BODY = 64 * 1024
HEADERS = (
    "x-deskhand-secret", "x-zendesk-webhook-signature", "x-zendesk-webhook-signature-timestamp",
)  # fmt: skip
_LONGEST = 20


class _Told(msgspec.Struct, frozen=True):
    ticket_id: int | str


def take(
    desk: Desk, helpdesk: Helpdesk, account_id: str, body: bytes, headers: Mapping[str, str]
) -> None:
    """Hand a delivery to the workers; raise Unauthenticated for what nobody vouches for.

    The account in the path is a stranger's word until its own secret vouches for it.
    """
    if len(body) > MAX_BODY:
        raise TooLarge(f"The body may have at most {MAX_BODY} bytes.")
    own = desk.for_account(account_id)
    known = _vouched(own, helpdesk, body, headers) if is_id("acc", account_id) else None
    if known is None:
        raise doors.refusal(desk, helpdesk.value)
    order = {
        "job": JOB,
        "account_id": account_id,
        "helpdesk": helpdesk.value,
        "place": known.place,
        "ticket_id": _ticket_id(own, helpdesk, body),
    }
    own.queues.put("jobs", [json.dumps(order)])
    knocks.taken(own, helpdesk.value)


def _vouched(
    desk: Desk, helpdesk: Helpdesk, body: bytes, headers: Mapping[str, str]
) -> Connection | None:
    # What is remembered may be older than a connection that was just made.
    if not any(headers.get(name) for name in HEADERS):
        return None
    refused: Connection | None = None
    for find in (storage.recent, storage.find_now):
        known = find(desk, helpdesk)
        if known and known.has_hook and known != refused:
            secret = storage.opened(desk, known).hook
            if client(helpdesk).is_genuine(body, headers, secret, desk.now()):
                return known
        refused = known
    if refused is not None and refused.has_hook:
        knocks.refused(desk, helpdesk.value, knocks.SIGNATURE)
    return None


def _ticket_id(desk: Desk, helpdesk: Helpdesk, body: bytes) -> str:
    told: Any = None
    try:
        told = str(msgspec.json.decode(body, type=_Told).ticket_id).strip()
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        knocks.refused(desk, helpdesk.value, knocks.UNREADABLE)
        raise Invalid(
            "The body is not as docs/helpdesks.md says.", code="malformed_body"
        ) from error
    if not (told.isascii() and told.isdecimal() and len(told) <= _LONGEST):
        knocks.refused(desk, helpdesk.value, knocks.UNREADABLE)
        raise Invalid("The ticket's id is a number.", code="malformed_body")
    return told
