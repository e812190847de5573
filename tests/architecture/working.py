"""A day in a shop in which every function does all that it can, and who made which call.

Run as a program, since a product takes the whole of moto: `python -m tests.architecture.working
answer.json` writes what each function needed.
"""

import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from chalicelib.core.hours import WEEKDAYS
from chalicelib.messaging.bulk import CHUNK
from dev.aws.cloud import is_backstage
from dev.aws.gate import Call
from dev.lambdas import Lambdas
from dev.product import Product
from dev.web.gateway import Gateway
from dev.web.site import Site
from tests.architecture.grants import Grant, needed

LONG = "The mug is broken, and so am I. " * 300
"""Longer than a row holds, and no longer than the chat takes."""
CUSTOMER = "anna@mail.example"
OFFER = "Claim your bitcoin prize now, winner! Guaranteed profit, click the link below, act now!!!"
DAY = timedelta(days=1)


class Day:
    """The product, asked from outside; `used` says what each function needed."""

    def __init__(self) -> None:
        """Start it, and listen."""
        self.used: dict[str, set[Grant]] = defaultdict(set)
        self._working = ""
        self._attribute(Lambdas, "_invoke", lambda _lambdas, name, *_: name)
        self._attribute(Gateway, "answer", lambda *_: "api_handler")
        self.product = Product(_load, base_url="http://localhost:1", is_quiet=True)
        self.site = Site(self.product)
        self.inbox = self.token = self.ticket = ""

    def ask(self, method: str, path: str, body: object = None, token: str = "") -> Any:
        """Ask the app; what is refused proves nothing."""
        status, answer = self.site.ask(method, path, body, token=token or self.token)
        assert status < 400, (path, answer)
        return answer

    def rest(self) -> None:
        """Let the workers finish."""
        assert self.product.loop.drain()

    def mail(self, inbox: str, text: str, *, answers: str = "") -> None:
        """Let a customer write, and let it be read."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = CUSTOMER, inbox, "A mug"
        if answers:
            message["In-Reply-To"] = answers
        message.set_content(text)
        message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="a.pdf")
        self.product.post.receive(message.as_bytes(), [inbox], verdicts={})
        self.rest()

    def last_mail(self) -> Any:
        """Return what was sent last."""
        return self.product.post.sent()[0]

    def lose(self, queue: str) -> None:
        """Let a queue forget what waits in it."""
        sqs, url = self.product.cloud.client("sqs"), self.product.cloud.queues[queue].url
        while found := sqs.receive_message(QueueUrl=url, WaitTimeSeconds=0).get("Messages"):
            for message in found:
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])

    def report(self, ref: str) -> None:
        """Let the mail service tell that a mail arrived of which we know nothing any more."""
        mail = {"messageId": "lost", "tags": {"ref": [ref]}}
        event = {"eventType": "Delivery", "mail": mail, "delivery": {"recipients": [CUSTOMER]}}
        queue = self.product.cloud.queues["receipts"].url
        sqs = self.product.cloud.client("sqs")
        sqs.send_message(QueueUrl=queue, MessageBody=json.dumps(event))
        self.rest()

    def heard(self, call: Call) -> None:
        """Note a call of the product's own."""
        if self._working and not is_backstage(call):
            self.used[self._working].update(needed(call))

    def _attribute(self, owner: type, verb: str, name: Callable[..., str]) -> None:
        original = getattr(owner, verb)

        def named(*arguments: Any) -> Any:
            before, self._working = self._working, name(*arguments)
            self._forget()
            try:
                return original(*arguments)
            finally:
                self._working = before

        setattr(owner, verb, named)

    def _forget(self) -> None:
        # On AWS each function is a process of its own, and reads the signing keys itself.
        vars(self.product.ports.secrets)["_look_at"] = None


def main(answer: Path) -> None:
    """Let the day pass."""
    day = Day()
    try:
        with day.product.cloud.gate.hooked(before=day.heard):
            for part in (_people, _mails, _routing, _work, _chat, _losses, _time_passes):
                part(day)
    finally:
        day.product.stop()
    used = {function: sorted(needs) for function, needs in day.used.items()}
    answer.write_text(json.dumps(used), encoding="utf-8")


def _load() -> Any:
    from app import app

    return app


def _people(day: Day) -> None:
    stranger = {"name": "Mug Shop", "email": "olga@shop.example", "owner_name": "Olga"}
    day.inbox = day.ask("POST", "/v1/accounts", stranger)["inbound_address"]
    day.rest()
    _sign_in(day)
    day.ask("POST", "/v1/agents", {"email": "maya@s.example", "name": "Maya", "role": "support"})
    day.ask("GET", "/v1/agents")
    day.ask("PUT", "/v1/me/presence", {"online": True})
    day.ask("POST", "/v1/settings/email/addresses", {"address": "help@mugs.example"})
    day.ask("POST", "/v1/settings/email/addresses/help@mugs.example/test")
    day.mail(day.inbox, str(day.last_mail().message.get_content()))


def _sign_in(day: Day) -> None:
    found = re.search(r"dhl_\w+", str(day.last_mail().message.get_content()))
    assert found
    day.token = day.ask("POST", "/v1/sessions/confirm", {"token": found[0]})["token"]


def _mails(day: Day) -> None:
    for text in (LONG, *["And a plate."] * CHUNK):
        day.mail(day.inbox, text)
    day.ask("GET", "/v1/tickets?view=unassigned")
    listed = day.ask("GET", "/v1/tickets?limit=1")
    day.ask("GET", f"/v1/tickets?limit=1&cursor={listed['next_cursor']}")
    day.ticket = listed["data"][0]["id"]


def _routing(day: Day) -> None:
    day.ask("PATCH", "/v1/settings", {"round_robin": {"enabled": True}})
    day.mail(day.inbox, OFFER)
    day.ask("PUT", "/v1/me/presence", {"online": False})
    day.mail(day.inbox, "Do you sell saucers?")
    day.ask("PUT", "/v1/me/presence", {"online": True})
    day.rest()
    [spam, *_] = day.ask("GET", "/v1/tickets?view=spam")["data"]
    day.ask("POST", f"/v1/tickets/{spam['id']}/not_spam")
    day.rest()
    day.ask("PATCH", "/v1/settings", {"on_offline_assignee": "reroute"})
    day.ask("PUT", "/v1/me/presence", {"online": False})
    path = f"/v1/tickets/{day.ticket}"
    day.ask("POST", f"{path}/replies", {"text": "Yes."})
    day.rest()
    address = day.last_mail().message["Reply-To"]
    day.ask("POST", f"{path}/assign", {"agent_id": day.ask("GET", "/v1/me")["id"], "force": True})
    day.ask("POST", f"{path}/close")
    day.mail(address, "And cups?")
    _out_of_hours(day)


def _out_of_hours(day: Day) -> None:
    later = WEEKDAYS[(datetime.now(UTC).weekday() + 3) % 7]
    hours = {"days": {later: [["09:00", "17:00"]]}}
    day.ask("PATCH", "/v1/settings", {"office_hours": hours})
    day.mail(day.inbox, "Do you open at noon?")
    day.ask("PUT", "/v1/me/presence", {"online": True})
    day.product.advance(timedelta(minutes=3))
    day.ask("PATCH", "/v1/settings", {"office_hours": {"days": None}})
    day.rest()


def _work(day: Day) -> None:
    path = f"/v1/tickets/{day.ticket}"
    day.ask("POST", f"{path}/replies", {"text": LONG})
    day.rest()
    sent = day.last_mail().message
    day.mail(sent["Reply-To"], "Thanks!")
    day.mail(day.inbox, "Thanks again!", answers=sent["Message-ID"])
    thread = day.ask("GET", f"{path}/messages")
    files = [(m["id"], f["id"]) for m in thread["data"] for f in m["attachments"]]
    day.ask("GET", "/v1/messages/{}/attachments/{}".format(*files[0]))
    customer = thread["ticket"]["customer"]["id"]
    day.ask("GET", f"/v1/customers/{customer}/tickets")
    day.ask("PATCH", f"/v1/customers/{customer}", {"phone": "+493012345678"})
    for action in (
        {"action": "tag", "tags": ["mug"], "view": "all"},
        {"action": "tag", "tags": ["plate"], "view": "unassigned"},
        {"action": "unassign", "ids": [day.ticket]},
    ):
        job = day.ask("POST", "/v1/tickets/bulk", action)
        day.rest()
        day.ask("GET", f"/v1/jobs/{job['job_id']}")
    job = day.ask("POST", "/v1/tickets/bulk", {"action": "close", "view": "spam"})
    day.ask("POST", f"/v1/jobs/{job['job_id']}/cancel")
    view = day.ask("POST", "/v1/views", {"name": "Mugs", "filters": {"tags": ["mug"]}})
    day.ask("GET", f"/v1/tickets?view={view['id']}")
    day.ask("DELETE", f"/v1/views/{view['id']}")
    day.ask("GET", "/v1/feed?after=1")


def _chat(day: Day) -> None:
    key = day.ask("GET", "/v1/me")["account"]["public_key"]
    opening = {"public_key": key, "email": "bea@mail.example"}
    token = day.ask("POST", "/v1/chat/sessions", opening)["token"]
    day.ask("POST", "/v1/chat/messages", {"text": "Hello?"}, token)
    conversation = day.ask("GET", "/v1/chat/messages", token=token)["conversation"]
    day.rest()
    day.ask("POST", f"/v1/tickets/{conversation}/replies", {"text": LONG})
    day.rest()
    day.product.advance(timedelta(minutes=10))


def _losses(day: Day) -> None:
    account = day.ask("GET", "/v1/me")["account"]["id"]
    day.report(f"{account}-{_unsent(day)}")
    _unsent(day)
    day.ask("POST", "/v1/tickets/bulk", {"action": "close", "ids": [day.ticket]})
    day.lose("jobs")
    day.product.advance(timedelta(hours=1))


def _unsent(day: Day) -> str:
    sent = day.ask("POST", f"/v1/tickets/{day.ticket}/replies", {"text": "Are you there?"})
    assert day.product.stream
    day.product.stream.run_once()
    day.lose("deliver")
    return str(sent["id"])


def _time_passes(day: Day) -> None:
    day.ask("PATCH", "/v1/settings", {"auto_close": {"enabled": True, "after_hours": 48}})
    day.rest()
    day.ask("DELETE", "/v1/sessions/current")
    day.ask("POST", "/v1/sessions", {"email": "olga@shop.example"})
    day.rest()
    _sign_in(day)
    day.ask("PUT", "/v1/me/presence", {"online": True})
    day.ask("POST", f"/v1/tickets/{day.ticket}/reopen")
    day.ask("POST", f"/v1/tickets/{day.ticket}/snooze", {"preset": "tomorrow"})
    day.product.advance(15 * DAY)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
