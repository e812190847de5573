"""The whole product, asked from outside, and what each of its functions needed of AWS."""

import json
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

from chalicelib.reports.activity import drill
from chalicelib.reports.exports import work
from chalicelib.teams import storage as teams
from dev.aws.cloud import is_backstage
from dev.aws.gate import Call
from dev.lambdas import Lambdas
from dev.product import Product
from dev.web.exchange import Asked
from dev.web.gateway import Gateway
from dev.web.site import Site
from tests.architecture.grants import Grant, needed
from tests.kit.forms import posted

WEEK = timedelta(days=7)
CUSTOMER = "anna@mail.example"


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

    def upload(self, name: str, content: bytes) -> list[str]:
        """Let an agent upload a picture; return what a reply names it by."""
        wanted = {"name": name, "content_type": "image/png", "size": len(content)}
        started = self.ask("POST", "/v1/uploads", wanted)
        kind, body = posted(started["fields"], content)
        path = "/dev/files"
        headers = {"content-type": kind}
        asked = Asked(method="POST", target=path, headers=headers, body=body)
        assert self.site.answer(asked).status == 204
        return [started["id"]]

    def export(self) -> None:
        """Let an owner take the figures away, a line in each step."""
        drill.AT_ONCE = work.PAGES = 1
        today = self.product.clock.now()
        days = {"from": f"{today - WEEK:%Y-%m-%d}", "to": f"{today:%Y-%m-%d}"}
        export = self.ask("POST", "/v1/reports/exports", days)
        self.rest()
        shown = self.ask("GET", f"/v1/reports/exports/{export['id']}")
        assert (shown["status"], shown["rows"] > 1) == ("done", True)

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
        vars(self.product.ports.vault)["_opened"].clear()
        for account_id in list(vars(teams._teams)["_values"]):
            teams.forget(account_id)


def _load() -> Any:
    from app import app

    return app
