"""What else somebody wrote: a customer's tickets, by last activity."""

import itertools
from typing import Any

import msgspec
import pytest

from chalicelib import wiring
from chalicelib.accounts.model import Account
from chalicelib.core.desk import Desk
from chalicelib.customers.identify import identify
from chalicelib.customers.model import Customer, IdentityKind
from chalicelib.tickets import of_customer, shapes
from chalicelib.tickets.action_routes import routes
from chalicelib.tickets.model import Status
from dev.aws.gate import gate
from tests.builders import NOON, a_caller, a_customer, a_ticket, a_ticket_id, later
from tests.edge import Edge, admit, edge
from tests.tickets.conftest import stored

READER = a_caller(permissions=frozenset({"tickets:read"}))


@pytest.fixture
def ann(desk: Desk) -> Customer:
    """Return whose tickets they are."""
    return identify(desk, IdentityKind.email, "ann@home.example")


@pytest.fixture
def api(desk: Desk, account: Account, ports: wiring.Ports) -> Edge:
    """Return the routes as Alice meets them."""
    return edge(routes, admit(desk.account_id, READER))


def write(desk: Desk, ann: Customer, number: int, **facts: Any) -> None:
    """Store a ticket of Ann's that was opened in the order of its number."""
    ref = a_customer(id=ann.id)
    stored(desk, a_ticket(id=a_ticket_id(number), number=number, customer=ref, **facts))


def pages(api: Edge, path: str) -> list[Any]:
    found = [api.call("GET", path)[1]]
    while found[-1]["has_more"]:
        cursor = found[-1]["next_cursor"]
        found.append(api.call("GET", f"{path}&cursor={cursor}")[1])
    return found


@pytest.mark.acceptance(60)
def test_the_last_that_happened_comes_first(desk: Desk, ann: Customer, api: Edge) -> None:
    for number, minutes in ((1, 30), (2, 10), (3, 20)):
        write(desk, ann, number, updated_at=later(minutes=minutes))
    stored(desk, a_ticket(id=a_ticket_id(4), customer=a_customer()))

    status, found, _ = api.call("GET", f"/v1/customers/{ann.id}/tickets")

    assert (status, [ticket["number"] for ticket in found["data"]]) == (200, [1, 3, 2])
    assert (found["count"], found["has_more"], found["next_cursor"]) == (3, False, None)
    msgspec.convert(found, shapes.CustomerTickets)


def test_pages_meet_every_ticket_once(desk: Desk, ann: Customer, api: Edge) -> None:
    for number in range(5):
        write(desk, ann, number, updated_at=later(hours=number // 2))

    found = pages(api, f"/v1/customers/{ann.id}/tickets?limit=2")

    numbers = [[ticket["number"] for ticket in page["data"]] for page in found]
    assert [len(page) for page in numbers] == [2, 2, 1]
    assert sorted(itertools.chain(*numbers)) == list(range(5))
    assert numbers[0][0] == 4
    assert [page["count"] for page in found] == [5, None, None]


def test_a_page_reads_no_more_than_it_shows(desk: Desk, ann: Customer, api: Edge) -> None:
    for number in range(6):
        write(desk, ann, number, updated_at=later(minutes=number))
    path = f"/v1/customers/{ann.id}/tickets?limit=2"
    cursor = api.call("GET", path)[1]["next_cursor"]

    with gate.recorded() as calls:
        api.call("GET", f"{path}&cursor={cursor}")

    table = [call for call in calls if call.service == "dynamodb"]
    assert [call.name for call in table] == [
        "dynamodb.GetItem", "dynamodb.Query", "dynamodb.BatchGetItem",
    ]  # fmt: skip
    assert table[1].parameters()["Limit"] == 3


@pytest.mark.acceptance(60)
@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("status=closed", [5, 2]),
        ("status=open,snoozed", [4, 3, 1]),
        ("status=any", [5, 4, 3, 2, 1]),
        ("sort=updated_at", [1, 2, 3, 4, 5]),
        ("status=snoozed&sort=updated_at", [3]),
    ],
)
def test_they_are_filtered_by_status_and_turned_round(
    desk: Desk, ann: Customer, api: Edge, query: str, numbers: list[int]
) -> None:
    statuses = (Status.open, Status.closed, Status.snoozed, Status.open, Status.closed)
    for number, status in enumerate(statuses, 1):
        write(desk, ann, number, status=status, updated_at=later(hours=number))

    whole = api.call("GET", f"/v1/customers/{ann.id}/tickets?{query}")[1]
    parts = pages(api, f"/v1/customers/{ann.id}/tickets?{query}&limit=1")

    assert [ticket["number"] for ticket in whole["data"]] == numbers
    assert [ticket["number"] for page in parts for ticket in page["data"]] == numbers
    assert (whole["count"], whole["has_more"]) == (5, False)


def test_a_rare_status_is_looked_for_no_further_than_that(
    desk: Desk, ann: Customer, api: Edge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(of_customer, "_LOOKED_AT_MOST", 4)
    for number in range(7):
        status = Status.closed if number == 0 else Status.open
        write(desk, ann, number, status=status, updated_at=later(hours=number))

    found = pages(api, f"/v1/customers/{ann.id}/tickets?status=closed&limit=2")

    assert [[ticket["number"] for ticket in page["data"]] for page in found] == [[], [0]]


@pytest.mark.parametrize("query", ["status=lost", "sort=number"])
def test_what_makes_no_sense_is_refused(ann: Customer, api: Edge, query: str) -> None:
    status, problem, _ = api.call("GET", f"/v1/customers/{ann.id}/tickets?{query}")

    assert (status, problem["code"]) == (400, "invalid_query")


def test_a_cursor_is_good_for_one_filter(desk: Desk, ann: Customer, api: Edge) -> None:
    for number in range(2):
        write(desk, ann, number, updated_at=NOON)
    path = f"/v1/customers/{ann.id}/tickets"
    cursor = api.call("GET", f"{path}?limit=1")[1]["next_cursor"]

    status, problem, _ = api.call("GET", f"{path}?sort=updated_at&cursor={cursor}")

    assert (status, problem["code"]) == (400, "invalid_cursor")


def test_who_never_wrote_has_none(ann: Customer, api: Edge) -> None:
    assert api.call("GET", f"/v1/customers/{ann.id}/tickets")[1] == {
        "count": 0, "data": [], "has_more": False, "next_cursor": None,
    }  # fmt: skip


def test_a_cursor_is_good_for_one_customer(desk: Desk, ann: Customer, api: Edge) -> None:
    for number in range(2):
        write(desk, ann, number, updated_at=NOON)
    bob = identify(desk.for_operation("bob"), IdentityKind.email, "bob@home.example")
    cursor = api.call("GET", f"/v1/customers/{ann.id}/tickets?limit=1")[1]["next_cursor"]

    status, problem, _ = api.call("GET", f"/v1/customers/{bob.id}/tickets?cursor={cursor}")

    assert (status, problem["code"]) == (400, "invalid_cursor")


def test_others_find_nobody(desk: Desk, ann: Customer, api: Edge, ports: wiring.Ports) -> None:
    path = f"/v1/customers/{ann.id}/tickets"
    elsewhere = edge(routes, admit("acc_other", READER))
    nobody = edge(routes, admit(desk.account_id, a_caller()))

    assert elsewhere.call("GET", path)[0] == 404
    assert nobody.call("GET", path)[0] == 403
