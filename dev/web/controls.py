"""What only a laptop has: mail by hand, the outbox, the clock, faults. Never packaged."""

import json
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from chalicelib.aws.files import disposition, harmless
from chalicelib.core.errors import NotFound
from chalicelib.core.moments import rfc3339
from dev.aws.post import VERDICTS
from dev.product import Product
from dev.web import outbox
from dev.web.exchange import Answered, Asked, Refused, as_json, problem

LONGEST_ADVANCE = timedelta(days=400)

_FILES = "/dev/files/"
_CHANNELS = ("sms", "whatsapp", "instagram")

Control = Callable[[Asked], Answered]


class Controls:
    """Routes under /dev."""

    def __init__(self, product: Product) -> None:
        """Answer for this product."""
        self._product = product
        self.routes: dict[tuple[str, str], Control] = {
            ("POST", "/dev/mail"): self._mail,
            ("GET", "/dev/outbox"): self._outbox,
            ("GET", "/dev/clock"): self._clock,
            ("POST", "/dev/clock"): self._advance,
            ("POST", "/dev/drain"): self._drain,
            ("GET", "/dev/faults"): self._faults,
            ("POST", "/dev/faults"): self._inject,
            ("DELETE", "/dev/faults"): self._forgive,
            ("GET", "/dev/dead_letters"): self._dead_letters,
            ("GET", "/dev/transcript"): self._transcript,
            **{("POST", f"/dev/{name}"): _not_yet for name in _CHANNELS},
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
        key = self._product.post.receive(
            asked.body,
            recipients,
            verdicts={name: asked.first(name, "PASS") for name in VERDICTS},
            envelope_from=asked.query["from"][0] if "from" in asked.query else None,
        )
        return as_json({"object_key": key}, 202)

    def _outbox(self, _asked: Asked) -> Answered:
        return as_json({"data": outbox.as_data(self._product.post.sent())})

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

    def _file(self, asked: Asked) -> Answered:
        if int(asked.first("until", "0")) < self._product.clock.now().timestamp():
            return problem(HTTPStatus.FORBIDDEN, "expired", "The link has expired.")
        try:
            content = self._product.ports.files.get(unquote(asked.path.removeprefix(_FILES)))
        except NotFound as error:
            return problem(HTTPStatus.NOT_FOUND, "not_found", error.detail)
        headers = (
            ("Content-Type", harmless(asked.first("type"))),
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


def _not_yet(asked: Asked) -> Answered:
    channel = asked.path.rpartition("/")[2]
    raise Refused(HTTPStatus.NOT_IMPLEMENTED, f"There is no {channel} channel yet.")
