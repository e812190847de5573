"""What leaves the server, and what never does."""

from typing import Any

import pytest
from hypothesis import given

from chalicelib.channels.model import Kind
from chalicelib.tickets import present
from chalicelib.tickets.model import Attachment, Message, State, Ticket
from chalicelib.web.answers import Answer, to_chalice
from tests.builders import ALICE, BOB, a_message, a_note, a_ticket, an_agent, an_answer
from tests.tickets import strategies as some

SECRET = "SECRET"


def named(agent_id: str) -> str:
    return {ALICE: "Alice"}.get(agent_id, "")


@given(some.TICKETS)
def test_any_ticket_can_be_shown(ticket: Ticket) -> None:
    shown = present.ticket(ticket, ALICE, named, name_of_team=named)

    assert to_chalice(Answer({**shown, **present.thread_facts(ticket)})).status_code == 200
    assert shown["is_unread"] == ticket.is_unread_for(ALICE)


@given(some.ENTRIES)
def test_any_entry_can_be_shown(entry: Any) -> None:
    assert to_chalice(Answer(present.entry(entry))).status_code == 200


@given(some.MESSAGES)
def test_any_message_can_be_shown_to_its_customer(message: Message) -> None:
    assert to_chalice(Answer(present.public_message(message))).status_code == 200


@pytest.mark.parametrize(
    ("channel", "is_inbound", "count"),
    [(Kind.sms, False, 2), (Kind.sms, True, None), (Kind.email, False, None)],
)
def test_the_segments_of_a_text_are_counted(
    channel: Kind, *, is_inbound: bool, count: int | None
) -> None:
    message = a_message(channel=channel, is_inbound=is_inbound, text="a" * 161)

    assert present.entry(message)["segments"] == count


def test_places_in_the_bucket_are_told_to_nobody() -> None:
    file = Attachment(id="att_1", name="a", content_type="b", size=1, key=SECRET)
    message = a_message(attachments=(file,), raw_key=SECRET, body_key=SECRET)

    assert SECRET not in str(present.entry(message))
    assert present.entry(message)["has_raw"]


@pytest.mark.acceptance(87)
def test_a_customer_sees_a_message_and_nothing_of_how_it_came() -> None:
    message = an_answer(
        html=SECRET, quoted=SECRET, notice=SECRET, flags=(SECRET,), sender=SECRET,
        recipient=SECRET, provider_id=SECRET, state_detail=SECRET, state=State.failed,
        author=an_agent(agent_id=SECRET),
    )  # fmt: skip

    shown = present.public_message(message)

    assert SECRET not in str(shown)
    assert (shown["author"], shown["text"]) == ({"type": "agent", "name": "Alice"}, "On its way.")
    assert shown["direction"] == "outbound"


@pytest.mark.acceptance(87)
def test_a_note_has_no_shape_for_customers() -> None:
    with pytest.raises(AttributeError):
        present.public_message(a_note())  # type: ignore[arg-type]


def test_an_agent_who_left_has_a_name_or_none() -> None:
    shown = present.ticket(a_ticket(assignee_id=BOB), ALICE, named, name_of_team=named)

    assert shown["assignee"] == {"id": BOB, "name": ""}


@pytest.mark.parametrize(
    ("team_id", "team"),
    [
        ("team_1", {"id": "team_1", "name": "Returns"}),
        ("team_2", {"id": "team_2", "name": ""}),
        (None, None),
    ],
)
def test_a_team_has_the_name_it_goes_by_now(team_id: str | None, team: object) -> None:
    teams = {"team_1": "Returns"}

    shown = present.ticket(
        a_ticket(team_id=team_id), ALICE, named, name_of_team=lambda each: teams.get(each, "")
    )

    assert shown["team"] == team
