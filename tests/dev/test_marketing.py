"""Klaviyo and DNS on a laptop: the product's own code finds what they know."""

from dataclasses import replace

import pytest

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Forbidden
from chalicelib.customers.model import Who
from chalicelib.marketing.domains import dns, prove, reach, rules
from chalicelib.marketing.platform import klaviyo_api
from dev.providers.exchange import Place
from dev.providers.klaviyo import REFUSED
from dev.providers.network import Network
from dev.providers.phones import Phones
from dev.web.exchange import Answered, Asked
from tests.kit.http_world import FakeHttp, World

KEY = "pk_0123456789abcdef"


@pytest.fixture
def network(world: World) -> Network:
    """Return the laptop's network, with nothing beyond it."""
    place = Place(phones=Phones(), clock=world.clock, base_url="http://localhost:8000")
    return Network(place, FakeHttp())


@pytest.fixture
def laptop(desk: Desk, network: Network) -> Desk:
    """Return a desk on a laptop."""
    return replace(desk, http=network)


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (Who(email="ann+vip@mail.example"), {"VIP"}),
        (Who(email="ann@mail.example"), set()),
        (Who(phone="+15005550107"), {"VIP"}),
        (Who(phone="+15005550108"), set()),
        (Who(), set()),
    ],
)
def test_an_address_tells_its_segments(laptop: Desk, who: Who, expected: set[str]) -> None:
    assert klaviyo_api.segments(laptop, KEY, who) == expected


def test_a_profile_is_known_by_its_address(laptop: Desk) -> None:
    klaviyo_api.check(laptop, KEY)

    assert klaviyo_api.addresses(laptop, KEY, "ann@mail.example") == Who(email="ann@mail.example")


def test_a_key_can_be_refused(laptop: Desk) -> None:
    with pytest.raises(Forbidden):
        klaviyo_api.check(laptop, f"{REFUSED}_0123456789")


def test_a_record_proves_a_domain(laptop: Desk, network: Network) -> None:
    domain = "go.shop.example"
    assert list(dns.text_records(laptop, domain)) == [frozenset()] * 2
    assert prove.is_proved(laptop, domain) is False

    network.publish(rules.record_name(domain), "TXT", [prove.proof_of(laptop, domain)])

    assert prove.is_proved(laptop, domain) is True


def test_a_domain_leads_to_the_product_once_it_is_told_so(laptop: Desk, network: Network) -> None:
    domain = "go.shop.example"

    def product(asked: Asked) -> Answered:
        challenge = asked.path.rpartition("/")[2]
        told = reach.answer(laptop, asked.headers["host"], challenge) or ""
        return Answered(headers=(("Content-Type", "text/plain"),), body=told.encode())

    network.deliver = product
    network.lead(domain, is_here=True)
    assert reach.is_reached(laptop, domain) is True

    network.lead(domain, is_here=False)
    assert domain not in network.leads_here
