"""What is known of a provider's messages, and where a person's next message goes."""

from dataclasses import replace

import pytest

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Duplicate, NotFound
from chalicelib.tickets import markers, storage
from chalicelib.tickets.due import Policy
from chalicelib.tickets.marks import Seen
from chalicelib.tickets.storage import LostRace, commit
from tests.builders import a_ticket_id
from tests.tickets import strategies as some
from tests.tickets.test_storage import ANN, opened

pytestmark = pytest.mark.any_engine


def test_a_providers_message_is_known_by_its_id_and_body(desk: Desk) -> None:
    seen = Seen(channel=some.Kind.email, provider_id="m@x", digest="one", sequence=1)
    commit(desk.for_operation("a"), opened(1, seen), Policy())

    with pytest.raises(Duplicate) as known:
        commit(desk.for_operation("b"), opened(2, seen), Policy())
    commit(desk.for_operation("c"), opened(3, replace(seen, digest="other")), Policy())

    assert known.value.extra == {"ticket_id": a_ticket_id(1)}
    found = markers.ticket_of_message(desk, "email", "m@x")
    assert found in [(a_ticket_id(1), 1), (a_ticket_id(3), 1)]
    with pytest.raises(NotFound):
        storage.load(desk, a_ticket_id(2))


def test_a_message_of_another_channel_or_account_is_not_known(desk: Desk) -> None:
    seen = Seen(channel=some.Kind.email, provider_id="m@x", sequence=1)
    commit(desk, opened(1, seen), Policy())

    assert markers.ticket_of_message(desk, "sms", "m@x") is None
    assert markers.ticket_of_message(desk.for_account("acc_other"), "email", "m@x") is None


def test_a_person_on_an_inbox_has_one_ticket(desk: Desk) -> None:
    commit(desk.for_operation("a"), opened(1, ANN), Policy())

    with pytest.raises(LostRace):
        commit(desk.for_operation("b"), opened(2, ANN), Policy())

    found = markers.ticket_of_conversation(desk, "webchat", "webchat", "chs_ann")
    assert found == a_ticket_id(1)
    assert markers.ticket_of_conversation(desk, "webchat", "webchat", "chs_bob") is None


def test_the_pointer_moves_on_from_the_ticket_it_was_decided_on(desk: Desk) -> None:
    commit(desk.for_operation("a"), opened(1, ANN), Policy())
    after = replace(ANN, replaces=a_ticket_id(1))
    commit(desk.for_operation("b"), opened(2, after), Policy())

    with pytest.raises(LostRace):
        commit(desk.for_operation("c"), opened(3, after), Policy())

    found = markers.ticket_of_conversation(desk, "webchat", "webchat", "chs_ann")
    assert found == a_ticket_id(2)
