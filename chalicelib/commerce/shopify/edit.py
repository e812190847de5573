"""Changing orders at a shop. Only what takes effect at once can be uncertain.

https://shopify.dev/docs/api/admin-graphql: orderEditBegin, orderEditSetQuantity, orderEditCommit,
orderCancel, orderUpdate. The shop writes to the customer itself.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from chalicelib.commerce.model import Address, Order
from chalicelib.commerce.shopify import orders
from chalicelib.commerce.shopify.graphql import Access, UserError, ask, refuse
from chalicelib.commerce.shopify.orders import MOST_LINES
from chalicelib.commerce.shopify.told import fields, read_one
from chalicelib.core.desk import Desk
from chalicelib.core.errors import DeskhandError, Unavailable, Uncertain

PATIENCE = 4.0
"""Seconds for each question, of a request that lives for half a minute."""
_PAUSES = (0.5, 1.0, 2.0)
"""A shop cancels in the background: so long whoever waits looks whether it has."""
_LONGEST_CODE = 3
_BEGIN = (
    "mutation Begin($id: ID!) { orderEditBegin(id: $id) "
    "{ calculatedOrder { id } userErrors { field message } } }"
)
_COMMIT = (
    "mutation Commit($id: ID!, $note: String) "
    "{ orderEditCommit(id: $id, notifyCustomer: true, staffNote: $note) "
    "{ order { ...Whole } userErrors { field message } } }"
)
_CANCEL = (
    "mutation Cancel($id: ID!, $reason: OrderCancelReason!, $restock: Boolean!, $note: String) "
    "{ orderCancel(orderId: $id, reason: $reason, restock: $restock, notifyCustomer: true, "
    "refundMethod: { originalPaymentMethodsRefund: false }, staffNote: $note) "
    "{ job { id } orderCancelUserErrors { field message code } } }"
)
_UPDATE = (
    "mutation Update($input: OrderInput!) { orderUpdate(input: $input) "
    "{ order { ...Whole } userErrors { field message } } }"
)


class _Calculated(msgspec.Struct, frozen=True):
    id: str


class _Done(msgspec.Struct, frozen=True, rename="camel"):
    user_errors: tuple[UserError, ...] = ()
    order_cancel_user_errors: tuple[UserError, ...] = ()
    calculated_order: _Calculated | None = None
    order: dict[str, Any] | None = None


def set_quantities(
    desk: Desk, access: Access, order_id: str, quantities: Mapping[str, int], *, note: str
) -> Order | None:
    """Give lines other quantities; return the order afterwards, where the shop shows it."""
    begun = _staged(desk, access, _BEGIN, {"id": _order(order_id)})["orderEditBegin"]
    if begun.calculated_order is None:
        raise Unavailable("The shop did not answer as Shopify says it does.")
    edit = {"id": begun.calculated_order.id}
    document, variables = _quantities(quantities)
    _staged(desk, access, document, edit | variables)
    return _after(_asked(desk, access, _COMMIT + fields(MOST_LINES), edit | {"note": note}))


def cancel(
    desk: Desk, access: Access, order_id: str, *, reason: str, is_restocked: bool, note: str
) -> Order:
    """Cancel a whole order and pay it back; return it once the shop has.

    Raises Uncertain where the shop has begun to, and is not seen to be done while somebody waits.
    """
    variables = {
        "id": _order(order_id),
        "reason": reason.upper(),
        "restock": is_restocked,
        "note": note,
    }
    _asked(desk, access, _CANCEL, variables)
    for pause in _PAUSES:
        try:
            found = orders.one(desk, access, order_id)
        except DeskhandError:  # it has been told to; whatever else is wrong now
            break
        if found and found.cancelled_at:
            return found
        desk.sleep(pause)
    raise Uncertain("The shop is still cancelling the order.")


def send_elsewhere(desk: Desk, access: Access, order_id: str, to: Address) -> Order | None:
    """Give an order another shipping address; return it afterwards, where the shop shows it."""
    variables = {"input": {"id": _order(order_id), "shippingAddress": _address(to)}}
    return _after(_asked(desk, access, _UPDATE + fields(MOST_LINES), variables))


def _staged(
    desk: Desk, access: Access, document: str, variables: Mapping[str, Any]
) -> dict[str, _Done]:
    """Prepare what takes effect with another question; so nothing is uncertain about it."""
    answered = ask(desk, access, document, variables, shape=dict[str, _Done], patience=PATIENCE)
    refuse([error for each in answered.values() for error in each.user_errors])
    return answered


def _asked(desk: Desk, access: Access, document: str, variables: Mapping[str, Any]) -> _Done:
    answered = ask(
        desk, access, document, variables,
        shape=dict[str, _Done], patience=PATIENCE, is_reading=False,
    )  # fmt: skip
    [done] = answered.values()
    refuse([*done.user_errors, *done.order_cancel_user_errors])
    return done


def _after(done: _Done) -> Order | None:
    # It is done whether or not the answer shows it well; a webhook tells of it, too.
    try:
        return read_one(done.order)
    except Unavailable:
        return None


def _quantities(quantities: Mapping[str, int]) -> tuple[str, dict[str, Any]]:
    declared, parts, variables = list[str](), list[str](), dict[str, Any]()
    for at, (line_id, quantity) in enumerate(quantities.items()):
        declared.append(f"$line{at}: ID!, $quantity{at}: Int!")
        parts.append(
            f"set{at}: orderEditSetQuantity(id: $id, lineItemId: $line{at}, "
            f"quantity: $quantity{at}, restock: true) {{ userErrors {{ field message }} }}"
        )
        variables[f"line{at}"] = f"gid://shopify/CalculatedLineItem/{line_id}"
        variables[f"quantity{at}"] = quantity
    return f"mutation Set($id: ID!, {', '.join(declared)}) {{ {' '.join(parts)} }}", variables


def _address(to: Address) -> dict[str, str]:
    first, _, last = to.name.rpartition(" ")
    # What has the form of a code is one; a name goes where names went before there were codes.
    is_code = 0 < len(to.region) <= _LONGEST_CODE and to.region.isupper()
    region = {"provinceCode" if is_code else "province": to.region} if to.region else {}
    return {
        "firstName": first,
        "lastName": last,
        "address1": to.address1,
        "address2": to.address2,
        "city": to.city,
        "zip": to.postcode,
        "countryCode": to.country,
        "phone": to.phone,
        **region,
    }


def _order(order_id: str) -> str:
    return f"gid://shopify/Order/{order_id}"
