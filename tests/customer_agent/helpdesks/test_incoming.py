"""What humans write elsewhere reaches the customer once, as far as it is for them."""

import json
from typing import Any

import pytest

from chalicelib import jobs as handlers
from chalicelib.channels.model import Kind
from chalicelib.channels.registry import capabilities
from chalicelib.channels.webchat.model import INBOX
from chalicelib.core.errors import Unavailable
from chalicelib.customer_agent.helpdesks import incoming, outside, rules
from chalicelib.customer_agent.helpdesks.model import Helpdesk
from chalicelib.tickets import storage as tickets
from chalicelib.tickets import views
from chalicelib.tickets.apply import apply
from chalicelib.tickets.changes import change
from chalicelib.tickets.event_names import EventName
from chalicelib.tickets.model import EVERYONE, SYSTEM, Event, Message, Note, Status, Ticket
from chalicelib.tickets.rules.states import close
from chalicelib.tickets.session import Elsewhere as Told
from chalicelib.tickets.session import Outcome, Session, Stage
from dev.providers.zendesk import AGENT_ID
from tests.accounts.conftest import Jobs
from tests.accounts.shop import Shop
from tests.customer_agent.helpdesks.conftest import Tell, knock
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
from tests.edge import Edge
from tests.kit.http_world import reply

Both = dict[Helpdesk, Elsewhere]


def answers(shop: Shop, ticket_id: str) -> list[str]:
    found = thread(shop, ticket_id)
    return [each.text for each in found if isinstance(each, Message) and not each.is_inbound]


@pytest.fixture
def handed(shop: Shop, connected: Both) -> Any:
    """Return a chat that Zendesk has, and how a human answers there."""
    ours = a_ticket(shop)
    made = outside.create(shop.desk(), Helpdesk.zendesk, a_story(ours.id))

    def write(text: str = "It left today.", **facts: Any) -> str:
        connected[Helpdesk.zendesk].stand_in.reply(SITE, made.ticket_id, text, **facts)
        return ours.id

    return write


def test_a_delivery_that_comes_again_brings_nothing_again(
    shop: Shop, handed: Any, both: Both, whole: Edge, jobs: Jobs
) -> None:
    ours = handed()
    [asked] = both[Helpdesk.zendesk].stand_in.reports()
    assert [knock(whole, asked), knock(whole, asked)] == [204, 204]
    orders = [each for each in jobs() if each["job"] == "helpdesk_delivery"]

    for order in orders * 2:
        handlers.run_job(json.dumps(order))

    assert len(orders) == 2
    assert answers(shop, ours) == ["It left today."]


def test_what_a_lost_delivery_told_of_comes_with_the_next(
    shop: Shop, handed: Any, both: Both, tell: Tell
) -> None:
    handed("First.")
    both[Helpdesk.zendesk].stand_in.reports()
    ours = handed("Second.")

    tell()

    assert answers(shop, ours) == ["First.", "Second."]


def test_the_visitor_reads_it_and_nobody_here_has_to(shop: Shop, handed: Any, tell: Tell) -> None:
    ours = handed()
    tell()

    ticket = tickets.load(shop.desk(), ours)
    assert ticket.assignee_id is None
    assert ticket.read_by == {EVERYONE}
    assert ticket.follow_up_after is not None


def test_what_cannot_be_sent_any_more_stays_as_a_note(
    shop: Shop, connected: Both, tell: Tell
) -> None:
    ours = a_ticket(shop, Kind.sms)
    made = outside.create(shop.desk(), Helpdesk.zendesk, a_story(ours.id, Kind.sms))
    connected[Helpdesk.zendesk].stand_in.reply(SITE, made.ticket_id, "It left today.")
    tell()
    connected[Helpdesk.zendesk].stand_in.reply(SITE, made.ticket_id, "Really.")
    tell()

    notes = [each.text for each in thread(shop, ours.id) if isinstance(each, Note)]
    assert answers(shop, ours.id) == []
    assert [text.rpartition("\n")[2] for text in notes] == ["It left today.", "Really."]
    assert all(
        text.startswith("Zoe Human wrote this elsewhere; it was not sent:") for text in notes
    )


def elsewhere_has(shop: Shop, ticket: Ticket) -> None:
    """Leave a ticket to another helpdesk, as a hand-off does, in no list of the team's."""
    now = shop.desk().now()
    known = Told(told=ticket.sequence, is_made=True, since=now, again_at=now)
    session = Session(stage=Stage.over, outcome=Outcome.routed, handoff="zendesk", elsewhere=known)
    read_by = frozenset({EVERYONE})
    apply(
        shop.desk(),
        ticket.id,
        lambda t: change(t, now).set(session=session, read_by=read_by).done(),
    )


def listed(shop: Shop, view: str) -> list[str]:
    desk = shop.desk()
    page = views.read(desk, views.filter_for(desk, {"view": (view,)}), limit=9, cursor=None)
    return [ticket.id for ticket in page.items]


@pytest.mark.acceptance(131)
def test_what_cannot_be_sent_comes_before_the_own_team(
    shop: Shop, connected: Both, tell: Tell
) -> None:
    ours = a_ticket(shop, Kind.sms)
    elsewhere_has(shop, ours)
    made = outside.create(shop.desk(), Helpdesk.zendesk, a_story(ours.id, Kind.sms))
    before = listed(shop, "unassigned")
    for text in ("It left today.", "Really."):
        connected[Helpdesk.zendesk].stand_in.reply(SITE, made.ticket_id, text)
        tell()

    ticket = tickets.load(shop.desk(), ours.id)
    assert (before, listed(shop, "unassigned"), listed(shop, "all")) == ([], [ours.id], [ours.id])
    assert (ticket.read_by, ticket.session and ticket.session.elsewhere) == (frozenset(), None)
    _, entries = tickets.thread(shop.desk(), ours.id)
    events = [(e.name, e.details) for e in entries if isinstance(e, Event)]
    assert events == [(EventName.handed_off, {"because": "not_sent"})]


@pytest.mark.parametrize(
    ("channel", "status"), [(Kind.webchat, Status.closed), (Kind.sms, Status.open)]
)
def test_what_came_too_late_is_unread_and_no_closed_chat_opens_again(
    shop: Shop, connected: Both, tell: Tell, channel: Kind, status: Status
) -> None:
    ours = a_ticket(shop, channel)
    elsewhere_has(shop, ours)
    made = outside.create(shop.desk(), Helpdesk.zendesk, a_story(ours.id, channel))
    apply(shop.desk(), ours.id, lambda t: close(t, SYSTEM, shop.desk().now(), because="quiet"))
    connected[Helpdesk.zendesk].stand_in.reply(SITE, made.ticket_id, "It left today.")
    tell()

    ticket = tickets.load(shop.desk(), ours.id)
    assert (ticket.status, ticket.is_helped, ticket.read_by) == (status, False, frozenset())


def test_what_is_spam_here_stays_where_spam_is(shop: Shop, connected: Both, tell: Tell) -> None:
    ours = a_ticket(shop, Kind.sms)
    made = outside.create(shop.desk(), Helpdesk.zendesk, a_story(ours.id, Kind.sms))
    apply(shop.desk(), ours.id, lambda t: change(t, shop.desk().now()).set(is_spam=True).done())
    connected[Helpdesk.zendesk].stand_in.reply(SITE, made.ticket_id, "It left today.")
    tell()

    assert listed(shop, "all") == []


def test_a_long_answer_goes_in_as_many_messages_as_the_channel_needs(
    shop: Shop, connected: Both, tell: Tell
) -> None:
    ours = a_ticket(shop, Kind.sms)
    agree(shop, ours)
    made = outside.create(shop.desk(), Helpdesk.zendesk, a_story(ours.id, Kind.sms))
    text = " ".join(["mug"] * 1_000)
    connected[Helpdesk.zendesk].stand_in.reply(SITE, made.ticket_id, text)
    tell()
    connected[Helpdesk.zendesk].stand_in.reply(SITE, made.ticket_id, "Done.")
    tell()

    *parts, last = answers(shop, ours.id)
    assert len(parts) > 1
    assert " ".join(parts) == text
    assert last == "Done."


def test_what_no_message_can_carry_is_a_note_and_what_follows_comes(
    shop: Shop, handed: Any, tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "parts", lambda text, _: [text])  # as if it could not be cut
    handed("x" * (capabilities(Kind.webchat).max_text + 1))
    ours = handed("Second.")

    tell()

    [note] = [each for each in thread(shop, ours) if isinstance(each, Note)]
    assert "wrote this elsewhere; it was not sent: The text may have at most" in note.text
    assert answers(shop, ours) == ["Second."]


def test_it_is_taken_up_where_it_broke_off(
    shop: Shop, handed: Any, both: Both, whole: Edge, jobs: Jobs
) -> None:
    ours = handed()
    [asked] = both[Helpdesk.zendesk].stand_in.reports()
    knock(whole, asked)
    [order] = [each for each in jobs() if each["job"] == "helpdesk_delivery"]
    for trouble in (reply(503), reply(401), Unavailable("Away.")):
        both[Helpdesk.zendesk].answer = trouble
        with pytest.raises(Unavailable):
            handlers.run_job(json.dumps(order))
    both[Helpdesk.zendesk].answer = None

    handlers.run_job(json.dumps(order))

    assert answers(shop, ours) == ["It left today."]


def test_told_twice_at_once_it_is_one(shop: Shop, handed: Any, monkeypatch: Any) -> None:
    ours = handed()
    line, known = a_line("Hello", author="human"), "zendesk:1:2"
    monkeypatch.setattr("chalicelib.tickets.markers.is_known", lambda *_, **__: False)

    incoming.told(shop.desk(), ours, line, known)
    incoming.told(shop.desk(), ours, line, known)

    assert answers(shop, ours) == ["Hello"]


def test_what_breaks_a_row_is_taken_out_of_their_words(shop: Shop, handed: Any) -> None:
    ours = handed()
    line = a_line("A\ud800\x00B", author="human")

    incoming.told(shop.desk(), ours, line, "zendesk:1:2")

    assert answers(shop, ours) == ["AB"]


def test_the_transcript_is_no_answer_whoever_there_sent_it(
    shop: Shop, handed: Any, both: Both, tell: Tell
) -> None:
    """Zendesk takes our token's owner for the author of a ticket's first comment."""
    first = both[Helpdesk.zendesk].said[0]
    assert first["author_id"] == 900
    ours = handed()
    tell()

    assert not any(rules.is_transcript(ours, text) for text in answers(shop, ours))
    assert tickets.load(shop.desk(), ours).inbox == INBOX


def test_who_is_of_the_team_there_and_asks_is_answered(
    shop: Shop, connected: Both, tell: Tell
) -> None:
    stand_in, ours = connected[Helpdesk.zendesk].stand_in, a_ticket(shop)
    owner = {"id": AGENT_ID, "role": "admin", "name": "Olga", "email": MAIL}
    stand_in.site(SITE).people.append(owner)
    made = outside.create(shop.desk(), Helpdesk.zendesk, a_story(ours.id))
    outside.say(shop.desk(), ours.id, a_line())
    stand_in.reply(SITE, made.ticket_id, "It left today.")

    tell()

    assert answers(shop, ours.id) == ["It left today."]
