"""Tokens that end are renewed while they live; the merchant hears of it only if that fails.

Whoever looks at what is due orders it, since a slow provider would keep everybody's waiting.
"""

import json
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, cast
from urllib.parse import urlencode

from chalicelib.accounts import storage as accounts
from chalicelib.core.desk import Desk
from chalicelib.core.errors import DeliveryFailed, NotFound, Unavailable, Uncertain
from chalicelib.inboxes import faults, secrets, storage
from chalicelib.inboxes.graph import INSTAGRAM_TOKENS
from chalicelib.inboxes.model import Inbox, Witness
from chalicelib.table.write import ConditionFailed

RENEW_JOB = "renew_token"
AGAIN = timedelta(hours=1)
"""When another look is due if the ordered one says nothing."""
_DAILY = timedelta(days=1)
_ENDED = 190
_BUSY = frozenset({1, 2, 4, 17, 32, 341, 613})
"""Codes of Meta's that say nothing about the token."""
_MEND = (
    "Generate a new one at Meta (API setup with Instagram login) and enter it here; until then, "
    "messages that fail can be sent again by hand."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewed:
    """A token, and until when it lives."""

    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Why there is none; for good where the old one has ended, and then asking is of no use."""

    detail: str
    is_final: bool


def come_due(desk: Desk, inbox_id: str) -> None:
    """Order a renewal, once, however many look at the same time."""
    inbox = storage.claim_renewal(desk, inbox_id, desk.now() + AGAIN)
    if inbox is not None:
        order = {"account_id": desk.account_id, "inbox_id": inbox_id, "version": inbox.version}
        desk.queues.put("jobs", [json.dumps({"job": RENEW_JOB, **order})])


def renew(desk: Desk, inbox_id: str, version: int) -> None:
    """Renew an inbox's token, unless that was done, or another was entered, since it was ordered.

    A provider that says nothing is asked again in an hour, one that refuses a token which still
    lives in a day.
    """
    try:
        inbox = storage.find_now(desk, inbox_id)
    except NotFound:  # disconnected since
        return
    if inbox.version != version:
        return
    try:
        answer = _asked(desk, inbox)
    except (DeliveryFailed, Unavailable, Uncertain):
        return
    if isinstance(answer, Renewed):
        _save(desk, inbox, answer)
    else:
        faults.broken(desk, inbox, answer.detail, by=Witness.renewal)
        storage.renew_later(desk, inbox, None if answer.is_final else desk.now() + _DAILY)


def _save(desk: Desk, inbox: Inbox, renewed: Renewed) -> None:
    now = desk.now()
    credentials = {**secrets.opened(desk, inbox), "access_token": renewed.token}
    is_mended = inbox.fault_seen_by is Witness.renewal
    after = replace(
        inbox,
        sealed=secrets.sealed(desk, inbox.id, credentials),
        expires_at=renewed.expires_at,
        # Early enough for weeks of refusals to be seen and mended.
        renew_at=now + (renewed.expires_at - now) / 2,
        fault="" if is_mended else inbox.fault,
        faulty_since=None if is_mended else inbox.faulty_since,
        version=inbox.version + 1,
    )
    said = accounts.put_event(desk, "inbox_token_renewed", inbox.id, inbox.address)
    with suppress(ConditionFailed):  # somebody changed it meanwhile: the next look begins anew
        storage.save(desk, after, [said])


def _asked(desk: Desk, inbox: Inbox) -> Renewed | Refused:
    token = secrets.opened(desk, inbox)["access_token"]
    query = urlencode({"grant_type": "ig_refresh_token", "access_token": token})
    url = f"{INSTAGRAM_TOKENS}/refresh_access_token?{query}"
    reply = desk.http.request("GET", url, headers={}, body=None)
    answer = _read(reply.body)
    fresh, lives = answer.get("access_token"), answer.get("expires_in")
    if reply.status == 200 and isinstance(fresh, str) and fresh and isinstance(lives, int):
        return Renewed(token=fresh, expires_at=desk.now() + timedelta(seconds=lives))
    code = _code(answer)
    if reply.status < 400 or reply.status == 429 or reply.status >= 500 or code in _BUSY:
        raise Unavailable("Instagram renews no token just now.")
    return _refused(inbox, code)


def _refused(inbox: Inbox, code: int | None) -> Refused:
    told = f" ({code})" if code is not None else ""
    if code == _ENDED:
        return Refused(detail=f"Instagram's token has ended{told}. {_MEND}", is_final=True)
    ends = f" It ends on {inbox.expires_at:%d %B %Y}." if inbox.expires_at else ""
    detail = f"Instagram does not renew its token{told}.{ends} {_MEND}"
    return Refused(detail=detail, is_final=False)


def _code(answer: dict[str, Any]) -> int | None:
    error: object = answer.get("error")
    code = cast("dict[str, object]", error).get("code") if isinstance(error, dict) else None
    return code if isinstance(code, int) else None


def _read(body: bytes) -> dict[str, Any]:
    try:
        found: object = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}
