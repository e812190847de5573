"""A conversation is handed over, goes on elsewhere, and reaches the customer here."""

import pytest

from chalicelib.channels.model import Kind
from chalicelib.customer_agent.helpdesks import outside
from chalicelib.customer_agent.helpdesks.model import Helpdesk
from chalicelib.tickets.model import AuthorType, Message, State
from tests.accounts.shop import Shop
from tests.customer_agent.helpdesks.conftest import Tell
from tests.customer_agent.helpdesks.world import (
    MAIL,
    SITE,
    Elsewhere,
    a_line,
    a_story,
    a_ticket,
    agree,
    thread,
)

TRANSCRIPT = """\
Handed over by Deskhand ({id})
Channel: webchat
Customer: Ann Lee
Mail: ann@home.example
Profile: cus_1

[2026-03-04 12:00:00 UTC] Ann Lee (customer):
Where is my mug?

[2026-03-04 12:00:05 UTC] Fern (automatic):
I do not know that."""


@pytest.mark.acceptance(125, 127)
def test_a_chat_becomes_a_ticket_there(
    shop: Shop, helpdesk: Helpdesk, connected: dict[Helpdesk, Elsewhere]
) -> None:
    ours = a_ticket(shop)

    made = outside.create(shop.desk(), helpdesk, a_story(ours.id))

    [ticket] = connected[helpdesk].tickets
    assert (made.helpdesk, made.ticket_id) == (helpdesk, str(ticket["id"]))
    assert made.url.startswith(f"https://{SITE}.{helpdesk.value}.com/")
    assert ticket["external_id"] == ours.id
    [said] = connected[helpdesk].said
    assert (said.get("body") or said["body_text"]) == TRANSCRIPT.format(id=ours.id)
    assert MAIL in str(connected[helpdesk].stand_in.site(SITE).people)


@pytest.mark.acceptance(133)
def test_a_chat_goes_on_as_chat_where_zendesk_has_it(
    shop: Shop, connected: dict[Helpdesk, Elsewhere], tell: Tell
) -> None:
    ours, zendesk = a_ticket(shop), connected[Helpdesk.zendesk]
    made = outside.create(shop.desk(), Helpdesk.zendesk, a_story(ours.id))

    outside.say(shop.desk(), ours.id, a_line())
    zendesk.stand_in.reply(SITE, made.ticket_id, "Only for us.", is_public=False)
    zendesk.stand_in.reply(SITE, made.ticket_id, "It left today.")

    assert tell() == [204, 204]
    assert [each["body"] for each in zendesk.said][1:] == [
        "It is blue.", "Only for us.", "It left today.",
    ]  # fmt: skip
    answer = thread(shop, ours.id)[-1]
    assert isinstance(answer, Message)
    assert (answer.text, answer.state, answer.author.type) == (
        "It left today.", State.sent, AuthorType.agent,
    )  # fmt: skip
    assert answer.author.name == "Zoe Human"
    assert len(thread(shop, ours.id)) == 2


@pytest.mark.acceptance(132)
def test_texts_go_on_as_texts_wherever_they_are(
    shop: Shop, helpdesk: Helpdesk, connected: dict[Helpdesk, Elsewhere], tell: Tell
) -> None:
    ours = a_ticket(shop, Kind.sms)
    agree(shop, ours)
    made = outside.create(shop.desk(), helpdesk, a_story(ours.id, Kind.sms))

    outside.say(shop.desk(), ours.id, a_line())
    connected[helpdesk].stand_in.reply(SITE, made.ticket_id, "It left today.")

    assert tell() == [204]
    said = connected[helpdesk].said[1]
    assert (said.get("body") or said["body_text"]) == "It is blue."
    answer = thread(shop, ours.id)[-1]
    assert isinstance(answer, Message)
    assert (answer.text, answer.state, answer.channel) == (
        "It left today.", State.queued, Kind.sms,
    )  # fmt: skip


@pytest.mark.acceptance(134)
def test_a_chat_becomes_mail_where_gorgias_has_it(
    shop: Shop, connected: dict[Helpdesk, Elsewhere], tell: Tell
) -> None:
    ours, gorgias = a_ticket(shop), connected[Helpdesk.gorgias]
    made = outside.create(shop.desk(), Helpdesk.gorgias, a_story(ours.id))

    gorgias.stand_in.reply(SITE, made.ticket_id, "It left today.")

    assert tell() == [204]
    [ticket] = gorgias.tickets
    assert (ticket["channel"], ticket["customer"]["email"]) == ("email", MAIL)
    assert gorgias.said[0]["source"]["from"]["address"] == MAIL
    assert [each.text for each in thread(shop, ours.id)] == ["Where is my mug?"]
    with pytest.raises(outside.Refused):
        outside.create(shop.desk(), Helpdesk.gorgias, a_story("tkt_1", email=None))
