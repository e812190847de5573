"""Whatever gets lost on the way, a conversation is handed over once, and a word is said once."""

from typing import Any

import pytest

from chalicelib.channels.model import Kind
from chalicelib.core.errors import DeliveryFailed, NotFound, Uncertain
from chalicelib.customer_agent.helpdesks import outside, storage
from chalicelib.customer_agent.helpdesks.model import Helpdesk
from chalicelib.customer_agent.helpdesks.outside import Refused, Unavailable
from tests.accounts.shop import Shop
from tests.customer_agent.helpdesks.world import (
    BODIES,
    SITE,
    Elsewhere,
    a_line,
    a_story,
    a_ticket,
    agree,
)
from tests.kit.http_world import World, reply

Both = dict[Helpdesk, Elsewhere]


def words(elsewhere: Elsewhere) -> list[str]:
    return [each.get("body") or each["body_text"] for each in elsewhere.said][1:]


def test_asked_for_twice_it_is_one(shop: Shop, connected: Both, helpdesk: Helpdesk) -> None:
    story = a_story(a_ticket(shop).id)

    first = outside.create(shop.desk(), helpdesk, story)
    connected[helpdesk].sent.clear()

    assert outside.create(shop.desk(), helpdesk, story) == first
    assert connected[helpdesk].sent == []


@pytest.mark.parametrize("channel", [Kind.webchat, Kind.sms])
def test_a_lost_answer_makes_no_second_ticket(
    shop: Shop, connected: Both, helpdesk: Helpdesk, world: World, channel: Kind
) -> None:
    story = a_story(a_ticket(shop, channel).id, channel)
    connected[helpdesk].stand_in.site(SITE).trouble = "lost"
    for _ in range(4):  # each step of it may be lost in turn
        with pytest.raises(Unavailable) as failure:
            outside.create(shop.desk(), helpdesk, story)
        assert failure.value.retry_after == 60
        world.pass_time(seconds=61)
        if connected[helpdesk].tickets:
            break
    connected[helpdesk].stand_in.site(SITE).trouble = ""

    made = outside.create(shop.desk(), helpdesk, story)

    assert [str(each["id"]) for each in connected[helpdesk].tickets] == [made.ticket_id]
    outside.say(shop.desk(), story.conversation_id, a_line())
    assert words(connected[helpdesk]) == ["It is blue."]


def test_who_comes_while_another_is_at_it_waits(
    shop: Shop, connected: Both, helpdesk: Helpdesk
) -> None:
    story, told = a_story(a_ticket(shop).id), connected[helpdesk]
    seen: list[Any] = []

    def meanwhile(*_: Any, **__: Any) -> None:
        if not seen:
            seen.append(None)
            with pytest.raises(Unavailable):
                outside.create(shop.desk(), helpdesk, story)

    told.before = meanwhile
    outside.create(shop.desk(), helpdesk, story)

    assert len(told.tickets) == 1
    assert seen


@pytest.mark.parametrize("failure", [
    Unavailable("Away."), reply(503), reply(429, {}, headers={"retry-after": "30"}),
])  # fmt: skip
def test_what_is_passing_is_tried_again(
    shop: Shop, connected: Both, helpdesk: Helpdesk, world: World, failure: Any
) -> None:
    story = a_story(a_ticket(shop).id)
    connected[helpdesk].answer = failure
    with pytest.raises(Unavailable):
        outside.create(shop.desk(), helpdesk, story)
    connected[helpdesk].answer = None
    world.pass_time(seconds=61)

    outside.create(shop.desk(), helpdesk, story)

    assert len(connected[helpdesk].tickets) == 1
    assert outside.connected(shop.desk(), helpdesk)


def test_what_was_surely_not_asked_is_tried_again_at_once(
    shop: Shop, connected: Both, helpdesk: Helpdesk
) -> None:
    story = a_story(a_ticket(shop).id)
    connected[helpdesk].answer = reply(429, {}, headers={"retry-after": "30"})
    with pytest.raises(Unavailable) as failure:
        outside.create(shop.desk(), helpdesk, story)
    assert failure.value.retry_after == 30
    connected[helpdesk].answer = None

    outside.create(shop.desk(), helpdesk, story)

    assert len(connected[helpdesk].tickets) == 1


@pytest.mark.parametrize("status", [401, 403])
def test_a_helpdesk_that_shuts_us_out_is_shown_to_the_merchant(
    shop: Shop, manage: Any, connected: Both, helpdesk: Helpdesk, status: int
) -> None:
    connected[helpdesk].answer = reply(status, {"error": "no"})

    with pytest.raises(Refused):
        outside.create(shop.desk(), helpdesk, a_story(a_ticket(shop).id))

    shown = manage("GET", f"/v1/helpdesks/{helpdesk.value}")[1]
    assert shown["is_connected"] is False
    assert shown["problem"]
    assert not outside.connected(shop.desk(), helpdesk)


@pytest.mark.parametrize("answer", [
    reply(422, {"error": "RecordInvalid", "description": "Requester: is suspended"}),
    reply(400, {"error": {"msg": "no"}}), reply(302), DeliveryFailed("No.", permanent=True),
])  # fmt: skip
def test_what_another_try_would_not_mend_is_refused(
    shop: Shop, connected: Both, helpdesk: Helpdesk, answer: Any
) -> None:
    connected[helpdesk].answer = answer

    with pytest.raises(Refused):
        outside.create(shop.desk(), helpdesk, a_story(a_ticket(shop).id))
    assert outside.connected(shop.desk(), helpdesk)


def test_nothing_is_handed_to_what_is_not_connected(shop: Shop, helpdesk: Helpdesk) -> None:
    storage.forget(shop.account.id)
    with pytest.raises(Refused):
        outside.create(shop.desk(), helpdesk, a_story(a_ticket(shop).id))
    with pytest.raises(NotFound):
        outside.say(shop.desk(), a_ticket(shop).id, a_line())


@pytest.mark.parametrize("trouble", ["lost", "lost_once"])
def test_a_word_whose_answer_was_lost_is_said_once(
    shop: Shop, connected: Both, helpdesk: Helpdesk, world: World, trouble: str
) -> None:
    ours = a_ticket(shop, Kind.sms)
    agree(shop, ours)
    outside.create(shop.desk(), helpdesk, a_story(ours.id, Kind.sms))
    connected[helpdesk].stand_in.site(SITE).trouble = trouble
    with pytest.raises(Unavailable):
        outside.say(shop.desk(), ours.id, a_line("Yes"))
    connected[helpdesk].stand_in.site(SITE).trouble = ""
    world.pass_time(seconds=61)

    outside.say(shop.desk(), ours.id, a_line("Yes"))
    outside.say(shop.desk(), ours.id, a_line("Yes"))
    assert words(connected[helpdesk]) == ["Yes"]
    outside.say(shop.desk(), ours.id, a_line("Yes", seconds=90))

    assert words(connected[helpdesk]) == ["Yes", "Yes"]


def test_a_failing_zendesk_that_did_it_all_the_same_is_not_asked_twice(
    shop: Shop, connected: Both, world: World
) -> None:
    """The second of two PUTs meets what the first one did: the stamp it brings is old."""
    ours, zendesk = a_ticket(shop), connected[Helpdesk.zendesk]
    outside.create(shop.desk(), Helpdesk.zendesk, a_story(ours.id))
    zendesk.repeats = True

    outside.say(shop.desk(), ours.id, a_line("Yes"))

    assert words(zendesk) == ["Yes"]


def test_a_ticket_that_moves_all_the_time_is_tried_again(shop: Shop, connected: Both) -> None:
    ours, zendesk = a_ticket(shop), connected[Helpdesk.zendesk]
    made = outside.create(shop.desk(), Helpdesk.zendesk, a_story(ours.id))
    zendesk.before = lambda sent: (
        sent.method == "PUT"
        and zendesk.stand_in.reply(SITE, made.ticket_id, "Meanwhile.", is_public=False)
    )

    with pytest.raises(Unavailable):
        outside.say(shop.desk(), ours.id, a_line("Yes"))
    zendesk.before = lambda _: None
    outside.say(shop.desk(), ours.id, a_line("Yes"))

    assert words(zendesk).count("Yes") == 1


def test_a_closed_ticket_takes_no_more_words(shop: Shop, connected: Both) -> None:
    ours, zendesk = a_ticket(shop), connected[Helpdesk.zendesk]
    outside.create(shop.desk(), Helpdesk.zendesk, a_story(ours.id))
    zendesk.tickets[0]["status"] = "closed"

    with pytest.raises(Refused, match="closed prevents ticket update"):
        outside.say(shop.desk(), ours.id, a_line())


def test_another_place_is_told_nothing_of_the_first_ones_tickets(
    shop: Shop, manage: Any, connected: Both, helpdesk: Helpdesk
) -> None:
    ours = a_ticket(shop)
    outside.create(shop.desk(), helpdesk, a_story(ours.id))
    where = "subdomain" if helpdesk is Helpdesk.zendesk else "domain"
    body = {**BODIES[helpdesk], where: "moss"}
    assert manage("PUT", f"/v1/helpdesks/{helpdesk.value}", body)[0] == 200

    with pytest.raises(Refused):
        outside.say(shop.desk(), ours.id, a_line())


def test_a_number_that_somebody_there_has_is_no_hindrance(shop: Shop, connected: Both) -> None:
    first, second = a_ticket(shop, Kind.sms), a_ticket(shop, Kind.sms, inbox="+15005550007")
    outside.create(shop.desk(), Helpdesk.gorgias, a_story(first.id, Kind.sms))
    other = a_story(second.id, Kind.sms, profile_id="cus_2")

    outside.create(shop.desk(), Helpdesk.gorgias, other)

    assert len(connected[Helpdesk.gorgias].tickets) == 2


def test_an_uncertain_answer_without_sense_is_no_success(
    shop: Shop, connected: Both, helpdesk: Helpdesk
) -> None:
    connected[helpdesk].answer = Uncertain("?")
    with pytest.raises(Unavailable):
        outside.create(shop.desk(), helpdesk, a_story(a_ticket(shop).id))
    connected[helpdesk].answer = reply(200, text="<html>")
    with pytest.raises(Unavailable):
        outside.create(shop.desk(), helpdesk, a_story(a_ticket(shop, Kind.sms).id, Kind.sms))
