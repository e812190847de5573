"""Two profiles become one, and two again, while everything goes on."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from chalicelib.channels.model import Kind, Sender
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict
from chalicelib.customers import storage as customers
from chalicelib.customers.consent.rules import standing
from chalicelib.customers.edit import edit
from chalicelib.customers.identify import identify
from chalicelib.customers.merging.merge import merge, unmerge
from chalicelib.customers.model import Customer, Edit, IdentityKind, Who
from chalicelib.customers.whom import whom
from chalicelib.messaging.receive import receive
from dev.aws.faults import Faults
from dev.aws.gate import Call, gate
from tests.accounts.shop import Shop, keyed
from tests.builders import an_inbound
from tests.customers.consent.words import NO, a_consent
from tests.customers.merging.people import ANN, OTHER, known, signed_in
from tests.edge import Edge
from tests.kit.schedule import Run, explore_seeds


def write(shop: Shop, address: str, number: int) -> str:
    """Let somebody write; return whose the ticket is."""
    inbound = an_inbound(provider_id=f"{number}@home.example", sender=Sender(address=address))
    ticket = receive(shop.desk(), inbound).ticket
    assert ticket
    return ticket.customer.id


def numbers(ask: Any, customer: Customer) -> list[int]:
    return [t["number"] for t in ask("GET", f"/v1/customers/{customer.id}/tickets")[1]["data"]]


@pytest.mark.acceptance(3, 60)
def test_the_tickets_of_both_are_one_list_until_they_are_parted(
    shop: Shop, ask: Any, ann: Customer, lee: Customer
) -> None:
    before = write(shop, ANN, 1), write(shop, OTHER, 2)
    path, body = f"/v1/customers/{ann.id}", {"other_id": lee.id}

    status, both, _ = ask("POST", f"{path}/merge", body)
    meanwhile = write(shop, ANN, 3), write(shop, OTHER, 4)
    together = numbers(ask, ann), numbers(ask, lee), ask("GET", path)[1]["tickets_count"]
    parted, again, _ = ask("POST", f"{path}/unmerge", body)

    assert (status, parted, before, meanwhile) == (
        200, 200, (ann.id, lee.id), (ann.id, lee.id),
    )  # fmt: skip
    assert [merge["customer_id"] for merge in both["merges"]] == [lee.id]
    assert [sorted(found) for found in together[:2]] == [[1, 2, 3, 4]] * 2
    assert (together[2], again["tickets_count"], again["merges"]) == (4, 2, [])
    assert [sorted(numbers(ask, each)) for each in (ann, lee)] == [[1, 3], [2, 4]]
    assert write(shop, OTHER, 5) == lee.id


def test_either_id_shows_the_one_profile(
    shop: Shop, ask: Any, ann: Customer, lee: Customer
) -> None:
    merge(shop.desk(), ann.id, lee.id)

    shown = [ask("GET", f"/v1/customers/{each.id}")[1] for each in (ann, lee)]
    ask("PATCH", f"/v1/customers/{lee.id}", {"properties": {"Size": "M"}})

    assert shown[0] == shown[1]
    assert (shown[0]["id"], shown[0]["name"], shown[0]["email"]) == (ann.id, "A. Lee", ANN)
    assert ask("GET", f"/v1/customers/{ann.id}")[1]["properties"] == {"Size": "M"}


def test_taken_back_both_are_as_they_were(shop: Shop, ann: Customer, lee: Customer) -> None:
    merge(shop.desk(), ann.id, lee.id)
    unmerge(shop.desk(), ann.id, lee.id)

    for was in (ann, lee):
        now = customers.load_own(shop.desk(), was.id, consistent=True)
        assert (now, now.version) == (rewritten(was, now.version), was.version + 2)


def rewritten(customer: Customer, version: int) -> Customer:
    facts = {name: getattr(customer, name) for name in Customer.__dataclass_fields__}
    return Customer(**{**facts, "version": version})


@pytest.mark.acceptance(3, 64, 65)
def test_events_and_metrics_of_both_are_shown_as_one(
    shop: Shop, ask: Any, whole: Edge, ann: Customer, lee: Customer
) -> None:
    api = partial(whole.call, Authorization=f"Bearer {shop.session(shop.owner)}")
    for number, address in enumerate((ANN, OTHER, ANN)):
        did(api, number, address)
    merge(shop.desk(), ann.id, lee.id)
    did(api, 3, OTHER)
    path = f"/v1/customers/{ann.id}/events"

    every = [event["id"] for event in ask("GET", path)[1]["data"]]
    filtered = [event["id"] for event in ask("GET", f"{path}?metric=Viewed")[1]["data"]]

    assert every == filtered == ["e3", "e2", "e1", "e0"]
    assert ask("GET", f"{path}/e1")[1]["metric"] == "Viewed"
    assert len(ask("GET", f"{path}/metrics")[1]["data"]) == 1
    unmerge(shop.desk(), ann.id, lee.id)
    of_lee = ask("GET", f"/v1/customers/{lee.id}/events")[1]["data"]
    assert [event["id"] for event in of_lee] == ["e3", "e1"]
    assert ask("GET", f"{path}/e1")[0] == 404


def did(api: Any, number: int, address: str) -> None:
    event = {"id": f"e{number}", "metric": "Viewed", "customer": {"email": address},
             "time": f"2026-03-01T10:0{number}:00Z"}  # fmt: skip
    assert api("POST", "/v1/events", event)[0] == 201


def test_pages_of_one_list_come_from_both(
    shop: Shop, whole: Edge, ann: Customer, lee: Customer
) -> None:
    api = partial(whole.call, Authorization=f"Bearer {shop.session(shop.owner)}")
    for number in range(6):
        did(api, number, (ANN, OTHER, OTHER)[number % 3])
    merge(shop.desk(), ann.id, lee.id)
    path = f"/v1/customers/{ann.id}/events?limit=2"

    found, page = [], api("GET", path)[1]
    while True:
        found += [event["id"] for event in page["data"]]
        if not page["has_more"]:
            break
        page = api("GET", f"{path}&cursor={page['next_cursor']}")[1]

    assert found == ["e5", "e4", "e3", "e2", "e1", "e0"]


def test_what_is_asked_twice_is_done_once(shop: Shop, ann: Customer, lee: Customer) -> None:
    for _ in range(2):
        merge(keyed(shop.desk(), "m"), ann.id, lee.id)
    for _ in range(2):
        unmerge(keyed(shop.desk(), "u"), ann.id, lee.id)

    assert customers.load_own(shop.desk(), ann.id, consistent=True).version == ann.version + 2


def test_a_lost_answer_is_no_lost_race(shop: Shop, ann: Customer, lee: Customer) -> None:
    faults = Faults()
    faults.inject("dynamodb.TransactWriteItems", "lost_reply", times=1)

    with gate.around(faults):
        both = merge(shop.desk(), ann.id, lee.id)

    assert both.ids == (ann.id, lee.id)


@pytest.mark.parametrize("whose", ["ann", "lee"])
def test_a_change_that_came_first_is_merged_too(
    shop: Shop, ann: Customer, lee: Customer, whose: str
) -> None:
    rivals = [ann if whose == "ann" else lee]

    def meanwhile(call: Call) -> None:
        if call.name == "dynamodb.TransactWriteItems" and rivals:
            edit(shop.desk(), rivals.pop().id, Edit(enters=("VIP",)))

    with gate.hooked(before=meanwhile):
        both = merge(shop.desk(), ann.id, lee.id)

    assert both.segments == {"VIP"}


def test_what_learns_of_an_address_of_the_other_leaves_no_proof(
    shop: Shop, ann: Customer, lee: Customer
) -> None:
    merge(shop.desk(), ann.id, lee.id)
    known(shop.desk(), IdentityKind.email, OTHER)

    parted = unmerge(shop.desk(), ann.id, lee.id)

    assert parted.proofs == ann.proofs


def test_what_other_systems_tell_goes_back_with_its_address(
    shop: Shop, ann: Customer, lee: Customer
) -> None:
    merge(shop.desk(), ann.id, lee.id)

    told = whom(shop.desk(), Who(email=OTHER)), whom(shop.desk(), Who(id=lee.id))

    assert told == (lee.id, lee.id)
    assert customers.load(shop.desk(), told[0]).id == ann.id
    assert identify(shop.desk(), IdentityKind.email, OTHER).id == ann.id


def test_whatever_the_order_nobody_is_lost(desk_of: Callable[[str], Desk]) -> None:
    worlds = iter(range(1_000))

    def make() -> tuple[list[Callable[[], object]], Callable[[Run], object]]:
        account = f"acc_{next(worlds):05d}{'0' * 16}MERGE"
        desk = partial(desk_of, account)
        ann = known(desk(), IdentityKind.email, ANN)
        lee = signed_in(desk(), "lee-7")
        works: list[Callable[[], object]] = [
            partial(merge, desk(), ann.id, lee.id),
            partial(merge, desk(), lee.id, ann.id),
            partial(edit, desk(), lee.id, Edit(consents=(a_consent(NO),))),
        ]
        return works, partial(settled, desk, ann, lee)

    assert explore_seeds(make, range(30)) > 15


def settled(desk: Callable[[], Desk], ann: Customer, lee: Customer, run: Run) -> None:
    """One of both merges won, the other was refused; and the refusal counts."""
    first, second = (customers.load_own(desk(), each.id, consistent=True) for each in (ann, lee))
    errors = [type(error) for task, error in run.errors.items() if task < 2]

    assert errors == [Conflict]
    assert bool(first.merged_into) != bool(second.merged_into)
    assert bool(first.merges) != bool(second.merges)
    behind = customers.load(desk(), lee.id, consistent=True)
    assert standing(behind.consents, Kind.sms) == "opted_out"
