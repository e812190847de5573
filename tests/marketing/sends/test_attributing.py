"""Campaign, text, ticket: who answers what (acceptance 118-122, decision 42)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.accounts.settings import change
from chalicelib.channels.model import Inbound, Kind
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Unavailable
from chalicelib.marketing.sends.model import SendKind
from chalicelib.messaging import receive as receiving
from chalicelib.messaging.receive import Received, receive
from chalicelib.messaging.reply import reply
from chalicelib.routing.model import Sorting
from chalicelib.tickets import storage
from chalicelib.tickets.model import Attribution
from tests.accounts.shop import Shop
from tests.builders import an_agent
from tests.kit.http_world import NOON, World
from tests.marketing.texts import a_text, sent, text

HOUR = timedelta(hours=1)


def answered(received: Received) -> str | None:
    """Return what the message that came answers; its ticket must say the same or keep its own."""
    assert received.entry is not None
    assert received.ticket is not None
    found = received.entry.attribution
    if found:
        assert received.ticket.attribution == found
    return found.send_id if found else None


@pytest.mark.acceptance(118)
def test_a_text_that_answers_a_campaign_is_attributed_to_it(shop: Shop) -> None:
    send_id = sent(shop, NOON - HOUR)

    received = text(shop)

    expected = Attribution(
        kind="campaign", name="Spring sale", send_id=send_id, sent_at=NOON - HOUR
    )
    assert answered(received) == send_id
    assert received.ticket
    [entry] = storage.thread(shop.desk(), received.ticket.id)[1]
    assert getattr(entry, "attribution", None) == expected
    assert storage.load(shop.desk(), received.ticket.id).attribution == expected


@pytest.mark.acceptance(118)
def test_a_text_that_joins_a_ticket_is_attributed_too(shop: Shop, world: World) -> None:
    assert answered(text(shop)) is None
    world.pass_time(hours=2)
    send_id = sent(shop, world.now - HOUR)

    received = text(shop)

    assert not received.is_new
    assert answered(received) == send_id


@pytest.mark.acceptance(119, 120)
@pytest.mark.parametrize(("seconds", "counts"), [(24 * 3600, True), (24 * 3600 + 1, False)])
def test_the_window_ends_after_a_day(shop: Shop, seconds: int, *, counts: bool) -> None:
    send_id = sent(shop, NOON - timedelta(seconds=seconds))

    assert answered(text(shop)) == (send_id if counts else None)


@pytest.mark.acceptance(119)
def test_the_window_is_the_accounts_setting(shop: Shop) -> None:
    change.patch(shop.desk(), {"attribution": {"sms_window_hours": 2}})
    sent(shop, NOON - 3 * HOUR)

    assert answered(text(shop)) is None


@pytest.mark.acceptance(121)
def test_only_the_first_of_several_texts_is_attributed(shop: Shop) -> None:
    send_id = sent(shop, NOON - HOUR)

    first, second = text(shop), text(shop, "Hello?")

    assert (answered(first), answered(second)) == (send_id, None)
    assert second.ticket
    assert second.ticket.attribution  # the ticket still says what it began with


@pytest.mark.acceptance(122)
def test_the_last_send_counts(shop: Shop) -> None:
    sent(shop, NOON - 2 * HOUR)
    flow = sent(shop, NOON - HOUR, kind=SendKind.flow, name="Back in stock")

    received = text(shop)

    assert answered(received) == flow
    assert received.entry
    assert received.entry.attribution
    assert received.entry.attribution.kind == "flow"


@pytest.mark.acceptance(122)
def test_an_earlier_send_is_not_answered_by_the_second_text(shop: Shop) -> None:
    sent(shop, NOON - 2 * HOUR)
    last = sent(shop, NOON - HOUR)

    assert [answered(text(shop)), answered(text(shop))] == [last, None]


def test_what_was_sent_after_the_text_is_not_answered_by_it(shop: Shop) -> None:
    before = sent(shop, NOON - HOUR)
    sent(shop, NOON + timedelta(minutes=1))

    assert answered(text(shop)) == before


def test_an_agents_answer_neither_counts_nor_hides_a_campaign(shop: Shop, world: World) -> None:
    ticket = text(shop).ticket
    assert ticket
    world.pass_time(hours=1)
    send_id = sent(shop, world.now - timedelta(minutes=30))
    reply(shop.desk(), ticket.id, an_agent(), "It is.")

    assert answered(text(shop)) == send_id


def test_a_text_that_comes_again_keeps_its_claim(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    send_id = sent(shop, NOON - HOUR)
    inbound = a_text()
    with monkeypatch.context() as broken:
        broken.setattr(receiving.storage, "commit", _unavailable)
        with pytest.raises(Unavailable):
            receive(shop.desk(), inbound)
    assert answered(text(shop, "Are you there?")) is None

    assert answered(receive(shop.desk(), inbound)) == send_id
    assert receive(shop.desk(), inbound).outcome == "duplicate"


def test_an_old_text_that_comes_again_takes_no_newer_campaign(shop: Shop, world: World) -> None:
    inbound = a_text()
    assert answered(receive(shop.desk(), inbound)) is None
    world.pass_time(hours=1)
    send_id = sent(shop, world.now - timedelta(minutes=30))

    assert receive(shop.desk(), inbound).outcome == "duplicate"

    assert answered(text(shop, "Is it still on?")) == send_id


def _unavailable(*_: object) -> None:
    raise Unavailable("Busy.")


def test_two_that_look_at_once_find_one_claim(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    send_id = sent(shop, NOON - HOUR)
    found: list[Received] = []
    claim = receiving.attributing.storage.claim

    def overtaken(desk: Desk, send: object, by: str) -> bool:
        monkeypatch.setattr(receiving.attributing.storage, "claim", claim)
        found.append(text(shop, "Me first"))
        return claim(desk, send, by)  # type: ignore[arg-type]

    monkeypatch.setattr(receiving.attributing.storage, "claim", overtaken)
    found.append(text(shop, "No, me"))

    assert sorted(map(str, map(answered, found))) == sorted(["None", send_id])


def test_a_campaign_that_is_told_late_is_answered_by_the_next_text(
    shop: Shop, world: World
) -> None:
    assert answered(text(shop)) is None
    world.pass_time(minutes=5)
    send_id = sent(shop, NOON - timedelta(seconds=10))  # the first text came before we heard of it

    assert answered(text(shop)) == send_id


def test_a_text_that_comes_late_answers_what_was_sent_before_it_was_written(shop: Shop) -> None:
    before = sent(shop, NOON - 2 * HOUR)
    sent(shop, NOON - HOUR)

    assert answered(text(shop, sent_at=NOON - HOUR - timedelta(minutes=1))) == before


def test_another_channel_answers_nothing(shop: Shop) -> None:
    ticket_text = text(shop)
    assert ticket_text.entry
    send_id = sent(shop, NOON - HOUR)
    mail = Inbound(
        channel=Kind.email, inbox="help", provider_id="1@mail.example",
        sender=replace(a_text().sender, address="ann@mail.example"), text="Hello",
    )  # fmt: skip

    assert answered(receive(shop.desk(), mail)) is None
    assert answered(text(shop)) == send_id


def test_spam_answers_nothing(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    send_id = sent(shop, NOON - HOUR)
    with monkeypatch.context() as strict:
        strict.setattr(receiving.intake, "sort", lambda *_, **__: Sorting(is_spam=True))
        spam = text(shop)

    assert spam.ticket
    assert (spam.ticket.is_spam, answered(spam), answered(text(shop))) == (True, None, None)
    ham = text(shop, inbox="+15005550007")  # another number of ours, so another ticket
    assert answered(ham) == send_id


def test_what_a_machine_wrote_answers_nothing(shop: Shop) -> None:
    sent(shop, NOON - HOUR)

    assert answered(text(shop, is_automatic=True)) is None
