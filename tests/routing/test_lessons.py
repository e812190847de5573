"""What a team teaches is kept, for its own account alone, whoever teaches at the same time."""

from dataclasses import replace
from functools import partial
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.core.desk import Desk
from chalicelib.routing.lessons import REMEMBERED, learn, learned
from chalicelib.routing.text.classify import judge, tag
from chalicelib.routing.text.learned import NOTHING
from chalicelib.routing.text.model import SPAM, TAGS, Facts
from chalicelib.routing.text.words import of_message
from chalicelib.tickets import bodies
from chalicelib.tickets.due import Policy
from chalicelib.tickets.model import Change
from chalicelib.tickets.storage import commit
from dev.aws.faults import Faults
from dev.aws.gate import gate
from tests.builders import a_message, a_note, a_ticket, a_ticket_id
from tests.kit.http_world import World
from tests.kit.schedule import explore_seeds

pytestmark = pytest.mark.any_engine
OFFER = "Wholesale catalogue of bamboo toothbrushes from our factory, ask for samples"
QUESTION = "How much does engraving on the bracelet cost?"
WRITE = "dynamodb.PutItem"
texts = st.sampled_from([OFFER, QUESTION, "CONGRATULATIONS! You WON a FREE prize", "Ahoy " * 2000])
corrections = st.tuples(texts, st.sampled_from([SPAM, *TAGS]), st.booleans())


def ticket_of(desk: Desk, *words: str, **facts: Any) -> str:
    """Return a ticket of a note and these messages."""
    ticket = a_ticket(id=desk.new_id("tkt"))
    entries = [a_note(), *(a_message(text=text, **facts) for text in words)]
    placed = tuple(
        replace(entry, sequence=place, ticket_id=ticket.id)
        for place, entry in enumerate(entries, 1)
    )
    change = bodies.kept(desk, Change(before=None, ticket=ticket, entries=placed))
    commit(desk.for_operation(desk.new_id("op")), change, Policy())
    return ticket.id


def is_spam(desk: Desk, text: str = OFFER) -> bool:
    return judge(of_message(a_message(text=text)), learned(desk)).is_spam


def elsewhere(desk: Desk) -> Desk:
    """Return a desk of an account of its own."""
    return desk.for_account(desk.new_id("acc"))


@pytest.mark.acceptance(43, 44, 91)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(correction=corrections, is_automatic=st.booleans())
def test_a_corrected_message_is_judged_as_corrected(
    desk: Desk, correction: tuple[str, str, bool], *, is_automatic: bool
) -> None:
    text, label, holds = correction
    own = elsewhere(desk)
    learn(own, ticket_of(own, text, is_automatic=is_automatic), label, holds=holds)

    same, known = of_message(a_message(text=text)), learned(own)
    for verdict, is_answer in product(("pass", "unknown", "fail"), {False, is_automatic}):
        facts = Facts(mail_verdict=verdict, is_automatic=is_answer)
        inbound = replace(same, facts=facts)
        names = {found.name for found in tag(inbound, known)}
        assert holds is (judge(inbound, known).is_spam if label == SPAM else label in names)


def test_the_words_are_those_of_the_first_message_from_outside(desk: Desk) -> None:
    ticket_id = ticket_of(desk, OFFER, QUESTION)
    learn(desk, ticket_id, SPAM, holds=True)

    assert (is_spam(desk, OFFER), is_spam(desk, QUESTION)) == (True, False)


def test_a_lesson_stays_in_its_account(desk: Desk) -> None:
    other = elsewhere(desk)
    learn(desk, ticket_of(desk, OFFER), SPAM, holds=True)

    assert (is_spam(desk), is_spam(other)) == (True, False)


def test_a_ticket_of_another_account_teaches_nothing(desk: Desk) -> None:
    other = elsewhere(desk)
    for ticket_id in (ticket_of(desk, OFFER), a_ticket_id(404)):
        learn(other, ticket_id, SPAM, holds=True)

    assert learned(other) == NOTHING


@pytest.mark.parametrize("label", ["vip", ""])
def test_own_tags_teach_nothing(desk: Desk, label: str) -> None:
    learn(desk, ticket_of(desk, OFFER), label, holds=True)

    assert learned(desk) == NOTHING


def test_a_ticket_that_the_team_began_teaches_nothing(desk: Desk) -> None:
    learn(desk, ticket_of(desk, OFFER, is_inbound=False), SPAM, holds=True)

    assert learned(desk) == NOTHING


def test_the_same_lesson_twice_is_one(desk: Desk) -> None:
    ticket_id = ticket_of(desk, OFFER)
    learn(desk, ticket_id, SPAM, holds=True)
    known = learned(desk)
    with gate.recorded() as calls:
        learn(desk, ticket_id, SPAM, holds=True)

    assert learned(desk) == known
    assert WRITE not in [call.name for call in calls]


def test_what_was_learnt_is_read_again_after_a_while(desk: Desk, world: World) -> None:
    with gate.recorded() as calls:
        for seconds in (0, REMEMBERED.seconds - 1, 1):
            world.pass_time(seconds=seconds)
            learned(desk)

    assert [call.name for call in calls] == ["dynamodb.GetItem"] * 2


@pytest.mark.parametrize("kind", ["lost_reply", "throttle", "error"])
def test_a_write_that_went_wrong_is_made_once_in_the_end(desk: Desk, kind: str) -> None:
    ticket_id = ticket_of(desk, OFFER)
    faults = Faults()
    faults.inject(WRITE, kind)
    with gate.around(faults):
        learn(desk, ticket_id, SPAM, holds=True)
    alone = elsewhere(desk)
    learn(alone, ticket_of(alone, OFFER), SPAM, holds=True)

    assert faults.pending() == ()
    assert learned(desk) == learned(alone)


def test_corrections_at_the_same_time_are_all_kept(desk: Desk) -> None:
    def make() -> Any:
        own = elsewhere(desk)
        taught = [(OFFER, SPAM), (QUESTION, "loyalty")]
        tasks = [
            partial(learn, own, ticket_of(own, text), label, holds=True) for text, label in taught
        ]

        def check(_run: object) -> None:
            names = {t.name for t in tag(of_message(a_message(text=QUESTION)), learned(own))}
            assert is_spam(own, OFFER)
            assert "loyalty" in names

        return tasks, check

    assert explore_seeds(make, range(40)) > 5
