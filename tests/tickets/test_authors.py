"""Who acts, as the thread shows them."""

from dataclasses import replace

import pytest

from chalicelib.core.desk import STRANGER, CallerKind, Desk
from chalicelib.tickets.authors import author
from chalicelib.tickets.model import SYSTEM
from tests.builders import a_caller, an_agent


@pytest.mark.parametrize("kind", [CallerKind.agent, CallerKind.api_key])
def test_a_person_acts_in_their_own_name(desk: Desk, kind: CallerKind) -> None:
    assert author(replace(desk, caller=a_caller(kind=kind))) == an_agent()


def test_all_others_are_the_product_itself(desk: Desk) -> None:
    visitor = a_caller(kind=CallerKind.visitor)

    assert {author(replace(desk, caller=c)) for c in (desk.caller, STRANGER, visitor)} == {SYSTEM}
