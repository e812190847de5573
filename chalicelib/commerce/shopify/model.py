"""What a shop delivers, before anybody has read it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One webhook that was vouched for."""

    id: str
    """The same for each time that it comes."""
    topic: str
    at: str
    """The moment that it tells of, as Shopify says it; empty where it does not."""
    body: bytes
