"""A shop's site at Zendesk or Gorgias, as the laptop's stand-in plays it, and who is sent there."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from tests.journeys.shop import Agent, Shop, Visitor
from tests.journeys.test_customer_agent import ANSWER, QUESTION, RIDDLE, set_up, wants_human

TOKEN = "0123456789abcdef0123456789"


@dataclass(slots=True)
class Elsewhere:
    """A shop's site at Zendesk or Gorgias, as the laptop's stand-in plays it."""

    shop: Shop
    name: str

    @property
    def site(self) -> str:
        """Return the site's name, which no other test uses."""
        return f"shop{self.shop.number}"

    def connect(self) -> "Elsewhere":
        """Connect it as the manager would."""
        fields = ("subdomain", "api_token") if self.name == "zendesk" else ("domain", "api_key")
        body = {fields[0]: self.site, fields[1]: TOKEN, "email": "olive@shop.example"}
        shown = self.shop.owner.call("PUT", f"/v1/helpdesks/{self.name}", body).ok()
        if self.name == "gorgias":
            self.change(webhook_url=shown["webhook_url"], webhook_secret=shown["webhook_secret"])
        return self

    def change(self, **facts: object) -> Any:
        """Do something there, and let its effects take place."""
        body = {"helpdesk": self.name, "site": self.site, **facts}
        done = self.shop.server.call("POST", "/dev/helpdesks", body).ok()
        self.shop.server.drain()
        return done

    def tickets(self) -> list[dict[str, Any]]:
        """Return the tickets there."""
        asked = urlencode({"helpdesk": self.name, "site": self.site})
        return self.shop.server.call("GET", f"/dev/helpdesks?{asked}").ok()["data"]

    def said(self) -> list[str]:
        """Return what was said in the only ticket there."""
        [ticket] = self.tickets()
        return [each.get("body") or each["body_text"] for each in ticket["said"]]

    def answer(self, text: str) -> None:
        """Answer as a human there."""
        [ticket] = self.tickets()
        self.change(ticket_id=str(ticket["id"]), text=text)


def helped(shop: Shop, helpdesk: str, channel: str = "chat") -> Elsewhere:
    """Return the other helpdesk of a shop whose Customer Agent knows one thing."""
    elsewhere = Elsewhere(shop, helpdesk).connect()
    shop.owner.call("POST", "/v1/knowledge", {"title": QUESTION, "text": ANSWER}).ok()
    handoff = {"method": "helpdesk", "helpdesk": helpdesk}
    set_up(shop, is_on=True, channels={channel: {"is_on": True, "handoff": handoff}})
    return elsewhere


def asks(shop: Shop) -> Visitor:
    """Return a visitor with an answer, a riddle, and a human wanted."""
    visitor = shop.visitor(name="Tess")
    visitor.write(QUESTION)
    visitor.write(RIDDLE)
    wants_human(visitor)
    wants_human(visitor, email=shop.address("tess"))
    return visitor


def notes(agent: Agent, ticket_id: str) -> list[str]:
    """Return what only the team reads."""
    return [entry["text"] for entry in agent.thread(ticket_id) if entry["kind"] == "note"]


def the_ticket(agent: Agent) -> str:
    """Return the id of the only conversation."""
    [talk] = agent.get("/v1/customer_agent/conversations")["data"]
    return talk["ticket_id"]
