"""Strict rotation, decided from values alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.routing import turns
from chalicelib.routing.turns import Rotation

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
GROUPS = st.lists(st.sampled_from("abcdefg"), unique=True, min_size=1, max_size=7)
STEPS = st.lists(st.tuples(GROUPS, st.integers(1, 20)), min_size=1, max_size=8)


def draws(rotation: Rotation, count: int, prefix: str = "d") -> tuple[Rotation, list[str]]:
    holders: list[str] = []
    for n in range(count):
        name = f"{prefix}{n}"
        rotation = turns.taken(rotation, name)
        holders.append(rotation.found(name) or "")
    return rotation, holders


@pytest.mark.acceptance(85, 96)
def test_each_has_a_turn_before_anybody_has_another() -> None:
    _, holders = draws(turns.started("abc", NOW), 7)

    assert holders == list("abcabca")


@pytest.mark.parametrize(
    ("before", "drawn", "after", "expected"),
    [
        ("abc", 1, "abcd", "bcad"),
        ("abc", 2, "ab", "ab"),
        ("abc", 1, "ac", "ca"),
        ("abc", 4, "bcx", "bcx"),
        ("ab", 3, "xy", "xy"),
        ("a", 5, "ba", "ab"),
        ("", 0, "ab", "ab"),
    ],
)
@pytest.mark.acceptance(96, 98)
def test_who_stays_keeps_the_order_and_who_comes_is_last(
    before: str, drawn: int, after: str, expected: str
) -> None:
    rotation, _ = draws(turns.started(before, NOW), drawn)

    _, holders = draws(turns.regrouped(rotation, after), len(expected), "later")

    assert holders == list(expected)


@given(STEPS)
def test_the_spread_is_one_at_most_while_the_members_stand(
    steps: list[tuple[list[str], int]],
) -> None:
    rotation = turns.started((), NOW)
    for number, (members, count) in enumerate(steps):
        rotation, holders = draws(turns.regrouped(rotation, members), count, f"{number}-")
        shares = {member: holders.count(member) for member in members}

        assert set(holders) <= set(members)
        assert max(shares.values()) - min(shares.values()) <= 1


@given(STEPS)
def test_nobody_is_drawn_twice_before_somebody_who_stayed(
    steps: list[tuple[list[str], int]],
) -> None:
    rotation, waiting = turns.started((), NOW), dict[str, int]()
    for number, (members, count) in enumerate(steps):
        rotation = turns.regrouped(rotation, members)
        waiting = {member: waiting.get(member, 0) for member in members}
        for n in range(count):
            rotation, (holder,) = draws(rotation, 1, f"{number}-{n}-")
            waiting = {member: since + 1 for member, since in waiting.items()} | {holder: 0}
            assert max(waiting.values()) <= 7  # as many as there ever are at once


@given(STEPS)
def test_a_draw_is_known_again_whoever_came_since(steps: list[tuple[list[str], int]]) -> None:
    rotation, known = turns.started((), NOW), dict[str, str]()
    for number, (members, count) in enumerate(steps):
        rotation, holders = draws(turns.regrouped(rotation, members), count, f"{number}-")
        known |= {f"{number}-{n}": holder for n, holder in enumerate(holders)}

        assert {name: rotation.found(name) for name in known} == known


def test_a_turn_that_came_to_nothing_is_given_back() -> None:
    rotation, _ = draws(turns.started("abc", NOW), 2)

    rotation = turns.returned(rotation, "d0")

    assert rotation.found("d0") is None
    assert rotation.found("d1") == "b"
    assert draws(rotation, 3, "later")[1] == list("acb")


def test_what_is_young_is_not_forgotten() -> None:
    rotation, _ = draws(turns.started("ab", NOW), 5)
    later = NOW + turns.REMEMBERED

    assert turns.outdated(rotation, NOW) == ()
    assert turns.is_to_mark(rotation, later)
    marked = replace(rotation, marked=rotation.turn, marked_at=later)
    marked, _ = draws(marked, 2, "new")
    assert turns.outdated(marked, later + timedelta(minutes=14)) == ()
    assert set(turns.outdated(marked, later + turns.REMEMBERED)) == {f"d{n}" for n in range(5)}


def test_not_more_are_remembered_than_a_row_bears() -> None:
    rotation, _ = draws(turns.started("ab", NOW), turns.MANY + 1)

    assert turns.outdated(rotation, NOW) == tuple(f"d{n}" for n in range(turns.AT_ONCE))
