"""Macros over HTTP (acceptance 86; guard `guards.agent`)."""

from typing import Annotated, Any

from msgspec import UNSET, Meta, UnsetType

from chalicelib.commerce.model import Order
from chalicelib.core.desk import Desk
from chalicelib.core.money import exponent
from chalicelib.messaging.macros import edit, rules, storage
from chalicelib.messaging.macros.fill import filled
from chalicelib.messaging.macros.model import Edit, Filled, Macro, Status
from chalicelib.web.answers import Answer, no_content
from chalicelib.web.bodies import Body
from chalicelib.web.etags import etag, expected_version
from chalicelib.web.queries import Query
from chalicelib.web.request import Request
from chalicelib.web.routes import Routes

routes = Routes()

Title = Annotated[str, Meta(max_length=rules.MAX_TITLE)]
Text = Annotated[str, Meta(max_length=rules.MAX_TEXT)]
Category = Annotated[str, Meta(max_length=60)] | None


class NewMacro(Body, frozen=True):
    """A macro to make; its category is the name of a tag."""

    title: Title
    text: Text
    category: Category = None
    status: Status = Status.active
    is_pinned: bool = False


class MacroChange(Body, frozen=True):
    """What is left out stays; without a category it is null."""

    title: Title | UnsetType = UNSET
    text: Text | UnsetType = UNSET
    category: Category | UnsetType = UNSET
    status: Status | UnsetType = UNSET
    is_pinned: bool | UnsetType = UNSET


class PreviewBody(Body, frozen=True):
    """The order that order variables are filled from; without one it is the newest."""

    order_id: Annotated[str, Meta(pattern=r"\A[0-9]{1,20}\Z")] | None = None


class MacroQuery(Query, frozen=True):
    """Which macros."""

    status: Annotated[Status | None, Meta(description="Only macros of this status.")] = None


@routes.get("/v1/macros", needs="macros:read", query=MacroQuery)
def list_macros(desk: Desk, query: MacroQuery) -> dict[str, Any]:
    """List the macros, pinned ones first, by category and title; `status` chooses among them."""
    found = [macro for macro in storage.macros(desk) if query.status in (None, macro.status)]
    variables = {"profile": list(rules.PROFILE), "order": list(rules.ORDER)}
    return {"data": [_shown(macro) for macro in found], "variables": variables}


@routes.post("/v1/macros", needs="macros:write", body=NewMacro, status=201)
def make_macro(desk: Desk, body: NewMacro) -> Answer:
    """Make a macro for the whole team."""
    return _answer(edit.create(desk, _edit(body)), 201)


@routes.get("/v1/macros/{macro_id}", needs="macros:read")
def show_macro(desk: Desk, macro_id: str) -> Answer:
    """Show one macro, its variables as they were written."""
    return _answer(storage.load(desk, macro_id))


@routes.on("PATCH", "/v1/macros/{macro_id}", needs="macros:write", body=MacroChange)
def change_macro(desk: Desk, macro_id: str, body: MacroChange, request: Request) -> Answer:
    """Change a macro; with If-Match, 409 where somebody else has changed it."""
    changed = edit.edit(desk, macro_id, _edit(body), expected=expected_version(request))
    return _answer(changed)


@routes.on("DELETE", "/v1/macros/{macro_id}", needs="macros:write", status=204)
def delete_macro(desk: Desk, macro_id: str, request: Request) -> Answer:
    """End a macro for good."""
    edit.remove(desk, macro_id, expected=expected_version(request))
    return no_content()


@routes.post(
    "/v1/tickets/{ticket_id}/macros/{macro_id}/preview", needs="tickets:read", body=PreviewBody
)
def preview(desk: Desk, ticket_id: str, macro_id: str, body: PreviewBody) -> dict[str, Any]:
    """Fill a macro for a ticket: as it is shown first, and as it goes into the answer.

    Where it has variables of orders, `orders` are those to choose from and `order_id` is the one
    that they were filled from; `orders_state` is as at the customer's orders, and `unproved` also
    where the ticket's sender is not verified, or who asks may not read customers.
    """
    may_tell = "customers:read" in desk.caller.permissions
    return _filled(filled(desk, ticket_id, macro_id, body.order_id or "", may_tell=may_tell))


def _edit(body: NewMacro | MacroChange) -> Edit:
    given = {name: getattr(body, name) for name in body.__struct_fields__}
    given = {name: value for name, value in given.items() if value is not UNSET}
    return Edit(**given | ({"category": ""} if given.get("category", "") is None else {}))


def _filled(found: Filled) -> dict[str, Any]:
    rendered = found.rendered
    return {
        "preview": rendered.preview,
        "text": rendered.text,
        "missing": list(rendered.missing),
        "order_id": found.order.id if found.order else None,
        "orders": [_choice(order) for order in found.orders],
        "orders_state": found.state or None,
    }


def _choice(order: Order) -> dict[str, Any]:
    return {
        "id": order.id,
        "name": order.name,
        "placed_at": order.placed_at,
        "total": order.total,
        "currency": order.currency,
        "minor_digits": exponent(order.currency),
    }


def _answer(macro: Macro, status: int = 200) -> Answer:
    return Answer(_shown(macro), status, {"ETag": etag(macro.version)})


def _shown(macro: Macro) -> dict[str, Any]:
    return {
        "id": macro.id,
        "title": macro.title,
        "text": macro.text,
        "category": macro.category or None,
        "status": macro.status,
        "is_pinned": macro.is_pinned,
        "version": macro.version,
        "created_at": macro.created_at,
        "updated_at": macro.updated_at,
    }
