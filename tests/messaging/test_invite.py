"""The WhatsApp follow-up: an approved template, once, to who has agreed, after the window."""

from typing import Any

import pytest

from chalicelib.channels.model import Kind, Template
from chalicelib.core.errors import DeliveryFailed
from tests.faults.shop import Shop
from tests.messaging.mails import thread
from tests.messaging.phone import Phone, phone

__all__ = ["phone"]
ON = {"follow_up": {"enabled": True, "template": "order_follow_up", "language": "de"}}
WRITTEN: dict[str, Any] = {"channel": Kind.whatsapp}


@pytest.fixture
def asked(phone: Phone, shop: Shop) -> Phone:
    """A customer who agreed to WhatsApp wrote more than a day ago, and the setting is on."""
    phone.set(whatsapp=ON)
    phone.text("Is it blue?", **WRITTEN)
    phone.agree(channel="whatsapp")
    shop.cloud.world.pass_time(hours=25)
    return phone


def told(shop: Shop) -> dict[str, Any]:
    return shop.done("GET", shop.at)["reply"]


def refused(shop: Shop) -> str:
    """Ask for the template; return why it is refused, while nothing leaves."""
    assert told(shop)["can_follow_up"] is False
    before = len(thread(shop))
    answer = shop.ask("POST", f"{shop.at}/follow_up")
    assert (answer.status, len(thread(shop))) == (409, before)
    return answer.json["code"]


def sent(shop: Shop, phone: Phone) -> Template | None:
    shop.done("POST", f"{shop.at}/follow_up")
    shop.cloud.settle()
    return phone.texts[-1].template


def test_after_the_window_the_template_of_the_settings_is_sent(asked: Phone, shop: Shop) -> None:
    assert told(shop) | {"until": None, "detail": "", "attachments": None} == {
        "is_possible": False, "code": "window_closed", "detail": "", "until": None,
        "can_follow_up": True, "hold_seconds": 10, "attachments": None,
    }  # fmt: skip
    assert sent(shop, asked) == Template(name="order_follow_up", language="de")

    message = thread(shop)[-1]
    assert (message["text"], message["state"]) == ("[Template order_follow_up]", "sent")
    assert message["author"]["name"] == "Alice"


def test_it_is_sent_once_until_the_customer_writes_again(asked: Phone, shop: Shop) -> None:
    sent(shop, asked)
    assert refused(shop) == "already_followed_up"
    asked.text("Yes, please", **WRITTEN)
    assert told(shop)["is_possible"] is True
    shop.cloud.world.pass_time(hours=25)

    assert sent(shop, asked) is not None


def test_while_the_window_is_open_own_words_do(phone: Phone, shop: Shop) -> None:
    phone.set(whatsapp=ON)
    phone.text("Is it blue?", **WRITTEN)
    phone.agree(channel="whatsapp")
    shop.cloud.world.pass_time(hours=24)

    assert refused(shop) == "window_open"


def test_without_the_setting_there_is_no_following_up(asked: Phone, shop: Shop) -> None:
    asked.set(whatsapp={"follow_up": {"enabled": False}})

    assert refused(shop) == "follow_up_off"


@pytest.mark.parametrize(
    ("state", "code"), [("unsubscribed", "opted_out"), (None, "consent_required")]
)
def test_who_has_not_agreed_is_not_invited(
    phone: Phone, shop: Shop, state: str | None, code: str
) -> None:
    phone.set(whatsapp=ON)
    phone.text("Is it blue?", **WRITTEN)
    if state:
        phone.agree(state, channel="whatsapp")
    shop.cloud.world.pass_time(hours=25)

    assert refused(shop) == code


def test_another_channel_knows_no_templates(phone: Phone, shop: Shop) -> None:
    phone.set(whatsapp=ON)
    phone.text("Is it blue?")

    assert refused(shop) == "no_templates"


def test_a_stop_after_it_was_queued_stops_it(asked: Phone, shop: Shop) -> None:
    shop.done("POST", f"{shop.at}/follow_up")
    asked.agree("unsubscribed", channel="whatsapp")
    shop.cloud.settle()

    assert asked.texts == []
    assert thread(shop)[-1]["state"] == "failed"


def failed(asked: Phone, shop: Shop) -> str:
    """Let the provider refuse the template; return the path that sends it again."""
    asked.answers.append(DeliveryFailed("No such template.", permanent=True))
    message = shop.done("POST", f"{shop.at}/follow_up")
    shop.cloud.settle()
    assert thread(shop)[-1]["state"] == "failed"
    return f"/v1/messages/{message['id']}/retry"


def test_a_template_that_failed_can_be_sent_again(asked: Phone, shop: Shop) -> None:
    path = failed(asked, shop)

    shop.done("POST", path)
    shop.cloud.settle()

    assert [text.template for text in asked.texts] == [
        Template(name="order_follow_up", language="de")
    ]
    assert refused(shop) == "already_followed_up"


def test_a_template_that_failed_has_invited_nobody(asked: Phone, shop: Shop) -> None:
    path = failed(asked, shop)
    assert told(shop)["can_follow_up"] is True

    sent(shop, asked)
    stopped = shop.ask("POST", path)

    assert (stopped.status, stopped.json["code"]) == (409, "already_followed_up")
    assert len(asked.texts) == 1


def test_a_closed_ticket_is_open_again_once_somebody_follows_up(asked: Phone, shop: Shop) -> None:
    shop.done("POST", f"{shop.at}/close")
    sent(shop, asked)

    assert shop.done("GET", shop.at)["status"] == "open"


@pytest.mark.parametrize(
    ("follow_up", "pointer"),
    [
        ({"enabled": True}, "/whatsapp/follow_up/template"),
        ({"template": "Not a name"}, "/whatsapp/follow_up/template"),
        ({"language": "german"}, "/whatsapp/follow_up/language"),
    ],
)
def test_a_setting_that_meta_would_refuse_is_refused_at_once(
    shop: Shop, follow_up: dict[str, Any], pointer: str
) -> None:
    body = {"whatsapp": {"follow_up": follow_up}}
    answer = shop.ask("PATCH", "/v1/settings", body, by="owner")

    assert answer.status == 422
    assert [error["pointer"] for error in answer.json["errors"]] == [pointer]
