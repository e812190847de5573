"""Orders, who placed them, and the shop that they were placed at; values only."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class OrderStatus(StrEnum):
    """What has become of an order as a whole."""

    open = "open"
    closed = "closed"
    cancelled = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One article of an order; the price is of one piece, in the currency's minor units."""

    id: str
    title: str
    variant: str = ""
    quantity: int
    fulfillable: int
    """How many of them have not left yet."""
    price: int
    image: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where an order goes, as the shop has it."""

    name: str = ""
    address1: str = ""
    address2: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shopper:
    """Who placed an order, as the shop knows them. An address that it doubts is left out."""

    id: str = ""
    email: str = ""
    phone: str = ""
    first_name: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fulfillment:
    """A part of an order that was sent off; what the shop does not know of it is empty."""

    status: str = ""
    tracking_url: str = ""
    estimated_delivery_at: datetime | None = None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order as the shop tells it."""

    id: str
    """The shop's own, as digits."""
    name: str
    """What the customer calls it, such as #1001."""
    placed_at: datetime
    updated_at: datetime
    """By the shop's clock: of two tellings, the one with the later moment counts."""
    cancelled_at: datetime | None = None
    status: OrderStatus
    financial_status: str = ""
    fulfillment_status: str = ""
    currency: str
    total: int
    """In the currency's minor units: 4990 of EUR, 4990 of JPY are 49.90 and 4990."""
    shipping: int | None = None
    tax: int | None = None
    discount: int | None = None
    subtotal: int | None = None
    """What the goods come to after discounts. None: the order was stored before this was asked."""
    lines: tuple[Line, ...] = ()
    shipping_address: Address | None = None
    billing_name: str = ""
    fulfillments: tuple[Fulfillment, ...] = ()
    """The newest first; those that were called off are left out."""
    shopper: Shopper = field(default_factory=Shopper)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where an order is kept: at whom, and as of when."""

    order_id: str
    customer_ids: frozenset[str]
    shopper_id: str = ""
    placed_at: datetime
    updated_at: datetime
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """What the connection to any outside service has; its keys are opened where they are used."""

    sealed: bytes = field(repr=False)
    is_open: bool = True
    """Whether its token is taken; where it is not, it must be connected again."""
    scopes: frozenset[str] = frozenset()
    connected_at: datetime
    fault: str = ""
    """Why it does not answer us, where that is the merchant's to mend."""
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop(Connection):
    """The connection to an account's shop; one that was uninstalled is not open."""

    domain: str
    has_own_app: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What opens a shop to us; without an app of its own it is the installation's."""

    token: str = field(default="", repr=False)
    client_id: str = ""
    client_secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A connection that somebody began, until its shop says yes or ten minutes are over."""

    digest: str
    """Of the state that the shop gives back; it is good for once."""
    browser: str
    """The digest of what the browser holds in which it was begun."""
    domain: str
    agent_id: str
    sealed: bytes = field(repr=False)
    until: datetime
