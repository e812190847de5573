"""Who may give a ticket to whom, and who has to ask first (decision 31)."""

import pytest

from chalicelib.core.errors import Conflict
from chalicelib.tickets import assignment
from chalicelib.tickets.model import SYSTEM, Author, Event
from tests.builders import ALICE, BOB, NOON, a_ticket, an_agent

CARL = "agt_0000000000000000000000CAR1"
NOBODY = None

# holder, given by, who asks, to whom -> what happens
TABLE = [
    (NOBODY, "", ALICE, ALICE, "assigned"),
    (NOBODY, "", ALICE, BOB, "assigned"),
    (NOBODY, "", ALICE, NOBODY, "nothing"),
    (ALICE, BOB, ALICE, ALICE, "nothing"),
    (ALICE, BOB, ALICE, CARL, "assigned"),  # hands on what she has
    (BOB, ALICE, ALICE, CARL, "assigned"),  # moves what she gave
    (BOB, BOB, ALICE, ALICE, "refused"),  # Bob took it meanwhile
    (BOB, CARL, ALICE, ALICE, "refused"),
    (BOB, "", ALICE, ALICE, "refused"),  # the rotation gave it
    (BOB, BOB, ALICE, NOBODY, "unassigned"),
    (BOB, BOB, "", ALICE, "refused"),  # the rotation takes nothing from anybody
]


def asking(agent_id: str) -> Author:
    return an_agent(agent_id) if agent_id else SYSTEM


@pytest.mark.acceptance(107, 108, 111, 112)
@pytest.mark.parametrize(
    ("holder", "giver", "by", "to", "expected"), [row for row in TABLE if row[-1] != "refused"]
)
def test_a_ticket_is_given(
    holder: str | None, giver: str, by: str, to: str | None, expected: str
) -> None:
    change = assignment.assign(
        a_ticket(assignee_id=holder, assigned_by=giver), to, asking(by), NOON
    )

    names = [entry.name for entry in change.entries if isinstance(entry, Event)]
    assert (change.ticket.assignee_id, names or ["nothing"]) == (to, [expected])


@pytest.mark.acceptance(107)
@pytest.mark.parametrize(
    ("holder", "giver", "by", "to", "expected"), [row for row in TABLE if row[-1] == "refused"]
)
def test_a_ticket_that_somebody_has_is_not(
    holder: str | None, giver: str, by: str, to: str | None, expected: str
) -> None:
    ticket = a_ticket(assignee_id=holder, assigned_by=giver)

    with pytest.raises(Conflict) as refused:
        assignment.assign(ticket, to, asking(by), NOON)

    assert (refused.value.code, refused.value.extra) == (
        "already_assigned",
        {"assignee_id": holder},
    )


def test_taking_over_by_force_is_told() -> None:
    ticket = a_ticket(assignee_id=BOB, assigned_by=BOB)

    change = assignment.assign(ticket, ALICE, an_agent(), NOON, name="Alice", is_forced=True)

    (event,) = change.entries
    assert isinstance(event, Event)
    assert event.details == {"agent_id": ALICE, "name": "Alice", "taken_from": BOB}


def test_a_change_of_hands_tells_whose_they_were() -> None:
    change = assignment.assign(a_ticket(assignee_id=BOB, assigned_by=BOB), None, an_agent(), NOON)

    (event,) = change.entries
    assert isinstance(event, Event)
    assert (event.details, change.ticket.assigned_by) == ({"agent_id": BOB}, "")
