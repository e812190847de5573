"""Ids: they name the thing, sort by time, and nothing else is taken for one."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core import ids

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
# hypothesis adds the zone itself
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2300, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
RANDOM = st.binary(min_size=10, max_size=10)
TICKETS = st.binary(min_size=16, max_size=32).map(lambda digest: f"tkt_{ids.derived(digest)}")


@given(MOMENTS, RANDOM, MOMENTS, RANDOM)
def test_ids_sort_as_their_moments_do(
    one: datetime, chance: bytes, other: datetime, luck: bytes
) -> None:
    if abs(one - other) > timedelta(milliseconds=1):
        assert (ids.ulid(one, chance) < ids.ulid(other, luck)) == (one < other)


@given(MOMENTS, RANDOM)
def test_an_id_is_recognised_by_its_prefix(moment: datetime, chance: bytes) -> None:
    made = f"tkt_{ids.ulid(moment, chance)}"

    assert ids.is_id("tkt", made)
    assert not ids.is_id("cus", made)


@given(RANDOM, RANDOM)
def test_ids_of_one_moment_differ_by_chance(chance: bytes, luck: bytes) -> None:
    assert (ids.ulid(NOON, chance) == ids.ulid(NOON, luck)) == (chance == luck)


@pytest.mark.parametrize(
    "text",
    [
        "", "tkt_", "tkt", "tkt_1", "tkt_" + "0" * 25, "tkt_" + "0" * 27, "tkt_" + "0" * 25 + "#",
        "tkt_8" + "0" * 25, "tkt_" + "0" * 25 + "l", "tkt_" + "0" * 25 + "\n", "tkt_" + "٣" * 26,
        "xtkt_" + "0" * 26, "tkt_" + "0" * 26 + "\n", "0" * 26, "tkt_" + "u" * 26,
    ],
)  # fmt: skip
def test_nothing_else_is_an_id(text: str) -> None:
    assert not ids.is_id("tkt", text)


@given(TICKETS, st.integers(0, 10**10 - 1))
def test_a_message_is_found_by_its_id(ticket_id: str, sequence: int) -> None:
    assert ids.message_address(ids.message_id(ticket_id, sequence)) == (ticket_id, sequence)


@pytest.mark.parametrize(
    "text",
    ["", "msg_", "msg_1", "msg__1", "tkt_x_1", "msg_x_", "msg_x_-1", "msg_x_1.0", "msg_x_٣",
     "msg_x_12345678901", "msg_x_1 ", "msg_" + "x" * 2_100 + "_1",
     "msg_" + "0" * 25 + "#_1"],
)  # fmt: skip
def test_nothing_else_is_a_messages_id(text: str) -> None:
    assert ids.message_address(text) is None


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    ids.message_address(text)
    assert not ids.is_id("tkt", f"{text}#")
