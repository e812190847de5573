"""The lists: what each view shows, filtered, sorted and paged."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import pytest

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Invalid
from chalicelib.tickets import assignment, filters, storage, views
from chalicelib.tickets.due import Policy
from chalicelib.tickets.model import Status, Tag, Ticket
from dev.aws.gate import gate
from tests.builders import (
    ALICE,
    BOB,
    CUSTOMER,
    NOON,
    a_caller,
    a_chat_ticket,
    a_customer,
    a_ticket,
    a_ticket_id,
    an_agent,
    later,
)
from tests.kit.http_world import World
from tests.tickets.conftest import stored

pytestmark = pytest.mark.any_engine
TEAM = "team_00000000000000000000000001"
OTHER_CUSTOMER = "cus_0000000000000000000000B0B0"

# One of each kind, the later in this list the earlier touched; the names are their subjects.
SHELF: dict[str, Ticket] = {
    "mine": a_ticket(assignee_id=ALICE),
    "bobs": a_ticket(
        assignee_id=BOB,
        team_id=TEAM,
        read_by=frozenset({ALICE}),
        tags=(Tag(name="vip", source="auto"),),
    ),
    "nobodys": a_ticket(tags=(Tag(name="late"), Tag(name="vip"))),
    "chat": a_chat_ticket(customer=a_customer(id=OTHER_CUSTOMER)),
    "my snoozed": a_ticket(assignee_id=ALICE, status=Status.snoozed, snoozed_until=later(days=1)),
    "nobodys snoozed": a_ticket(status=Status.snoozed, snoozed_until=later(days=1)),
    "my closed": a_ticket(assignee_id=ALICE, status=Status.closed, closed_at=later()),
    "bobs closed": a_ticket(assignee_id=BOB, status=Status.closed, closed_at=later()),
    "spam": a_ticket(is_spam=True),
    "my spam": a_ticket(assignee_id=ALICE, is_spam=True),
    "closed spam": a_ticket(is_spam=True, status=Status.closed, closed_at=later()),
}


@pytest.fixture
def shelf(desk: Desk) -> Desk:
    """Return Alice's desk, with one ticket of each kind."""
    for number, (name, ticket) in enumerate(SHELF.items()):
        stored(desk, replace(ticket, id=a_ticket_id(number), subject=name,
                             updated_at=later(minutes=-number)))  # fmt: skip
    return replace(desk, caller=a_caller())


def filter_for(desk: Desk, query: Mapping[str, str]) -> filters.Filter:
    return views.filter_for(desk, {name: (value,) for name, value in query.items()})


def pages(desk: Desk, query: Mapping[str, str], limit: int = 50) -> Iterator[list[str]]:
    """Yield the subjects of every page."""
    wanted, cursor = filter_for(desk, query), None
    while True:
        page = views.read(desk, wanted, limit=limit, cursor=cursor)
        yield [ticket.subject for ticket in page.items]
        if (cursor := page.cursor) is None:
            return


def shown(desk: Desk, **query: str) -> list[str]:
    return [subject for page in pages(desk, query) for subject in page]


TABLE: list[tuple[str, str, str]] = [
    ("", "", "mine, bobs, nobodys, chat"),
    ("all", "", "mine, bobs, nobodys, chat"),
    ("all", "snoozed", "my snoozed, nobodys snoozed"),
    ("all", "closed", "my closed, bobs closed"),
    ("all", "open,closed", "mine, bobs, nobodys, chat, my closed, bobs closed"),
    ("all", "any", ", ".join(list(SHELF)[:8])),
    ("mine", "", "mine"),
    ("mine", "snoozed", "my snoozed"),
    ("mine", "closed", "my closed"),
    ("mine", "any", "mine, my snoozed, my closed"),
    ("unassigned", "", "nobodys, chat"),
    ("unassigned", "snoozed", "nobodys snoozed"),
    ("unassigned", "closed", ""),
    ("unassigned", "any", "nobodys, chat, nobodys snoozed"),
    ("spam", "", "spam, my spam"),
    ("spam", "closed", "closed spam"),
    ("spam", "any", "spam, my spam, closed spam"),
]  # fmt: skip


@pytest.mark.acceptance(9, 38, 39, 40, 41, 42, 46, 47, 51)
@pytest.mark.parametrize(("view", "status", "expected"), TABLE)
def test_a_view_shows(shelf: Desk, view: str, status: str, expected: str) -> None:
    assert ", ".join(shown(shelf, view=view, status=status)) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"channel": "webchat"}, "chat"),
        ({"channel": "sms"}, ""),
        ({"tag": "vip"}, "bobs, nobodys"),
        ({"tag": "late"}, "nobodys"),
        ({"tag": "LATE"}, "nobodys"),
        ({"tag": "vi"}, ""),
        ({"tag": "vip", "channel": "webchat"}, ""),
        ({"assignee": "me"}, "mine"),
        ({"assignee": BOB}, "bobs"),
        ({"assignee": "none"}, "nobodys, chat"),
        ({"assignee": BOB, "status": "any"}, "bobs, bobs closed"),
        ({"assignee": ALICE, "view": "spam"}, "my spam"),
        ({"customer": OTHER_CUSTOMER}, "chat"),
        ({"customer": CUSTOMER, "assignee": "none"}, "nobodys"),
        ({"channel": "email,webchat"}, "mine, bobs, nobodys, chat"),
        ({"team": TEAM}, "bobs"),
        ({"team": "none", "assignee": "none"}, "nobodys, chat"),
        ({"is_unread": "true"}, "mine, nobodys, chat"),
        ({"is_unread": "false"}, "mine, bobs, nobodys, chat"),
        ({"updated_within": "1h"}, "mine, bobs, nobodys, chat"),
        ({"view": "mine", "assignee": BOB}, ""),
        ({"view": "unassigned", "assignee": "me"}, ""),
        ({"sort": "-updated_at"}, "mine, bobs, nobodys, chat"),
        ({"sort": "updated_at"}, "chat, nobodys, bobs, mine"),
        ({"updated_after": "2026-03-04T11:59:00Z"}, "mine, bobs"),
        ({"updated_before": "2026-03-04T11:58:00Z"}, "nobodys, chat"),
        ({"updated_after": "2026-03-04T11:58:00Z",
          "updated_before": "2026-03-04T12:59:00+01:00"}, "bobs, nobodys"),
    ],
)  # fmt: skip
def test_a_filter_leaves(shelf: Desk, query: dict[str, str], expected: str) -> None:
    assert ", ".join(shown(shelf, **query)) == expected


@pytest.mark.parametrize(
    "query",
    [
        {"view": "everything"},
        {"view": "view_1"},
        {"status": "done"},
        {"status": "open,"},
        {"sort": "number"},
        {"sort": "updated_at,number"},
        {"channel": "fax"},
        {"assignee": "bob"},
        {"assignee": "x" * 3_000},
        {"assignee": f"{BOB}#T"},
        {"customer": '","'},
        {"updated_after": "yesterday"},
        {"updated_before": "2026-03-04"},
        {"updated_after": "2026-03-05T00:00:00Z", "updated_before": "2026-03-04T00:00:00Z"},
    ],
    ids=str,
)
def test_what_is_no_filter_is_refused(desk: Desk, query: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        filter_for(desk, query)


@pytest.mark.acceptance(45)
def test_of_several_tags_all_must_be_there(shelf: Desk) -> None:
    both = views.filter_for(shelf, {"tag": ("vip", "late")})

    page = views.read(shelf, both, limit=50, cursor=None)

    assert [ticket.subject for ticket in page.items] == ["nobodys"]


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
@pytest.mark.parametrize("name", ["updated_after", "updated_before"])
def test_the_ends_of_time_are_moments_too(shelf: Desk, name: str, moment: str) -> None:
    is_all = (name == "updated_after") == moment.startswith("0001")

    assert bool(shown(shelf, **{name: moment})) is is_all


def test_one_partition_is_one_request_and_reads_no_more_than_it_shows(shelf: Desk) -> None:
    with gate.recorded() as calls:
        page = views.read(shelf, filters.Filter(), limit=2, cursor=None)

    reads = [call for call in calls if call.service == "dynamodb"]
    assert [(call.name, call.parameters()["Limit"]) for call in reads] == [("dynamodb.Query", 3)]
    assert (len(page.items), page.cursor is not None) == (2, True)


def test_a_filter_that_most_match_reads_no_more_than_it_shows(shelf: Desk) -> None:
    with gate.recorded() as calls:
        page = views.read(shelf, filter_for(shelf, {"channel": "email"}), limit=2, cursor=None)

    reads = [call.parameters()["Limit"] for call in calls if call.service == "dynamodb"]
    assert reads == [3]
    assert (len(page.items), page.cursor is not None) == (2, True)


def test_a_contradiction_asks_nobody(shelf: Desk) -> None:
    with gate.recorded() as calls:
        page = views.read(shelf, filters.Filter(is_nothing=True), limit=2, cursor=None)

    assert (calls, page.items, page.cursor) == ([], (), None)


def test_lately_means_the_same_on_every_page(shelf: Desk, world: World) -> None:
    wanted = filter_for(shelf, {"updated_within": "1h", "sort": "updated_at"})
    first = views.read(shelf, wanted, limit=2, cursor=None)

    world.pass_time(minutes=58)
    second = views.read(shelf, wanted, limit=2, cursor=first.cursor)
    world.pass_time(minutes=58)

    assert [ticket.subject for ticket in second.items] == ["bobs", "mine"]
    assert views.read(shelf, wanted, limit=2, cursor=None).items == ()


def test_an_empty_list_is_one_request(desk: Desk) -> None:
    with gate.recorded() as calls:
        page = views.read(desk, filters.Filter(), limit=50, cursor=None)

    assert (len(calls), page.items, page.cursor) == (1, (), None)


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5, 8, 9])
def test_pages_are_full_and_end_where_the_list_ends(shelf: Desk, limit: int) -> None:
    found = list(pages(shelf, {"status": "any"}, limit))

    assert [len(page) for page in found[:-1]] == [limit] * (len(found) - 1)
    assert [subject for page in found for subject in page] == list(SHELF)[:8]
    assert found[-1]


@pytest.mark.parametrize(
    "other",
    [
        {"view": "mine"},
        {"status": "any"},
        {"tag": "vip"},
        {"sort": "updated_at"},
        {"channel": "email"},
        {"customer": CUSTOMER},
        {"assignee": BOB},
        {"updated_after": "2026-03-04T10:00:00Z"},
    ],
    ids=str,
)
def test_a_cursor_is_good_for_its_own_list_alone(shelf: Desk, other: dict[str, str]) -> None:
    cursor = views.read(shelf, filters.Filter(), limit=2, cursor=None).cursor

    with pytest.raises(Invalid) as refused:
        views.read(shelf, filter_for(shelf, other), limit=2, cursor=cursor)

    assert refused.value.code == "invalid_cursor"


def test_a_cursor_is_good_for_its_own_agent_and_account_alone(
    shelf: Desk, desk_of: Callable[[str], Desk]
) -> None:
    cursor = views.read(shelf, filters.Filter(statuses=tuple(Status)), limit=1,
                        cursor=None).cursor  # fmt: skip
    bob = replace(shelf, caller=a_caller(id=BOB))
    other = replace(desk_of("acc_other"), caller=shelf.caller)

    for stranger in (bob, other):
        with pytest.raises(Invalid):
            views.read(stranger, filters.Filter(statuses=tuple(Status)), limit=1, cursor=cursor)


def test_another_account_sees_nothing(shelf: Desk) -> None:
    other = shelf.for_account("acc_other", shelf.caller)

    assert [shown(other, view=view, status="any") for view in filters.BUILT_IN] == [[]] * 4


@pytest.mark.acceptance(110, 112)
def test_an_assigned_ticket_moves_between_the_views_at_once(desk: Desk) -> None:
    ticket = stored(desk, a_ticket(subject="it"))
    own = replace(desk, caller=a_caller())
    assert shown(own, view="unassigned") == ["it"]

    storage.commit(own, assignment.assign(ticket, ALICE, an_agent(), NOON), Policy())

    assert (shown(own, view="mine"), shown(own, view="unassigned")) == (["it"], [])
