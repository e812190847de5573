"""What the page says of each thing and each reason; of an error of ours, its own words."""

from collections.abc import Mapping

SOURCES: Mapping[str, str] = {
    "shopify": "Shopify",
    "klaviyo": "Klaviyo",
    "zendesk": "Zendesk",
    "gorgias": "Gorgias",
    "twilio": "Twilio",
    "aws": "AWS End User Messaging",
    "meta": "Meta",
}

_TITLES: Mapping[str, str] = {
    "ticket": "The timers of {ticket}",
    "message": "A message in {ticket}",
    "plan": "The end of your plan",
    "presence": "Who is online",
    "handing_out": "Handing out tickets that wait",
    "keyword_answer": "The answer to a keyword",
    "token": "Renewing an inbox's token",
    "link_domain": "Proving the domain of short links",
    "predictions": "The daily predictions",
    "weekly_mail": "The weekly mail",
    "export": "An export of reports",
    "shop_action": "What was asked for at the shop",
    "bulk": "A change of many tickets",
    "delivery": "A message or receipt that came in",
    # Orders of the queue of background jobs, by their names there.
    "export_reports": "An export of reports",
    "settle_action": "What was asked for at the shop",
    "renew_token": "Renewing an inbox's token",
    "shop_delivery": "News from your shop",
    "platform_delivery": "News from your customer platform",
    "helpdesk_delivery": "News from your other helpdesk",
    "invitation": "An invitation",
}
_OTHER = "Background work"

_REASONS: Mapping[str, str] = {
    "delivery_failed": "It was not delivered.",
    "delivery_unknown": "Nobody knows whether it was delivered.",
    "delivery_retried": "The provider does not take it just now.",
    "unexpected": "It failed for a reason that nobody foresaw; the operator's logs say where.",
    "silent": "Whoever worked on it was cut off.",
    "unavailable": "A service that it needs does not answer.",
    # Of inboxes.
    "token_ended": "Its access token has ended.",
    "provider_refuses": "The provider refuses what it is asked.",
    "reports_failures": "Messages get nowhere, as the provider reports.",
    "not_renewed": "Its access token is not renewed.",
}


def title(kind: str, number: int | None) -> str:
    """Return what something stuck is called.

    >>> title("message", 12), title("message", None)
    ('A message in ticket #12', 'A message in a ticket')
    """
    ticket = "a ticket" if number is None else f"ticket #{number}"
    return _TITLES.get(kind, _OTHER).format(ticket=ticket)


def detail(reason: str, told: str) -> str:
    """Return why in a sentence: what was told, or what the reason says by itself.

    >>> detail("unexpected", "")[:9], detail("rate_limited", "Too often.")
    ('It failed', 'Too often.')
    """
    return told or _REASONS.get(reason, _REASONS["unexpected"])


def source(name: str) -> str:
    """Return a service's name."""
    return SOURCES.get(name, name.title())
