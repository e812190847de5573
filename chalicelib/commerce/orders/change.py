"""Changing an order from its ticket: quantities, where it goes, or cancelling it (decision 38)."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from chalicelib.commerce import faults, shops
from chalicelib.commerce.actions.act import act
from chalicelib.commerce.actions.model import Action, Plan
from chalicelib.commerce.model import Address, Order
from chalicelib.commerce.orders import rules
from chalicelib.commerce.orders.rules import Wish
from chalicelib.commerce.orders.tickets import Looked, looked, subject
from chalicelib.commerce.take import take
from chalicelib.core.desk import Desk
from chalicelib.core.errors import (
    DeskhandError,
    Forbidden,
    Invalid,
    Uncertain,
)

if TYPE_CHECKING:
    from chalicelib.commerce.shopify.graphql import Access

EDIT, CANCEL, ADDRESS = "order_edit", "order_cancel", "order_address"
_NOTE = "Changed from a ticket of Deskhand."


class Reason(StrEnum):
    """Why an order is cancelled; the words are Shopify's."""

    customer = "customer"
    inventory = "inventory"
    fraud = "fraud"
    declined = "declined"
    staff = "staff"
    other = "other"


def set_quantities(
    desk: Desk, ticket_id: str, order_id: str, wanted: list[tuple[str, int]], *, seen_at: datetime
) -> Action:
    """Give lines of an order other quantities; 0 takes one out."""

    def decide() -> Plan:
        from chalicelib.commerce.shopify import edit

        there = looked(desk, ticket_id, order_id, Wish.edit, seen_at=seen_at)
        to = rules.new_quantities(there.order, wanted)
        before = {line.id: line.quantity for line in there.order.lines if line.id in to}
        return _plan(
            there, EDIT,
            wanted=json.dumps({"lines": to}),
            before=json.dumps({"lines": before}),
            told={"changes": _changes(there.order, to)},
            do=_doing(
                desk, there,
                lambda access: edit.set_quantities(desk, access, order_id, to, note=_NOTE),
                lambda order: rules.has_quantities(order, to),
            ),
        )  # fmt: skip

    return act(desk, decide)


def cancel(
    desk: Desk, ticket_id: str, order_id: str, reason: Reason, *, is_restocked: bool
) -> Action:
    """Cancel a whole order. Money is paid back in the shop alone."""

    def decide() -> Plan:
        from chalicelib.commerce.shopify import edit

        there = looked(desk, ticket_id, order_id, Wish.cancel)
        return _plan(
            there, CANCEL,
            wanted=json.dumps({"reason": reason, "is_restocked": is_restocked}),
            told={"reason": reason.value},
            do=_doing(
                desk, there,
                lambda access: edit.cancel(
                    desk, access, order_id, reason=reason, is_restocked=is_restocked, note=_NOTE
                ),
                lambda order: order.cancelled_at is not None,
            ),
        )  # fmt: skip

    return act(desk, decide)


def send_elsewhere(
    desk: Desk, ticket_id: str, order_id: str, to: Address, *, seen_at: datetime
) -> Action:
    """Give an order another shipping address, which stays out of the ticket."""

    def decide() -> Plan:
        from chalicelib.commerce.shopify import edit

        there = looked(desk, ticket_id, order_id, Wish.address, seen_at=seen_at)
        if there.order.shipping_address == to:
            raise Invalid("Nothing changes.", code="nothing_changes")
        before = there.order.shipping_address
        return _plan(
            there, ADDRESS,
            wanted=json.dumps(asdict(to)),
            before=json.dumps(asdict(before)) if before else "",
            do=_doing(
                desk, there,
                lambda access: edit.send_elsewhere(desk, access, order_id, to),
                lambda order: rules.goes_to(order, to, before),
            ),
        )  # fmt: skip

    return act(desk, decide)


def _plan(
    there: Looked, kind: str, *, wanted: str, do: Callable[[], object], before: str = "",
    told: Mapping[str, str] | None = None,
) -> Plan:  # fmt: skip
    return Plan(
        kind=kind,
        subject=subject(there.order.id),
        name=there.order.name,
        ticket_id=there.ticket.id,
        customer_id=there.customer.id,
        wanted=wanted,
        before=before,
        told=told or {},
        do=do,
    )


def _doing(
    desk: Desk, there: Looked, ask: "Callable[[Access], Order | None]",
    is_so: Callable[[Order], bool],
) -> Callable[[], object]:  # fmt: skip
    def do() -> None:
        from chalicelib.commerce.shopify.graphql import Access

        access = Access(domain=there.shop.domain, token=shops.opened(desk, there.shop).token)
        try:
            order = ask(access)
        except Forbidden as error:
            faults.note(desk, there.shop, error)
            raise
        if order is None:
            return
        with suppress(DeskhandError):  # it is done; the shop will tell of it again
            take(desk, order, asked_for=there.customer.id)
        if not is_so(order):  # shops have said yes, and changed nothing
            raise Uncertain("The shop does not show the change.")

    return do


def _changes(order: Order, to: Mapping[str, int]) -> str:
    return json.dumps([
        {"title": line.title, "from": str(line.quantity), "to": str(to[line.id])}
        for line in order.lines if line.id in to
    ])  # fmt: skip
