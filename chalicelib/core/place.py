"""Where an installation lives."""

from dataclasses import dataclass, field

RESOLVERS = ("https://cloudflare-dns.com/dns-query", "https://dns.google/resolve")
"""DNS over HTTPS, each asked where the one before it does not answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopApp:
    """This installation's own app at Shopify."""

    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where this installation lives: the parts of settings that operations need."""

    base_url: str
    mail_domain: str
    """Of our inbound addresses."""
    mail_id_domain: str
    """What the mail service puts behind its ids: together they are the Message-ID."""
    is_sign_up_open: bool = False
    trial_days: int = 0
    """How long a new account has everything; 0: without an end."""
    resolvers: tuple[str, ...] = RESOLVERS
    """Empty where DNS is not to be asked."""
    shop_app: ShopApp | None = None
    """None where merchants bring an app of their own."""
