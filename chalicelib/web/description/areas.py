"""Under which heading an operation stands, by the package of its view; the longest name counts."""

AREAS = {
    "web": "About the API",
    "accounts": "Account and people",
    "accounts.settings": "Settings",
    "inboxes": "Inboxes",
    "setup": "Settings",
    "status": "Settings",
    "teams": "Teams",
    "customers": "Customers",
    "tickets": "Tickets",
    "search": "Tickets",
    "routing": "Tickets",
    "messaging": "Messages",
    "messaging.chat_routes": "Chat",
    "messaging.macros": "Macros",
    "messaging.bulk_routes": "Tickets",
    "messaging.keywords": "Customers",
    "commerce": "Shop",
    "commerce.orders": "Orders and subscriptions",
    "commerce.recharge": "Orders and subscriptions",
    "commerce.actions": "Orders and subscriptions",
    "marketing": "Marketing",
    "marketing.platform": "Customer platform",
    "customer_agent": "Customer Agent",
    "customer_agent.knowledge": "Knowledge",
    "customer_agent.helpdesks": "Other helpdesks",
    "customer_agent.talk": "Chat",
    "reports": "Reports",
}
ABOUT = {
    "Chat": "What the chat on a shop's page asks; the token is the visitor's, of `POST "
    "/v1/chat/sessions`.",
    "Settings": "What an account decides for all of its people.",
}


def area_of(module: str) -> str:
    """Return the heading of a module's operations.

    >>> area_of("chalicelib.commerce.orders.routes"), area_of("chalicelib.commerce.routes")
    ('Orders and subscriptions', 'Shop')
    """
    name = module.partition(".")[2]
    while name not in AREAS and "." in name:
        name = name.rpartition(".")[0]
    return AREAS.get(name, "More")
