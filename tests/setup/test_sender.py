"""The own sender's records, from the first look to the day that mail leaves."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.accounts import forwarding
from chalicelib.aws.mailer import SesMailer
from chalicelib.core.desk import Reply
from chalicelib.core.errors import Unavailable
from chalicelib.core.place import RESOLVERS
from chalicelib.core.sending import Sending
from tests.accounts.conftest import Mailed
from tests.accounts.shop import Shop
from tests.edge import Edge
from tests.kit.http_world import Sent, World

TYPES = {"CNAME": 5, "MX": 15, "TXT": 16}
Zone = dict[tuple[str, str], str]


@pytest.fixture
def ask(whole: Edge, shop: Shop) -> Any:
    """Return a way to ask as the owner."""
    return partial(whole.call, Authorization=f"Bearer {shop.key(shop.owner)}")


@pytest.fixture
def domain(shop: Shop, mailed: Mailed) -> str:
    """Return the shop's own domain, proved by a forwarded test."""
    address = f"help@{shop.account.slug}.example"
    forwarding.add(shop.desk(), address)
    forwarding.send_test(shop.desk(), address)
    forwarding.confirm(shop.desk(), mailed(address)[0]["Subject"])
    return address.partition("@")[2]


@pytest.fixture
def says(monkeypatch: pytest.MonkeyPatch) -> Callable[[Sending], None]:
    """Return what lets the mail service say something."""

    def say(sending: Sending) -> None:
        monkeypatch.setattr(SesMailer, "look", lambda _self, _domain: sending)

    return say


@pytest.fixture
def zone(world: World) -> Zone:
    """Return what stands in DNS, by name and type; the first resolver has a bad day."""
    known: Zone = {}

    def answer(asked: Sent) -> Reply:
        name, _, kind = asked.url.partition("name=")[2].partition("&type=")
        found = [{"type": TYPES[kind], "data": known[name, kind]}] if (name, kind) in known else []
        body = {"Status": 0 if found else 3, "Answer": found}
        return Reply(status=200, headers={}, body=json.dumps(body).encode())

    world.http.on("GET", f"{RESOLVERS[0]}*", Unavailable("No answer."))
    world.http.on("GET", f"{RESOLVERS[1]}*", answer)
    return known


def pending(domain: str) -> Sending:
    keys = {f"k{n}._domainkey.{domain}": f"k{n}.dkim.amazonses.com" for n in (1, 2, 3)}
    return Sending(is_known=True, records=keys)


def seen(ask: Any) -> list[str]:
    return [record["seen"] for record in ask("GET", "/v1/setup/sender")[1]["records"]]


@pytest.mark.acceptance(69)
def test_the_records_are_followed_until_the_mail_service_has_them(
    ask: Any, domain: str, says: Callable[[Sending], None], zone: Zone, world: World
) -> None:
    says(pending(domain))
    begun = ask("GET", "/v1/setup/sender")[1]
    assert [r["seen"] for r in begun["records"]] == ["missing"] * 4
    assert all("72 hours" in r["detail"] for r in begun["records"])
    asked = [sent.url for sent in world.http.sent if sent.url.startswith(RESOLVERS[0])]
    assert len(asked) == 1  # who does not answer is not asked for each record

    zone[f"k1._domainkey.{domain}", "CNAME"] = "k1.dkim.amazonses.com."
    zone[f"k2._domainkey.{domain}", "CNAME"] = "k1.dkim.amazonses.com."
    zone[f"k3._domainkey.{domain}.{domain}", "CNAME"] = "k3.dkim.amazonses.com."
    zone[f"_dmarc.{domain}", "TXT"] = '"v=DMARC1; p=none"'
    assert seen(ask) == ["missing"] * 4  # for some seconds
    world.pass_time(seconds=20)
    told = ask("GET", "/v1/setup/sender")[1]["records"]

    assert [r["seen"] for r in told] == ["found", "wrong", "wrong", "found"]
    assert "must point to k2.dkim.amazonses.com" in told[1]["detail"]
    assert f"adds {domain} itself" in told[2]["detail"]
    says(replace(pending(domain), may_send=True))
    world.pass_time(seconds=20)
    done = ask("GET", "/v1/setup/sender")[1]
    assert (done["may_send"], done["records"][0]["service"]) == (True, "success")


def test_without_resolvers_there_is_the_mail_services_word(
    ask: Any, domain: str, says: Callable[[Sending], None], world: World
) -> None:
    says(pending(domain))
    for resolver in RESOLVERS:
        world.http.on("GET", f"{resolver}*", Unavailable("No answer."))

    told = ask("GET", "/v1/setup/sender")[1]["records"]

    assert {(r["seen"], r["detail"]) for r in told} == {("unknown", "")}
    assert [r["service"] for r in told] == ["pending"] * 3 + [None]
    assert len(world.http.sent) == len(RESOLVERS)


def test_dns_that_is_switched_off_is_not_asked(
    ask: Any, domain: str, says: Callable[[Sending], None], ports: wiring.Ports, world: World
) -> None:  # fmt: skip
    says(pending(domain))
    without = replace(ports.place, resolvers=())
    wiring.install(replace(ports, place=without))

    assert seen(ask) == ["unknown"] * 4
    assert world.http.sent == []


def test_a_domain_that_is_not_proved_is_not_asked_about(ask: Any, world: World) -> None:
    assert ask("GET", "/v1/setup/sender")[0] == 404
    assert world.http.sent == []


def test_what_the_mail_service_does_not_know_has_no_records(ask: Any, domain: str) -> None:
    told = ask("GET", "/v1/setup/sender")[1]

    assert (told["domain"], told["is_known"], told["records"]) == (domain, False, [])
