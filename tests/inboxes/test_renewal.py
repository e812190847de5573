"""Instagram's tokens are renewed while they live; where that fails, the merchant hears of it."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib import jobs as workers
from chalicelib.channels.model import Kind
from chalicelib.core.errors import Unavailable, Uncertain
from chalicelib.inboxes import connect, faults, renewal, secrets, storage
from chalicelib.inboxes.model import Edit, Inbox, Wanted, Witness
from tests.accounts.conftest import Jobs, jobs
from tests.accounts.shop import Shop
from tests.kit.http_world import World, reply

__all__ = ["jobs"]
TOKENS = "https://graph.instagram.com/refresh_access_token?*"
FRESH = {"access_token": "IGAA-another-token", "token_type": "bearer", "expires_in": 5_184_000}
ENDED = reply(400, {"error": {"code": 190, "message": "Error validating access token"}})
DAY = timedelta(days=1)


@pytest.fixture
def inbox(shop: Shop, world: World) -> Inbox:
    """Return an Instagram account that was connected just now."""
    address = f"1784{int.from_bytes(shop.account.id.encode()[-9:])}"
    mine = reply(200, {"user_id": address, "username": "mugs"})
    world.http.on("GET", "https://graph.instagram.com/v26.0/me?*", mine)
    wanted = Wanted(
        channel=Kind.instagram.value,
        provider="meta",
        address=address,
        credentials={"access_token": "IGAA-first-token", "app_secret": "5f1c0b7e8d"},
    )
    return connect.connect(shop.desk(), wanted)


def ordered(shop: Shop, jobs: Jobs) -> list[dict[str, Any]]:
    """Return what waits to be renewed; other tests share the table and the queue."""
    mine = (order for order in jobs() if order["account_id"] == shop.account.id)
    return [order for order in mine if order["job"] == renewal.RENEW_JOB]


def swept(shop: Shop, jobs: Jobs) -> int:
    """Let what is due be looked at, and what is ordered be done; return how many orders it was."""
    for inbox in storage.inboxes_now(shop.desk()):
        renewal.come_due(shop.desk(), inbox.id)
    orders = ordered(shop, jobs)
    for order in orders:
        workers.run_job(json.dumps(order))
    return len(orders)


def now(shop: Shop, inbox: Inbox) -> Inbox:
    return storage.find_now(shop.desk(), inbox.id)


def asked(world: World) -> int:
    return len([sent for sent in world.http.sent if "refresh_access_token" in sent.url])


def test_a_token_is_renewed_when_it_is_old_enough_and_then_halfway(
    shop: Shop, inbox: Inbox, world: World, jobs: Jobs
) -> None:
    world.http.on("GET", TOKENS, reply(200, FRESH))

    counts = list[int]()
    for days in (1, 1, 27, 5, 60):
        world.pass_time(days=days)
        counts.append(swept(shop, jobs))

    assert counts == [0, 1, 0, 1, 1]
    after = now(shop, inbox)
    assert after.expires_at == world.now + 60 * DAY
    assert after.renew_at == world.now + 30 * DAY


@pytest.mark.usefixtures("alone")
def test_the_minutes_sweep_sees_what_is_due(
    shop: Shop, inbox: Inbox, world: World, jobs: Jobs
) -> None:
    world.pass_time(hours=25, minutes=1)

    workers.sweep()

    assert [order["inbox_id"] for order in ordered(shop, jobs)] == [inbox.id]


def test_the_new_token_rests_sealed_and_is_used_from_then_on(
    shop: Shop, inbox: Inbox, world: World, jobs: Jobs
) -> None:
    world.http.on("GET", TOKENS, reply(200, FRESH))
    world.pass_time(days=2)

    swept(shop, jobs)

    opened = secrets.opened(shop.desk(), now(shop, inbox))
    assert opened == {"access_token": "IGAA-another-token", "app_secret": "5f1c0b7e8d"}
    assert "grant_type=ig_refresh_token&access_token=IGAA-first-token" in world.http.sent[-1].url


def test_an_order_that_comes_twice_renews_once(shop: Shop, inbox: Inbox, world: World) -> None:
    world.http.on("GET", TOKENS, reply(200, FRESH))
    for _ in range(2):
        renewal.renew(shop.desk(), inbox.id, inbox.version)

    assert (asked(world), now(shop, inbox).version) == (1, 2)


def test_a_token_entered_meanwhile_is_not_overwritten(
    shop: Shop, inbox: Inbox, world: World
) -> None:
    entered = Edit(credentials={"access_token": "IGAA-by-hand"})

    def answer(_: Any) -> Any:
        connect.edit(shop.desk(), inbox.id, entered)
        return reply(200, FRESH)

    world.http.on("GET", TOKENS, answer)
    renewal.renew(shop.desk(), inbox.id, inbox.version)

    after = now(shop, inbox)
    assert secrets.opened(shop.desk(), after)["access_token"] == "IGAA-by-hand"
    assert after.renew_at == world.now + timedelta(hours=25)


def test_a_token_that_has_ended_is_a_fault_and_asked_about_no_more(
    shop: Shop, inbox: Inbox, world: World, jobs: Jobs
) -> None:
    world.http.on("GET", TOKENS, ENDED)
    world.pass_time(days=2)
    swept(shop, jobs)
    world.pass_time(days=90)

    assert swept(shop, jobs) == 0
    told = now(shop, inbox)
    assert told.fault.startswith("Instagram's token has ended (190). Generate a new one")
    assert told.renew_at is None

    connect.edit(shop.desk(), inbox.id, Edit(credentials={"access_token": "IGAA-by-hand"}))
    mended = now(shop, inbox)
    assert (mended.fault, mended.renew_at) == ("", world.now + timedelta(hours=25))


def test_a_refusal_is_tried_daily_and_is_over_when_it_is(
    shop: Shop, inbox: Inbox, world: World, jobs: Jobs
) -> None:
    refused = reply(400, {"error": {"code": 10}})
    world.http.on("GET", TOKENS, refused, refused, reply(200, FRESH))
    found = list[str]()
    for _ in range(3):
        world.pass_time(hours=25, minutes=1)
        swept(shop, jobs)
        faults.works(shop.desk(), now(shop, inbox))  # what still leaves proves nothing about it
        found.append(now(shop, inbox).fault)

    assert [fault.partition(". ")[0] for fault in found] == [
        *["Instagram does not renew its token (10)"] * 2,
        "",
    ]


def test_a_fault_says_when_the_token_ends(shop: Shop, inbox: Inbox, world: World) -> None:
    world.http.on("GET", TOKENS, reply(200, FRESH), reply(403, {}))
    renewal.renew(shop.desk(), inbox.id, inbox.version)
    renewal.renew(shop.desk(), inbox.id, inbox.version + 1)

    assert "It ends on 03 May 2026." in now(shop, inbox).fault


@pytest.mark.parametrize(
    "answer",
    [
        Unavailable("x"),
        Uncertain("x"),
        reply(503, text="<html>"),
        reply(429, {}),
        reply(200, text="<html>"),
        reply(200, {"access_token": ""}),
        reply(400, {"error": {"code": 4}}),
    ],
)
def test_a_provider_that_says_nothing_is_asked_again_in_an_hour(
    shop: Shop, inbox: Inbox, world: World, jobs: Jobs, answer: Any
) -> None:
    world.http.on("GET", TOKENS, answer)
    world.pass_time(hours=26)

    assert [swept(shop, jobs), swept(shop, jobs)] == [1, 0]

    assert now(shop, inbox) == replace(inbox, renew_at=world.now + timedelta(hours=1))
    world.pass_time(hours=1)
    assert swept(shop, jobs) == 1


def test_whoever_is_first_to_look_orders_it(
    shop: Shop, inbox: Inbox, world: World, jobs: Jobs
) -> None:
    world.pass_time(days=2)
    for _ in range(3):
        renewal.come_due(shop.desk(), inbox.id)

    [order] = ordered(shop, jobs)
    assert (order["inbox_id"], order["version"]) == (inbox.id, 1)


def test_what_is_disconnected_is_renewed_no_more(
    shop: Shop, inbox: Inbox, world: World, jobs: Jobs
) -> None:
    connect.disconnect(shop.desk(), inbox.id)
    world.pass_time(days=2)

    assert swept(shop, jobs) == 0
    renewal.renew(shop.desk(), inbox.id, inbox.version)
    assert asked(world) == 0


def test_numbers_have_no_token_that_ends(shop: Shop, world: World) -> None:
    from tests.inboxes.numbers import connected

    assert connected(shop.desk(), world).renew_at is None


def test_another_fault_outlives_a_renewal(shop: Shop, inbox: Inbox, world: World) -> None:
    faults.broken(shop.desk(), inbox, "Blocked.", by=Witness.reports)
    world.http.on("GET", TOKENS, reply(200, FRESH))

    renewal.renew(shop.desk(), inbox.id, inbox.version)

    assert now(shop, inbox).fault == "Blocked."
