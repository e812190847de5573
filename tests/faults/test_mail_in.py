"""F-37, F-40, F-42: the same mail twice, mail that nobody can read, and a flood."""

from email.message import EmailMessage

import pytest

from tests.faults.commands import settled
from tests.faults.invariants import check, scan
from tests.faults.shop import CUSTOMER, Shop, found
from tests.kit.pace import within

pytestmark = pytest.mark.thorough

FLOOD = 40


def letter(text: str, message_id: str = "<one@mail.example>") -> EmailMessage:
    """Return a mail without recipients."""
    message = EmailMessage()
    message["From"], message["Subject"] = CUSTOMER, "Twice"
    message["Message-ID"] = message_id
    message.set_content(text)
    return message


def test_one_mail_to_two_of_our_addresses_is_one_ticket(shop: Shop) -> None:
    slug, _, domain = shop.address.partition("@")
    both = (shop.address, f"{slug}+vip@{domain}")

    shop.cloud.queues["mail"].append(shop.mail(to=both))
    shop.cloud.calm()

    assert len(scan(shop).tickets) == 1
    check(shop)


def test_one_mail_through_an_alias_and_a_forwarder_is_one_ticket(shop: Shop) -> None:
    raw = letter(shop.words()).as_bytes()
    hops = (b"", b"Received: from alias.example\r\n", b"X-Forwarded-To: help@acme.example\r\n")

    for hop in hops:
        shop.cloud.queues["mail"].append(shop.arrival(hop + raw, (shop.address,), source=CUSTOMER))
        settled(shop)

    shop.cloud.calm()
    assert len(scan(shop).tickets) == 1
    check(shop)


def test_one_id_with_another_text_is_kept(shop: Shop) -> None:
    for _ in range(2):
        raw = letter(shop.words()).as_bytes()
        shop.cloud.queues["mail"].append(shop.arrival(raw, (shop.address,), source=CUSTOMER))
        settled(shop)

    shop.cloud.calm()
    check(shop)


def test_one_mail_to_two_accounts_arrives_in_both(shop: Shop) -> None:
    other = found(shop.cloud, "Rival")
    text = shop.words()
    other.said.append(text)

    shop.cloud.queues["mail"].append(shop.mail(text, to=(shop.address, other.address)))
    shop.cloud.calm()

    check(shop)
    check(other)


JUNK = {
    "empty": b"",
    "no header": b"\xff\xfe\x00junk \x00\x80",
    "no body": b"From: a@b.example\r\n\r\n",
    "broken parts": b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"
    b"Content-Type: message/rfc822\r\n\r\n--x\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!",
    "unknown charset": b"From: a@b.example\r\nContent-Type: text/plain; charset=none\r\n\r\n\xe4",
    "8 bit": b"From: \xe4@b.example\r\nSubject: \xfc\xff\r\n\r\n\xe4\xf6\xfc",
    "encrypted": b"From: a@b.example\r\nContent-Type: application/pkcs7-mime; name=smime.p7m\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\nMIAGCSqGSIb3DQEHA6CA\r\n",
    "tnef": b"From: a@b.example\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\neJ8+IgAA\r\n",
    "long header": b"From: a@b.example\r\nReferences: " + b"<x@y> " * 20_000 + b"\r\n\r\nHi",
    "many parts": b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
    + b"--x\r\n\r\nHi\r\n" * 5_000,
    "large": b"From: a@b.example\r\n\r\n" + b"All work and no play. " * 200_000,
}


@pytest.mark.parametrize("raw", JUNK.values(), ids=JUNK)
def test_whatever_comes_becomes_a_ticket_with_its_raw_file(shop: Shop, raw: bytes) -> None:
    shop.cloud.queues["mail"].append(shop.arrival(raw, (shop.address,), source="a@b.example"))
    with within(10):
        shop.cloud.calm()

    assert shop.cloud.dead == []
    (message,) = scan(shop).messages
    assert message.raw_key
    address = shop.done("GET", f"/v1/messages/{message.id}/raw")
    assert address["url"]


def test_a_flood_in_one_account_holds_nobody_up(shop: Shop) -> None:
    other = found(shop.cloud, "Rival")
    flood = [shop.mail(sender=f"ada{n}@mail.example") for n in range(FLOOD)]
    flood.insert(5, other.mail())

    for start in range(0, len(flood), 10):
        assert shop.cloud.deliver_batch("mail", flood[start : start + 10]) == []
        if start == 0:
            assert len(scan(other).tickets) == 1
    shop.cloud.calm()

    numbers = sorted(ticket.number for ticket in scan(shop).tickets.values())
    assert numbers == list(range(1, FLOOD + 1))
    assert shop.cloud.letters == []
    check(shop)
    check(other)
