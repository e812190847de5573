"""Macros, by HTTP, in a process that knows who asks."""

from bench.operations.commerce import kept_orders
from bench.registry import Action, operation
from bench.shop import Shop, shop
from bench.stage import Stage

MACROS = "/v1/macros"
MACRO = "/v1/macros/{macro_id}"
TEXT = "Hi {{first_name}}, what you ordered is on its way to you. " * 8
"""About the length of an answer."""
ORDER = "Hi {{first_name}}, your order {{order_name}} is on its way. " * 8


def _macro(open_shop: Shop, title: str = "On its way", text: str = TEXT) -> str:
    body = {"title": title, "text": text, "category": "Shipping"}
    return open_shop.api().json("POST", MACROS, body)["id"]


@operation("the macros", requests=1, read=3, write=0)
def macros(stage: Stage) -> Action:
    """List ten."""
    open_shop = shop(stage)
    for number in range(10):
        _macro(open_shop, f"Macro {number}")
    return open_shop.api().warm("GET", MACROS)


@operation("a macro is made", requests=3, read=2, write=6)
def made(stage: Stage) -> Action:
    """Count them, write it, and show it."""
    open_shop = shop(stage)
    _macro(open_shop)
    return open_shop.api().warm("POST", MACROS, {"title": "Late", "text": TEXT})


@operation("a macro changes", requests=3, read=2, write=4)
def changed(stage: Stage) -> Action:
    """Pin it."""
    open_shop = shop(stage)
    return open_shop.api().warm("PATCH", MACRO, {"is_pinned": True}, macro_id=_macro(open_shop))


@operation("a macro is filled for a ticket", requests=3, read=2, write=0)
def filled(stage: Stage) -> Action:
    """Read ticket, macro and customer."""
    open_shop = shop(stage)
    route = f"/v1/tickets/{{ticket_id}}{MACRO.removeprefix('/v1')}/preview"
    ticket_id, macro_id = open_shop.ticket().id, _macro(open_shop)
    return open_shop.api().warm("POST", route, ticket_id=ticket_id, macro_id=macro_id)


@operation("a macro is filled from a customer's order", requests=5, read=3.5, write=0)
def filled_from_an_order(stage: Stage) -> Action:
    """Read the same, the ticket's newest messages, which shop it is, and the newest orders."""
    open_shop = kept_orders(stage)
    route = f"/v1/tickets/{{ticket_id}}{MACRO.removeprefix('/v1')}/preview"
    ticket_id, macro_id = open_shop.ticket().id, _macro(open_shop, text=ORDER)
    return open_shop.api().warm("POST", route, ticket_id=ticket_id, macro_id=macro_id)
