"""Calls of the Graph API for one inbox; what Meta refuses becomes an error of ours, or a fault."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast
from urllib.parse import urlsplit

from chalicelib.channels.meta.errors import Problem, Verdict, problem
from chalicelib.channels.model import File, Media
from chalicelib.channels.values import Json
from chalicelib.core.desk import MAX_FILE, Desk, Reply
from chalicelib.core.errors import DeliveryFailed, NotFound, Unavailable, Uncertain
from chalicelib.inboxes import faults, secrets, storage
from chalicelib.inboxes.model import Inbox

_HOSTS = ("fbsbx.com", "fbcdn.net", "cdninstagram.com", "whatsapp.net")
"""Meta's own, where files lie; a token is shown to no other."""
_HOPS = 3


def inbox_of(desk: Desk, inbox_id: str) -> Inbox:
    """Return what a message leaves from, or raise DeliveryFailed where it is not connected."""
    try:
        return storage.find(desk, inbox_id)
    except NotFound as gone:
        raise DeliveryFailed("This number or page is not connected.", permanent=True) from gone


def post_all(desk: Desk, inbox: Inbox, url: str, contents: Sequence[Mapping[str, Any]]) -> Json:
    """Post in order what makes up one message, and return the last answer.

    Once a part has left, whatever goes wrong is Uncertain: tried again, it would come twice.
    """
    answer: Json = {}
    for number, content in enumerate(contents):
        try:
            answer = _posted(desk, inbox, url, content)
        except (DeliveryFailed, Unavailable) as failure:
            if not number:
                raise
            raise Uncertain(f"Only a part of it was sent: {failure.detail}") from failure
    return answer


def get(desk: Desk, inbox: Inbox, url: str) -> Json:
    """Return an object of Meta's, or raise DeliveryFailed, or Unavailable for later.

    What is wrong with one object says nothing about the inbox: only messages that leave do.
    Nothing is done twice by asking again, so that nothing is uncertain either.
    """
    token = _token(desk, inbox)
    reply = desk.http.request("GET", url, headers=_bearer(token), body=None)
    if 200 <= reply.status < 300:
        return _document(reply)
    found = problem(reply.status, reply.body, secret=token)
    if found.verdict in (Verdict.later, Verdict.unknown):
        raise Unavailable(found.detail, retry_after=60)
    raise DeliveryFailed(found.detail, permanent=True)


def glance(desk: Desk, inbox: Inbox, url: str) -> Json:
    """Return an object that nothing depends on; empty where Meta does not give it."""
    try:
        reply = desk.http.request("GET", url, headers=bearer(desk, inbox), body=None)
    except (DeliveryFailed, Unavailable, Uncertain):
        return {}
    return _document(reply) if reply.status == 200 else {}


def file(desk: Desk, media: Media, url: str, headers: Mapping[str, str]) -> File:
    """Return a file that lies with Meta, which may send on to another place of its own.

    The headers, with whatever secret is in them, are shown to the first place alone.
    """
    for _ in range(_HOPS):
        if not is_metas(url):
            raise DeliveryFailed("The file lies with nobody that we know.", permanent=True)
        reply = desk.http.request("GET", url, headers=headers, body=None, most=MAX_FILE)
        if reply.status not in (301, 302, 303, 307, 308):
            return _file(media, reply)
        url, headers = reply.headers.get("location", ""), {}
    raise DeliveryFailed("The file is sent on too often.", permanent=True)


def bearer(desk: Desk, inbox: Inbox) -> dict[str, str]:
    """Return what opens the inbox's files at Meta."""
    return _bearer(_token(desk, inbox))


def is_metas(url: str) -> bool:
    """Tell whether an address is one of Meta's, over TLS."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    is_host = any(host == known or host.endswith(f".{known}") for known in _HOSTS)
    return parts.scheme == "https" and is_host


def _posted(desk: Desk, inbox: Inbox, url: str, content: Mapping[str, Any]) -> Json:
    token = _token(desk, inbox)
    headers = {**_bearer(token), "Content-Type": "application/json"}
    body = json.dumps(content, ensure_ascii=False).encode()
    reply = desk.http.request("POST", url, headers=headers, body=body)
    answer = _document(_checked(desk, inbox, reply, token))
    if not answer:
        raise Uncertain("Meta took the message and gave no id.")
    return answer


def _checked(desk: Desk, inbox: Inbox, reply: Reply, token: str) -> Reply:
    if 200 <= reply.status < 300:
        faults.works(desk, inbox)
        return reply
    found = problem(reply.status, reply.body, secret=token)
    if found.verdict is Verdict.faulty:
        raise faults.broken(desk, inbox, found.detail)
    raise _failure(found)


def _failure(found: Problem) -> DeliveryFailed | Unavailable | Uncertain:
    match found.verdict:
        case Verdict.later:
            return Unavailable(found.detail, retry_after=60)
        case Verdict.unknown:
            return Uncertain(found.detail)
        case _:
            return DeliveryFailed(found.detail, permanent=True)


def _file(media: Media, reply: Reply) -> File:
    if reply.status == 429 or reply.status >= 500:
        raise Unavailable("The file cannot be fetched just now.")
    if reply.status != 200:
        raise DeliveryFailed("The file is not there any more.", permanent=True)
    told = media.content_type or reply.headers.get("content-type", "application/octet-stream")
    kind = told.partition(";")[0].strip().lower()
    ending = kind.rpartition("/")[2]
    is_short = "." not in media.name and ending.isalnum()
    name = f"{media.name}.{ending}" if is_short else media.name
    return File(name=name, content_type=kind, content=reply.body)


def _document(reply: Reply) -> Json:
    try:
        found: object = json.loads(reply.body)
    except (ValueError, RecursionError):
        return {}
    return cast("Json", found) if isinstance(found, dict) else {}


def _token(desk: Desk, inbox: Inbox) -> str:
    return secrets.opened(desk, inbox)["access_token"]


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
