"""A message and its withdrawal at once, on an engine that is atomic (`make test-engine`)."""

import pytest

from chalicelib.channels.model import Inbound, Kind, Sender
from chalicelib.messaging.receive import receive
from chalicelib.tickets.withdrawal import withdraw
from tests.faults.crowd import at_once, hurried
from tests.faults.invariants import scan
from tests.faults.shop import Shop

pytestmark = pytest.mark.engine
PERSON = "6200000000000001"


@pytest.mark.parametrize("number", range(8))
def test_whichever_is_first_the_words_do_not_stay(shop: Shop, number: int) -> None:
    said = Inbound(
        channel=Kind.instagram,
        inbox="17841400000000001",
        provider_id=f"mid{number}",
        sender=Sender(address=PERSON),
        text="My secret",
    )

    def write() -> object:
        return receive(shop.desk().for_operation("writes"), said)

    def take_back() -> object:
        own = shop.desk().for_operation("takes back")
        return withdraw(own, Kind.instagram, said.provider_id, by=PERSON)

    with hurried(shop.cloud.ports):
        at_once([write, take_back] if number % 2 else [take_back, write])

    assert [message.text for message in scan(shop).messages] in ([], [""])
