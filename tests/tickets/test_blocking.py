"""Whose tickets are those of somebody blocked."""

import pytest

from chalicelib.accounts.model import Account
from chalicelib.core.desk import Desk
from chalicelib.customers.blocks.edit import block
from chalicelib.customers.blocks.model import BlockKind
from chalicelib.tickets.blocking import is_blocked
from chalicelib.tickets.model import Ticket
from tests.builders import a_chat_ticket, a_customer, a_ticket

ANN = "ann@home.example"


@pytest.mark.parametrize(
    ("ticket", "expected"),
    [
        (a_ticket(), True),
        (a_ticket(person="bob@home.example"), False),
        (a_chat_ticket(), True),
        (a_chat_ticket(customer=a_customer(email="bob@home.example")), False),
        (a_chat_ticket(customer=a_customer(email=""), mail_to=ANN), True),
        (a_chat_ticket(customer=a_customer(email="")), False),
    ],
)
def test_a_customer_is_blocked_by_the_address_they_write_from(
    desk: Desk, account: Account, ticket: Ticket, *, expected: bool
) -> None:
    block(desk, BlockKind.email, ANN)

    assert is_blocked(desk, ticket) is expected
