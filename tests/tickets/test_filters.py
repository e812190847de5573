"""What filters leave, alone and together."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels.model import Kind
from chalicelib.core.errors import Invalid
from chalicelib.tickets import filters
from chalicelib.tickets.filters import ME, NOBODY, Filter
from chalicelib.tickets.model import Status, Tag, Ticket
from tests.builders import ALICE, BOB, CUSTOMER, NOON, a_ticket, later

TEAM = "team_00000000000000000000000001"
MOMENTS = st.none() | st.integers(-3, 3).map(lambda hours: later(hours=hours))
FILTERS = st.builds(
    Filter,
    statuses=st.none() | st.lists(st.sampled_from(Status), unique=True).map(tuple),
    channels=st.none() | st.lists(st.sampled_from(Kind), unique=True).map(tuple),
    tags=st.lists(st.sampled_from(["vip", "late"]), unique=True).map(tuple),
    assignee=st.sampled_from([None, ALICE, BOB, NOBODY]),
    team_id=st.sampled_from([None, TEAM, NOBODY]),
    customer_id=st.sampled_from([None, CUSTOMER]),
    is_unread=st.booleans(),
    updated_after=MOMENTS,
    updated_before=MOMENTS,
    updated_within=st.none() | st.integers(1, 50).map(lambda hours: timedelta(hours=hours)),
)
TICKETS = st.builds(
    a_ticket,
    status=st.sampled_from(Status),
    channel=st.sampled_from(Kind),
    tags=st.sampled_from([(), (Tag(name="vip"),), (Tag(name="late"), Tag(name="vip"))]),
    assignee_id=st.sampled_from([None, ALICE, BOB]),
    team_id=st.sampled_from([None, TEAM]),
    read_by=st.sampled_from([frozenset[str](), frozenset({ALICE})]),
    updated_at=st.integers(-60, 3).map(lambda hours: later(hours=hours)),
)


def matches(ticket: Ticket, wanted: Filter) -> bool:
    """Tell by the words of the filter alone whether Alice's list shows the ticket at noon."""
    fixed = filters.at_moment(wanted, NOON)
    after, before = fixed.updated_after, fixed.updated_before
    return not wanted.is_nothing and all((
        wanted.statuses is None or ticket.status in wanted.statuses,
        wanted.channels is None or ticket.channel in wanted.channels,
        set(wanted.tags) <= {tag.name for tag in ticket.tags},
        wanted.assignee in (None, ticket.assignee_id or NOBODY),
        wanted.team_id in (None, ticket.team_id or NOBODY),
        wanted.customer_id in (None, ticket.customer.id),
        not wanted.is_unread or ticket.is_unread_for(ALICE),
        after is None or after <= ticket.updated_at,
        before is None or ticket.updated_at <= before,
    ))  # fmt: skip


@pytest.mark.acceptance(45, 46)
@given(ticket=TICKETS, one=FILTERS, other=FILTERS)
def test_two_filters_leave_what_matches_both(ticket: Ticket, one: Filter, other: Filter) -> None:
    together = filters.both(one, other)

    assert matches(ticket, together) == (matches(ticket, one) and matches(ticket, other))


@given(FILTERS)
def test_what_is_told_of_a_filter_makes_it_anew(wanted: Filter) -> None:
    after, before = wanted.updated_after, wanted.updated_before
    if wanted.customer_id or (after and before and after > before):
        return

    again = filters.parse(filters.given(filters.described(wanted)))

    assert filters.described(again) == filters.described(wanted)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Filter(assignee=ALICE), Filter(assignee=BOB)),
        (Filter(assignee=ALICE), Filter(assignee=NOBODY)),
        (Filter(team_id=TEAM), Filter(team_id=NOBODY)),
        (Filter(statuses=(Status.open,)), Filter(statuses=(Status.closed,))),
        (Filter(channels=(Kind.email,)), Filter(channels=(Kind.sms,))),
        (Filter(updated_after=NOON), Filter(updated_before=later(hours=-1))),
        (Filter(is_nothing=True), Filter()),
    ],
    ids=str,
)
def test_a_contradiction_matches_nothing(one: Filter, other: Filter) -> None:
    assert filters.both(one, other).is_nothing
    assert filters.both(other, one).is_nothing


def test_me_is_whoever_looks() -> None:
    assert filters.of_viewer(Filter(assignee=ME), BOB) == Filter(assignee=BOB)
    assert filters.of_viewer(Filter(assignee=NOBODY), BOB) == Filter(assignee=NOBODY)


@pytest.mark.parametrize(
    ("text", "span", "told"),
    [
        ("1h", timedelta(hours=1), "1h"),
        ("48h", timedelta(days=2), "2d"),
        ("7d", timedelta(days=7), "7d"),
        ("9999d", timedelta(days=9_999), "9999d"),
    ],
)
def test_a_span_is_hours_or_days(text: str, span: timedelta, told: str) -> None:
    wanted = filters.parse({"updated_within": (text,)})

    assert (wanted.updated_within, filters.described(wanted)["updated_within"]) == (span, told)
    assert filters.at_moment(wanted, NOON).updated_after == NOON - span


@pytest.mark.parametrize(
    "given",
    [
        {"updated_within": ("0d",)},
        {"updated_within": ("-1d",)},
        {"updated_within": ("10000h",)},
        {"updated_within": ("٣d",)},
        {"updated_within": ("1w",)},
        {"is_unread": ("yes",)},
        {"team": ("vip",)},
        {"tag": ("x" * 61,)},
        {"tag": tuple("abcdefghijklmnopqrstu")},
        {"channel": ("email", "fax")},
    ],
    ids=str,
)
def test_what_no_list_can_show_is_refused(given: filters.Given) -> None:
    with pytest.raises(Invalid):
        filters.parse(given)
