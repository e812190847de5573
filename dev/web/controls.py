"""What only a laptop has: mail by hand, the outbox, the clock, faults. Never packaged."""

import json
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from chalicelib.aws.files import disposition
from chalicelib.core.errors import NotFound
from chalicelib.core.moments import rfc3339
from dev.aws import uploads
from dev.aws.post import VERDICTS
from dev.product import Product
from dev.providers.klaviyo import delivery
from dev.pumps.haste import Haste
from dev.web import outbox
from dev.web.exchange import Answered, Asked, Refused, as_json, problem
from dev.web.helpdesks import change_helpdesks, see_helpdesks
from dev.web.plans import put_on_plan
from dev.web.shops import change_shop, change_subscriptions, mails_of, say_yes

LONGEST_ADVANCE = timedelta(days=400)

_KINDS = ("TXT", "CNAME", "MX")
_READING_SECONDS = 10
_FILES = "/dev/files/"

Control = Callable[[Asked], Answered]


class Controls:
    """Routes under /dev."""

    def __init__(self, product: Product) -> None:
        """Answer for this product."""
        self._product = product
        self.routes: dict[tuple[str, str], Control] = {
            ("POST", "/dev/files"): self._upload,
            ("POST", "/dev/mail"): self._mail,
            ("GET", "/dev/outbox"): self._outbox,
            ("GET", "/dev/clock"): self._clock,
            ("POST", "/dev/clock"): self._advance,
            ("POST", "/dev/plan"): lambda asked: put_on_plan(_body(asked)),
            ("POST", "/dev/drain"): self._drain,
            ("GET", "/dev/faults"): self._faults,
            ("POST", "/dev/faults"): self._inject,
            ("DELETE", "/dev/faults"): self._forgive,
            ("GET", "/dev/dead_letters"): self._dead_letters,
            ("GET", "/dev/transcript"): self._transcript,
            ("POST", "/dev/numbers"): self._numbers,
            ("DELETE", "/dev/numbers"): self._close,
            ("POST", "/dev/dns"): self._publish,
            ("POST", "/dev/klaviyo"): self._tell,
            ("POST", "/dev/shopify"): self._shop,
            ("POST", "/dev/recharge"): self._recharge,
            ("GET", "/dev/helpdesks"): lambda asked: see_helpdesks(product, asked),
            ("POST", "/dev/helpdesks"): lambda asked: change_helpdesks(product, _body(asked)),
            ("GET", "/dev/shopify"): lambda asked: mails_of(product, asked),
            ("GET", "/dev/shopify/authorize"): lambda asked: say_yes(product, asked),
            ("GET", "/dev/conversation"): self._conversation,
            **{("POST", f"/dev/{name}"): self._write for name in product.network.channels()},
        }

    def answer(self, asked: Asked) -> Answered:
        """Answer any request under /dev."""
        if asked.method == "GET" and asked.path.startswith(_FILES):
            return self._file(asked)
        control = self.routes.get((asked.method, asked.path))
        if control is None:
            detail = "There is no such control."
            return problem(HTTPStatus.NOT_FOUND, "not_found", detail)
        try:
            return control(asked)
        except Refused as refusal:
            code = refusal.status.name.lower()
            return problem(refusal.status, code, refusal.detail)

    def _mail(self, asked: Asked) -> Answered:
        # A plus sign means a space in queries, and no address has one.
        recipients = [to.strip().replace(" ", "+") for to in asked.query.get("to", [])]
        if not recipients or not all("@" in to for to in recipients):
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "Name recipients: ?to=a@b&to=c@d")
        if not asked.body:
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "Send the mail's bytes as the body.")
        if not any(map(self._product.post.knows, recipients)):
            detail = f"No account has the address {recipients[0]}; the start page lists them."
            raise Refused(HTTPStatus.NOT_FOUND, detail)
        key = self._product.post.receive(
            asked.body,
            recipients,
            verdicts={name: asked.first(name, "PASS") for name in VERDICTS},
            envelope_from=asked.query["from"][0] if "from" in asked.query else None,
        )
        # What is ready only: a mail that a fault held up comes again in its own time.
        self._product.loop.drain(Haste.none, seconds=_READING_SECONDS)
        return as_json({"object_key": key}, 202)

    def _outbox(self, _asked: Asked) -> Answered:
        return as_json({"data": outbox.everything(self._product)})

    def _numbers(self, asked: Asked) -> Answered:
        body = _body(asked)
        channel, address = str(body.get("channel", "")), str(body.get("address", ""))
        if channel not in self._product.network.channels() or not address:
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "Name a channel and an address.")
        provider = str(body.get("provider", ""))
        return as_json(self._product.network.connect(channel, address, provider), 201)

    def _close(self, asked: Asked) -> Answered:
        self._product.network.close(str(_body(asked).get("address", "")))
        return as_json({}, 200)

    def _publish(self, asked: Asked) -> Answered:
        body = _body(asked)
        name, values = body.get("name"), body.get("values")
        kind = body.get("type", "TXT")
        if not isinstance(name, str) or not isinstance(values, list) or kind not in _KINDS:
            detail = "Send a name, its values, and TXT, CNAME or MX as the type."
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, detail)
        if kind == "CNAME":  # there is nowhere else to lead to: any value ends at the product
            self._product.network.lead(name, is_here=bool(values))
        self._product.network.publish(name, kind, [str(value) for value in values])
        return as_json({"name": name, "type": kind, "values": values}, 201)

    def _tell(self, asked: Asked) -> Answered:
        body = _body(asked)
        account_id, secret, items = (body.get(n) for n in ("account_id", "secret", "items"))
        if not isinstance(items, list):
            raise Refused(
                HTTPStatus.UNPROCESSABLE_ENTITY, "Send account_id, the webhook's secret, items."
            )
        told = delivery(str(account_id), str(secret), items, self._product.clock.now())
        answered = self._product.network.deliver(told)
        return as_json({"webhook_status": answered.status}, 202)

    def _shop(self, asked: Asked) -> Answered:
        return change_shop(self._product, _body(asked))

    def _recharge(self, asked: Asked) -> Answered:
        return change_subscriptions(self._product, _body(asked))

    def _write(self, asked: Asked) -> Answered:
        channel, said = asked.path.rpartition("/")[2], _body(asked)
        if not all(isinstance(text, str) for text in said.values()) or not {"from", "to"} <= {
            *said
        }:
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "Send texts: from, to, text.")
        try:
            answered = self._product.network.write(channel, said)
        except LookupError as error:
            detail = "Nobody has connected what you write to."
            raise Refused(HTTPStatus.NOT_FOUND, detail) from error
        return as_json({"webhook_status": answered.status}, 202)

    def _conversation(self, asked: Asked) -> Answered:
        channel, person, shop = (asked.first(name) for name in ("channel", "from", "to"))
        said = self._product.network.phones.between(channel, person, shop)
        return as_json({"data": [{**each.shown(), "is_ours": each.is_ours} for each in said]})

    def _clock(self, _asked: Asked) -> Answered:
        return as_json({"now": rfc3339(self._product.clock.now())})

    def _advance(self, asked: Asked) -> Answered:
        seconds = _body(asked).get("advance_seconds")
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or seconds < 0:
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "advance_seconds is a number from 0.")
        if seconds > LONGEST_ADVANCE.total_seconds():
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, f"At most {LONGEST_ADVANCE.days} days.")
        now = self._product.advance(timedelta(seconds=seconds))
        return as_json({"now": rfc3339(now)})

    def _drain(self, _asked: Asked) -> Answered:
        if not self._product.loop.drain():
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, "Still at work after a minute.")
        return as_json({"drained": True})

    def _faults(self, _asked: Asked) -> Answered:
        pending = self._product.faults.pending()
        data = [{"call": f.call, "kind": f.kind.value, "times": f.times} for f in pending]
        return as_json({"data": data})

    def _inject(self, asked: Asked) -> Answered:
        body = _body(asked)
        try:
            self._product.faults.inject(
                str(body["call"]),
                str(body["kind"]),
                times=int(body.get("times", 1)),
                skip=int(body.get("skip", 0)),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, f"Not such a fault: {error}") from error
        return self._faults(asked)

    def _forgive(self, asked: Asked) -> Answered:
        self._product.faults.clear()
        return self._faults(asked)

    def _dead_letters(self, _asked: Asked) -> Answered:
        return as_json({"data": self._product.dead_letters()})

    def _transcript(self, _asked: Asked) -> Answered:
        return as_json({"data": self._product.transcript.lines})

    def _upload(self, asked: Asked) -> Answered:
        kind, now = asked.headers.get("content-type", ""), self._product.clock.now()
        return uploads.take(self._product.cloud.session, kind, asked.body, now=now)

    def _file(self, asked: Asked) -> Answered:
        if int(asked.first("until", "0")) < self._product.clock.now().timestamp():
            return problem(HTTPStatus.FORBIDDEN, "expired", "The link has expired.")
        try:
            content = self._product.ports.files.get(unquote(asked.path.removeprefix(_FILES)))
        except NotFound as error:
            return problem(HTTPStatus.NOT_FOUND, "not_found", error.detail)
        headers = (
            ("Content-Type", asked.first("type")),
            ("Content-Disposition", disposition(asked.first("name"))),
            ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "no-store"),
        )
        return Answered(headers=headers, body=content)


def _body(asked: Asked) -> dict[str, Any]:
    try:
        body = json.loads(asked.body)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Refused(HTTPStatus.BAD_REQUEST, "The body must be a JSON object.")
    return body
