"""What a ticket's life is counted as: each definition, and any life against a plain reckoning."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.hours import Calendar
from chalicelib.reports.activity import rules, shares
from chalicelib.reports.activity.model import Cell, Family, Share
from tests.reports.activity.plain import Line, Plain, lines
from tests.reports.activity.story import AGENTS, STEPS, Story, hours

TUESDAY = datetime(2026, 3, 3, 9, 50, tzinfo=UTC)
ALICE, BOB, _ = AGENTS
MINUTES = 600
"""One step of the grid, in seconds."""


def told(*steps: Any, **facts: Any) -> Story:
    """Return a ticket's life: names of steps, or a name with its agent and how much later."""
    story = Story(now=facts.pop("now", TUESDAY))
    for step in steps:
        name, *more = (step,) if isinstance(step, str) else tuple[Any, ...](step)
        story.step(name, *more)
    return story


def counted(story: Story, looks: Sequence[int] = (), calendar: Calendar | None = None) -> Any:
    """Return the counters after somebody looked at these steps, and at the last one."""
    share, sums = Share(), defaultdict[Cell, dict[str, int]](dict)
    for look in [*looks, len(story.seen) - 1]:
        ticket, entries = story.seen[look]
        while found := shares.plan(
            ticket, share, entries[share.sequence :], calendar or hours(is_always=True)
        ):
            for cell, amounts in found.moves.items():
                sums[cell] = rules.plus(sums[cell], amounts)
            share = found.after
            if not found.is_partial:
                break
    assert shares.cells(share.held, "email") == {c: a for c, a in sums.items() if a}
    return lines(sums)


def everything(story: Story, **facts: Any) -> dict[str, int]:
    """Return the sums of all days, without histograms."""
    sums: dict[str, int] = defaultdict(int)
    for (family, _, _, name), amount in counted(story, **facts).items():
        if family == Family.everything and len(name) < 3:
            sums[name] += amount
    return dict(sums)


@pytest.mark.acceptance(114, 115, 116)
@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        pytest.param(("ask",), {"c": 1}, id="a ticket counts as it comes"),
        pytest.param(
            ("ask", "ask", ("answer", ALICE, 2)),
            {"c": 1, "fn": 1, "fs": 3 * MINUTES, "an": 1, "as": 3 * MINUTES},
            id="people wait from their first message",
        ),
        pytest.param(
            ("ask", "answer", "answer", "ask", "answer"),
            {"c": 1, "fn": 1, "fs": MINUTES, "an": 2, "as": 2 * MINUTES},
            id="each turn of the customer has one response, the ticket one first",
        ),
        pytest.param(
            ("ask", "autorespond", "ai_answer", "machine_mail", "answer"),
            {"c": 1, "fn": 1, "fs": 4 * MINUTES, "an": 1, "as": 4 * MINUTES},
            id="machines do not answer and do not ask",
        ),
        pytest.param(
            ("ask", "close"), {"c": 1, "d": 1, "rn": 1, "rs": MINUTES}, id="closed is resolved"
        ),
        pytest.param(("ask", "close_quietly"), {"c": 1, "x": 1}, id="inactivity resolves nothing"),
        pytest.param(("ask", "close_by_ai"), {"c": 1, "i": 1}, id="what the AI resolved is its"),
        pytest.param(
            ("ask", "close", "ask", "answer", "close"),
            {"c": 1, "o": 1, "d": 2, "rn": 2, "rs": 3 * MINUTES, "fn": 1, "fs": MINUTES,
             "an": 1, "as": MINUTES},
            id="an episode begins anew, and whoever was closed unanswered waits no more",
        ),
        pytest.param(
            ("ask", "answer", "close", ("answer", BOB, 3)),
            {"c": 1, "o": 1, "d": 1, "rn": 1, "rs": 2 * MINUTES, "fn": 1, "fs": MINUTES,
             "an": 1, "as": MINUTES},
            id="who writes again unasked responds to nothing",
        ),
        pytest.param(
            ("machine_mail", "close"), {}, id="a ticket of machines alone counts nowhere"
        ),
        pytest.param(("ask", "answer_held", "withdraw"), {"c": 1}, id="a withdrawn answer is none"),
        pytest.param(("ask", "answer", "judge"), {}, id="spam counts nowhere"),
        pytest.param(("ask", "judge", "judge"), {"c": 1}, id="not spam counts as ever"),
    ],
)  # fmt: skip
def test_what_counts(steps: Any, expected: dict[str, int]) -> None:
    story = told(*steps)
    found = everything(story)
    looked_at_each = everything(story, looks=range(len(steps)))

    assert {name: amount for name, amount in found.items() if name[0].islower()} == expected
    assert looked_at_each == found


@pytest.mark.acceptance(117)
def test_agents_have_what_they_did_and_who_has_a_ticket_resolves_it() -> None:
    story = told("ask", ("assign", BOB), ("answer", ALICE), ("close", ALICE), "ask", "unassign",
                 ("close", ALICE))  # fmt: skip

    mine = {
        (subject, name): amount
        for (family, subject, _, name), amount in counted(story).items()
        if family == Family.agent and name.islower()
    }

    assert mine == {
        (BOB, "g"): 1, (ALICE, "fn"): 1, (ALICE, "fs"): 2 * MINUTES, (ALICE, "an"): 1,
        (ALICE, "as"): 2 * MINUTES, (BOB, "d"): 1, (BOB, "rn"): 1, (BOB, "rs"): 3 * MINUTES,
        (ALICE, "d"): 1, (ALICE, "rn"): 1, (ALICE, "rs"): 2 * MINUTES,
    }  # fmt: skip


@pytest.mark.acceptance(117)
def test_a_ticket_counts_for_the_tags_and_the_team_it_has_now() -> None:
    story = told("ask", ("tag", ALICE), ("team", ALICE), "close", ("tag", BOB), "untag",
                 ("team", BOB))  # fmt: skip

    found = counted(story, looks=range(6))

    subjects = {(family, subject) for family, subject, _, _ in found if family in ("tag", "team")}
    assert subjects == {("tag", f"t-{BOB}"), ("team", f"team-{BOB}")}
    assert found["tag", f"t-{BOB}", "2026-03-03", "d"] == 1


@pytest.mark.parametrize(
    ("zone", "day"),
    [("UTC", "2026-03-04"), ("America/Los_Angeles", "2026-03-03"), ("Asia/Tokyo", "2026-03-04")],
)
def test_days_are_those_of_the_zone(zone: str, day: str) -> None:
    story = told("ask", now=datetime(2026, 3, 4, 1, 0, tzinfo=UTC))

    found = counted(story, calendar=hours(zone))

    assert found["all", "", day, "c"] == 1


def test_a_day_has_room_for_no_more_than_a_transaction_takes() -> None:
    story = told("ask", ("tag", ALICE), ("tag", BOB))
    for _ in range(40):
        story.step("close", after=150)
        story.step("ask")
    before = counted(story)
    story.step("judge")

    assert (len(before) > 400, counted(story, looks=[len(story.seen) - 2])) == (True, {})


_HOLIDAYS = (date(2026, 3, 9), date(2026, 10, 25))
_zones = st.sampled_from(["UTC", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe"])
_starts = st.sampled_from([
    datetime(2026, 3, 7, 14, 0, tzinfo=UTC),  # the clocks of New York go forward the night after
    datetime(2026, 10, 24, 20, 0, tzinfo=UTC),  # Berlin's are turned back
    datetime(2026, 4, 4, 10, 0, tzinfo=UTC),  # Lord Howe's by half an hour
    datetime(2026, 2, 28, 23, 50, tzinfo=UTC),
])  # fmt: skip
_steps = st.lists(
    st.tuples(
        st.sampled_from(STEPS), st.sampled_from(AGENTS), st.sampled_from([0, 1, 3, 20, 150, 400])
    ),
    min_size=1,
    max_size=30,
)


@pytest.mark.acceptance(114, 115, 116, 117)
@given(
    steps=_steps, start=_starts, data=st.data(), holder=st.sampled_from(["", *AGENTS]),
    calendar=st.builds(hours, _zones, is_always=st.booleans(), holidays=st.just(_HOLIDAYS)),
)  # fmt: skip
def test_any_life_however_often_it_is_looked_at_counts_as_a_plain_reckoning_has_it(
    steps: Any, start: datetime, data: Any, holder: str, calendar: Calendar
) -> None:
    story = Story(now=start)
    story.ticket = replace(story.ticket, assignee_id=holder or None)
    for step in steps:
        story.step(*step)
    looks = sorted(data.draw(st.sets(st.integers(0, len(steps) - 1), max_size=8)))

    found = counted(story, looks, calendar)

    expected: dict[Line, int] = Plain(story.ticket, story.entries, holder, calendar).sums()
    assert found == expected
