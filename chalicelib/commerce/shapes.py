"""What answers about the shop, and orders, look like."""

from datetime import datetime

from chalicelib.commerce.look import State
from chalicelib.commerce.model import OrderStatus
from chalicelib.web.description.shapes import Answers, Shape, plain, refusing


class ShopAsked(Shape, frozen=True):
    """Where the shop is asked whether it agrees; the cookie is needed on the way back."""

    authorize_url: str
    expires_at: datetime


class Connected(Shape, frozen=True):
    """A connection, and whether it must be made again."""

    state: str
    scopes: tuple[str, ...]
    missing_scopes: tuple[str, ...]
    connected_at: datetime
    fault: str | None


class ShopSeen(Connected, frozen=True):
    """The shop that is connected; its keys never come out."""

    domain: str
    has_own_app: bool


class OrderLine(Shape, frozen=True):
    """An article; the price is of one piece, `fulfillable` are those that have not left yet."""

    id: str
    title: str
    variant: str
    quantity: int
    fulfillable: int
    price: int
    image: str


class ShippingAddress(Shape, frozen=True):
    """Where an order goes; what the shop does not know is empty."""

    name: str
    address1: str
    address2: str
    city: str
    region: str
    postcode: str
    country: str
    phone: str


class Parcel(Shape, frozen=True):
    """A part of an order that was sent off."""

    status: str
    tracking_url: str
    estimated_delivery_at: datetime | None
    created_at: datetime


class ShopCustomer(Shape, frozen=True):
    """Who placed the order, as the shop knows them."""

    id: str | None
    email: str | None
    phone: str | None
    first_name: str | None
    name: str | None


class OrderSeen(Shape, frozen=True):
    """An order as the shop tells it; amounts are in the currency's smallest unit."""

    id: str
    name: str
    placed_at: datetime
    updated_at: datetime
    cancelled_at: datetime | None
    status: OrderStatus
    financial_status: str
    fulfillment_status: str
    currency: str
    total: int
    shipping: int | None
    tax: int | None
    discount: int | None
    subtotal: int | None
    lines: tuple[OrderLine, ...]
    shipping_address: ShippingAddress | None
    billing_name: str
    fulfillments: tuple[Parcel, ...]
    minor_digits: int
    shop_customer: ShopCustomer


class Orders(Shape, frozen=True):
    """What a customer ordered last, how true that is, and as of when."""

    data: tuple[OrderSeen, ...]
    count: int
    state: State
    as_of: datetime | None


ANSWERS: Answers = {
    "POST /v1/shop/connect": ShopAsked,
    "GET /v1/shop": plain(ShopSeen, 404),
    "GET /v1/customers/{customer_id}/orders": Orders,
    "DELETE /v1/shop": refusing(404),
}
