"""Which ticket a mail belongs to (acceptance 21, 22; decisions 1, 4, 5, 6, 7)."""

import pytest

from tests.faults.shop import Shop
from tests.messaging.mails import answered, arrive, our_id, texts, thread, tickets, token


@pytest.mark.acceptance(21)
def test_an_answer_to_the_customers_own_mail_joins(shop: Shop) -> None:
    shop.receive(text="First")
    [seen] = [row.pk for row in shop.rows() if "#SEEN#email#" in row.pk]
    arrive(shop, "Second", In_Reply_To=f"<{seen.rpartition('#')[2]}>")

    assert texts(shop) == ["First", "Second"]


def test_a_third_person_joins_by_the_token_and_is_told_apart_every_time(shop: Shop) -> None:
    answered(shop)
    arrive(shop, "I am Ben", sender="ben@mail.example", to=(token(shop),))
    arrive(shop, "Ben again", sender="ben@mail.example", In_Reply_To=our_id(shop))
    shop.reply()
    shop.cloud.settle()

    flags = [entry["flags"] for entry in thread(shop) if entry.get("direction") == "inbound"]
    ticket = shop.done("GET", shop.at)
    assert flags == [[], ["not_requester"], ["not_requester"]]
    assert ticket["participants"] == ["ben@mail.example"]
    assert ticket["customer"]["email"] == "ada@mail.example"
    assert shop.cloud.posted[-1].recipient == "ada@mail.example"


@pytest.mark.acceptance(22)
@pytest.mark.parametrize(("days", "statuses"), [(None, {"open"}), (30, {"open", "closed"})])
def test_only_a_setting_ends_the_time_to_reopen(
    shop: Shop, days: int | None, statuses: set[str]
) -> None:
    ticket = answered(shop)
    shop.done("PATCH", "/v1/settings", {"reopen_window_days": days}, by="owner")
    shop.done("POST", f"{shop.at}/close")
    shop.cloud.world.pass_time(days=800)
    arrive(shop, "Still me", to=(token(shop),))

    assert {shop.done("GET", f"/v1/tickets/{one}")["status"] for one in tickets(shop)} == statuses
    if days is not None:
        shop.newest()
        assert shop.done("GET", shop.at)["linked_ticket_id"] == ticket


def test_automatic_mail_does_not_stop_the_clock_of_auto_close(shop: Shop) -> None:
    shop.done("PATCH", "/v1/settings", {"auto_close": {"enabled": True}}, by="owner")
    answered(shop)
    arrive(shop, "I am away", to=(token(shop),), Auto_Submitted="auto-replied")
    shop.cloud.world.pass_time(hours=49)
    shop.cloud.calm(1)

    assert shop.done("GET", shop.at)["status"] == "closed"


def test_a_first_mail_of_a_machine_is_a_quiet_ticket(shop: Shop) -> None:
    shop.receive(text="Your invoice", Auto_Submitted="auto-generated")

    ticket = shop.done("GET", shop.at)
    assert (ticket["status"], ticket["is_unread"]) == ("open", False)
    assert shop.done("GET", "/v1/badge")["unread"] == 0


def test_a_bounce_of_nothing_we_know_is_no_ticket(shop: Shop) -> None:
    arrive(shop, "Undelivered", sender="mailer-daemon@mail.example", source="<>")

    assert tickets(shop) == []
    assert shop.cloud.dead == []


def test_a_bounce_of_our_mail_lies_in_its_ticket(shop: Shop) -> None:
    ticket = answered(shop)
    arrive(shop, "Failed", sender="mailer-daemon@mail.example", source="<>", to=(token(shop),))

    assert tickets(shop) == [ticket]
    assert thread(shop)[-1]["is_automatic"]
    assert thread(shop)[1]["state"] == "sent"


def test_a_mail_without_a_sender_is_a_ticket_that_cannot_be_answered(shop: Shop) -> None:
    raw = b"Subject: ?\r\nFrom: nobody at all\r\n\r\nHello\r\n"
    shop.cloud.queues["mail"].append(shop.arrival(raw, (shop.address,), source="not an address"))
    shop.cloud.settle()
    shop.newest()

    answer = shop.ask("POST", f"{shop.at}/replies", {"text": "Who are you?"})
    assert (answer.status, answer.json["code"]) == (409, "no_address")
