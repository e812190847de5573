"""Beside which ticket a customer's orders may be shown (decision 45)."""

from typing import Any

import pytest

from chalicelib.channels.model import Sender
from chalicelib.commerce import proof
from chalicelib.core.desk import Desk
from chalicelib.messaging.receive import receive
from chalicelib.messaging.reply_address import reply_address
from chalicelib.tickets.model import Ticket
from tests.accounts.shop import Shop
from tests.builders import an_inbound

ANN = "ann@home.example"
SURE = {"sender": Sender(address=ANN, is_verified=True), "verdicts": {"dmarc": "PASS"}}


def written(desk: Desk, number: int, **facts: Any) -> Ticket:
    mail = an_inbound(inbox="", provider_id=f"{number}@home.example", **{**SURE, **facts})
    found = receive(desk.for_operation(desk.new_id("op")), mail)
    assert found.ticket
    return found.ticket


def known_by(desk: Desk, ticket: Ticket) -> dict[str, str]:
    return dict(proof.writer(desk, ticket.id).known_by)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, {"email": ANN}),
        ({"sender": Sender(address=ANN), "verdicts": {"dmarc": "FAIL"}}, {}),
        ({"sender": Sender(address=ANN), "verdicts": {"dmarc": "GRAY"}}, {}),
        ({"sender": Sender(address=ANN), "verdicts": {"dmarc": "PASS"}}, {}),
    ],
    ids=["vouched for", "forged", "nobody says", "only answers go there"],
)
def test_every_word_of_the_customers_has_to_be_theirs(
    shop: Shop, facts: dict[str, Any], expected: dict[str, str]
) -> None:
    desk = shop.desk()
    written(desk, 1)

    assert known_by(desk, written(desk, 2, **facts)) == expected


def test_what_somebody_else_adds_makes_nobody_unknown(shop: Shop) -> None:
    desk = shop.desk()
    first = written(desk, 1)
    other = Sender(address="friend@else.example")
    token = reply_address(desk, "help@shop.example", first.id).partition("@")[0].rpartition("+")[2]
    second = written(desk, 2, sender=other, verdicts={}, tokens=(token,))

    assert second.id == first.id
    assert known_by(desk, first) == {"email": ANN}


def test_no_page_of_a_long_ticket_is_left_out(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = shop.desk()
    written(desk, 1)
    ticket = written(desk, 2, sender=Sender(address=ANN), verdicts={"dmarc": "FAIL"})
    for number in (3, 4):
        thread = reply_address(desk, "help@shop.example", ticket.id).partition("@")[0]
        written(desk, number, tokens=(thread.rpartition("+")[2],))
    monkeypatch.setattr(proof, "_AT_ONCE", 1)

    assert known_by(desk, ticket) == {}
