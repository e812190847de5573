"""What Recharge answers, as it is written, and as we take it; pure."""

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from chalicelib.commerce.recharge.model import Charge, Status, Subscription
from chalicelib.commerce.rules import minor
from chalicelib.core.errors import Unavailable

_DAY = len("2026-12-24")
Flag = bool | int | None


class TokenInformation(msgspec.Struct, frozen=True):
    """What a token is good for."""

    scopes: tuple[str, ...] = ()


class Token(msgspec.Struct, frozen=True):
    """`GET /token_information`; some stores are told it without the envelope."""

    token_information: TokenInformation | None = None
    scopes: tuple[str, ...] = ()


class Customer(msgspec.Struct, frozen=True):
    """Whoever subscribed."""

    id: int
    email: str | None = None


class Customers(msgspec.Struct, frozen=True):
    """`GET /customers`."""

    customers: tuple[Customer, ...]


class Told(msgspec.Struct, frozen=True):
    """A subscription."""

    id: int
    customer_id: int
    quantity: int
    price: str | float
    status: str
    order_interval_unit: str
    order_interval_frequency: int | str
    product_title: str | None = None
    variant_title: str | None = None
    presentment_currency: str | None = None
    next_charge_scheduled_at: str | None = None
    is_skippable: Flag = None
    is_prepaid: Flag = None
    has_queued_charges: Flag = None


class One(msgspec.Struct, frozen=True):
    """`GET /subscriptions/{id}`."""

    subscription: Told


class Subscriptions(msgspec.Struct, frozen=True):
    """`GET /subscriptions`."""

    subscriptions: tuple[Told, ...]


class Item(msgspec.Struct, frozen=True):
    """What a charge is for: a subscription, or something bought once."""

    purchase_item_id: int | None = None


class ToldCharge(msgspec.Struct, frozen=True):
    """A charge."""

    id: int
    status: str
    scheduled_at: str
    line_items: tuple[Item, ...] = ()


class Charges(msgspec.Struct, frozen=True):
    """`GET /charges`."""

    charges: tuple[ToldCharge, ...]


class Refused(msgspec.Struct, frozen=True):
    """Why Recharge does not do what it was asked: by field, or in one sentence."""

    errors: dict[str, list[str] | str] | list[str] | str | None = None
    error: str | None = None


def subscription(told: Told) -> Subscription:
    """Return a subscription as we take it; raises Unavailable for what makes no sense."""
    currency = told.presentment_currency or ""
    try:
        return Subscription(
            id=str(told.id),
            customer_id=str(told.customer_id),
            title=told.product_title or "",
            variant=told.variant_title or "",
            quantity=told.quantity,
            price=minor(str(told.price), currency),
            currency=currency,
            status=_status(told.status.lower()),
            unit=told.order_interval_unit,
            count=int(told.order_interval_frequency),
            next_charge_on=_day(told.next_charge_scheduled_at),
            is_skippable=_or_yes(told.is_skippable) and not told.is_prepaid,
            has_charge=_or_yes(told.has_queued_charges),
        )
    except ValueError as error:
        raise _strange() from error


def charges_of(subscription_id: str, told: Iterable[ToldCharge], status: str) -> Iterator[Charge]:
    """Yield those charges that are for a subscription, and really are as was asked for."""
    for each in told:
        items = {str(item.purchase_item_id) for item in each.line_items}
        on = _day(each.scheduled_at)
        if on and subscription_id in items and each.status.lower() == status:
            yield Charge(id=str(each.id), on=on)


def refusal(body: bytes) -> list[tuple[str, str]]:
    """Return what Recharge found wrong: a field and a sentence each; nothing where it is unclear.

    >>> refusal(b'{"errors": {"date": ["Date must be at least one day in the future"]}}')
    [('date', 'Date must be at least one day in the future')]
    >>> refusal(b'{"error": "subscription not found"}'), refusal(b"<html>")
    ([('', 'subscription not found')], [])
    """
    try:
        said = msgspec.json.decode(body, type=Refused)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return []
    errors = said.errors or said.error or ""
    by_field = errors if isinstance(errors, dict) else {"": errors}
    return [
        (field, words)
        for field, sentences in by_field.items()
        for words in (sentences if isinstance(sentences, list) else [sentences])
        if words
    ]


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text[:_DAY]) if text else None
    except ValueError as error:
        raise _strange() from error


def _or_yes(told: Flag) -> bool:
    return told is None or bool(told)


def _status(text: str) -> Status:
    return Status(text) if text in Status.__members__ else Status.other


def _strange() -> Unavailable:
    return Unavailable("Recharge did not answer as it says it does.")
