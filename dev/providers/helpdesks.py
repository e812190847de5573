"""What the stand-ins of Zendesk and Gorgias share: sites with tickets, people and troubles.

`POST /dev/helpdesks` answers as a human there, sets the webhook, and makes a site slow, failing,
out of patience, or one whose answers get lost.
"""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar
from urllib.parse import urlsplit

from chalicelib.core.desk import Reply
from chalicelib.core.errors import Uncertain
from dev.providers.exchange import Place, Request, as_reply
from dev.providers.silent import Silent
from dev.web.exchange import Asked

TROUBLES = ("", "slow", "failing", "lost", "lost_once", "too_many")
REFUSED = "refused"
"""A token that begins so is not taken."""
_SLOW_SECONDS = 4.0
AGENT = "Zoe Human"


class Refused(Exception):
    """The API refuses a request."""

    def __init__(self, status: int, content: object) -> None:
        """`content` is the answer's."""
        super().__init__(str(content))
        self.reply = as_reply(status, content)


@dataclass
class Site:
    """One merchant's helpdesk."""

    name: str
    trouble: str = ""
    people: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    tickets: dict[int, dict[str, Any]] = field(default_factory=dict[int, dict[str, Any]])
    said: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    """Comments or messages, the oldest first."""
    hooks: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    triggers: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    by_key: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])

    def next_id(self) -> int:
        """Return an id that nothing here has."""
        return 1001 + len(self.people) + len(self.tickets) + len(self.said) + len(self.hooks)

    def ticket(self, number: str) -> dict[str, Any]:
        """Return a ticket, or refuse."""
        found = self.tickets.get(int(number)) if number.isdecimal() else None
        if found is None:
            raise Refused(404, {"error": "RecordNotFound", "description": "Not found"})
        return found


class Helpdesks(Silent):
    """It carries no messages of its own; what humans write there, it tells by a webhook."""

    hosts: tuple[str, ...] = ()
    provider = ""
    limits: ClassVar[dict[str, str]] = {}
    """Headers that tell how much may be asked for."""

    def __init__(self, place: Place) -> None:
        """Know no site yet; each is there when it is asked first."""
        self.sites: dict[str, Site] = {}
        self.asked: list[str] = []
        """What was asked, as method and path."""
        self._place = place
        self._lock = threading.Lock()
        self._due: list[Asked] = []

    def site(self, name: str) -> Site:
        """Return a merchant's."""
        return self.sites.setdefault(name, Site(name))

    def answer(self, request: Request) -> Reply:
        """Answer as the published API does, or as the site's trouble is."""
        site = self.site((urlsplit(request.url).hostname or "").split(".")[0])
        if site.trouble == "slow":
            time.sleep(_SLOW_SECONDS)
        if site.trouble == "failing":
            return as_reply(503, {"error": "service unavailable"})
        if site.trouble == "too_many":
            reply = as_reply(429, {"error": "Too many requests"})
            told_so = {"retry-after": "30", **self.limits}
            return Reply(status=429, headers={**reply.headers, **told_so}, body=b"{}")
        with self._lock:
            self.asked.append(f"{request.method} {request.path}")
            try:
                status, told = self._told(site, request)
            except Refused as refused:
                return refused.reply
        self._lose(site, request)
        return as_reply(status, told)

    def reports(self) -> list[Asked]:
        """Return, once, what is delivered."""
        with self._lock:
            due, self._due = self._due, []
        return due

    def reply(self, name: str, ticket_id: str, text: str, *, is_public: bool = True) -> str:
        """Let a human answer there, or leave a note; return the id of what they wrote."""
        with self._lock:
            site = self.site(name)
            said = self._speak(site, site.ticket(ticket_id), text, is_public=is_public)
            self._due += self.deliveries(site, ticket_id)
        return said

    def deliveries(self, site: Site, ticket_id: str) -> list[Asked]:
        """Return the deliveries that tell of something new in a ticket."""
        raise NotImplementedError

    def _told(self, site: Site, request: Request) -> tuple[int, Any]:
        raise NotImplementedError

    def _speak(self, site: Site, ticket: dict[str, Any], text: str, *, is_public: bool) -> str:
        raise NotImplementedError

    def _lose(self, site: Site, request: Request) -> None:
        if site.trouble in ("lost", "lost_once") and request.method != "GET":
            if site.trouble == "lost_once":
                site.trouble = ""
            raise Uncertain("The other side did not answer.")

    def _now(self) -> str:
        return self._place.clock().strftime("%Y-%m-%dT%H:%M:%SZ")


def found(rows: list[dict[str, Any]], is_it: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Return the first, or refuse."""
    for row in rows:
        if is_it(row):
            return row
    raise Refused(404, {"error": "RecordNotFound", "description": "Not found"})


def told(request: Request) -> dict[str, Any]:
    """Return the body's object, or refuse."""
    try:
        body = json.loads(request.body or b"{}")
    except ValueError as error:
        raise Refused(400, {"error": "Unprocessable JSON"}) from error
    if not isinstance(body, dict) or request.headers.get("content-type") != "application/json":
        raise Refused(415, {"error": "JSON is needed"})
    return body
