"""Keyword texts: noted at the customer, done once, answered once, and never a ticket."""

import pytest

from chalicelib.channels.model import Kind
from chalicelib.core.errors import Unavailable
from chalicelib.customers import storage as customers
from chalicelib.messaging.keywords import storage
from dev.aws.gate import Call, gate
from tests.faults.shop import Shop
from tests.messaging.phone import ANN, NUMBER, Phone

CHANNELS = [Kind.sms, Kind.whatsapp]


def tickets(phone: Phone) -> int:
    return len(phone.shop.done("GET", "/v1/tickets?status=any")["data"])


@pytest.mark.acceptance(16, 18)
@pytest.mark.parametrize("channel", CHANNELS)
def test_a_keyword_is_noted_and_makes_no_ticket(phone: Phone, channel: Kind) -> None:
    received = phone.text("Stop", channel=channel)

    [text] = phone.keyword_texts()
    assert (received.outcome, tickets(phone), phone.words) == ("keyword", 0, [])
    assert (text["text"], text["meaning"], text["keyword"]) == ("Stop", "opt_out", "STOP")
    assert (text["channel"], text["answer"]) == (channel, None)
    assert phone.standing(channel) == {"marketing unsubscribed", "transactional unsubscribed"}


@pytest.mark.acceptance(16, 18)
@pytest.mark.parametrize("channel", CHANNELS)
def test_any_other_text_makes_a_ticket(phone: Phone, channel: Kind) -> None:
    received = phone.text("Please do not stop", channel=channel)

    assert (received.is_new, tickets(phone), phone.keyword_texts()) == (True, 1, [])


@pytest.mark.acceptance(16)
def test_a_word_within_a_text_is_enough_where_the_shop_says_so(phone: Phone) -> None:
    phone.set(sms={"keywords": {"opt_out_match": "contains"}})

    phone.text("I want to cancel my order")

    assert (tickets(phone), len(phone.keyword_texts())) == (0, 1)


def test_instagram_knows_no_keywords(phone: Phone) -> None:
    assert phone.text("STOP", channel=Kind.instagram, inbox="17841400000000000").is_new


def test_a_call_for_help_is_answered_from_the_number_it_came_to(phone: Phone, shop: Shop) -> None:
    phone.set(sms={"keywords": {"help_text": "{{Organization prefix}}: {{ email }}"}})

    phone.text("help")

    [sent] = phone.texts
    assert (sent.sender, sent.recipient, sent.is_automatic) == (NUMBER, ANN, True)
    assert sent.text == f"{shop.account.name}: {shop.address}"
    assert phone.states() == ["sent"]


def test_the_shop_names_itself_in_texts(phone: Phone) -> None:
    phone.set(
        organization_prefix="ACME", sms={"keywords": {"opt_in_text": "{{Organization prefix}}!"}}
    )

    phone.text("START")

    assert phone.words == ["ACME!"]


def test_without_words_nothing_is_sent(phone: Phone) -> None:
    phone.set(sms={"keywords": {"help_text": ""}})

    phone.text("help")

    assert (phone.words, phone.states()) == ([], [None])


@pytest.mark.acceptance(16)
def test_a_double_opt_in_counts_once_it_is_confirmed(phone: Phone) -> None:
    club = {"keyword": "club", "double_opt_in": True, "text": "Text YES to join the club."}
    phone.set(sms={"keywords": {"subscribe": [club], "opt_in_text": "You are in."}})

    phone.text("Club")
    asked = phone.standing()
    phone.text("yes")

    assert asked == {"marketing pending"}
    assert phone.standing() == {"marketing subscribed", "transactional subscribed"}
    assert phone.words == ["Text YES to join the club.", "You are in."]


def test_a_text_that_comes_again_is_done_once(phone: Phone) -> None:
    phone.text("HELP", provider_id="again")
    phone.text("START")
    phone.text("HELP", provider_id="again")

    assert (len(phone.keyword_texts()), len(phone.words)) == (2, 2)


def test_what_was_a_keyword_stays_one_when_the_settings_change(phone: Phone) -> None:
    phone.set(sms={"keywords": {"subscribe": [{"keyword": "JOIN"}]}})
    phone.text("join", provider_id="a")
    phone.text("sale", provider_id="b")
    phone.set(sms={"keywords": {"subscribe": [{"keyword": "SALE"}]}})

    again = [phone.text("join", provider_id="a"), phone.text("sale", provider_id="b")]

    assert [each.outcome for each in again] == ["duplicate", "keyword"]
    assert (tickets(phone), len(phone.keyword_texts())) == (1, 1)
    assert len(phone.shop.done("GET", f"{phone.shop.at}/messages")["data"]) == 1


@pytest.mark.parametrize("words", ["HELP", "START", "Where is it?"])
def test_a_blocked_sender_is_not_even_noted(phone: Phone, shop: Shop, words: str) -> None:
    shop.done("POST", "/v1/blocks", {"kind": "phone", "value": ANN})

    assert phone.text(words).outcome == "blocked"
    assert (phone.words, phone.keyword_texts(), tickets(phone)) == ([], [], 0)


@pytest.mark.acceptance(16, 18)
@pytest.mark.parametrize("channel", CHANNELS)
def test_a_blocked_sender_is_still_heard_to_opt_out(
    phone: Phone, shop: Shop, channel: Kind
) -> None:
    shop.done("POST", "/v1/blocks", {"kind": "phone", "value": ANN})

    assert phone.text("STOP", channel=channel).outcome == "keyword"
    assert phone.standing(channel) == {"marketing unsubscribed", "transactional unsubscribed"}
    assert (phone.words, tickets(phone), len(phone.keyword_texts())) == ([], 0, 1)


def test_two_keywords_at_once_are_both_done(phone: Phone) -> None:
    rivals = ["STOP"]

    def meanwhile(call: Call) -> None:
        if call.name == "dynamodb.TransactWriteItems" and rivals and phone.number == 2:
            phone.text(rivals.pop(), is_carried=False)

    phone.text("HELP")
    with gate.hooked(before=meanwhile):
        phone.text("START")

    assert [text["keyword"] for text in phone.keyword_texts()] == ["START", "STOP", "HELP"]
    assert phone.standing() == {"marketing subscribed", "transactional subscribed"}


def test_one_text_delivered_twice_at_once_is_done_once(phone: Phone) -> None:
    rivals = ["START"]

    def meanwhile(call: Call) -> None:
        if call.name == "dynamodb.TransactWriteItems" and rivals and phone.number == 2:
            phone.text(rivals.pop(), is_carried=False, provider_id="one")

    phone.text("HELP")
    with gate.hooked(before=meanwhile):
        phone.text("START", provider_id="one")

    assert (len(phone.keyword_texts()), len(phone.words)) == (2, 2)


@pytest.mark.parametrize(
    ("text", "told", "expected"),
    [
        ("PARAR", "STOP", {"marketing unsubscribed", "transactional unsubscribed"}),
        ("ALTA", "START", {"marketing subscribed", "transactional subscribed"}),
        ("AYUDA", "HELP", set()),
        ("STOP", "START", {"marketing unsubscribed", "transactional unsubscribed"}),
    ],
)
def test_what_the_provider_took_for_a_keyword_is_one_and_is_answered(
    phone: Phone, text: str, told: str, expected: set[str]
) -> None:
    phone.text(text, keyword=told)

    assert (tickets(phone), phone.words, phone.states()) == (0, [], [None])
    assert phone.standing() == expected


def test_the_texts_come_page_by_page(phone: Phone) -> None:
    for word in ("HELP", "INFO", "START", "STOP", "YES"):
        phone.text(word, is_carried=False)
        phone.shop.cloud.world.pass_time(seconds=1)
    path = f"/v1/customers/{phone.customer['id']}/keyword_texts?limit=3"

    first = phone.shop.done("GET", path)
    second = phone.shop.done("GET", f"{path}&cursor={first['next_cursor']}")

    words = [each["keyword"] for page in (first, second) for each in page["data"]]
    assert words == ["YES", "STOP", "START", "INFO", "HELP"]
    assert (first["has_more"], second["has_more"]) == (True, False)


def test_a_storm_of_changes_is_told(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*_: object, **__: object) -> None:
        raise customers.LostRace

    monkeypatch.setattr(storage, "save", lost)
    with pytest.raises(Unavailable):
        phone.text("STOP")
