"""Messages to customers: stuck where they failed, are unknown, or are refused again and again."""

from typing import Any

import pytest

from chalicelib.messaging import deliver
from chalicelib.messaging.deliver import Handed
from chalicelib.tickets.model import State
from tests.faults.invariants import scan
from tests.faults.shop import Shop
from tests.status.things import at, handed, page, stuck

Answers = list[Handed]
REFUSED = Handed(state=State.queued, detail="451 busy")
BOUNCED = Handed(state=State.failed, detail="550 no such mailbox")
UNSURE = Handed(state=State.unknown, detail="no answer")
TAKEN = Handed(state=State.sent, provider_id="m-1")


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """Return what the provider does with each message: its only member, which a test may change."""
    answers = [TAKEN]
    monkeypatch.setattr(deliver, "handed_over", lambda *_: answers[0])
    return answers


def answered(shop: Shop, provider: Answers, does: Handed) -> None:
    """Let the team answer, and the provider do so."""
    shop.receive()
    provider[0] = does
    shop.reply()
    shop.cloud.settle()


def state(shop: Shop) -> Any:
    return scan(shop).messages[-1].state


@pytest.mark.parametrize(
    ("does", "reason"), [(BOUNCED, "delivery_failed"), (UNSURE, "delivery_unknown")]
)
def test_what_is_not_delivered_shows_until_it_is_sent_again(
    shop: Shop, provider: Answers, does: Handed, reason: str
) -> None:
    answered(shop, provider, does)

    [found] = stuck(shop)
    assert (found["kind"], found["reason"], found["detail"]) == ("message", reason, does.detail)
    assert found["title"] == "A message in ticket #1"
    assert found["ticket_id"] == shop.ticket_id
    provider[0] = TAKEN
    assert shop.ask("POST", at("retry", found), by="owner").json["reason"] == reason
    shop.cloud.settle()
    assert (state(shop), stuck(shop)) == (State.sent, [])


def test_what_is_refused_again_and_again_waits_and_is_late(shop: Shop, provider: Answers) -> None:
    answered(shop, provider, REFUSED)
    assert stuck(shop) == []

    shop.cloud.calm(minutes=3)

    [found] = stuck(shop)
    assert (found["reason"], found["detail"]) == ("delivery_retried", "451 busy")
    assert found["next_try_at"]
    assert page(shop)["queues"][0]["waiting"] == 1
    provider[0] = TAKEN
    shop.ask("POST", at("retry", found), by="owner")
    shop.cloud.settle()
    assert (state(shop), stuck(shop)) == (State.sent, [])


def test_a_message_that_waits_has_failed_once_it_is_dropped(shop: Shop, provider: Answers) -> None:
    answered(shop, provider, REFUSED)
    shop.cloud.calm(minutes=3)
    [found] = stuck(shop)

    assert shop.ask("POST", at("drop", found), by="owner").status == 204

    provider[0] = TAKEN
    shop.cloud.calm(minutes=10)
    assert (state(shop), stuck(shop)) == (State.failed, [])
    last = shop.done("GET", "/v1/account/events", by="owner")["data"][0]
    assert (last["event"], last["actor"]["name"]) == ("stuck_dropped", "Olga")


def test_what_nobody_knows_of_stays_unknown_when_it_is_dropped(
    shop: Shop, provider: Answers
) -> None:
    answered(shop, provider, UNSURE)

    shop.ask("POST", at("drop", stuck(shop)[0]), by="owner")
    shop.cloud.settle()

    assert (state(shop), stuck(shop)) == (State.unknown, [])


def test_a_worker_that_fails_before_it_sends_is_told_of(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.receive()
    shop.reply()
    shop.cloud.fold()
    [order] = shop.cloud.queues["deliver"]
    with monkeypatch.context() as broken:
        broken.setattr(deliver, "prepared", lambda *_: 1 // 0)
        handed(shop, "deliver", order, tries=2)

    [found] = stuck(shop)
    assert (found["id"][:4], found["reason"]) == ("msg_", "unexpected")
    shop.cloud.settle()
    assert stuck(shop) == []


def test_a_days_old_failure_is_not_shown(shop: Shop, provider: Answers) -> None:
    answered(shop, provider, BOUNCED)

    shop.cloud.world.pass_time(hours=25)

    assert stuck(shop) == []


def test_what_a_provider_says_is_not_for_who_may_not_read_tickets(
    shop: Shop, provider: Answers
) -> None:
    answered(shop, provider, BOUNCED)
    scopes = ["settings:read", "settings:write"]
    key = shop.done("POST", "/v1/api_keys", {"name": "Watch", "scopes": scopes}, by="owner")
    shop.tokens["watch"] = key["token"]

    [found] = shop.done("GET", "/v1/status", by="watch")["stuck"]

    assert found["detail"] == "It was not delivered."
    assert shop.ask("POST", at("retry", found), by="watch").status == 403


def test_the_last_mail_each_way_is_shown(shop: Shop) -> None:
    assert page(shop)["mail"] == {"last_in_at": None, "last_out_at": None}
    shop.receive()
    shop.reply()
    shop.cloud.settle()

    shown = page(shop)

    assert shown["mail"]["last_in_at"]
    assert shown["mail"]["last_out_at"]
    assert shown["channels"][0]["last_in_at"] == shown["mail"]["last_in_at"]
    assert shown["channels"][1]["last_in_at"] is None


def test_bulk_work_shows_while_it_is_under_way(shop: Shop) -> None:
    ticket_id = shop.receive()
    job = shop.done("POST", "/v1/tickets/bulk", {"action": "close", "ids": [ticket_id]})
    shop.cloud.fold()

    [work] = page(shop)["work"]
    assert (work["id"], work["kind"], work["done"], work["of"]) == (job["id"], "bulk", 0, 1)
    shop.cloud.settle()
    assert page(shop)["work"] == []
