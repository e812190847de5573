"""Everything the product can be told to do, each with the world it starts in and its effect."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from chalicelib.accounts.rows import AgentRow
from chalicelib.core.moments import rfc3339
from chalicelib.customers.predictions import fit, ledger, storage
from chalicelib.customers.predictions.model import Order
from chalicelib.tickets.model import State, Status
from tests.faults.invariants import Scan
from tests.faults.shop import Shop

Doing = Callable[[Shop], object]
Body = Mapping[str, Any] | Callable[[Shop], Mapping[str, Any]] | None


def a_ticket(shop: Shop) -> None:
    """Start with an open mail ticket that nobody has."""
    shop.receive()


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What to do, before it, and again after a crash; `effect` holds once it was done."""

    name: str
    act: Doing
    prepare: Doing = a_ticket
    again: Doing | None = None
    effect: Callable[[Scan], bool] = field(default=lambda _: True)
    is_http: bool = False

    def __str__(self) -> str:
        """Read as the command."""
        return self.name

    def mend(self, shop: Shop) -> None:
        """Do what clients and AWS do after a crash, until everything is calm."""
        if self.again or self.is_http:
            (self.again or self.act)(shop)
        shop.cloud.calm()


def http(name: str, method: str, path: str, body: Body = None, *, by: str = "alice",
         prepare: Doing = a_ticket, effect: Callable[[Scan], bool] = lambda _: True,
         lost: tuple[int, ...] = ()) -> Command:  # fmt: skip
    """Return a request; `@` in its path is the ticket's. `lost` may answer one that came again."""

    def ask(shop: Shop, others: tuple[int, ...] = ()) -> None:
        where = path.replace("@", shop.at).replace("~", shop.hand)
        sent = body(shop) if callable(body) else body
        answer = shop.ask(method, where, sent, by=by, idempotency_key="the same")
        if shop.is_refusal_fine and answer.status == 503:
            assert int(answer.headers["retry-after"]) > 0
            return
        assert answer.status < 300 or answer.status in others, (answer.status, answer.json)

    again = partial(ask, others=lost) if lost else None
    return Command(name=name, act=ask, prepare=prepare, again=again, effect=effect, is_http=True)


def queued(name: str, queue: str, prepare: Doing,
           effect: Callable[[Scan], bool] = lambda _: True) -> Command:  # fmt: skip
    """Return the work of a queue's first message, which `prepare` puts there."""
    return Command(
        name=name, act=lambda shop: shop.cloud.step(queue), prepare=prepare, effect=effect
    )


def steps(*doings: Doing) -> Doing:
    """Return all of them, one after the other."""

    def all_of(shop: Shop) -> None:
        for doing in doings:
            doing(shop)

    return all_of


def asked(method: str, path: str, body: object = None, by: str = "alice") -> Doing:
    """Return a request that prepares something."""
    return lambda shop: shop.done(method, path.replace("@", shop.at), body, by=by)


def with_words(shop: Shop) -> None:
    """Choose what will be said."""
    shop.hand = shop.words()


def said(shop: Shop) -> Mapping[str, Any]:
    """Return the body that says it."""
    return {"text": shop.hand}


def settled(shop: Shop) -> None:
    """Carry what follows."""
    shop.cloud.settle()


def passed(**span: float) -> Doing:
    """Let time pass."""
    return lambda shop: shop.cloud.world.pass_time(**span)


def arrives(**parts: Any) -> Doing:
    """Let a mail wait in the queue."""
    return lambda shop: shop.cloud.queues["mail"].append(shop.mail(**parts))


def is_at(status: Status) -> Callable[[Scan], bool]:
    """Return whether every ticket is there."""
    return lambda found: all(ticket.status is status for ticket in found.tickets.values())


def has_tickets(count: int) -> Callable[[Scan], bool]:
    """Return whether there are so many."""
    return lambda found: len(found.tickets) == count


def is_sent(found: Scan) -> bool:
    """Tell whether the mails that went out are known as such, or as unknown."""
    states = {m.state for m in found.messages if not m.is_inbound and m.channel.value == "email"}
    return bool(states) and states <= {State.sent, State.delivered, State.unknown}


def has_mailed(*subjects: str) -> Callable[[Scan], bool]:
    """Return whether such mails left: the product's own may leave twice when a worker dies."""

    def has(found: Scan) -> bool:
        sent = [str(posted.mail["Subject"]) for posted in found.posted]
        return len(sent) >= len(subjects) and all(each.startswith(subjects) for each in sent)

    return has


def chatting(shop: Shop) -> None:
    """Open a chat and choose the first words."""
    shop.chat()
    with_words(shop)


def in_chat(shop: Shop) -> None:
    """Be in the middle of a chat."""
    shop.chat()
    shop.say()
    settled(shop)


def answered_chat(shop: Shop) -> None:
    """Let Alice answer a visitor who has left; three minutes pass."""
    in_chat(shop)
    shop.reply()
    settled(shop)
    shop.cloud.world.pass_time(minutes=3, seconds=1)


def replied(shop: Shop) -> None:
    """Let Alice answer; the order to send it waits in the queue."""
    a_ticket(shop)
    shop.reply()
    shop.cloud.fold()


def reported(kind: str, **details: Any) -> Doing:
    """Let SES report on the newest mail."""

    def report(shop: Shop) -> None:
        posted = shop.cloud.posted[-1]
        body = {kind.lower(): details or {"recipients": [posted.recipient]}, "eventType": kind}
        mail = {"messageId": posted.id, "tags": {"ref": [posted.ref]}}
        shop.cloud.queues["receipts"].append(json.dumps(body | {"mail": mail}))

    return report


def reply_to(shop: Shop) -> str:
    """Return where answers to the newest mail go."""
    return "".join(shop.cloud.posted[-1].mail["Reply-To"].split())


def a_bulk_job(shop: Shop) -> None:
    """Ask for three tickets to be closed; the job waits in the queue."""
    for _ in range(3):
        shop.receive()
    ids = [each["id"] for each in shop.done("GET", "/v1/tickets?view=all")["data"]]
    body = {"action": "close", "ids": ids}
    shop.hand = shop.done("POST", "/v1/tickets/bulk", body)["job_id"]


def is_looked_at(found: Scan) -> bool:
    """Tell whether the orders were looked at, and what is missing is known."""
    outlook = storage.find_outlook(found.shop.desk())
    return outlook is not None and outlook.looked_at is not None and bool(outlook.missing)


def an_order_to_look_at(shop: Shop) -> None:
    """Let an order be known, and a look at the account's orders wait in the queue."""
    desk = shop.desk()
    at = desk.now()
    order = Order(
        id="1001", customer_id="cus_0000000000000000000000ANN0", placed_at=at, total_minor=2_000,
        currency="EUR", as_of=at,
    )  # fmt: skip
    ledger.note(desk, order)
    desk.queues.put("jobs", [fit.order(shop.account.id, rfc3339(at))])


def a_link(shop: Shop) -> None:
    """Let Alice hold a sign-in link."""
    shop.done("POST", "/v1/sessions", {"email": shop.alice.email}, by="nobody")
    settled(shop)
    found = re.search(r"dhl_\w+", str(shop.cloud.posted[-1].mail.get_payload(decode=True), "utf-8"))
    shop.hand = found[0] if found else ""


def a_session(shop: Shop) -> None:
    """Let Alice be signed in and online."""
    a_link(shop)
    answer = shop.done("POST", "/v1/sessions/confirm", {"token": shop.hand}, by="nobody")
    shop.tokens["session"] = answer["token"]
    shop.done("PUT", "/v1/me/presence", {"online": True}, by="session")


def a_key(shop: Shop) -> None:
    """Let the owner hold one more key."""
    body = {"name": "Other", "scopes": ["tickets:read"]}
    shop.hand = shop.done("POST", "/v1/api_keys", body, by="owner")["id"]


def a_view(shop: Shop) -> None:
    """Let the shop have a view of its own."""
    body = {"name": "VIP", "filters": {"tags": ["vip"]}}
    shop.hand = shop.done("POST", "/v1/views", body)["id"]


def an_address(shop: Shop) -> None:
    """Let the shop forward an address to us."""
    shop.hand = "help@acme.example"
    shop.done("POST", "/v1/settings/email/addresses", {"address": shop.hand}, by="owner")


def a_test_mail(shop: Shop) -> None:
    """Let the forwarding test wait in the queue."""
    an_address(shop)
    shop.done("POST", f"/v1/settings/email/addresses/{shop.hand}/test", by="owner")
    sent = shop.cloud.posted[-1].mail
    shop.cloud.queues["mail"].append(
        shop.arrival(sent.as_bytes(), (shop.address,), source="help@acme.example")
    )


def auto_closing(text: str) -> Doing:
    """Let a ticket that was answered two days ago be due, with closing words or without."""

    def prepare(shop: Shop) -> None:
        closing = {"auto_close": {"enabled": True, "after_hours": 48, "closing_text": text}}
        shop.done("PATCH", "/v1/settings", closing, by="owner")
        replied(shop)
        settled(shop)
        shop.cloud.world.pass_time(hours=48, seconds=1)

    return prepare


def is_mine(found: Scan) -> bool:
    """Tell whether Alice has the ticket."""
    return all(t.assignee_id == found.shop.alice.id for t in found.tickets.values())


def is_switched(*, on: bool) -> Callable[[Scan], bool]:
    """Return whether Alice is shown so."""
    return lambda found: any(
        row.sk == found.shop.alice.id and row.is_switched_on is on for row in found.of(AgentRow)
    )


def give(shop: Shop) -> Mapping[str, Any]:
    """Return the body that gives the ticket to Alice."""
    return {"agent_id": shop.alice.id}


def take(shop: Shop) -> Mapping[str, Any]:
    """Return the body that takes it from Bob."""
    return {"agent_id": shop.alice.id, "force": True}


def bobs(shop: Shop) -> None:
    """Start with a ticket of Bob's."""
    a_ticket(shop)
    shop.done("POST", f"{shop.at}/assign", {"agent_id": shop.bob.id}, by="bob")
