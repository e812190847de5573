"""Mail that the shop has switched off opens nothing, and loses no conversation."""

import pytest

from tests.faults.shop import Shop
from tests.messaging.mails import answered, arrive, texts, tickets, token


def switch(shop: Shop, *, is_on: bool) -> None:
    shop.done("PATCH", "/v1/settings", {"email": {"enabled": is_on}}, by="owner")


@pytest.mark.acceptance(69)
def test_mail_opens_tickets_only_while_it_is_switched_on(shop: Shop) -> None:
    shop.receive()
    switch(shop, is_on=False)
    arrive(shop, "Nobody sees this", sender="new@mail.example")
    assert tickets(shop) == [shop.ticket_id]

    switch(shop, is_on=True)
    arrive(shop, "Somebody sees this", sender="new@mail.example")
    assert len(tickets(shop)) == 2


def test_an_answer_arrives_though_mail_is_switched_off(shop: Shop) -> None:
    ticket_id = answered(shop)
    switch(shop, is_on=False)

    arrive(shop, "Thanks", to=(token(shop),))

    assert texts(shop, ticket_id)[-1] == "Thanks"
