"""A ticket in a shop of `tests/accounts`, and somebody of the support who asks over HTTP."""

from functools import partial
from typing import Any

import pytest

from chalicelib.channels.model import Inbound, Kind, Sender
from chalicelib.messaging.receive import receive
from tests.accounts.shop import Shop
from tests.edge import Edge


@pytest.fixture
def ask(whole: Edge, shop: Shop) -> Any:
    """Return a way to ask as somebody of the support."""
    return partial(whole.call, Authorization=f"Bearer {shop.session(shop.hire())}")


@pytest.fixture
def ticket_id(shop: Shop) -> str:
    """Return a ticket of Ann Lee's mail."""
    return written(shop, name="Ann Lee")


def written(shop: Shop, *, name: str) -> str:
    """Return the ticket of a mail."""
    sender = Sender(address="ann@mail.example", name=name, is_verified=True)
    mail = Inbound(
        channel=Kind.email,
        inbox=shop.account.slug,
        provider_id=f"{name}@mail.example",
        sender=sender,
        text="Where is my mug?",
    )
    ticket = receive(shop.desk(), mail).ticket
    assert ticket is not None
    return ticket.id
