"""A shop, and a customer's phone."""

from tests.messaging.phone import phone

__all__ = ["phone"]
