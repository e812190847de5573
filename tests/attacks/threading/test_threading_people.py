"""Strangers with copied ids, forged customers, forged agents."""

import json
from typing import Any

import pytest

from tests.faults.shop import CUSTOMER, Shop
from tests.messaging.mails import answered, arrive, our_id, posted_text, texts, thread, tickets
from tests.messaging.mails import token as reply_to

EVE = "eve@evil.example"


def forged(shop: Shop, sender: str, **headers: Any) -> None:
    """Let a mail come in whose sender its domain disowns."""
    arrived: dict[str, Any] = json.loads(shop.mail("Forged", sender=sender, **headers))
    arrived["receipt"]["dmarcVerdict"] = {"status": "FAIL"}
    shop.cloud.queues["mail"].append(json.dumps(arrived))
    shop.cloud.settle()


def copied(shop: Shop, ticket: str, header: str = "In_Reply_To") -> None:
    """Let a stranger name our mail, and answer them; theirs is the ticket at hand."""
    arrive(shop, "What is the order?", sender=EVE, **{header: our_id(shop)})
    [shop.ticket_id] = [one for one in tickets(shop) if one != ticket]
    shop.reply()
    shop.cloud.settle()


@pytest.mark.parametrize("header", ["In_Reply_To", "References"])
def test_a_stranger_with_a_copied_id_joins_nothing(shop: Shop, header: str) -> None:
    ticket = answered(shop)
    copied(shop, ticket, header)

    stranger = shop.done("GET", shop.at)
    assert stranger["linked_ticket_id"] == ticket
    assert stranger["customer"]["email"] == EVE
    assert shop.done("GET", f"/v1/tickets/{ticket}")["participants"] == []
    assert len(texts(shop, ticket)) == 2


def test_a_stranger_with_a_copied_id_learns_nothing(shop: Shop) -> None:
    copied(shop, answered(shop))

    told = str(shop.cloud.posted[-1].mail)
    assert our_id(shop, 0) not in told
    assert "On its way" not in told


def test_an_agents_address_makes_nobody_an_agent(shop: Shop) -> None:
    ticket = answered(shop)
    before = len(shop.cloud.posted)
    forged(shop, shop.alice.email, In_Reply_To=our_id(shop))
    [fresh] = [one for one in tickets(shop) if one != ticket]

    message = thread(shop, fresh)[0]
    assert message["author"]["type"] == "customer"
    assert "unverified_sender" in message["flags"]
    assert len(shop.cloud.posted) == before


def test_a_forged_customer_is_marked_and_brings_nobody_along(shop: Shop) -> None:
    answered(shop)
    forged(shop, CUSTOMER, In_Reply_To=our_id(shop), Cc=EVE)
    shop.reply()
    shop.cloud.settle()

    assert thread(shop)[2]["flags"] == ["unverified_sender"]
    assert shop.done("GET", shop.at)["participants"] == []
    assert {mail.recipient for mail in shop.cloud.posted} == {CUSTOMER}
    assert EVE not in str(shop.cloud.posted[-1].mail)


def test_who_was_never_answered_gets_no_copy_by_asking_for_one(shop: Shop) -> None:
    answered(shop)
    arrive(shop, "Copy me", sender=EVE, to=(reply_to(shop),), Reply_To=EVE, Cc=EVE)
    shop.reply()
    shop.cloud.settle()

    assert shop.cloud.posted[-1].recipient == CUSTOMER


BAIT = "URGENT http://evil.example/login"
CLOSING = {"enabled": True, "after_hours": 1, "closing_text": "We close this."}


def test_a_machine_never_repeats_what_a_stranger_wrote(shop: Shop) -> None:
    shop.done("PATCH", "/v1/settings", {"auto_close": CLOSING}, by="owner")
    raw = f'From: "{BAIT}" <vic@mail.example>\r\nSubject: {BAIT}\r\n\r\n{BAIT}\r\n'.encode()
    arrival = shop.arrival(raw, (shop.address,), source="vic@mail.example")
    shop.cloud.queues["mail"].append(arrival)
    shop.cloud.settle()
    shop.newest()
    shop.reply()
    shop.cloud.calm(1)
    shop.cloud.world.pass_time(hours=2)
    shop.cloud.calm(1)

    *_, by_alice, by_machine = shop.cloud.posted
    assert "We close this." in posted_text(shop)
    assert "evil" not in str(by_machine.mail)
    assert "evil" not in str(by_alice.mail["To"])


def test_a_name_typed_into_a_chat_is_not_mailed_to_anybody(shop: Shop) -> None:
    opening = {"public_key": shop.account.public_key, "email": "vic@mail.example", "name": BAIT}
    shop.visitor = shop.done("POST", "/v1/chat/sessions", opening, by="nobody")["token"]
    shop.say()
    shop.reply()
    shop.cloud.calm(6)

    assert len(shop.cloud.posted) == 1
    assert "evil" not in str(shop.cloud.posted[0].mail)
