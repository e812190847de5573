"""Gorgias's stand-in: tickets, messages and customers, and the HTTP integration's deliveries."""

import base64
import json
from typing import Any, ClassVar
from urllib.parse import urlsplit

from dev.providers.exchange import Request
from dev.providers.helpdesks import AGENT, REFUSED, Helpdesks, Refused, Site, told
from dev.web.exchange import Asked

_CHANNELS = ("api", "email", "sms", "chat", "phone")


class Gorgias(Helpdesks):
    """It knows every domain but `nobody`; an integration is added by hand, as in its settings."""

    hosts = ("*.gorgias.com",)
    provider = "gorgias"
    limits: ClassVar[dict[str, str]] = {"x-gorgias-account-api-call-limit": "40/40"}

    def integrate(self, name: str, url: str, secret: str) -> None:
        """Be the page of settings on which a merchant adds the HTTP integration."""
        self.site(name).hooks = [{"endpoint": url, "secret": secret}]

    def deliveries(self, site: Site, ticket_id: str) -> list[Asked]:
        """Return what the integration sends of a new message."""
        body = json.dumps({"ticket_id": ticket_id}).encode()
        return [
            Asked(
                method="POST",
                target=urlsplit(hook["endpoint"]).path,
                headers={"content-type": "application/json", "x-deskhand-secret": hook["secret"]},
                body=body,
            )
            for hook in site.hooks
        ]

    def _told(self, site: Site, request: Request) -> tuple[int, Any]:
        if site.name == "nobody":
            raise Refused(404, {"error": {"msg": "No such helpdesk"}})
        _refuse_strangers(request)
        parts = request.path.removeprefix("/api/").split("/")
        if request.method == "GET":
            return 200, self._read(site, parts, request)
        body = told(request)
        match request.method, parts:
            case "POST", ["tickets"]:
                return 201, self._create(site, body)
            case "POST", ["tickets", number, "messages"]:
                return 201, self._message(site, site.ticket(number), body)
            case "POST", ["customers"]:
                if "channels" not in body:
                    raise Refused(400, {"error": {"msg": "channels: Missing data."}})
                return 201, self._new_person(site, body)
            case _:
                raise Refused(404, {"error": {"msg": "Not found"}})

    def _read(self, site: Site, parts: list[str], request: Request) -> dict[str, Any]:
        query = {name: values[-1] for name, values in request.query.items()}
        wanted = query.get("external_id")
        match parts:
            case ["account"]:
                return {"domain": site.name, "status": {"status": "active"}}
            case ["tickets"]:
                rows = [t for t in site.tickets.values() if t["external_id"] == wanted]
            case ["customers"]:
                rows = [p for p in site.people if p.get("external_id") == wanted]
            case ["messages"]:
                number = int(query["ticket_id"])
                rows = [each for each in site.said if each["ticket_id"] == number][::-1]
            case _:
                raise Refused(404, {"error": {"msg": "Not found"}})
        return {"object": "list", "data": rows[: int(query.get("limit", "30"))]}

    def _create(self, site: Site, wanted: dict[str, Any]) -> dict[str, Any]:
        messages = wanted.get("messages")
        if not isinstance(messages, list) or not messages:
            raise Refused(400, {"error": {"msg": "messages: Missing data for required field."}})
        person = self._person(site, wanted["customer"])
        ticket = {
            "id": site.next_id(),
            "external_id": wanted.get("external_id"),
            "subject": wanted.get("subject"),
            "channel": wanted["channel"],
            "status": "open",
            "customer": person,
            "tags": wanted.get("tags", []),
            "created_datetime": self._now()[:-1],
        }
        site.tickets[ticket["id"]] = ticket
        for message in messages:
            self._message(site, ticket, message)
        return ticket

    def _message(
        self, site: Site, ticket: dict[str, Any], wanted: dict[str, Any]
    ) -> dict[str, Any]:
        for name in ("channel", "from_agent", "via"):
            if name not in wanted:
                raise Refused(400, {"error": {"msg": f"{name}: Missing data for required field."}})
        if wanted["channel"] not in _CHANNELS:
            raise Refused(400, {"error": {"msg": "channel: Not a valid choice."}})
        sender = wanted.get("sender") or {}
        message = {
            "id": site.next_id(),
            "ticket_id": ticket["id"],
            "channel": wanted["channel"],
            "via": wanted["via"],
            "external_id": wanted.get("external_id"),
            "from_agent": wanted["from_agent"],
            "public": wanted.get("public", True),
            "body_text": wanted.get("body_text", ""),
            "created_datetime": self._now()[:-1],
            "sender": sender if wanted["from_agent"] else self._person(site, sender),
            "source": wanted.get("source"),
        }
        site.said.append(message)
        return message

    def _person(self, site: Site, wanted: dict[str, Any]) -> dict[str, Any]:
        for name in ("id", "email", "external_id"):
            for person in site.people:
                if wanted.get(name) and person.get(name) == wanted[name]:
                    return person
        if not wanted.get("email"):
            raise Refused(400, {"error": {"msg": "sender: Must reference a customer."}})
        return self._new_person(site, wanted)

    def _new_person(self, site: Site, wanted: dict[str, Any]) -> dict[str, Any]:
        if not isinstance(wanted.get("channels", []), list):
            raise Refused(400, {"error": {"msg": "channels: Not a valid list."}})
        taken = [c for person in site.people for c in person.get("channels", [])]
        if any(channel in taken for channel in wanted.get("channels", [])):
            raise Refused(400, {"error": {"msg": "channels: This channel is already used."}})
        person = {"id": site.next_id(), **wanted}
        site.people.append(person)
        return person

    def _speak(self, site: Site, ticket: dict[str, Any], text: str, *, is_public: bool) -> str:
        channel = ticket["channel"] if is_public else "internal-note"
        told_so = {
            "channel": channel if is_public else "api",
            "via": "helpdesk",
            "from_agent": True,
            "public": is_public,
            "body_text": text,
            "sender": {"id": 1, "name": AGENT, "email": "zoe@shop.example"},
        }
        message = self._message(site, ticket, told_so)
        message["channel"] = channel
        return str(message["id"])


def _refuse_strangers(request: Request) -> None:
    given = request.headers.get("authorization", "").removeprefix("Basic ")
    who, _, key = base64.b64decode(given).decode().partition(":")
    if "@" not in who or who.endswith("/token") or not key or key.startswith(REFUSED):
        raise Refused(401, {"error": {"msg": "Invalid credentials"}})
