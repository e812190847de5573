"""What answers about macros look like."""

from datetime import datetime

from chalicelib.messaging.macros.model import Status
from chalicelib.web.description.shapes import (
    Answers,
    Every,
    Shape,
    changed,
    removed,
    tagged,
)


class MacroSeen(Shape, frozen=True):
    """A macro, its variables as they were written."""

    id: str
    title: str
    text: str
    category: str | None
    status: Status
    is_pinned: bool
    version: int
    created_at: datetime
    updated_at: datetime


class Variables(Shape, frozen=True):
    """What a macro's text may name."""

    profile: tuple[str, ...]
    order: tuple[str, ...]


class Macros(Every[MacroSeen], frozen=True):
    """Macros, and the variables that there are."""

    variables: Variables


class OrderChoice(Shape, frozen=True):
    """An order to fill from; the total is in the currency's smallest unit."""

    id: str
    name: str
    placed_at: datetime
    total: int
    currency: str
    minor_digits: int


class FilledMacro(Shape, frozen=True):
    """A macro, filled for a ticket; `missing` variables have nothing to put there."""

    preview: str
    text: str
    missing: tuple[str, ...]
    order_id: str | None
    orders: tuple[OrderChoice, ...]
    orders_state: str | None


ANSWERS: Answers = {
    "GET /v1/macros": Macros,
    "POST /v1/macros": tagged(MacroSeen),
    "GET /v1/macros/{macro_id}": tagged(MacroSeen),
    "PATCH /v1/macros/{macro_id}": changed(MacroSeen),
    "DELETE /v1/macros/{macro_id}": removed(),
    "POST /v1/tickets/{ticket_id}/macros/{macro_id}/preview": FilledMacro,
}
