"""Load, decide, commit, and do once what comes again with its key (F-6, F-7)."""

from dataclasses import replace

import pytest

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Invalid, NotFound
from chalicelib.tickets import apply, storage
from chalicelib.tickets.apply import Done
from chalicelib.tickets.model import Change, Message, Note, Ticket
from chalicelib.tickets.rules import speaking
from dev.aws.faults import Faults
from dev.aws.gate import Call, gate
from tests.builders import NOON, a_ticket_id, an_agent, carries
from tests.tickets.conftest import stored

pytestmark = [pytest.mark.any_engine, pytest.mark.usefixtures("account")]
WRITE = "dynamodb.TransactWriteItems"


def keyed(desk: Desk, digest: str = "digest") -> Desk:
    """Return a desk of one request with an Idempotency-Key; each has a cache of its own."""
    own = replace(desk, operation_id=desk.new_id("op"), cache={})
    return own.for_key("key_1", digest)


def note(desk: Desk, ticket_id: str, text: str = "Hm") -> Done:
    def decide(ticket: Ticket) -> Change:
        return speaking.note(ticket, an_agent(), text, desk.now())

    return apply.apply(desk, ticket_id, decide)


def notes(desk: Desk, ticket_id: str) -> list[str]:
    _, entries = storage.thread(desk, ticket_id)
    return [entry.text for entry in entries if isinstance(entry, Note)]


def test_a_rule_is_applied_to_the_ticket_as_it_is(desk: Desk, ticket: Ticket) -> None:
    done = note(desk, ticket.id)

    assert (done.ticket, done.entries[0].sequence) == (storage.load(desk, ticket.id), 2)


def test_there_is_nothing_to_apply_a_rule_to(desk: Desk) -> None:
    with pytest.raises(NotFound):
        note(desk, a_ticket_id(404))


def test_a_key_that_comes_again_is_answered_as_before(desk: Desk, ticket: Ticket) -> None:
    first = note(keyed(desk), ticket.id)
    note(desk.for_operation("another"), ticket.id, "later")
    again = keyed(desk)
    second = note(again, ticket.id)

    assert second.entries == first.entries
    assert second.ticket.version == 3
    assert notes(desk, ticket.id) == ["Hm", "later"]
    assert "replayed" in again.cache


def test_a_key_with_another_request_is_refused(desk: Desk, ticket: Ticket) -> None:
    note(keyed(desk), ticket.id)

    with pytest.raises(Invalid) as refused:
        note(keyed(desk, "other"), ticket.id, "other")

    assert refused.value.code == "idempotency_mismatch"
    assert notes(desk, ticket.id) == ["Hm"]


def test_a_key_is_its_accounts_alone(desk: Desk, ticket: Ticket) -> None:
    note(keyed(desk), ticket.id)

    with pytest.raises(NotFound):
        note(keyed(desk).for_account("acc_other"), ticket.id)


@pytest.mark.parametrize("call", ["dynamodb.GetItem", WRITE])
@pytest.mark.parametrize("nth", [1, 2])
def test_two_at_once_with_one_key_are_done_once(
    desk: Desk, ticket: Ticket, call: str, nth: int
) -> None:
    twins, seen = [keyed(desk)], []

    def twin(made: Call) -> None:
        if made.name == call:
            seen.append(made)
            if len(seen) == nth and twins:
                note(twins.pop(), ticket.id)

    with gate.hooked(before=twin):
        done = note(keyed(desk), ticket.id)

    assert notes(desk, ticket.id) == ["Hm"]
    assert [entry.sequence for entry in done.entries] == [2]


@pytest.mark.parametrize("same_ticket", ["1", "2"])
def test_two_at_once_with_one_key_and_other_words_are_not_mixed(
    desk: Desk, ticket: Ticket, same_ticket: str
) -> None:
    other = ticket if same_ticket == "1" else stored(desk, replace(ticket, id=a_ticket_id(2)))
    twins = [keyed(desk, "other")]

    def twin(made: Call) -> None:
        if made.name == WRITE and twins:
            note(twins.pop(), other.id, "other")

    with gate.hooked(before=twin), pytest.raises(Invalid) as refused:
        note(keyed(desk), ticket.id)

    assert refused.value.code == "idempotency_mismatch"
    assert notes(desk, ticket.id) + notes(desk, other.id) * (other != ticket) == ["other"]


def test_a_lost_answer_with_a_key_is_the_truth_in_the_end(
    desk: Desk, ticket: Ticket, faults: Faults
) -> None:
    faults.inject(WRITE, "lost_reply")

    done = note(keyed(desk), ticket.id)

    assert (notes(desk, ticket.id), done.ticket.version) == (["Hm"], 2)


def test_an_answer_is_shown_as_far_as_it_got(desk: Desk, ticket: Ticket) -> None:
    can = carries()

    def reply(own: Desk) -> Done:
        return apply.apply(
            own, ticket.id, lambda t: speaking.reply(t, an_agent(), "Yes", NOON, capabilities=can)
        )

    first, second = reply(keyed(desk)), reply(keyed(desk))

    assert isinstance(second.entries[0], Message)
    assert first.entries[0].sequence == second.entries[0].sequence
