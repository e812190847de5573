"""What became of something whose answer was lost is seen by reading."""

import json

import pytest

from chalicelib import jobs as workers
from chalicelib.commerce.actions import act as acting
from chalicelib.commerce.actions import storage
from chalicelib.commerce.actions.model import Action, Outcome
from chalicelib.commerce.actions.settle import come_due, settle
from chalicelib.core.errors import (
    Uncertain,
)
from tests.accounts.conftest import Jobs
from tests.accounts.shop import Shop, keyed
from tests.commerce.actions.conftest import DeskOf
from tests.commerce.actions.world import Outside, due, lines
from tests.kit.http_world import World


def swept(shop: Shop, world: World, service: Outside, action: Action, minutes: int) -> Action:
    """Let minutes pass, each with a look."""
    for _ in range(minutes):
        world.pass_time(minutes=1)
        settle(shop.desk(), action.id, {"order_edit": service.see})
    return storage.load(shop.desk(), action.id)


def test_what_took_effect_is_seen_by_reading(
    shop: Shop, service: Outside, ana: DeskOf, world: World
) -> None:
    service.failure = Uncertain("Lost.")
    action = service.act(ana())
    service.reached = True

    settled = swept(shop, world, service, action, minutes=3)

    assert settled.state is Outcome.done
    assert (service.asked, service.read) == (1, 1)
    assert [line[0] for line in lines(shop, service.ticket.id)] == [
        "unknown_at_shop",
        "done_at_shop",
    ]
    assert not due(shop, settled)


def test_what_never_took_effect_is_called_so_after_ten_minutes(
    shop: Shop, service: Outside, ana: DeskOf, world: World
) -> None:
    service.failure = Uncertain("Lost.")
    action = service.act(ana())
    service.reached = False

    assert swept(shop, world, service, action, minutes=9).state is Outcome.unknown
    settled = swept(shop, world, service, action, minutes=1)

    assert settled.state is Outcome.not_done
    assert lines(shop, service.ticket.id)[1:] == [("not_done_at_shop", action.id, "Deskhand")]
    assert service.asked == 1


def test_a_service_that_says_nothing_is_asked_for_days_then_left(
    shop: Shop, service: Outside, ana: DeskOf, world: World
) -> None:
    service.failure = Uncertain("Lost.")
    action = service.act(ana())

    world.pass_time(days=6)
    assert swept(shop, world, service, action, minutes=1).is_open
    world.pass_time(days=1)
    settled = swept(shop, world, service, action, minutes=1)

    assert (settled.state, settled.is_open) == (Outcome.unknown, False)
    assert not due(shop, settled)
    service.failure = None
    assert service.act(ana()).state is Outcome.done


@pytest.mark.parametrize(("reached", "state"), [(True, Outcome.done), (False, Outcome.not_done)])
def test_whoever_dies_after_writing_it_down_leaves_it_to_be_seen(
    shop: Shop,
    service: Outside,
    ana: DeskOf,
    world: World,
    *,
    reached: bool,
    state: Outcome,
) -> None:
    service.failure = KeyError("the process is gone")
    desk = ana()
    with pytest.raises(KeyError):
        service.act(keyed(desk))
    pending = service.act(keyed(desk))
    service.reached = reached

    settled = swept(shop, world, service, pending, minutes=11)

    assert (pending.state, settled.state, service.asked) == (Outcome.pending, state, 1)
    assert len(lines(shop, service.ticket.id)) == 1


def test_two_looks_at_once_leave_one_line(
    shop: Shop, service: Outside, ana: DeskOf, world: World
) -> None:
    service.failure = Uncertain("Lost.")
    action = service.act(ana())
    world.pass_time(minutes=1)

    for _ in range(2):
        acting.settled(shop.desk(), action, Outcome.done, world.now)

    assert [line[0] for line in lines(shop, service.ticket.id)] == [
        "unknown_at_shop",
        "done_at_shop",
    ]


def test_the_sweep_orders_a_look_and_a_worker_takes_it(
    shop: Shop, service: Outside, ana: DeskOf, world: World, jobs: Jobs,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    service.failure = Uncertain("Lost.")
    action = service.act(ana())
    monkeypatch.setitem(workers.ACTIONS, "order_edit", service.see)
    service.reached = True
    jobs()
    world.pass_time(minutes=1)

    come_due(shop.desk(), action.id)
    [order] = jobs()
    workers.run_job(json.dumps(order))

    assert storage.load(shop.desk(), action.id).state is Outcome.done
