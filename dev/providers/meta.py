"""Meta's stand-in: WhatsApp numbers and Instagram accounts, each of an app with its own secret.

It keeps the window as Meta does: a day after a person wrote, WhatsApp takes templates alone, and
Instagram for a week what a person of the team writes. Numbers that end in 0003 have no WhatsApp.
"""

import hashlib
import hmac
import json
import re
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from chalicelib.core.desk import Reply
from chalicelib.inboxes.graph import VERSION
from dev.providers import meta_words
from dev.providers.exchange import Place, Request, as_reply
from dev.providers.phones import Said
from dev.web.exchange import Asked

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_TOKENS_LIVE = timedelta(days=60)
_FILES = "lookaside.fbsbx.com"
_UNREACHABLE = "0003"
_UNKNOWN_TEMPLATE = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A number or account with what opens it."""

    channel: str
    address: str
    external_id: str
    handle: str
    token: str
    secret: str


class Meta:
    """Everybody's numbers and accounts; each opens with its own token alone."""

    hosts = ("graph.facebook.com", "graph.instagram.com", _FILES)
    channels = ("whatsapp", "instagram")
    provider = "meta"

    def __init__(self, place: Place) -> None:
        """No numbers yet."""
        self._place = place
        self._lock = threading.Lock()
        self._pages: dict[tuple[str, str], Page] = {}
        self._people: dict[str, str] = {}
        self._wrote_at: dict[tuple[str, str], datetime] = {}
        self._files: dict[str, bytes] = {}
        self._reports: list[Asked] = []

    def connect(self, channel: str, address: str) -> dict[str, Any]:
        """Open an app with this number or handle, or return the one that has it."""
        with self._lock:
            page = self._pages.get((channel, address)) or _page(channel, address)
            page = page if page.token else replace(page, token=_token())
            self._pages[channel, address] = page
        is_number = channel == "whatsapp"
        ids = {"phone_number_id": page.external_id, "waba_id": _digits(f"waba {address}")}
        return {
            "channel": channel,
            "provider": "meta",
            "address": page.address,
            "name": page.handle,
            "settings": ids if is_number else {},
            "credentials": {"access_token": page.token, "app_secret": page.secret},
        }

    def close(self, address: str) -> None:
        """Withdraw the token of this number or handle; connecting it again gives another."""
        with self._lock:
            names = [name for name in self._pages if address in name[1:]]
            if not names:
                raise LookupError(address)
            for name in names:
                self._pages[name] = replace(self._pages[name], token="")

    def write(self, channel: str, said: Mapping[str, str]) -> Asked:
        """Carry a message from a phone to the product."""
        page = self._named(channel, said["to"])
        person = self._person(channel, said["from"])
        spoken = self._place.phones.say(
            Said(
                id=said.get("id") or f"{_PREFIX[channel]}{secrets.token_hex(16)}",
                channel=channel,
                sender=said["from"],
                recipient=said["to"],
                text=said.get("text", ""),
                at=self._place.clock(),
                is_ours=False,
            )
        )
        with self._lock:
            self._wrote_at[page.external_id, person] = spoken.at
        file_url = self._kept(said["file"]) if "file" in said else ""
        body = meta_words.inbound(page, person, spoken, said=said, file_url=file_url)
        return _signed(page, body)

    def reports(self) -> list[Asked]:
        """Return the webhooks that are due."""
        with self._lock:
            due, self._reports = self._reports, []
        return due

    def answer(self, request: Request) -> Reply:
        """Answer as the Graph API, or as the place where files lie."""
        if urlsplit(request.url).hostname == _FILES:
            return self._file(request)
        [token] = request.query.get("access_token") or [_bearer(request)]
        page = next((p for p in self._pages.values() if token and p.token == token), None)
        if page is None:
            return _refusal(401, 190, "Error validating access token")
        path = request.path.removeprefix(f"/{VERSION}/")
        if (request.method, path) == ("POST", f"{page.external_id}/messages"):
            return self._send(page, json.loads(request.body))
        if path == "/refresh_access_token" and page.channel == "instagram":
            return self._renewed(page)
        return self._look(page, path, request) if request.method == "GET" else _unknown()

    def _renewed(self, page: Page) -> Reply:
        fresh = replace(page, token=_token())
        with self._lock:
            self._pages.update({name: fresh for name, p in self._pages.items() if p == page})
        seconds = int(_TOKENS_LIVE.total_seconds())
        return as_reply(
            200, {"access_token": fresh.token, "token_type": "bearer", "expires_in": seconds}
        )

    def _look(self, page: Page, path: str, request: Request) -> Reply:
        proof = request.query.get("appsecret_proof", [_proof(page)])[0]
        if proof != _proof(page):
            return _refusal(400, 100, "Invalid appsecret_proof provided in the API argument")
        if path == "me":
            return as_reply(200, {"user_id": page.external_id, "username": page.handle})
        if path == page.external_id:
            return as_reply(200, {"display_phone_number": page.address, "id": page.external_id})
        if path in self._people:
            return as_reply(200, {"username": self._people[path], "id": path})
        if path in self._files:
            return as_reply(200, {"url": f"https://{_FILES}/{path}", "id": path})
        return _unknown()

    def _send(self, page: Page, asked: dict[str, Any]) -> Reply:
        person = meta_words.recipient(asked)
        if refusal := self._refused(page, person, asked):
            return refusal
        said = self._place.phones.say(
            Said(
                id=f"{_PREFIX[page.channel]}{secrets.token_hex(16)}",
                channel=page.channel,
                sender=page.handle or page.address,
                recipient=self._people.get(person, person),
                text=meta_words.text(asked),
                at=self._place.clock(),
                is_ours=True,
                media=meta_words.links(asked),
                headers={"tag": asked["tag"]} if "tag" in asked else {},
            )
        )
        fails = person.endswith(_UNREACHABLE)
        with self._lock:
            for body in meta_words.reports(page, person, said, asked=asked, fails=fails):
                self._reports.append(_signed(page, body))
        return as_reply(200, meta_words.accepted(page, person, said))

    def _refused(self, page: Page, person: str, asked: dict[str, Any]) -> Reply | None:
        wrote_at = self._wrote_at.get((page.external_id, person))
        since = self._place.clock() - wrote_at if wrote_at else None
        is_late = since is None or since > _DAY
        if page.channel == "whatsapp":
            if asked["type"] == "template":
                is_unknown = asked["template"]["name"].startswith(_UNKNOWN_TEMPLATE)
                return _refusal(404, 132001, "Template does not exist") if is_unknown else None
            return _refusal(400, 131047, "Re-engagement message") if is_late else None
        is_too_late = since is None or since > _WEEK
        if is_too_late or (is_late and asked.get("tag") != "HUMAN_AGENT"):
            return _refusal(403, 10, "This message is sent outside of allowed window.", 2534022)
        return None

    def _file(self, request: Request) -> Reply:
        content = self._files.get(request.path.strip("/"))
        if content is None:
            return _unknown()
        return Reply(status=200, headers={"content-type": "image/png"}, body=content)

    def _kept(self, content: str) -> str:
        name = secrets.token_hex(8)
        with self._lock:
            self._files[name] = content.encode()
        return f"https://{_FILES}/{name}"

    def _named(self, channel: str, address: str) -> Page:
        for page in self._pages.values():
            if page.channel == channel and address in (page.address, page.handle):
                return page
        raise LookupError(address)

    def _person(self, channel: str, written: str) -> str:
        person = re.sub("[^0-9]", "", written) if channel == "whatsapp" else _digits(written)
        with self._lock:
            self._people[person] = written
        return person


_PREFIX = {"whatsapp": "wamid.", "instagram": "aWdf"}


def _page(channel: str, address: str) -> Page:
    is_number = channel == "whatsapp"
    external_id = _digits(f"{channel} {address}")
    return Page(
        channel=channel,
        address=address if is_number else external_id,
        external_id=external_id,
        handle="" if is_number else address,
        token=_token(),
        secret=secrets.token_hex(16),
    )


def _bearer(request: Request) -> str:
    return request.headers.get("authorization", "").removeprefix("Bearer ")


def _token() -> str:
    return f"EAAB{secrets.token_hex(20)}"


def _digits(text: str) -> str:
    """Return an id of Meta's kind, always the same for the same text."""
    return str(10**15 + int.from_bytes(hashlib.sha256(text.encode()).digest()[:6]))


def _proof(page: Page) -> str:
    return hmac.digest(page.secret.encode(), page.token.encode(), "sha256").hex()


def _signed(page: Page, body: object) -> Asked:
    raw = json.dumps(body).encode()
    mac = hmac.digest(page.secret.encode(), raw, "sha256").hex()
    return Asked(
        method="POST",
        target="/hooks/meta",
        headers={"content-type": "application/json", "x-hub-signature-256": f"sha256={mac}"},
        body=raw,
    )


def _unknown() -> Reply:
    return _refusal(400, 100, "Unsupported request. Object does not exist", 33)


def _refusal(status: int, code: int, words: str, subcode: int | None = None) -> Reply:
    error: dict[str, Any] = {"message": f"(#{code}) {words}", "type": "OAuthException"}
    error |= {"code": code, "fbtrace_id": secrets.token_hex(6)}
    return as_reply(status, {"error": error | ({"error_subcode": subcode} if subcode else {})})
