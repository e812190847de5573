"""Guessed, forged and borrowed reply addresses."""

import base64
import itertools
import secrets

import pytest

from chalicelib.messaging import matching
from chalicelib.messaging.reply_address import reply_address, ticket_of_token
from tests.faults.shop import Shop, found
from tests.messaging.mails import answered, arrive, texts, tickets, token

EVE = "eve@evil.example"


def guesses(real: str) -> dict[str, str]:
    """Return plus-parts that look like one of ours."""
    ulid, signature = real[:26], real[26:]
    return {
        "random": secrets.token_hex(21),
        "number": "1042",
        "ticket without signature": ulid,
        "zeros for a signature": ulid + "a" * 16,
        "another ticket": ulid[:-1] + ("0" if ulid[-1] != "0" else "1") + signature,
        "cut": real[:-1],
        "long": real + "a",
        "old form": f"tkt_{ulid}{signature}",
        "base32 padding": real[:-2] + "==",
        "empty": "",
        "nul": "%00" + real[3:],
    }


@pytest.mark.parametrize("name", guesses("0" * 42))
def test_a_guess_makes_a_new_ticket_and_never_joins(shop: Shop, name: str) -> None:
    ticket = answered(shop)
    local, _, domain = token(shop).partition("@")
    slug, _, real = local.partition("+")
    arrive(shop, "Let me in", sender=EVE, to=(f"{slug}+{guesses(real)[name]}@{domain}",))

    [fresh] = [one for one in tickets(shop) if one != ticket]
    assert texts(shop, fresh) == ["Let me in"]
    assert len(texts(shop, ticket)) == 2
    assert shop.done("GET", f"/v1/tickets/{fresh}")["linked_ticket_id"] is None


def test_thousands_of_signatures_open_nothing(shop: Shop) -> None:
    desk, ticket = shop.desk(), answered(shop)
    ulid = ticket.removeprefix("tkt_").lower()
    tried = (base64.b32encode(n.to_bytes(10)).decode().lower() for n in itertools.count())

    assert not any(ticket_of_token(desk, ulid + one) for one in itertools.islice(tried, 10_000))


def test_many_guesses_of_one_source_are_told(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(matching.logger, "warning", lambda text, **_: told.append(text))
    slug, _, domain = shop.address.partition("@")
    for number in range(22):
        arrive(shop, f"guess {number}", sender=EVE, to=(f"{slug}+{number:042d}@{domain}",))

    assert told == ["reply tokens are guessed"] * 2


def test_a_token_is_good_in_its_own_account_alone(shop: Shop) -> None:
    other = found(shop.cloud, "Other")
    ticket = answered(shop)
    desk = other.desk()
    borrowed = reply_address(desk, shop.address, ticket).partition("+")[2].partition("@")[0]
    ours = token(shop).partition("+")[2].partition("@")[0]

    assert ticket_of_token(shop.desk(), ours) == ticket
    assert ticket_of_token(desk, ours) is None
    assert ticket_of_token(shop.desk(), borrowed) is None
