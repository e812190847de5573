"""Loops and floods through mail and chat."""

import pytest

from chalicelib.messaging import chat_routes
from tests.faults.shop import Shop
from tests.messaging.mails import answered, arrive, thread, tickets, token


def test_two_machines_do_not_talk_to_each_other(shop: Shop) -> None:
    closing = {"enabled": True, "after_hours": 1, "closing_text": "We close this."}
    shop.done("PATCH", "/v1/settings", {"auto_close": closing}, by="owner")
    answered(shop)
    for _ in range(3):
        shop.cloud.world.pass_time(hours=2)
        shop.cloud.calm(1)
        arrive(shop, "I am away", to=(token(shop),), Auto_Submitted="auto-replied")

    assert [str(mail.mail["Auto-Submitted"]) for mail in shop.cloud.posted] == [
        "None", "auto-replied",
    ]  # fmt: skip
    assert shop.done("GET", shop.at)["status"] == "closed"


def test_a_flood_of_chat_messages_is_stopped_and_says_when_to_go_on(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chat_routes, "MESSAGES", 5)
    shop.chat()
    body = {"text": "Hello"}
    answers = [shop.ask("POST", "/v1/chat/messages", body, by="visitor") for _ in range(8)]
    shop.newest()

    assert [answer.status for answer in answers] == [201] * 5 + [429] * 3
    assert int(answers[-1].headers["retry-after"]) > 0
    assert len(thread(shop)) == 5


@pytest.mark.parametrize("text", ["x" * 10_001, "", " \n ", 7, None])
def test_a_message_that_is_none_is_refused(shop: Shop, text: object) -> None:
    shop.chat()

    answer = shop.ask("POST", "/v1/chat/messages", {"text": text}, by="visitor")
    assert answer.status == 422
    assert tickets(shop) == []
