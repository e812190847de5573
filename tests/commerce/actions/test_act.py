"""Something is done at a service once, whatever becomes of its answer."""

from typing import Any

import pytest

from chalicelib.commerce.actions import routes, storage
from chalicelib.commerce.actions.act import act
from chalicelib.commerce.actions.model import Outcome, Plan
from chalicelib.core.errors import (
    Conflict,
    DeskhandError,
    Forbidden,
    Invalid,
    NotFound,
    Unavailable,
    Uncertain,
)
from tests.accounts.shop import Shop, keyed
from tests.commerce.actions.conftest import DeskOf
from tests.commerce.actions.world import SUBJECT, Outside, due, lines
from tests.kit.http_world import World


def test_what_is_done_is_told_in_the_ticket(shop: Shop, service: Outside, ana: DeskOf) -> None:
    done = service.act(ana(), told={"changes": "[]"})

    assert (done.state, done.settled_at) == (Outcome.done, shop.desk().now())
    assert lines(shop, service.ticket.id) == [("done_at_shop", done.id, "Ana")]
    assert storage.load(shop.desk(), done.id) == done
    assert not due(shop, done)


def test_the_same_request_does_it_once(shop: Shop, service: Outside, ana: DeskOf) -> None:
    desk = ana()

    first, second = service.act(keyed(desk)), service.act(keyed(desk))

    assert first == second
    assert (service.asked, len(lines(shop, service.ticket.id))) == (1, 1)


def test_what_was_decided_before_another_was_done_is_not_done(
    service: Outside, ana: DeskOf, world: World
) -> None:
    def decide() -> Plan:
        world.pass_time(seconds=1)
        service.act(ana())  # from its beginning to its end
        return service.decide()()

    with pytest.raises(Conflict) as refusal:
        act(ana(), decide)

    assert (refusal.value.code, service.asked) == ("action_pending", 1)
    service.act(ana())
    assert service.asked == 2


def test_one_key_is_for_one_request(service: Outside, ana: DeskOf) -> None:
    desk = ana()
    service.act(keyed(desk, body="b1"))

    with pytest.raises(Invalid) as refusal:
        service.act(keyed(desk, body="b2"))

    assert (refusal.value.code, service.asked) == ("idempotency_mismatch", 1)


@pytest.mark.parametrize(
    "failure",
    [
        Invalid("Too many.", code="shop_refused"),
        Forbidden("No.", code="scope_missing"),
        Conflict("Cancelled.", code="order_changed"),
        NotFound("Gone."),
    ],
)
def test_a_refusal_is_told_to_who_asked_and_to_nobody_else(
    shop: Shop, service: Outside, ana: DeskOf, failure: DeskhandError
) -> None:
    service.failure, desk = failure, ana()

    for _ in range(2):
        with pytest.raises(type(failure)) as refusal:
            service.act(keyed(desk))
        assert (refusal.value.code, refusal.value.detail) == (failure.code, failure.detail)

    assert service.asked == 1
    assert lines(shop, service.ticket.id) == []
    service.failure = None
    assert service.act(keyed(desk, key="k2")).state is Outcome.done


def test_what_could_not_be_asked_may_be_asked_again(
    shop: Shop, service: Outside, ana: DeskOf
) -> None:
    service.failure, desk = Unavailable("Away."), ana()
    with pytest.raises(Unavailable):
        service.act(keyed(desk))

    service.failure = None

    assert service.act(keyed(desk)).state is Outcome.done
    assert (service.asked, len(lines(shop, service.ticket.id))) == (2, 1)


def test_a_lost_answer_is_not_known_and_nothing_is_done_again(
    shop: Shop, service: Outside, ana: DeskOf
) -> None:
    service.failure, desk = Uncertain("Lost."), ana()

    unknown = service.act(keyed(desk))

    assert unknown.state is Outcome.unknown
    assert service.act(keyed(desk)) == unknown
    assert service.asked == 1
    assert lines(shop, service.ticket.id) == [("unknown_at_shop", unknown.id, "Ana")]
    assert due(shop, unknown)


def test_two_cannot_cross_on_one_subject(shop: Shop, service: Outside, ana: DeskOf) -> None:
    service.failure = Uncertain("Lost.")
    service.act(ana())
    service.failure = None

    with pytest.raises(Conflict) as refusal:
        service.act(ana())

    assert (refusal.value.code, service.asked) == ("action_pending", 1)
    assert service.act(ana(), subject="order:2").state is Outcome.done
    assert storage.under_way(shop.desk(), [SUBJECT, "order:2", "order:3"]) == {SUBJECT}


def test_whoever_comes_while_it_is_being_done_is_told_to_wait(
    service: Outside, ana: DeskOf
) -> None:
    codes: list[str] = []

    def meanwhile() -> None:
        with pytest.raises(Conflict) as refusal:
            service.act(ana())
        codes.append(refusal.value.code)

    done = service.act(ana(), do=meanwhile)

    assert (codes, service.asked, done.state) == (["action_pending"], 0, Outcome.done)


def test_the_same_request_meanwhile_is_told_that_it_is_under_way(
    service: Outside, ana: DeskOf
) -> None:
    desk, states = ana(), list[Outcome]()

    def meanwhile() -> None:
        states.append(service.act(keyed(desk)).state)

    service.act(keyed(desk), do=meanwhile)

    assert (states, service.asked) == ([Outcome.pending], 0)


def test_an_action_that_takes_back_another_is_noted_with_it(
    shop: Shop, service: Outside, ana: DeskOf
) -> None:
    first = service.act(ana())

    back = service.act(ana(), undoes=first.id)

    assert storage.load(shop.desk(), first.id).undone_by == back.id


def test_an_action_is_shown_beside_its_ticket_alone(
    shop: Shop, other_shop: Shop, service: Outside, ana: DeskOf
) -> None:
    action = service.act(ana())

    told: Any = routes.show_action(ana(), service.ticket.id, action.id)

    assert (told["state"], told["kind"], told["name"]) == ("done", "order_edit", "#1001")
    for desk, ticket_id, action_id in (
        (ana(), "tkt_00000000000000000000000009", action.id),
        (ana(), service.ticket.id, "act_00000000000000000000000009"),
        (ana(), service.ticket.id, "act_#"),
        (other_shop.desk(), service.ticket.id, action.id),
    ):
        with pytest.raises(NotFound):
            routes.show_action(desk, ticket_id, action_id)
