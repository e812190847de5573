"""Some life in a shop, so that there is a row of nearly every kind."""

from datetime import timedelta
from typing import Any

from dev.product import Product
from dev.web.site import Site

_QUESTION = "How long does delivery take?"
_RIDDLE = "Can my parrot wear the blue scarf?"
_ANSWER = "Delivery takes three to five working days."
_SHOPPER = "sam@mail.example"
_REMEMBERED = timedelta(seconds=6)
"""So long others go on with the settings of before."""
_PHONE = "+447700900199"


class Life:
    """A demo shop, asked from outside; what is refused would leave a kind of row out."""

    def __init__(self, product: Product, site: Site) -> None:
        """Speak for the first shop's owner."""
        self.product = product
        self.site = site
        self.account: dict[str, Any] = site.accounts[0]

    def ask(self, method: str, path: str, body: object = None, *, by: int = 0) -> Any:
        """Ask the app as one of the team."""
        token = self.account["agents"][by]["api_key"]
        return self._ask(method, path, body, token=token)

    def live(self) -> None:
        """Do a little of everything."""
        for part in (_customers, _tickets, _orders, _texts, _agent, _helpdesk, _settings):
            part(self)
            assert self.product.loop.drain()
        self.product.advance(timedelta(minutes=5))

    def visit(self, **who: str) -> str:
        """Open a chat, and return the visitor's token."""
        opening = {"public_key": self.account["public_key"], **who}
        return self._ask("POST", "/v1/chat/sessions", opening)["token"]

    def say(self, token: str, *texts: str) -> None:
        """Write in a chat, and let it be answered."""
        for text in texts:
            self._ask("POST", "/v1/chat/messages", {"text": text}, token=token)
            assert self.product.loop.drain()

    def hand_off(self, token: str, **more: str) -> None:
        """Want a human."""
        self._ask("POST", "/v1/chat/handoff", {"is_wanted": True, **more}, token=token)
        assert self.product.loop.drain()

    def tickets(self, **chosen: str) -> list[dict[str, Any]]:
        """Return tickets of a channel, or the like."""
        query = "&".join(f"{name}={value}" for name, value in chosen.items())
        return self.ask("GET", f"/v1/tickets?view=all&{query}")["data"]

    def _ask(self, method: str, path: str, body: object = None, *, token: str = "") -> Any:
        status, answer = self.site.ask(method, path, body, token=token)
        assert status < 400, (method, path, answer)
        return answer


def _customers(life: Life) -> None:
    order = {"metric": "Placed Order", "customer": {"email": _SHOPPER}, "value": 5}
    life.ask("POST", "/v1/events", {"id": "1", **order, "properties": {"order_id": "1001"}})
    send = {"id": "s1", "kind": "campaign", "name": "Spring", "channel": "sms", "text": "Sale!"}
    life.ask("POST", "/v1/sends", {**send, "customer": {"phone": _PHONE}})
    life.ask("PUT", "/v1/me/event_filter", {"metrics": ["Placed Order"]})
    life.ask("POST", "/v1/blocks", {"kind": "email", "value": "loud@mail.example"})
    life.ask("PUT", "/v1/customer_platform", {
        "provider": "klaviyo", "api_key": "pk_0123456789abcdef", "webhook_secret": "0" * 16,
    })  # fmt: skip


def _tickets(life: Life) -> None:
    ticket, *others = life.tickets(channel="email", status="open")
    path = f"/v1/tickets/{ticket['id']}"
    life.ask("PUT", f"{path}/draft", {"text": "Well,"}, by=3)
    life.ask("POST", f"{path}/tags", {"add": ["late"]})
    life.ask("POST", f"{path}/snooze", {"preset": "tomorrow"})
    wanted = {"action": "tag", "tags": ["mug"], "ids": [each["id"] for each in others]}
    life.ask("POST", "/v1/tickets/bulk", wanted)
    life.ask("POST", "/v1/views", {"name": "Late", "filters": {"tags": ["late"]}})
    life.ask("POST", "/v1/macros", {"title": "Thanks", "text": "Thank you!"})
    spam = life.ask("GET", "/v1/tickets?view=spam")["data"]
    for each in [*spam, ticket][:1]:
        life.ask("POST", f"/v1/tickets/{each['id']}/{'not_spam' if spam else 'spam'}")


def _orders(life: Life) -> None:
    for ticket in life.tickets(channel="email"):
        path = f"/v1/tickets/{ticket['id']}/orders"
        for order in life.ask("GET", path)["data"]:
            if order["cancel"] is None:
                life.ask("POST", f"{path}/{order['id']}/cancel", {"reason": "customer"})


def _texts(life: Life) -> None:
    number = life.account["sms_number"]
    life.ask(
        "PATCH",
        "/v1/settings",
        {"sms": {"autoresponder": {"mode": "all", "text": "Soon!"}, "shorten_links": True}},
    )
    for text in ("START", "Is my mug on its way?"):
        life.product.network.write("sms", {"from": _PHONE, "to": number, "text": text})
        assert life.product.loop.drain()
    life.product.advance(_REMEMBERED)
    [ticket] = life.tickets(channel="sms")
    told = {"text": "See https://fern.example/orders/1001?utm_source=text&utm_campaign=answers"}
    life.ask("POST", f"/v1/tickets/{ticket['id']}/replies", told)
    assert life.product.loop.drain()
    life.product.network.write("sms", {"from": _PHONE, "to": number, "text": "STOP"})


def _agent(life: Life) -> None:
    life.ask("POST", "/v1/knowledge", {"title": _QUESTION, "text": _ANSWER})
    chat = {"is_on": True, "handoff": {"method": "helpdesk", "helpdesk": "own"}}
    life.ask("PATCH", "/v1/customer_agent", {"is_on": True, "channels": {"chat": chat}})
    life.product.advance(_REMEMBERED)
    token = life.visit(email="tess@mail.example")
    life.say(token, _QUESTION, _RIDDLE)
    life.hand_off(token)


def _helpdesk(life: Life) -> None:
    keys = {"subdomain": "fern", "api_token": "0" * 26, "email": "olive@fern.example"}
    life.ask("PUT", "/v1/helpdesks/zendesk", keys)
    handoff = {"method": "helpdesk", "helpdesk": "zendesk"}
    life.ask("PATCH", "/v1/customer_agent", {"channels": {"chat": {"handoff": handoff}}})
    life.product.advance(_REMEMBERED)
    token = life.visit(email="uma@mail.example")
    life.say(token, _RIDDLE)
    life.hand_off(token)
    life.say(token, "And the green one?")


def _settings(life: Life) -> None:
    owner = life.account["agents"][0]["email"]
    life.ask("PATCH", "/v1/settings", {
        "reports": {"weekly_email": {"is_on": True, "to": [owner]}},
        "auto_close": {"enabled": True, "after_hours": 48},
    })  # fmt: skip
    life.ask("PATCH", "/v1/setup", {"steps": {"people": "skipped"}})
    life.ask("PUT", "/v1/link_domain", {"domain": "go.fern.example"})
    today = life.product.clock.now().date().isoformat()
    life.ask("POST", "/v1/reports/exports", {"from": today, "to": today})
