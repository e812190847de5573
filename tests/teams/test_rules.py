"""What a team may be, and which tickets it gets."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.errors import Conflict, Invalid
from chalicelib.teams import rules
from chalicelib.teams.model import Edit, Team

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
HERE = frozenset({"agt_a", "agt_b"})
WORDS = st.lists(st.sampled_from("abcdef"), max_size=4)


def a_team(team_id: str = "team_1", **facts: Any) -> Team:
    """Return a team of one, which wants nothing yet."""
    known: dict[str, Any] = {"name": team_id, "agent_ids": ("agt_a",), "created_at": NOON}
    return Team(id=team_id, **{**known, **facts})


RETURNS = a_team("team_1", order=1, tags=("returns",))
SIZES = a_team("team_2", order=1, tags=("sizes", "returns"))
VIPS = a_team("team_3", order=2, segments=("VIP",))
ALL = (RETURNS, SIZES, VIPS)


@pytest.mark.acceptance(90, 94)
@pytest.mark.parametrize(
    ("tags", "segments", "expected"),
    [
        ((), (), ()),
        (("shipping",), ("new",), ()),
        (("sizes",), (), (SIZES,)),
        (("Sizes",), (), (SIZES,)),
        (("returns",), (), (RETURNS, SIZES)),
        ((), ("vip",), (VIPS,)),
        (("VIP",), (), ()),
        ((), ("returns",), ()),
        (("returns",), ("VIP",), (RETURNS, SIZES)),
    ],
)
def test_the_first_teams_that_want_a_ticket_get_it(
    tags: tuple[str, ...], segments: tuple[str, ...], expected: tuple[Team, ...]
) -> None:
    assert rules.matching(ALL, tags, segments) == expected
    assert rules.matching(ALL[::-1], tags, segments) == expected


@given(
    teams=st.lists(st.tuples(st.integers(0, 3), WORDS, WORDS), max_size=6),
    tags=WORDS,
    segments=WORDS,
)
def test_no_team_that_comes_earlier_wants_the_ticket(
    teams: list[tuple[int, list[str], list[str]]], tags: list[str], segments: list[str]
) -> None:
    every = [
        a_team(f"team_{n}", order=order, tags=tuple(t), segments=tuple(s))
        for n, (order, t, s) in enumerate(teams)
    ]

    chosen = rules.matching(every, tags, segments)

    wanting = [t for t in every if {*t.tags} & {*tags} or {*t.segments} & {*segments}]
    first = min((team.order for team in wanting), default=0)
    assert {*chosen} == {team for team in wanting if team.order == first}


@pytest.mark.acceptance(93, 94)
def test_a_team_is_tidied() -> None:
    edit = Edit(
        name=" Fast\tlane ",
        description=" Who\nwaits ",
        agent_ids=("agt_b", "agt_a", "agt_b"),
        tags=(" returns", "Returns", "sizes "),
        segments=("VIP",),
    )

    team = rules.edited(a_team(), edit, eligible=HERE)

    assert (team.name, team.description, team.version) == ("Fast lane", "Who\nwaits", 2)
    assert team.agent_ids == ("agt_b", "agt_a")
    assert (team.tags, team.segments) == (("returns", "sizes"), ("VIP",))


@pytest.mark.acceptance(93)
@pytest.mark.parametrize(
    ("edit", "pointers"),
    [
        (Edit(name="  "), ["/name"]),
        (Edit(name="x" * 61), ["/name"]),
        (Edit(name="a\u202eb"), ["/name"]),
        (Edit(description="x" * 1_001), ["/description"]),
        (Edit(description="a\0"), ["/description"]),
        (Edit(agent_ids=()), ["/agent_ids"]),
        (Edit(agent_ids=("agt_a", "agt_a", "agt_x")), ["/agent_ids/2"]),
        (Edit(tags=("a", "", "c" * 61)), ["/tags/1", "/tags/2"]),
        (Edit(segments=("a\nb",)), ["/segments/0"]),
        (Edit(tags=tuple(map(str, range(15))), segments=("a", "b", "c", "d", "e", "f")), ["/tags"]),
        (Edit(name="", agent_ids=()), ["/name", "/agent_ids"]),
    ],
)
def test_all_that_is_wrong_with_a_team_is_told(edit: Edit, pointers: list[str]) -> None:
    with pytest.raises(Invalid) as refused:
        rules.edited(a_team(), edit, eligible=HERE)

    assert [fault.pointer for fault in refused.value.faults] == pointers


@pytest.mark.parametrize(
    "edit",
    [
        Edit(name="x" * 60, description="x" * 1_000),
        Edit(tags=tuple(map(str, range(15))), segments=("a", "b", "c", "d", "e")),
        Edit(description="a\tb\nc"),
    ],
)
def test_limits_can_be_reached(edit: Edit) -> None:
    assert rules.edited(a_team(), edit, eligible=HERE).version == 2


def test_who_left_may_stay_in_a_team_but_not_join_one() -> None:
    team = a_team(agent_ids=("agt_gone",))

    kept = rules.edited(team, Edit(agent_ids=("agt_gone", "agt_a")), eligible=HERE)

    assert kept.agent_ids == ("agt_gone", "agt_a")
    with pytest.raises(Invalid):
        rules.edited(a_team(), Edit(agent_ids=("agt_gone",)), eligible=HERE)


def test_an_edit_that_changes_nothing_is_none() -> None:
    team = a_team(tags=("a",))

    assert rules.edited(team, Edit(tags=("a", "A")), eligible=HERE) == team


def test_a_name_is_one_teams_only() -> None:
    rules.refuse_namesake(RETURNS, ALL)

    with pytest.raises(Conflict) as refused:
        rules.refuse_namesake(a_team("team_9", name="TEAM_1"), ALL)
    assert (refused.value.code, refused.value.extra) == ("team_exists", {"team_id": "team_1"})


@pytest.mark.parametrize(("orders", "expected"), [((), 1), ((3, 1), 4), ((1_000_000,), 1_000_000)])
def test_a_team_without_a_place_comes_last(orders: tuple[int, ...], expected: int) -> None:
    assert rules.after_the_last([a_team(order=order) for order in orders]) == expected
