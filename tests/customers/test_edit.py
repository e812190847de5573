"""Changing a profile while others do."""

import pytest

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Unavailable
from chalicelib.customers.edit import edit
from chalicelib.customers.identify import identify
from chalicelib.customers.model import Edit, IdentityKind
from dev.aws.gate import Call, gate


def test_a_customer_everybody_changes_is_left_alone_in_the_end(desk: Desk) -> None:
    ann = identify(desk, IdentityKind.email, "ann@shop.example")
    busy: list[int] = []

    def meanwhile(call: Call) -> None:
        if call.name == "dynamodb.TransactWriteItems" and len(busy) % 2 == 0:
            busy.append(1)
            edit(desk.for_operation(f"rival {len(busy)}"), ann.id, Edit(name=f"Ann {len(busy)}"))
            busy.append(1)

    with gate.hooked(before=meanwhile), pytest.raises(Unavailable):
        edit(desk.for_operation("mine"), ann.id, Edit(name="Zoë"))
