"""A worker that tells another helpdesk dies before or after any call: it is told once."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace

import pytest

from chalicelib import wiring
from chalicelib.customer_agent.helpdesks.model import Helpdesk
from chalicelib.tickets.model import Note
from tests.customer_agent.helpdesks.world import SITE, ZENDESK, Elsewhere, elsewhere
from tests.faults.commands import Doing, asked, settled
from tests.faults.customer_agent import WANTED, wondering
from tests.faults.invariants import Scan, has_effect
from tests.faults.shop import Shop
from tests.faults.test_crashes import is_its_own
from tests.kit.crash import crash_everywhere

TO_ZENDESK = {"channels": {"chat": {"handoff": {"helpdesk": "zendesk"}}}}


@pytest.fixture
def zendesk(shop: Shop) -> Elsewhere:
    """Return Zendesk, connected, and chosen for hand-offs from the chat."""
    world = shop.cloud.world
    wiring.install(replace(shop.cloud.ports, http=world.http))
    found = elsewhere(world)[Helpdesk.zendesk]
    asked("PUT", "/v1/helpdesks/zendesk", ZENDESK, by="owner")(shop)
    asked("PATCH", "/v1/customer_agent", TO_ZENDESK, by="owner")(shop)
    wondering(shop)
    settled(shop)
    asked("POST", "/v1/chat/handoff", WANTED, by="visitor")(shop)
    return found


def words(shop: Shop) -> None:
    """Let the visitor say two things; the orders to tell them wait."""
    settled(shop)
    shop.say()
    shop.say()
    shop.cloud.fold()


def first_only(shop: Shop) -> None:
    """Let the order to hand over wait."""
    shop.cloud.fold()


def told(zendesk: Elsewhere, count: int) -> Callable[[Scan], bool]:
    """Return whether one ticket is there, with all that was said, once and in order."""

    def is_told(found: Scan) -> bool:
        [ticket] = found.tickets.values()
        session = ticket.session
        notes = [e for entries in found.entries.values() for e in entries if isinstance(e, Note)]
        [transcript, *later] = [each["body"] for each in zendesk.said]
        is_whole = found.shop.said[0] in transcript and later == found.shop.said[1:]
        is_calm = session is not None and session.elsewhere is not None and not session.owes
        return (len(zendesk.tickets), len(notes), len(later), is_whole, is_calm) == (
            1, 1, count, True, True,
        )  # fmt: skip

    return is_told


def again(shop: Shop, zendesk: Elsewhere) -> Callable[[], Shop]:
    """Return what makes this shop anew, and Zendesk with it."""
    kept, site = shop.kept(), deepcopy(zendesk.stand_in.site(SITE))

    def fresh() -> Shop:
        for name in type(site).__dataclass_fields__:
            setattr(zendesk.stand_in.site(SITE), name, deepcopy(getattr(site, name)))
        return kept()

    return fresh


def work(shop: Shop) -> None:
    shop.cloud.step("jobs")


def mended(shop: Shop) -> None:
    shop.cloud.calm(minutes=8)


@pytest.mark.parametrize(
    ("prepare", "count"), [(first_only, 0), pytest.param(words, 2, marks=pytest.mark.thorough)]
)
def test_whatever_dies_it_is_told_once(
    shop: Shop, zendesk: Elsewhere, prepare: Doing, count: int
) -> None:
    prepare(shop)

    crash_everywhere(
        again(shop, zendesk),
        work,
        mended,
        lambda each: has_effect(each, told(zendesk, count), "tell"),
        counts=is_its_own,
    )
