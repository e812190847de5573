"""What a macro may be, and how it is filled; values only (acceptance 86, decision 41)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from chalicelib.core import placeholders
from chalicelib.core.errors import Conflict, Fault, Invalid
from chalicelib.core.placeholders import Placeholder
from chalicelib.customers.model import Customer
from chalicelib.customers.properties.rules import Properties
from chalicelib.customers.rules import MAX_NAME, clean_name, names_a_place
from chalicelib.messaging.macros.model import Edit, Macro, Rendered
from chalicelib.tickets.model import CustomerRef
from chalicelib.tickets.rules.marking import is_tag

MAX_TITLE = 100
MAX_TEXT = 5_000
MAX_MACROS = 500

PROFILE = ("first_name", "last_name", "email", "phone_number", "address")
ORDER = (
    "order_id", "order_name", "customer_email", "customer_first_name", "customer_display_name",
    "shipping_address", "payment_info_billing_name", "price_breakdown_currency",
    "price_breakdown_shipping", "price_breakdown_total", "price_breakdown_tax",
    "price_breakdown_discount", "price_breakdown_subtotal", "price_breakdown_totals_before_tax",
    "updated_at", "status", "estimated_delivery_at", "latest_fulfillment_display_status",
    "latest_fulfillment_tracking_url", "latest_fulfillment_estimated_delivery_at", "is_refunded",
    "created_at", "canceled_at",
)  # fmt: skip
VARIABLES = frozenset({*PROFILE, *ORDER})
"""All that a macro may ask for."""


def edited(macro: Macro, edit: Edit, now: datetime) -> Macro:
    """Return the macro as it becomes, or raise Invalid with all that is wrong."""
    after = replace(
        macro,
        title=macro.title if edit.title is None else " ".join(edit.title.split()),
        text=macro.text if edit.text is None else edit.text.replace("\r\n", "\n").strip(),
        category=macro.category if edit.category is None else edit.category.strip(),
        status=macro.status if edit.status is None else edit.status,
        is_pinned=macro.is_pinned if edit.is_pinned is None else edit.is_pinned,
    )
    if found := list(_faults(after)):
        raise Invalid("The macro is not as it should be.", faults=found)
    return after if after == macro else replace(after, version=macro.version + 1, updated_at=now)


def in_order(macros: Iterable[Macro]) -> tuple[Macro, ...]:
    """Return them as they are listed: pinned ones first, by category and title."""
    return tuple(sorted(macros, key=_place))


def refuse_more(count: int) -> None:
    """Raise Conflict where there is no room for another macro."""
    if count >= MAX_MACROS:
        raise Conflict(f"There are {MAX_MACROS} macros already.", code="too_many_macros")


def values(ref: CustomerRef, customer: Customer) -> dict[str, str]:
    """Return what is known of a ticket's customer, by variable; plain words on one line each.

    Strangers choose their names: one that a program may show as a link is nobody's.
    """
    first, last = names(customer.name or ref.name)
    known = {
        "first_name": first,
        "last_name": last,
        "email": customer.email or ref.email,
        "phone_number": customer.phone or ref.phone,
        "address": _address(customer.properties),
    }
    return {name: value for name, value in known.items() if value}


def asks_for_an_order(text: str) -> bool:
    """Tell whether a macro's text has variables of orders."""
    return not placeholders.names(text).isdisjoint(ORDER)


def names(name: str) -> tuple[str, str]:
    """Return first and last name, also of those who write the last one first.

    >>> names("Ann Lee"), names("Lee, Ann Mary"), names("Ann"), names("win at evil.example")
    (('Ann', 'Lee'), ('Ann Mary', 'Lee'), ('Ann', ''), ('', ''))
    """
    plain = clean_name(name[:MAX_NAME])
    if names_a_place(plain):
        return "", ""
    last, comma, first = plain.partition(",")
    if comma and "," not in first:
        return first.strip(), last.strip()
    first, _, last = plain.partition(" ")
    return first, last


def rendered(text: str, known: Mapping[str, str]) -> Rendered:
    """Return a macro's text with its variables filled.

    What is missing is `No_<variable>` to the agent's eyes, and nothing in the answer.
    """
    missing: dict[str, None] = {}

    def value(wanted: Placeholder) -> str:
        found = known.get(wanted.name) or wanted.fallback
        if not found:
            missing[wanted.name] = None
        return found

    answer = placeholders.filled(text, value)
    preview = placeholders.filled(text, lambda wanted: value(wanted) or f"No_{wanted.name}")
    return Rendered(preview=preview, text=answer, missing=tuple(missing))


def _address(properties: Properties) -> str:
    # No field of a profile holds it: a shop that has it tells it as a property.
    found = (value for name, value in properties.items() if name.casefold() == "address")
    return " ".join(str(next(found, "")).split())


def _faults(macro: Macro) -> Iterator[Fault]:
    if not (0 < len(macro.title) <= MAX_TITLE and macro.title.isprintable()):
        yield Fault("/title", "invalid_title", f"1 to {MAX_TITLE} characters on one line.")
    if not (0 < len(macro.text) <= MAX_TEXT and _is_text(macro.text)):
        yield Fault("/text", "invalid_text", f"1 to {MAX_TEXT} characters.")
    if macro.category and not is_tag(macro.category):
        detail = "A category is a tag: 1 to 60 characters without commas."
        yield Fault("/category", "bad_tag", detail)
    yield from placeholders.faults("/text", macro.text, VARIABLES)


def _is_text(text: str) -> bool:
    # No half characters and no control characters; emoji join theirs by a mark that is not shown.
    return all(c in "\n\t" or (ord(c) >= 0x20 and not 0x7F <= ord(c) < 0xA0
               and not 0xD800 <= ord(c) < 0xE000) for c in text)  # fmt: skip


def _place(macro: Macro) -> tuple[bool, str, str, str]:
    return not macro.is_pinned, macro.category.casefold(), macro.title.casefold(), macro.id
