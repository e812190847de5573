"""What the table of verbs does not tell: the facts that each verb leaves behind."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.channels.model import Kind
from chalicelib.core.errors import Invalid
from chalicelib.tickets import changes, rules
from chalicelib.tickets.model import (
    EVERYONE,
    Change,
    Event,
    EventName,
    Message,
    Note,
    Seen,
    State,
    Status,
    Tag,
    Ticket,
)
from tests.builders import (
    ALICE,
    BOB,
    EARLIER,
    NOON,
    a_chat_ticket,
    a_customer,
    a_message,
    a_ticket,
    an_agent,
    carries,
    later,
)


def receive(ticket: Ticket, **facts: Any) -> Change:
    draft = changes.change(ticket, NOON)
    return rules.receive(draft, a_message(**facts), carries(ticket.channel)).done()


def reply(ticket: Ticket, text: str = "Yes", **facts: Any) -> Change:
    by, can = an_agent(), carries(ticket.channel)
    return rules.reply(ticket, by, text, NOON, capabilities=can, **facts)


def retag(ticket: Ticket, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> Change:
    return rules.retag(ticket, an_agent(), NOON, add=add, remove=remove)


@pytest.mark.acceptance(12)
def test_a_customers_message_is_unread_for_all_and_stops_the_clocks() -> None:
    busy = a_ticket(read_by=frozenset({ALICE}), quiet_since=EARLIER, follow_up_after=EARLIER)

    ticket = receive(busy, text="And  now?\n").ticket

    assert (ticket.read_by, ticket.quiet_since, ticket.follow_up_after) == (frozenset(), None, None)
    assert (ticket.updated_at, ticket.preview) == (NOON, "And now?")


def test_automatic_mail_asks_for_nothing() -> None:
    before = a_ticket(status=Status.closed, closed_at=EARLIER, read_by=frozenset({ALICE}))

    after = receive(before, is_automatic=True).ticket

    assert after == replace(before, sequence=2, version=2)


def test_a_message_that_a_provider_named_is_marked_as_seen() -> None:
    seen = receive(a_ticket(), provider_id="x@home.example", digest="d").markers

    assert seen == (Seen(channel=Kind.email, provider_id="x@home.example", digest="d", sequence=2),)


def test_a_snooze_can_be_kept_when_the_customer_writes() -> None:
    snoozed = a_ticket(status=Status.snoozed, snoozed_until=later(days=1), keep_on_reply=True)

    ticket = receive(snoozed).ticket

    assert (ticket.status, ticket.snoozed_until) == (Status.snoozed, later(days=1))
    assert ticket.is_unread_for(ALICE)


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        pytest.param(Kind.email, Status.open, marks=pytest.mark.acceptance(22)),
        (Kind.sms, Status.open),
        (Kind.whatsapp, Status.open),
        (Kind.instagram, Status.closed),
        pytest.param(Kind.webchat, Status.closed, marks=pytest.mark.acceptance(20)),
    ],
)
def test_a_later_message_reopens_where_the_channel_says_so(kind: Kind, status: Status) -> None:
    closed = a_ticket(channel=kind, status=Status.closed, closed_at=later(days=-900))

    ticket = receive(closed, channel=kind).ticket

    assert (ticket.status, ticket.closed_at is None) == (status, status is Status.open)


@pytest.mark.acceptance(13, 29)
def test_an_answer_by_mail_is_queued_for_whoever_wrote() -> None:
    change = reply(a_ticket())
    (sent,) = change.entries

    assert isinstance(sent, Message)
    assert (sent.state, sent.recipient) == (State.queued, "ann@home.example")
    assert sent.due_at == NOON + rules.ORDERED_AGAIN_AFTER
    assert (change.ticket.quiet_since, change.ticket.spoke_sequence) == (NOON, 2)
    assert change.ticket.follow_up_after is None


@pytest.mark.acceptance(29, 78)
def test_an_answer_in_a_chat_is_there_at_once_and_followed_up_once() -> None:
    change = reply(a_chat_ticket())
    again = reply(replace(change.ticket, is_followed_up=True))

    sent = change.entries[-1]
    assert isinstance(sent, Message)
    assert (sent.state, sent.due_at) == (State.sent, None)
    assert change.ticket.follow_up_after == NOON + timedelta(seconds=180)
    assert again.ticket.follow_up_after is None


def test_who_answers_a_chat_that_nobody_has_takes_it() -> None:
    taken = reply(a_chat_ticket()).ticket
    kept = reply(a_chat_ticket(assignee_id=BOB)).ticket
    mail = reply(a_ticket()).ticket

    assert (taken.assignee_id, kept.assignee_id, mail.assignee_id) == (ALICE, BOB, None)


def test_what_an_agent_answered_is_read_by_them_alone() -> None:
    ticket = reply(a_ticket()).ticket

    assert (ticket.is_unread_for(ALICE), ticket.is_unread_for(BOB)) == (False, True)


@pytest.mark.parametrize(
    ("ticket", "refusal"),
    [
        (a_ticket(), None),
        (a_ticket(status=Status.closed), None),
        (a_ticket(person=""), "no_address"),
        (a_chat_ticket(), None),
        (a_chat_ticket(status=Status.closed), "closed_chat"),
        (a_chat_ticket(is_ended=True, customer=a_customer(email="")), "closed_chat"),
        (a_chat_ticket(is_ended=True), None),
    ],
)
def test_a_refusal_is_known_before_typing(ticket: Ticket, refusal: str | None) -> None:
    assert rules.reply_refusal(ticket, carries(ticket.channel)) == refusal


@pytest.mark.parametrize(
    ("text", "code"), [("", "empty_text"), (" \n\t", "empty_text"), ("x" * 10_001, "text_too_long")]
)
def test_an_answer_that_the_channel_cannot_carry_is_refused(text: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        reply(a_chat_ticket(), text)

    assert refused.value.code == code


@pytest.mark.acceptance(87)
def test_a_note_goes_nowhere() -> None:
    change = rules.note(a_ticket(), an_agent(), "Between us", NOON)

    assert [type(entry) for entry in change.entries] == [Note]
    assert change.ticket == replace(a_ticket(), sequence=2, version=2, updated_at=NOON)


@pytest.mark.acceptance(50)
@pytest.mark.parametrize("until", [later(seconds=1), later(days=366)])
def test_a_snooze_lasts_up_to_a_year(until: datetime) -> None:
    ticket = rules.snooze(a_ticket(), until, an_agent(), NOON, keep_on_reply=True).ticket

    assert (ticket.status, ticket.snoozed_until) == (Status.snoozed, until)
    assert ticket.keep_on_reply


@pytest.mark.parametrize("until", [later(seconds=-1), NOON, later(days=367)])
def test_a_snooze_into_the_past_or_for_years_is_refused(until: datetime) -> None:
    with pytest.raises(Invalid) as refused:
        rules.snooze(a_ticket(), until, an_agent(), NOON)

    assert refused.value.code == "bad_snooze"


@pytest.mark.acceptance(51)
def test_closing_cancels_snooze_and_auto_close() -> None:
    waiting = a_ticket(
        status=Status.snoozed, snoozed_until=later(days=1), keep_on_reply=True, quiet_since=EARLIER
    )

    ticket = rules.close(waiting, an_agent(), NOON).ticket

    assert ticket == replace(a_ticket(), status=Status.closed, version=2, sequence=2,
                             closed_at=NOON, updated_at=NOON)  # fmt: skip


@pytest.mark.acceptance(78)
def test_closing_leaves_an_unseen_answer_to_be_mailed() -> None:
    ticket = rules.close(reply(a_chat_ticket()).ticket, an_agent(), NOON).ticket

    assert (ticket.status, ticket.follow_up_after) == (Status.closed, later(minutes=3))


def test_an_agent_who_wakes_a_ticket_starts_the_auto_close_anew() -> None:
    asleep = a_ticket(
        status=Status.snoozed, snoozed_until=later(days=9), quiet_since=later(days=-3)
    )

    ticket = rules.reopen(asleep, an_agent(), NOON, capabilities=carries()).ticket

    assert (ticket.status, ticket.quiet_since) == (Status.open, NOON)


@pytest.mark.parametrize(
    ("add", "remove", "tags", "events"),
    [
        (("b", "a", "b"), (), ["a", "b", "vip"], ["tagged"]),
        (("vip",), (), ["vip"], []),
        ((), ("vip",), [], ["untagged"]),
        ((), ("x",), ["vip"], []),
        (("a",), ("vip",), ["a"], ["tagged", "untagged"]),
    ],
)
def test_tags_are_added_and_removed(
    add: tuple[str, ...], remove: tuple[str, ...], tags: list[str], events: list[str]
) -> None:
    change = retag(a_ticket(tags=(Tag(name="vip", source="auto"),)), add, remove)

    assert [tag.name for tag in change.ticket.tags] == tags
    assert [e.name for e in change.entries if isinstance(e, Event)] == events


def test_one_event_names_all_tags_that_came_and_one_all_that_went() -> None:
    olds, news = ([f"{kind}{n:02}" for n in range(25)] for kind in ("old", "new"))

    change = retag(a_ticket(tags=tuple(Tag(name=n) for n in olds)), tuple(news), tuple(olds))

    events = [entry for entry in change.entries if isinstance(entry, Event)]
    assert [event.details["tags"].split(", ") for event in events] == [news, olds]


@pytest.mark.parametrize("name", ["", " a", "a ", "x" * 61])
def test_a_tag_without_form_is_refused(name: str) -> None:
    with pytest.raises(Invalid) as refused:
        retag(a_ticket(), (name,))

    assert refused.value.code == "bad_tag"


def test_tags_have_an_end() -> None:
    full = a_ticket(tags=tuple(Tag(name=f"{n:02}") for n in range(rules.MAX_TAGS)))

    with pytest.raises(Invalid) as refused:
        retag(full, ("one more",))

    assert refused.value.code == "too_many_tags"
    assert len(retag(full, ("one more",), ("00",)).ticket.tags) == rules.MAX_TAGS


def test_not_all_tags_change_at_once() -> None:
    old, new = (tuple(f"{word} {n:02}" for n in range(50)) for word in ("old", "new"))
    full = a_ticket(tags=tuple(Tag(name=name) for name in old))

    with pytest.raises(Invalid) as refused:
        retag(full, new, old)

    assert refused.value.code == "too_many_tags"


def test_reading_is_each_agents_own() -> None:
    read = rules.read(a_ticket(), ALICE, NOON, is_read=True).ticket
    unread = rules.read(replace(read, read_by=read.read_by | {BOB}), ALICE, NOON, is_read=False)

    assert (read.is_unread_for(ALICE), read.is_unread_for(BOB)) == (False, True)
    assert unread.ticket.read_by == {BOB}
    assert rules.read(read, ALICE, NOON, is_read=True).is_empty


def test_what_asks_for_nobodys_eyes_can_be_marked_unread() -> None:
    quiet = a_ticket(read_by=frozenset({EVERYONE}))

    assert rules.read(quiet, ALICE, NOON, is_read=True).is_empty
    assert rules.read(quiet, ALICE, NOON, is_read=False).ticket.is_unread_for(ALICE)


@pytest.mark.acceptance(44)
def test_spam_is_a_judgement_that_can_be_taken_back() -> None:
    spam = rules.judge_spam(a_chat_ticket(follow_up_after=NOON), an_agent(), NOON, is_spam=True)
    back = rules.judge_spam(spam.ticket, an_agent(), NOON, is_spam=False)

    assert (spam.ticket.is_spam, spam.ticket.follow_up_after) == (True, None)
    assert (back.ticket.is_spam, [e.name for e in back.entries if isinstance(e, Event)]) == (
        False,
        [EventName.marked_not_spam],
    )


@pytest.mark.acceptance(44)
@pytest.mark.parametrize(
    ("read_by", "is_unread"),
    [(EVERYONE, True), (BOB, True), (ALICE, False)],
    ids=["spam at first", "read by another", "read"],
)
def test_what_is_no_spam_after_all_is_unread_for_whoever_has_not_read_it(
    read_by: str, is_unread: Any
) -> None:
    spam = a_ticket(is_spam=True, read_by=frozenset({read_by}))

    back = rules.judge_spam(spam, an_agent(), NOON, is_spam=False)

    assert back.ticket.is_unread_for(ALICE) is is_unread


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        (" a \n\n b ", "a b"),
        ("x" * 80, "x" * 80),
        ("x" * 81, "x" * 79 + "…"),
        ("\n" * 9_000_000, ""),
    ],
)
def test_a_preview_is_one_short_line(text: str, expected: str) -> None:
    assert rules.preview(text) == expected
