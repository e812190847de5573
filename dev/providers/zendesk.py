"""Zendesk's stand-in: tickets, comments, users, its webhook and trigger, which it keeps."""

import base64
import hashlib
import hmac
import json
from typing import Any, ClassVar
from urllib.parse import urlsplit

from dev.providers.exchange import Request
from dev.providers.helpdesks import AGENT, REFUSED, Helpdesks, Refused, Site, found, told
from dev.web.exchange import Asked

AGENT_ID = 900
SECRET = "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ=="


class Zendesk(Helpdesks):
    """It knows every subdomain but `nobody`; whose token begins so is a light agent or worse."""

    hosts = ("*.zendesk.com",)
    provider = "zendesk"
    limits: ClassVar[dict[str, str]] = {"x-rate-limit": "700", "x-rate-limit-remaining": "0"}

    def deliveries(self, site: Site, ticket_id: str) -> list[Asked]:
        """Return what the trigger has its webhook send, signed."""
        body = json.dumps({"ticket_id": ticket_id}).encode()
        return [self.signed(hook, body) for hook in site.hooks if site.triggers]

    def signed(self, hook: dict[str, Any], body: bytes, *, at: str = "") -> Asked:
        """Return a delivery to the address of a webhook."""
        stamp = at or self._now()
        digest = hmac.new(SECRET.encode(), stamp.encode() + body, hashlib.sha256).digest()
        headers = {
            "content-type": "application/json",
            "x-zendesk-webhook-signature": base64.b64encode(digest).decode(),
            "x-zendesk-webhook-signature-timestamp": stamp,
        }
        path = urlsplit(hook["endpoint"]).path
        return Asked(method="POST", target=path, headers=headers, body=body)

    def _told(self, site: Site, request: Request) -> tuple[int, Any]:
        if site.name == "nobody":
            raise Refused(404, {"error": {"title": "No help desk at nobody.zendesk.com"}})
        _refuse_strangers(request)
        if request.method == "GET":
            return 200, self._read(site, request)
        body = told(request)
        match request.method, request.path.removeprefix("/api/v2/").split("/"):
            case "POST", ["tickets.json"]:
                return 201, self._create(site, body["ticket"], request)
            case "PUT", ["tickets", number]:
                return 200, self._update(site, number.removesuffix(".json"), body["ticket"])
            case "POST", ["users", "create_or_update.json"]:
                return 201, {"user": self._person(site, body["user"])}
            case "POST", ["webhooks"]:
                hook = {"id": f"01HOOK{site.next_id()}", **body["webhook"]}
                site.hooks.append(hook)
                return 201, {"webhook": hook}
            case "POST", ["triggers.json"]:
                site.triggers.append(body["trigger"])
                return 201, {"trigger": {"id": site.next_id(), **body["trigger"]}}
            case _:
                raise Refused(404, {"error": "InvalidEndpoint", "description": "Not found"})

    def _read(self, site: Site, request: Request) -> dict[str, Any]:
        query = {name: values[-1] for name, values in request.query.items()}
        match request.path.removeprefix("/api/v2/").split("/"):
            case ["users", "me.json"]:
                shown: dict[str, Any] = {"user": _agent()}
            case ["tickets.json"]:
                wanted = query.get("external_id")
                rows = [t for t in site.tickets.values() if t["external_id"] == wanted]
                shown = {"tickets": rows, "count": len(rows), "next_page": None}
            case ["tickets", number]:
                shown = {"ticket": site.ticket(number.removesuffix(".json"))}
            case ["tickets", number, "comments.json"]:
                shown = self._comments(site, site.ticket(number), query)
            case ["webhooks"]:
                shown = {"webhooks": site.hooks}
            case ["webhooks", hook_id, "signing_secret"]:
                found(site.hooks, lambda hook: hook["id"] == hook_id)
                shown = {"signing_secret": {"algorithm": "SHA256", "secret": SECRET}}
            case ["triggers", "search.json"]:
                shown = {"triggers": site.triggers}
            case _:
                raise Refused(404, {"error": "InvalidEndpoint", "description": "Not found"})
        return shown

    def _create(self, site: Site, wanted: dict[str, Any], request: Request) -> dict[str, Any]:
        key = request.headers.get("idempotency-key", "")
        if key and key in site.by_key:
            return site.by_key[key]
        words = wanted.get("comment", {}).get("body", "")
        if not words:
            detail = "Description: cannot be blank"
            raise Refused(422, {"error": "RecordInvalid", "description": detail})
        asker = wanted.get("requester")
        person = self._person(site, asker)["id"] if asker else wanted["requester_id"]
        number = site.next_id()
        ticket = {
            "id": number,
            "url": f"https://{site.name}.zendesk.com/api/v2/tickets/{number}.json",
            "external_id": wanted.get("external_id"),
            "subject": wanted.get("subject", ""),
            "description": words,
            "status": "new",
            "requester_id": person,
            "tags": wanted.get("tags", []),
            "created_at": self._now(),
            "updated_at": self._now(),
        }
        site.tickets[number] = ticket
        # Whoever submits a ticket is the author of its first comment: our token's owner.
        event = self._comment(site, ticket, words, author=wanted.get("submitter_id", AGENT_ID))
        answer = {"ticket": ticket, "audit": {"events": [event]}}
        if key:
            site.by_key[key] = answer
        return answer

    def _update(self, site: Site, number: str, wanted: dict[str, Any]) -> dict[str, Any]:
        ticket = site.ticket(number)
        if ticket["status"] == "closed":
            detail = "Status: closed prevents ticket update"
            raise Refused(422, {"error": "RecordInvalid", "description": detail})
        if wanted.get("safe_update") and wanted.get("updated_stamp") != ticket["updated_at"]:
            raise Refused(409, {"error": "UpdateConflict", "description": "Safe Update prevented"})
        comment = wanted["comment"]
        event = self._comment(
            site, ticket, comment["body"], author=comment.get("author_id", AGENT_ID)
        )
        return {"ticket": ticket, "audit": {"events": [event]}}

    def _comment(
        self, site: Site, ticket: dict[str, Any], text: str, *, author: int,
        is_public: bool = True, via: str = "api",
    ) -> dict[str, Any]:  # fmt: skip
        comment = {
            "id": site.next_id(),
            "type": "Comment",
            "author_id": author,
            "body": text,
            "plain_body": text,
            "public": is_public,
            "via": {"channel": via},
            "created_at": self._now(),
        }
        site.said.append({**comment, "_ticket": ticket["id"]})
        ticket["updated_at"] = f"{self._now()[:-1]}.{len(site.said):03d}Z"
        return comment

    def _comments(
        self, site: Site, ticket: dict[str, Any], query: dict[str, str]
    ) -> dict[str, Any]:
        rows = [
            {name: value for name, value in each.items() if name != "_ticket"}
            for each in site.said
            if each["_ticket"] == ticket["id"]
        ]
        rows = rows[::-1] if query.get("sort") == "-created_at" else rows
        users = [_agent(), *site.people] if query.get("include") == "users" else []
        return {"comments": rows[: int(query.get("page[size]", "100"))], "users": users}

    def _person(self, site: Site, wanted: dict[str, Any]) -> dict[str, Any]:
        for name in ("email", "external_id"):
            for person in site.people:
                if wanted.get(name) and person.get(name) == wanted[name]:
                    return person
        if not wanted.get("name"):
            detail = "Name: is too short"
            raise Refused(422, {"error": "RecordInvalid", "description": detail})
        person = {"id": site.next_id(), "role": "end-user", **wanted}
        site.people.append(person)
        return person

    def _speak(self, site: Site, ticket: dict[str, Any], text: str, *, is_public: bool) -> str:
        said = self._comment(site, ticket, text, author=AGENT_ID, is_public=is_public, via="web")
        return str(said["id"])


def _agent() -> dict[str, Any]:
    return {"id": AGENT_ID, "name": AGENT, "role": "admin"}


def _refuse_strangers(request: Request) -> None:
    given = request.headers.get("authorization", "").removeprefix("Basic ")
    who, _, token = base64.b64decode(given).decode().partition(":")
    if not who.endswith("/token") or not token or token.startswith(REFUSED):
        raise Refused(401, {"error": "Couldn't authenticate you"})
