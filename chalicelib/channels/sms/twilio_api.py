"""Asking Twilio: to send a text, and for pictures that came with one."""

import base64
import json
import re
from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import urlencode

from chalicelib.channels.model import Credentials, File, Media, Outgoing
from chalicelib.channels.sms.twilio import FORM, REF
from chalicelib.channels.sms.twilio_codes import BROKEN, OPTED_OUT, meaning
from chalicelib.core.desk import MAX_FILE, Desk, Reply
from chalicelib.core.errors import DeliveryFailed, OptedOut, Unavailable, Uncertain
from chalicelib.inboxes import faults, rules
from chalicelib.inboxes.model import Inbox

API = "https://api.twilio.com/2010-04-01/Accounts"
_MEDIA = re.compile(r"/Messages/[MS]M[0-9a-f]{32}/Media/ME[0-9a-f]{32}")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TOO_MANY = 429
_REFUSED = frozenset({401, 403})


def send(desk: Desk, inbox: Inbox, credentials: Credentials, outgoing: Outgoing) -> str:
    """Hand a text over; return Twilio's id of it."""
    back = f"{desk.place.base_url}{rules.hook_path(inbox)}?{REF}={outgoing.message_id}"
    fields = [
        ("To", outgoing.recipient),
        ("From", inbox.address),
        ("Body", outgoing.text),
        ("StatusCallback", back),
        *(("MediaUrl", media.url) for media in outgoing.media),
    ]
    headers = {**_authorized(inbox, credentials), "Content-Type": FORM}
    url, body = f"{_account(inbox)}/Messages.json", urlencode(fields).encode()
    reply = desk.http.request("POST", url, headers=headers, body=body)
    sid = _read(reply).get("sid")
    if reply.status >= 300:
        raise _refusal(desk, inbox, reply)
    if not isinstance(sid, str) or not sid:
        raise Uncertain("Twilio answered something that nobody understands.")
    faults.works(desk, inbox)
    return sid


def fetch(desk: Desk, inbox: Inbox, credentials: Credentials, media: Media) -> File:
    """Return a picture. Twilio sends on to where it lies, and that host gets no credentials."""
    place = _account(inbox)
    if not media.url.startswith(place) or not _MEDIA.fullmatch(media.url.removeprefix(place)):
        raise DeliveryFailed("The picture does not lie at Twilio.", permanent=True)
    headers = _authorized(inbox, credentials)
    reply = desk.http.request("GET", media.url, headers=headers, body=None, most=MAX_FILE)
    if reply.status in _REDIRECTS:
        place = reply.headers.get("location", "")
        reply = desk.http.request("GET", place, headers={}, body=None, most=MAX_FILE)
    if reply.status == _TOO_MANY or reply.status >= 500:
        raise Unavailable("Twilio does not give the picture just now.")
    if reply.status != 200:
        raise DeliveryFailed("Twilio does not have the picture any more.", permanent=True)
    kind = reply.headers.get("content-type") or media.content_type
    return File(name=media.name or _name(media.url, kind), content_type=kind, content=reply.body)


def _account(inbox: Inbox) -> str:
    return f"{API}/{inbox.settings['account_sid']}"


def _authorized(inbox: Inbox, credentials: Credentials) -> dict[str, str]:
    pair = f"{inbox.settings['account_sid']}:{credentials['auth_token']}".encode()
    return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}


def _refusal(desk: Desk, inbox: Inbox, reply: Reply) -> Exception:
    code = str(_read(reply).get("code") or "")
    if reply.status == _TOO_MANY:
        return Unavailable("Twilio is busy.")
    if reply.status >= 500:  # whatever it says, it may have taken the text before
        return Uncertain("Twilio stumbled over it.")
    if reply.status in _REFUSED or code in BROKEN:
        return faults.broken(desk, inbox, meaning(code if code in BROKEN else "20003"))
    if code == OPTED_OUT:
        return OptedOut(meaning(code), told_by=inbox.provider)
    return DeliveryFailed(meaning(code) or "Twilio refused.", permanent=True)


def _read(reply: Reply) -> Mapping[str, Any]:
    try:
        found = json.loads(reply.body)
    except ValueError:
        return {}
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}


def _name(url: str, kind: str) -> str:
    ending = re.sub(r"[^a-z0-9]", "", kind.partition("/")[2].partition(";")[0].lower())[:8]
    return f"{url[-8:]}.{ending or 'bin'}"
