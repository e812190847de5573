"""Numbers are connected by who owns them, and by one account only."""

import json
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict, Forbidden, Invalid, NotFound, Unavailable
from chalicelib.inboxes import connect, faults, secrets, storage
from chalicelib.inboxes.model import Edit, Inbox, Wanted
from chalicelib.table.across_accounts import across_accounts_inbox
from tests.accounts.shop import Shop, event_names, keyed
from tests.inboxes import numbers
from tests.inboxes.numbers import a_number, connected, owns
from tests.kit.http_world import World, reply

MENDED = "f" * 32


def asked(address: str, **facts: Any) -> Wanted:
    return Wanted(**numbers.wanted(address=address, **facts))


def row_of(desk: Desk, inbox: Inbox) -> str:
    from chalicelib.table import keys
    from chalicelib.table.row import Row, connection

    pk, sk = keys.inbox(desk.account_id, inbox.id)
    return repr(connection().get_item(Row.Meta.table_name, pk, sk))


@pytest.mark.parametrize("provider", ["twilio", "aws"])
def test_a_number_is_connected_by_who_owns_it(shop: Shop, world: World, provider: str) -> None:
    inbox = connected(shop.desk(), world, provider=provider)

    assert storage.inboxes(shop.desk()) == (inbox,)
    assert storage.at(shop.desk(), "sms", inbox.address) == inbox
    assert across_accounts_inbox(provider, inbox.address) == (shop.account.id, inbox.id)
    assert event_names(shop.desk())[-1] == "inbox_connected"


def test_credentials_rest_sealed_and_open_for_their_own_inbox_alone(
    shop: Shop, other_shop: Shop, world: World
) -> None:
    inbox = connected(shop.desk(), world)

    assert secrets.opened(shop.desk(), inbox) == {"auth_token": numbers.TOKEN}
    assert numbers.TOKEN not in row_of(shop.desk(), inbox)
    with pytest.raises(Forbidden):
        secrets.opened(other_shop.desk(), inbox)


@pytest.mark.parametrize(
    ("answer", "code", "pointer"),
    [
        (reply(401, {"code": 20003}), "credentials_refused", "/credentials"),
        (reply(200, {"incoming_phone_numbers": []}), "number_not_found", "/address"),
    ],
)
def test_whose_number_it_is_says_the_provider(
    shop: Shop, world: World, answer: Any, code: str, pointer: str
) -> None:
    world.http.on("GET", numbers.NUMBERS, answer)

    with pytest.raises(Invalid) as refused:
        connect.connect(shop.desk(), asked(a_number()))

    assert (refused.value.code, refused.value.faults[0].pointer) == (code, pointer)
    assert storage.inboxes_now(shop.desk()) == ()


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (reply(400, {"__type": "x#UnrecognizedClientException"}), "credentials_refused"),
        (reply(400, {"__type": "InvalidSignatureException"}), "credentials_refused"),
        (reply(200, {"PhoneNumbers": [{"PhoneNumber": "+1"}]}), "number_not_found"),
    ],
)
def test_at_aws_too(shop: Shop, world: World, answer: Any, code: str) -> None:
    world.http.on("POST", numbers.AWS, answer)

    with pytest.raises(Invalid) as refused:
        connect.connect(shop.desk(), Wanted(**numbers.at_aws(address=a_number())))

    assert refused.value.code == code


def test_aws_may_have_pages_of_numbers(shop: Shop, world: World) -> None:
    number = a_number()
    first = reply(200, {"PhoneNumbers": [], "NextToken": "2"})
    world.http.on(
        "POST", numbers.AWS, first, reply(200, {"PhoneNumbers": [{"PhoneNumber": number}]})
    )

    connect.connect(shop.desk(), Wanted(**numbers.at_aws(address=number)))

    assert [json.loads(sent.body or b"").get("NextToken") for sent in world.http.sent] == [
        None,
        "2",
    ]


@pytest.mark.parametrize(
    "answer", [reply(500), reply(429, {}), reply(200, text="<html>"), Unavailable("x")], ids=str
)
def test_a_provider_that_does_not_answer_connects_nothing(
    shop: Shop, world: World, answer: Any
) -> None:
    world.http.on("GET", numbers.NUMBERS, answer)

    with pytest.raises(Unavailable):
        connect.connect(shop.desk(), asked(a_number()))


def test_a_number_belongs_to_one_account(shop: Shop, other_shop: Shop, world: World) -> None:
    number = connected(shop.desk(), world).address

    for desk in (shop.desk(), other_shop.desk()):
        with pytest.raises(Conflict) as refused:
            connect.connect(desk, asked(number))
        assert refused.value.code == "inbox_taken"

    assert storage.inboxes_now(other_shop.desk()) == ()


def test_a_request_that_comes_again_connects_once(shop: Shop, world: World) -> None:
    number = a_number()
    owns(world, number)

    first = connect.connect(keyed(shop.desk()), asked(number))

    assert connect.connect(keyed(shop.desk()), asked(number)) == first
    assert len(storage.inboxes_now(shop.desk())) == 1


def test_a_number_that_was_given_up_is_free_for_others(
    shop: Shop, other_shop: Shop, world: World
) -> None:
    inbox = connected(shop.desk(), world)

    connect.disconnect(keyed(shop.desk()), inbox.id)
    connect.connect(other_shop.desk(), asked(inbox.address))
    connect.disconnect(keyed(shop.desk()), inbox.id)

    found = across_accounts_inbox("twilio", inbox.address)
    assert found is not None
    assert found[0] == other_shop.account.id
    assert storage.inboxes_now(shop.desk()) == ()
    assert "sealed" not in row_of(shop.desk(), inbox)
    with pytest.raises(NotFound):
        connect.disconnect(shop.desk(), inbox.id)


def test_new_credentials_are_proved_and_mend_a_fault(shop: Shop, world: World) -> None:
    inbox = connected(shop.desk(), world)
    faults.broken(shop.desk(), inbox, "Twilio does not know these credentials any more.")

    edited = connect.edit(shop.desk(), inbox.id, Edit(credentials={"auth_token": MENDED}))

    assert (edited.fault, edited.faulty_since, edited.version) == ("", None, 2)
    assert secrets.opened(shop.desk(), edited) == {"auth_token": MENDED}
    assert "Basic" in world.http.sent[-1].headers["Authorization"]


def test_wrong_credentials_change_nothing(shop: Shop, world: World) -> None:
    inbox = connected(shop.desk(), world)
    world.http.on("GET", numbers.NUMBERS, reply(401, {"code": 20003}))

    with pytest.raises(Invalid):
        connect.edit(shop.desk(), inbox.id, Edit(credentials={"auth_token": MENDED}))

    assert secrets.opened(shop.desk(), storage.find_now(shop.desk(), inbox.id)) == {
        "auth_token": numbers.TOKEN
    }


def test_a_name_needs_no_proof(shop: Shop, world: World) -> None:
    inbox = connected(shop.desk(), world)
    asked_before = len(world.http.sent)

    assert connect.edit(shop.desk(), inbox.id, Edit(name="Texts")).name == "Texts"
    assert len(world.http.sent) == asked_before


def test_a_fault_is_noted_once_and_goes_when_it_works_again(shop: Shop, world: World) -> None:
    inbox = connected(shop.desk(), world)
    faults.broken(shop.desk(), inbox, "Suspended.")
    since = storage.find(shop.desk(), inbox.id).faulty_since
    world.pass_time(hours=1)

    faults.broken(shop.desk(), storage.find(shop.desk(), inbox.id), "Not active.")
    found = storage.find(shop.desk(), inbox.id)
    assert (found.fault, found.faulty_since) == ("Not active.", since)
    assert since == world.now - timedelta(hours=1)

    faults.works(shop.desk(), found)
    assert storage.find(shop.desk(), inbox.id) == inbox


def test_an_old_fault_does_not_spoil_what_was_mended(shop: Shop, world: World) -> None:
    inbox = connected(shop.desk(), world)
    connect.edit(shop.desk(), inbox.id, Edit(name="Texts"))

    faults.broken(shop.desk(), inbox, "Suspended.")

    assert storage.find(shop.desk(), inbox.id).fault == ""


@pytest.mark.parametrize("external_id", ["", "+1#", "x" * 201, "a b", "+1\n", "é"])
def test_what_no_provider_writes_is_not_looked_up(external_id: str, shop: Shop) -> None:
    assert across_accounts_inbox("twilio", external_id) is None
