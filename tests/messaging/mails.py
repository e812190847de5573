"""Short ways to tell a thread's story: what the shop sent, what came back, what is shown."""

from typing import Any

from tests.conftest import REGION
from tests.faults.shop import CUSTOMER, Shop


def thread(shop: Shop, ticket_id: str = "") -> list[dict[str, Any]]:
    """Return the entries of a ticket, or of the one at hand."""
    at = f"/v1/tickets/{ticket_id}" if ticket_id else shop.at
    return shop.done("GET", f"{at}/messages")["data"]


def texts(shop: Shop, ticket_id: str = "") -> list[str]:
    """Return the words of a ticket's messages."""
    return [entry["text"].strip() for entry in thread(shop, ticket_id) if entry["text"]]


def tickets(shop: Shop) -> list[str]:
    """Return the ids of all tickets, newest activity first."""
    return [each["id"] for each in shop.done("GET", "/v1/tickets?status=any")["data"]]


def arrive(shop: Shop, text: str = "More", **parts: Any) -> None:
    """Let one more mail be read; the ticket at hand stays at hand."""
    shop.cloud.queues["mail"].append(shop.mail(text, **parts))
    shop.cloud.settle()


def answered(shop: Shop, text: str = "Where is it?", sender: str = CUSTOMER) -> str:
    """Let a customer write and Alice answer; return the ticket."""
    ticket_id = shop.receive(text=text, sender=sender)
    shop.done("POST", f"{shop.at}/replies", {"text": "On its way."})
    shop.cloud.settle()
    return ticket_id


def token(shop: Shop) -> str:
    """Return the address that the newest mail asks to be answered at."""
    return str(shop.cloud.posted[-1].mail["Reply-To"]).strip()


def our_id(shop: Shop, place: int = -1) -> str:
    """Return the Message-ID that the mail service gave one of our mails."""
    return f"<{shop.cloud.posted[place].id}@{REGION}.amazonses.com>"


def posted_text(shop: Shop, place: int = -1) -> str:
    """Return the words of a mail that left."""
    part = shop.cloud.posted[place].mail.get_payload()[0]
    return part.get_payload(decode=True).decode()
