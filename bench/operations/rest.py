"""Customers' profiles, requests that are repeated, mail in the bucket."""

from dataclasses import replace

from bench.registry import Action, operation
from bench.shop import WORDS, shop
from bench.stage import Stage
from chalicelib import jobs

CUSTOMER = "/v1/customers/{customer_id}"
REPLIES = "/v1/tickets/{ticket_id}/replies"


@operation("a mail from the bucket becomes a ticket", requests=10, read=2, write=16)
def mail(stage: Stage) -> Action:
    """Find the shop by its address, keep the mail, and receive it."""
    open_shop = shop(stage)
    open_shop.ticket(sender="zoe@customer.example")
    body = stage.mailed(open_shop.founded.account.slug, WORDS)
    return lambda: jobs.receive_mail(body)


@operation("a customer's profile", requests=2, read=1, write=0)
def profile(stage: Stage) -> Action:
    """Show it."""
    open_shop = shop(stage)
    customer_id = open_shop.ticket().customer.id
    return open_shop.api().warm("GET", CUSTOMER, customer_id=customer_id)


@operation("a customer's profile changes", requests=3, read=2, write=6)
def edit(stage: Stage) -> Action:
    """Give them a telephone number: an identity more."""
    open_shop = shop(stage)
    customer_id = open_shop.ticket().customer.id
    body = {"phone": "+493012345678"}
    return open_shop.api().warm("PATCH", CUSTOMER, body, customer_id=customer_id)


@operation("an answer with an Idempotency-Key", requests=3, read=2, write=12)
def keyed(stage: Stage) -> Action:
    """Answer so that the same request may come again."""
    open_shop = shop(stage)
    ticket_id = open_shop.ticket().id
    api = replace(open_shop.api(), idempotency_key="one")
    return api.warm("POST", REPLIES, {"text": WORDS}, ticket_id=ticket_id)


@operation("the same request comes again", requests=3, read=3, write=0)
def repeated(stage: Stage) -> Action:
    """Answer as before, and change nothing."""
    open_shop = shop(stage)
    ticket_id = open_shop.ticket().id
    api = replace(open_shop.api(), idempotency_key="one")
    api.call("POST", REPLIES, {"text": WORDS}, ticket_id=ticket_id)
    return api.warm("POST", REPLIES, {"text": WORDS}, ticket_id=ticket_id)
