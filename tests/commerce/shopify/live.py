"""Orders as a shop's GraphQL API shows them."""

from typing import Any

from tests.commerce.orders import MAIL


def money(amount: str) -> dict[str, Any]:
    return {"shopMoney": {"amount": amount}}


LINE: dict[str, Any] = {
    "id": "gid://shopify/LineItem/1",
    "title": "Mug",
    "variantTitle": None,
    "currentQuantity": 2,
    "unfulfilledQuantity": 2,
    "originalUnitPriceSet": money("24.95"),
    "image": {"url": "https://cdn.shopify.com/mug.png"},
}


def shown(number: int = 1001, **changed: Any) -> dict[str, Any]:
    """Return an order, another for each number."""
    known = {
        "id": f"gid://shopify/Order/{450_789_000 + number}",
        "name": f"#{number}",
        "createdAt": "2026-03-04T10:00:00Z",
        "updatedAt": "2026-03-04T10:00:00Z",
        "cancelledAt": None,
        "closedAt": None,
        "currencyCode": "EUR",
        "email": MAIL,
        "phone": None,
        "displayFinancialStatus": "PAID",
        "displayFulfillmentStatus": "UNFULFILLED",
        "currentTotalPriceSet": money("49.9"),
        "customer": {
            "id": "gid://shopify/Customer/7001",
            "verifiedEmail": True,
            "defaultEmailAddress": {"emailAddress": MAIL},
            "defaultPhoneNumber": None,
        },
        "shippingAddress": {"name": "Ann Lee", "city": "Leeds", "countryCodeV2": "GB"},
        "lineItems": {"nodes": [LINE], "pageInfo": {"hasNextPage": False}},
    }
    return {**known, **changed}


def found(*orders: dict[str, Any], count: int = 0) -> dict[str, Any]:
    """Return what the shop knows of somebody."""
    return {"numberOfOrders": str(count or len(orders)), "orders": {"nodes": list(orders)}}
