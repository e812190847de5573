"""Recharge's stand-in: subscriptions and their charges, which it keeps and changes.

`POST /dev/recharge` has somebody subscribe, and makes it slow, failing, or one whose answers get
lost. Every token is taken but those that begin with `sk_refused`.
"""

import json
import threading
import time
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from chalicelib.core.desk import Reply
from chalicelib.core.errors import Uncertain
from dev.providers.exchange import Place, Request, as_reply
from dev.providers.recharge_subscriptions import (
    Refused,
    Subscribed,
    activate,
    cancel,
    refuse_inactive,
    skip,
    unskip,
)
from dev.providers.silent import Silent

TROUBLES = ("", "slow", "failing", "lost")
REFUSED = "sk_refused"
"""A token that begins so is not taken."""
SCOPES = (
    "read_customers", "read_orders", "read_subscriptions", "write_orders", "write_subscriptions",
)  # fmt: skip
_VERSION = "2021-11"
_SLOW_SECONDS = 4.0
_FIRST = 27_363_808


class Recharge(Silent):
    """It carries no messages, and tells nothing by itself."""

    hosts = ("api.rechargeapps.com",)
    provider = "recharge"

    def __init__(self, place: Place) -> None:
        """Know nobody yet."""
        self.trouble = ""
        self.asked: list[str] = []
        """What it was asked, as method and path."""
        self._place = place
        self._lock = threading.Lock()
        self._people: dict[str, int] = {}
        self._known: dict[int, Subscribed] = {}

    def answer(self, request: Request) -> Reply:
        """Answer as the published API does, or as its trouble is."""
        token = request.headers.get("x-recharge-access-token", "")
        if not token or token.startswith(REFUSED):
            return as_reply(401, {"error": "bad authentication"})
        if request.headers.get("x-recharge-version") != _VERSION:
            return as_reply(426, {"error": "invalid API version"})
        if self.trouble == "slow":
            time.sleep(_SLOW_SECONDS)
        if self.trouble == "failing":
            return as_reply(500, {"error": "internal server error"})
        with self._lock:
            self.asked.append(f"{request.method} {request.path}")
            try:
                told = self._told(request)
            except Refused as refused:
                return refused.reply
        if self.trouble == "lost" and request.method != "GET":
            raise Uncertain("The other side did not answer.")
        return as_reply(200, told)

    def subscribe(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """Let somebody subscribe; or change what they subscribed to, by its `id`."""
        with self._lock:
            known = self._known.get(int(facts.get("id", 0)))
            made = known or self._new(facts)
            made.title = str(facts.get("title", made.title))
            made.quantity = int(facts.get("quantity", made.quantity))
            made.status = str(facts.get("status", made.status))
            self._known[made.id] = made
            return made.shown()

    def _new(self, facts: Mapping[str, Any]) -> Subscribed:
        customer = self._people.setdefault(
            str(facts["email"]).lower(), _FIRST * 2 + len(self._people)
        )
        return Subscribed(
            id=_FIRST + len(self._known),
            customer_id=customer,
            title=str(facts.get("title", "Fern food")),
            variant=str(facts.get("variant", "")),
            quantity=int(facts.get("quantity", 1)),
            price=str(facts.get("price", "12.90")),
            unit=str(facts.get("unit", "month")),
            count=int(facts.get("count", 1)),
            currency=str(facts.get("currency", "EUR")),
            next_on=self._today() + timedelta(days=int(facts.get("next_in_days", 9))),
        )

    def _told(self, request: Request) -> dict[str, Any]:
        parts = request.path.strip("/").split("/")
        if request.method == "GET":
            query = {name: values[-1] for name, values in request.query.items()}
            return self._read(parts, query)
        return self._change(request.method, parts, json.loads(request.body or b"{}"))

    def _read(self, parts: list[str], query: Mapping[str, str]) -> dict[str, Any]:
        match parts:
            case ["token_information"]:
                return {"token_information": {"name": "Deskhand", "scopes": list(SCOPES)}}
            case ["customers"]:
                return {"customers": self._customers(query.get("email", ""))}
            case ["subscriptions"]:
                return {"subscriptions": [each.shown() for each in self._of(query)]}
            case ["charges"]:
                found = [charge for each in self._of(query) for charge in each.charges()]
                wanted = query.get("status")
                return {"charges": [each for each in found if wanted in (None, each["status"])]}
            case ["subscriptions", number]:
                return {"subscription": self._one(number).shown()}
            case _:
                raise Refused(404, "not found")

    def _change(self, method: str, parts: list[str], body: Mapping[str, Any]) -> dict[str, Any]:
        match method, parts:
            case "PUT", ["subscriptions", number]:
                return {"subscription": self._put(self._one(number), body)}
            case "POST", ["subscriptions", number, verb]:
                return {"subscription": self._act(self._one(number), verb, body)}
            case "POST", ["charges", number, "skip" | "unskip" as verb]:
                return {"charge": self._charged(int(number), verb, body)}
            case _:
                raise Refused(404, "not found")

    def _customers(self, email: str) -> list[dict[str, Any]]:
        known = self._people.get(email.lower())
        return [{"id": known, "email": email.lower()}] if known else []

    def _of(self, query: Mapping[str, str]) -> list[Subscribed]:
        wanted = query.get("customer_id")
        return [each for each in self._known.values() if wanted in (None, str(each.customer_id))]

    def _one(self, number: str) -> Subscribed:
        found = self._known.get(int(number)) if number.isdecimal() else None
        if found is None:
            raise Refused(404, "subscription not found")
        return found

    def _put(self, own: Subscribed, body: Mapping[str, Any]) -> dict[str, Any]:
        refuse_inactive(own)
        quantity = body.get("quantity")
        if not isinstance(quantity, int) or quantity < 1:
            raise Refused(422, {"quantity": ["Quantity must be at least 1"]})
        own.quantity = quantity
        return own.shown()

    def _act(self, own: Subscribed, verb: str, body: Mapping[str, Any]) -> dict[str, Any]:
        verbs: dict[str, Callable[[Subscribed, Mapping[str, Any]], None]] = {
            "cancel": cancel,
            "activate": activate,
            "set_next_charge_date": self._move,
        }
        if verb not in verbs:
            raise Refused(404, "not found")
        verbs[verb](own, body)
        return own.shown()

    def _move(self, own: Subscribed, body: Mapping[str, Any]) -> None:
        refuse_inactive(own)
        on = date.fromisoformat(str(body.get("date")))
        if on <= self._today():
            raise Refused(422, {"date": ["Date must be at least one day in the future"]})
        own.next_on = on

    def _charged(self, number: int, verb: str, body: Mapping[str, Any]) -> dict[str, Any]:
        wanted = "queued" if verb == "skip" else "skipped"
        for own in self._known.values():
            for charge in own.charges():
                if charge["id"] == number and own.id in body.get("purchase_item_ids", []):
                    if charge["status"] != wanted:
                        raise Refused(422, {"status": [f"Charge is not {wanted}"]})
                    return skip(own) if verb == "skip" else unskip(own, charge)
        raise Refused(404, "charge not found")

    def _today(self) -> date:
        return self._place.clock().date()
