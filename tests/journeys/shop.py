"""A shop of a test's own on the running server: its team, its customers, its visitors."""

import hashlib
import hmac
import itertools
import re
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

from chalicelib.accounts.model import Role
from chalicelib.accounts.rules import permissions
from tests.journeys.server import Answer, Server

_numbers = itertools.count(1)
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SIGN_IN = re.compile(r"#sign-in=(\S+)")


@dataclass(frozen=True, slots=True)
class Agent:
    """One of the team, with a key of their own."""

    server: Server
    id: str
    email: str
    key: str

    def call(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        """Ask as this agent."""
        return self.server.call(method, path, body, token=self.key, **headers)

    def get(self, path: str) -> Any:
        """Return what stands there."""
        return self.call("GET", path).ok()

    def do(self, ticket_id: str, verb: str, /, **body: object) -> Any:
        """Work on a ticket, and let the work take effect."""
        done = self.call("POST", f"/v1/tickets/{ticket_id}/{verb}", body).ok()
        self.server.drain()
        return done

    def tickets(self, **query: str) -> list[dict[str, Any]]:
        """List tickets."""
        asked = "&".join(f"{name}={value}" for name, value in query.items())
        return self.get(f"/v1/tickets?{asked}")["data"]

    def ticket(self, ticket_id: str) -> dict[str, Any]:
        """Open a ticket."""
        return self.get(f"/v1/tickets/{ticket_id}")

    def thread(self, ticket_id: str) -> list[dict[str, Any]]:
        """Return the newest entries, oldest first."""
        return self.get(f"/v1/tickets/{ticket_id}/messages")["data"]

    def events(self, ticket_id: str) -> list[str]:
        """Return the names of what happened, in order."""
        return [entry["event"] for entry in self.thread(ticket_id) if entry["kind"] == "event"]

    def go(self, where: str) -> dict[str, Any]:
        """Turn the own switch, `online` or `offline`, and let what follows happen."""
        switched = self.call("PUT", "/v1/me/presence", {"online": where == "online"}).ok()
        self.server.drain()
        return switched

    def badge(self) -> int:
        """Return how many tickets are unread."""
        return self.get("/v1/badge")["unread"]


@dataclass(slots=True)
class Visitor:
    """Somebody in the chat of a shop's page."""

    server: Server
    token: str
    after: int = 0

    def call(self, method: str, path: str, body: object = None) -> Answer:
        """Ask as the widget does."""
        return self.server.call(method, f"/v1/chat/{path}", body, token=self.token)

    def write(self, text: str) -> dict[str, Any]:
        """Write."""
        message = self.call("POST", "messages", {"text": text}).ok()
        self.server.drain()
        return message

    def poll(self) -> dict[str, Any]:
        """Ask for what is new; it is the heartbeat too."""
        page = self.call("GET", f"messages?after={self.after}").ok()
        self.after = page["sequence"]
        return page

    def texts(self) -> list[str]:
        """Poll, and return the words."""
        return [message["text"] for message in self.poll()["data"]]


@dataclass(slots=True)
class Shop:
    """An account of the test's own; `agents` starts with the owner."""

    server: Server
    number: int
    account: dict[str, Any]
    agents: list[Agent] = field(default_factory=list[Agent])

    @property
    def inbox(self) -> str:
        """Return the address that the product gave it."""
        return self.account["inbound_address"]

    @property
    def owner(self) -> Agent:
        """Return who signed up."""
        return self.agents[0]

    def invite(self, name: str, role: str = "support") -> Agent:
        """Add somebody to the team."""
        email = f"{name}@shop{self.number}.example"
        invited = self.owner.call(
            "POST", "/v1/agents", {"email": email, "name": name.title(), "role": role}
        ).ok()
        agent = self.with_key(invited["id"], email, role, self.owner.key)
        self.agents.append(agent)
        return agent

    def set(self, **settings: object) -> None:
        """Change settings."""
        self.owner.call("PATCH", "/v1/settings", settings).ok()
        self.server.drain()

    def now(self) -> datetime:
        """Return the moment."""
        return datetime.fromisoformat(self.server.call("GET", "/dev/clock").ok()["now"])

    def opens(self, *, after: timedelta, span: timedelta = timedelta(hours=4), **more: Any) -> None:
        """Keep hours every day, from so long after now (or before) and for so long."""
        start = self.now() + after
        hours = [f"{start:%H:%M}", f"{start + span:%H:%M}"]
        self.set(office_hours={"time_zone": "UTC", "days": {day: [hours] for day in WEEK}}, **more)

    def team(self, name: str, *agents: Agent, **parts: Any) -> dict[str, Any]:
        """Make a team of these."""
        wanted = {"name": name, "agent_ids": [agent.id for agent in agents], **parts}
        made = self.owner.call("POST", "/v1/teams", wanted).ok()
        self.server.drain()
        return made

    def signed_in(self, agent: Agent) -> Agent:
        """Return the agent with a session of their own instead of a key."""
        link = {"email": agent.email}
        self.server.call_from_elsewhere("POST", "/v1/sessions", link).ok()
        self.server.drain()
        mail = next(mail for mail in self.server.outbox() if mail["to"] == [agent.email]
                    and _SIGN_IN.search(mail["text"]))  # fmt: skip
        token = {"token": _SIGN_IN.findall(mail["text"])[0]}
        session = self.server.call_from_elsewhere("POST", "/v1/sessions/confirm", token).ok()
        return replace(agent, key=session["token"])

    def address(self, name: str) -> str:
        """Return a customer's address that no other test uses."""
        return f"{name}@home{self.number}.example"

    def mail(self, *, to: str = "", envelope: Any = None, **parts: Any) -> str:
        """Let a mail come in; return its Message-ID without brackets."""
        message_id = f"m{next(_numbers)}@home{self.number}.example"
        raw = written(message_id=message_id, to=to or self.inbox, **parts)
        self.server.mail(raw, to or self.inbox, **(envelope or {}))
        return message_id

    def first_mail(self, name: str = "ann", **parts: str) -> dict[str, Any]:
        """Let a customer's first mail come in; return its ticket."""
        known = {ticket["id"] for ticket in self.every_ticket()}
        self.mail(sender=self.address(name), **{"subject": "Late", "text": "Where is it?", **parts})
        fresh = [t for t in self.every_ticket() if t["id"] not in known]
        assert len(fresh) == 1
        return fresh[0]

    def every_ticket(self) -> list[dict[str, Any]]:
        """Return them all, spam too."""
        return [*self.owner.tickets(status="any"), *self.owner.tickets(view="spam")]

    def sent(self) -> list[dict[str, Any]]:
        """Return the mails that left for this shop's customers, newest first."""
        return [
            mail for mail in self.server.outbox() if f"@home{self.number}.example" in mail["to"][0]
        ]

    def shopper(self, user_id: str, **who: str) -> Visitor:
        """Open the chat as somebody who is signed in to the shop."""
        secret = self.owner.get("/v1/settings/web_chat/secret")["secret"]
        signed = hmac.new(secret.encode(), user_id.encode(), hashlib.sha256).hexdigest()
        return self.visitor(user_id=user_id, user_hash=signed, **who)

    def visitor(self, **who: str) -> Visitor:
        """Open the chat of the shop's page."""
        opening = {"public_key": self.account["public_key"], **who}
        answer = self.server.call_from_elsewhere("POST", "/v1/chat/sessions", opening).ok()
        return Visitor(self.server, answer["token"])

    def with_key(self, agent_id: str, email: str, role: str, token: str) -> Agent:
        """Return an agent with a key that may all their role may."""
        wanted = {"name": "test", "scopes": sorted(permissions(Role(role))), "agent_id": agent_id}
        key = self.server.call("POST", "/v1/api_keys", wanted, token=token).ok()
        return Agent(self.server, agent_id, email, key["token"])


def moment(text: str) -> datetime:
    """Return a moment as the API writes it."""
    return datetime.fromisoformat(text)


def open_shop(server: Server) -> Shop:
    """Sign up, follow the link in the mail, and get the owner a key."""
    number = next(_numbers)
    email = f"owner@shop{number}.example"
    wanted = {"name": f"Shop {number}", "email": email, "owner_name": "Olive"}
    account = server.call_from_elsewhere("POST", "/v1/accounts", wanted).ok()
    server.drain()
    link = next(mail for mail in server.outbox() if mail["to"] == [email])
    found = _SIGN_IN.search(link["text"])
    assert found
    session = server.call("POST", "/v1/sessions/confirm", {"token": found[1]}).ok()
    shop = Shop(server, number, account)
    shop.agents.append(shop.with_key(session["agent_id"], email, "owner", session["token"]))
    return shop


def written(
    *, message_id: str, to: str, sender: str, subject: str = "Hello", text: str = "Hello",
    **headers: str,
) -> bytes:  # fmt: skip
    """Return a mail's bytes; `In_Reply_To="<a@b>"` becomes In-Reply-To."""
    mail = EmailMessage()
    mail["Message-ID"] = f"<{message_id}>"
    mail["From"] = sender
    mail["To"] = to
    mail["Subject"] = subject
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()
