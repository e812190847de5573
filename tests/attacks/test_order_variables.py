"""Strangers who want to be told of somebody else's order by an answer that the team has ready."""

from typing import Any

import pytest

from chalicelib.channels.model import Inbound, Kind, Sender
from chalicelib.commerce.model import Keys, Shopper
from chalicelib.commerce.model import Shop as Connection
from chalicelib.commerce.shops import forget, put, sealed
from chalicelib.commerce.take import take
from chalicelib.customers.identify import identify
from chalicelib.customers.model import IdentityKind
from chalicelib.messaging.macros import edit
from chalicelib.messaging.macros.fill import filled
from chalicelib.messaging.macros.model import Edit, Filled
from chalicelib.messaging.receive import receive
from chalicelib.messaging.reply_address import reply_address
from chalicelib.table.write import transact
from tests.accounts.shop import Shop
from tests.commerce.orders import MAIL, an_order
from tests.commerce.shopify.world import domain_of
from tests.kit.http_world import NOON

STRANGER = "mallory@evil.example"
TEXT = "{{order_name}}|{{shipping_address}}|{{customer_email}}"
NOTHING = "||"
FORGED = {"dmarc": "FAIL"}


@pytest.fixture
def macro(shop: Shop) -> str:
    """Return a macro that tells of an order, in a shop that knows Ann's."""
    desk = shop.desk()
    domain = domain_of(shop.account.id)
    connection = Connection(
        domain=domain, sealed=sealed(desk, domain, Keys(token="t")), is_open=False,
        connected_at=NOON,
    )  # fmt: skip
    transact(desk, [put(desk, connection)])
    forget(shop.account.id)
    identify(desk, IdentityKind.email, MAIL, is_verified=True)
    take(desk, an_order(shopper=Shopper(id="7001", email=MAIL)))
    return edit.create(desk, Edit(title="Where", text=TEXT)).id


def _mail(shop: Shop, key: str, sender: str = MAIL, **facts: Any) -> str:
    known = Sender(address=sender, is_verified="verdicts" not in facts)
    received = receive(
        shop.desk(),
        Inbound(channel=Kind.email, inbox=shop.account.slug, provider_id=f"{key}@mail.example",
                sender=known, text="Where is my mug?", **facts),
    )  # fmt: skip
    assert received.ticket
    return received.ticket.id


def _filled(shop: Shop, ticket_id: str, macro_id: str) -> Filled:
    found = filled(shop.desk(), ticket_id, macro_id)
    # Whoever is not told by default is not told on request either.
    assert filled(shop.desk(), ticket_id, macro_id, an_order().id).rendered == found.rendered
    return found


def test_the_customer_is_told(shop: Shop, macro: str) -> None:
    found = _filled(shop, _mail(shop, "own"), macro)

    assert found.rendered.text == f"#1001|Ann Lee, Leeds, GB|{MAIL}"


def test_who_forges_the_address_is_not(shop: Shop, macro: str) -> None:
    found = _filled(shop, _mail(shop, "forged", verdicts=FORGED), macro)

    assert (found.rendered.text, found.orders, found.state) == (NOTHING, (), "unproved")


def test_nor_who_writes_as_the_customer_into_their_ticket(shop: Shop, macro: str) -> None:
    ticket_id = _mail(shop, "own")
    joined = _mail(shop, "forged", verdicts=FORGED, thread_ids=("own@mail.example",))
    assert joined == ticket_id

    assert _filled(shop, ticket_id, macro).rendered.text == NOTHING


def test_nor_who_vouches_for_the_forgery_from_an_honest_address(shop: Shop, macro: str) -> None:
    ticket_id = _mail(shop, "forged", verdicts=FORGED)
    desk = shop.desk()
    token = reply_address(desk, "a@in.desk.example", ticket_id).partition("+")[2].partition("@")[0]
    assert _mail(shop, "honest", STRANGER, tokens=(token,)) == ticket_id

    assert _filled(shop, ticket_id, macro).rendered.text == NOTHING


def test_one_forged_word_in_a_ticket_is_enough(shop: Shop, macro: str) -> None:
    ticket_id = _mail(shop, "forged", verdicts=FORGED)
    assert _mail(shop, "own", thread_ids=("forged@mail.example",)) == ticket_id

    assert _filled(shop, ticket_id, macro).rendered.text == NOTHING
    assert _filled(shop, _mail(shop, "anew"), macro).rendered.text != NOTHING


def test_who_types_the_address_in_a_chat_is_not(shop: Shop, macro: str) -> None:
    claimed = Sender(address="chat_of_mallory", name="Ann", email=MAIL)
    chat = Inbound(channel=Kind.webchat, inbox=shop.account.id, provider_id="chat", sender=claimed,
                   text="It is me, Ann.")  # fmt: skip
    ticket = receive(shop.desk(), chat).ticket
    assert ticket

    assert _filled(shop, ticket.id, macro).rendered.text == NOTHING
