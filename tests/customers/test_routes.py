"""Customers over HTTP."""

import pytest

from chalicelib import wiring
from chalicelib.accounts import storage as accounts
from chalicelib.accounts.model import Account, Plan
from chalicelib.accounts.settings.model import Settings
from chalicelib.core.desk import Caller, CallerKind, Desk
from chalicelib.customers import storage
from chalicelib.customers.identify import identify
from chalicelib.customers.model import Customer, Identity, IdentityKind
from chalicelib.customers.routes import routes
from chalicelib.table import customer_keys
from chalicelib.tickets.rows import CustomerTicketRow
from dev.aws.gate import Call, gate
from tests.edge import Edge, admit, edge

AGENT = Caller(
    kind=CallerKind.agent,
    id="agt_1",
    permissions=frozenset({"customers:read", "customers:write"}),
)


@pytest.fixture
def ann(desk: Desk) -> Customer:
    """Return a customer with a mail address."""
    return identify(desk, IdentityKind.email, "ann@shop.example", name="Ann")


@pytest.fixture
def api(desk: Desk, ports: wiring.Ports) -> Edge:
    """Return the routes as an agent of the desk's account meets them."""
    own = Account(
        id=desk.account_id,
        name="Shop",
        slug="shop",
        plan=Plan.trial,
        public_key="pk",
        chat_secret="",
        created_at=desk.now(),
        settings=Settings(),
    )
    accounts.commit(desk.for_operation("founding"), [accounts.put_account(desk, own)])
    return edge(routes, admit(desk.account_id, AGENT))


@pytest.mark.acceptance(60)
def test_a_profile_tells_how_many_tickets_there_are(desk: Desk, ann: Customer, api: Edge) -> None:
    for number in (1, 2):
        key = customer_keys.customer_ticket(desk.account_id, ann.id, f"tkt_{number}")
        CustomerTicketRow(*key, number=number, channel="email", created_at=desk.now()).save()

    status, body, headers = api.call("GET", f"/v1/customers/{ann.id}")

    assert (status, body["tickets_count"], headers["ETag"]) == (200, 2, '"1"')
    assert (body["id"], body["name"], body["email"]) == (ann.id, "Ann", "ann@shop.example")


def test_a_profile_is_changed(ann: Customer, api: Edge) -> None:
    changes = {"name": "Ann Lee", "phone": "+44 20 7946 0000", "email": None}

    status, body, headers = api.call("PATCH", f"/v1/customers/{ann.id}", changes)

    assert (status, headers["ETag"]) == (200, '"2"')
    assert (body["name"], body["phone"], body["email"]) == ("Ann Lee", "+442079460000", "")


def test_what_is_left_out_stays(ann: Customer, api: Edge) -> None:
    _, body, _ = api.call("PATCH", f"/v1/customers/{ann.id}", {"name": "Zoë"})

    assert (body["name"], body["email"]) == ("Zoë", "ann@shop.example")


def test_a_change_to_what_is_writes_nothing(ann: Customer, api: Edge) -> None:
    with gate.recorded() as calls:
        _, body, _ = api.call("PATCH", f"/v1/customers/{ann.id}", {"name": "Ann"})

    assert body["version"] == 1
    assert {call.name for call in calls} == {"dynamodb.GetItem", "dynamodb.Query"}


def test_old_and_new_address_lead_to_the_customer(desk: Desk, ann: Customer, api: Edge) -> None:
    api.call("PATCH", f"/v1/customers/{ann.id}", {"email": "lee@shop.example"})

    found = {
        identify(desk.for_operation(address), IdentityKind.email, address).id
        for address in ("ann@shop.example", "lee@shop.example")
    }

    assert found == {ann.id}


def test_another_customers_address_is_refused(desk: Desk, ann: Customer, api: Edge) -> None:
    bob = identify(desk.for_operation("b"), IdentityKind.email, "bob@shop.example")

    status, body, _ = api.call("PATCH", f"/v1/customers/{ann.id}", {"email": bob.email})

    assert (status, body["code"], body["customer_id"]) == (409, "address_taken", bob.id)
    assert api.call("GET", f"/v1/customers/{ann.id}")[1]["email"] == "ann@shop.example"


@pytest.mark.parametrize(
    ("condition", "status"), [('"1"', 200), ("*", 200), ('"2"', 409), ("nonsense", 422)]
)
def test_a_change_may_name_the_version_it_means(
    ann: Customer, api: Edge, condition: str, status: int
) -> None:
    path = f"/v1/customers/{ann.id}"

    assert api.call("PATCH", path, {"name": "Zoë"}, If_Match=condition)[0] == status


def test_a_change_that_comes_twice_is_made_once(ann: Customer, api: Edge) -> None:
    path, key = f"/v1/customers/{ann.id}", "the key"

    first = api.call("PATCH", path, {"name": "Zoë"}, Idempotency_Key=key)
    api.call("PATCH", path, {"name": "Ann"})
    again = api.call("PATCH", path, {"name": "Zoë"}, Idempotency_Key=key)

    assert (first[1]["name"], again[1]["name"]) == ("Zoë", "Ann")
    assert again[2]["Idempotent-Replayed"] == "true"


def test_two_changes_at_once_both_count(desk: Desk, ann: Customer, api: Edge) -> None:
    path, rivals = f"/v1/customers/{ann.id}", ["+442079460000"]

    def meanwhile(call: Call) -> None:
        if call.name == "dynamodb.TransactWriteItems" and rivals:
            api.call("PATCH", path, {"phone": rivals.pop()})

    with gate.hooked(before=meanwhile):
        _, body, _ = api.call("PATCH", path, {"name": "Zoë"})

    assert (body["name"], body["phone"], body["version"]) == ("Zoë", "+442079460000", 3)


@pytest.mark.acceptance(90)
def test_segments_are_kept_through_every_other_change(desk: Desk, ann: Customer, api: Edge) -> None:
    path = f"/v1/customers/{ann.id}"

    _, body, _ = api.call("PATCH", path, {"segments": ["VIP", "new"]})
    api.call("PATCH", path, {"name": "Zoë", "email": "zoe@shop.example"})
    identify(desk, IdentityKind.email, "zoe@shop.example", name="Z", is_verified=True)

    assert body["segments"] == ["VIP", "new"]
    assert api.call("GET", path)[1]["segments"] == ["VIP", "new"]
    assert api.call("PATCH", path, {"segments": None})[1]["segments"] == []
    assert api.call("GET", path)[1]["segments"] == []


@pytest.mark.acceptance(90)
def test_another_system_sets_segments_by_an_address(ann: Customer, api: Edge) -> None:
    path = "/v1/customers/identify"

    known = api.call("POST", path, {"email": "ANN@shop.example", "add_segments": ["VIP"]})
    api.call("POST", path, {"email": ann.email, "name": "A", "add_segments": ["new"]})
    new = api.call("POST", path, {"phone": "+44 20 7946 0000", "name": "Bo", "segments": ["VIP"]})
    left = api.call("POST", path, {"email": ann.email, "remove_segments": ["VIP"]})

    assert (known[0], known[1]["id"], known[1]["segments"]) == (200, ann.id, ["VIP"])
    assert (left[1]["segments"], left[1]["name"]) == (["new"], "Ann")
    assert (new[1]["phone"], new[1]["name"], new[1]["segments"]) == ("+442079460000", "Bo", ["VIP"])
    assert new[1]["is_verified"] is False


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/email"),
        ({"email": "a@shop.example", "phone": "+442079460000"}, "/email"),
        ({"email": "nonsense"}, "/email"),
        ({"phone": "020 7946"}, "/phone"),
        ({"email": "new@shop.example", "segments": ["x" * 61]}, "/segments/0"),
        ({"email": "new@shop.example", "is_verified": True}, "/is_verified"),
    ],
)
def test_nobody_is_made_by_a_faulty_request(
    desk: Desk, api: Edge, body: dict[str, object], pointer: str
) -> None:
    status, problem, _ = api.call("POST", "/v1/customers/identify", body)

    assert (status, problem["errors"][0]["pointer"]) == (422, pointer)
    known_as = Identity(kind=IdentityKind.email, address="new@shop.example")
    assert storage.owner_of(desk, known_as) is None


def test_setting_segments_twice_is_once(ann: Customer, api: Edge) -> None:
    path, body = "/v1/customers/identify", {"email": ann.email, "segments": ["VIP"]}

    api.call("POST", path, body, Idempotency_Key="k")
    api.call("PATCH", f"/v1/customers/{ann.id}", {"segments": []})
    _, again, headers = api.call("POST", path, body, Idempotency_Key="k")

    assert (again["segments"], headers["Idempotent-Replayed"]) == ([], "true")


@pytest.mark.parametrize("customer_id", ["cus_1", "cus_" + "0" * 26, "x%23T", "x" * 3000])
def test_nobody_is_found_by_another_id(api: Edge, customer_id: str) -> None:
    assert api.call("GET", f"/v1/customers/{customer_id}")[0] == 404
    assert api.call("PATCH", f"/v1/customers/{customer_id}", {"name": "Zoë"})[0] == 404


@pytest.mark.parametrize(
    ("body", "pointer"),
    [({"email": "x"}, "/email"), ({"is_verified": True}, "/is_verified"), ({"name": 1}, "/name")],
)
def test_a_faulty_change_is_refused(
    ann: Customer, api: Edge, body: dict[str, object], pointer: str
) -> None:
    status, problem, _ = api.call("PATCH", f"/v1/customers/{ann.id}", body)

    assert (status, problem["errors"][0]["pointer"]) == (422, pointer)


def test_another_account_finds_nobody(ann: Customer, ports: wiring.Ports) -> None:
    api = edge(routes, admit("acc_other", AGENT))

    assert api.call("GET", f"/v1/customers/{ann.id}")[0] == 404


@pytest.mark.parametrize("method", ["GET", "PATCH"])
def test_a_caller_without_the_permission_is_refused(
    desk: Desk, ann: Customer, ports: wiring.Ports, method: str
) -> None:
    api = edge(routes, admit(desk.account_id, Caller(kind=CallerKind.agent)))

    assert api.call(method, f"/v1/customers/{ann.id}", {})[0] == 403
