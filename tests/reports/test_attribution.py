"""The attribution report over HTTP, from the table's stream to its figures."""

import re
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from chalicelib.accounts.model import Role
from chalicelib.accounts.settings import change
from chalicelib.core.desk import Desk
from chalicelib.core.moments import rfc3339
from chalicelib.marketing.sends.model import SendKind
from chalicelib.messaging.deliver import deliver
from chalicelib.messaging.receive import Received
from chalicelib.messaging.reply import reply
from chalicelib.reports import fold as folding
from chalicelib.reports import rules, storage
from chalicelib.reports.activity import count
from chalicelib.tickets import storage as tickets
from tests.accounts.shop import Shop
from tests.builders import NOON, an_agent
from tests.edge import Edge
from tests.kit.http_world import World
from tests.marketing.texts import NUMBER, Phone, sent, text
from tests.reports.history import judged
from tests.reports.reading import TODAY, report, streamed
from tests.reports.tape import Tape

HOUR = timedelta(hours=1)
PERSON = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Safari/604.1"
MUG = "https://shop.example/everything/for-your-table/the-blue-mug"
ORDER = {"metric": "Placed Order", "customer": {"phone": NUMBER}, "currency": "EUR"}


def answered(shop: Shop, received: Received, words: str = MUG) -> None:
    assert received.ticket
    done = reply(shop.desk(), received.ticket.id, an_agent(), words)
    deliver(shop.desk(), received.ticket.id, done.entries[-1].sequence)


def click(whole: Edge, phone: Phone, times: int = 1) -> None:
    [path] = re.findall(r"https://desk\.example(/l/\w+)", phone.got[-1].text)
    for _ in range(times):
        assert whole.call("GET", path, Host="desk.example", User_Agent=PERSON)[0] == 302


@pytest.fixture
def manage(whole: Edge, shop: Shop) -> Any:
    """Return a way to ask as a manager."""
    token = shop.session(shop.hire(Role.manager))
    return partial(whole.call, Authorization=f"Bearer {token}")


@pytest.mark.acceptance(75, 118, 122)
def test_a_campaigns_replies_clicks_and_revenue_show(
    ask: Any, manage: Any, whole: Edge, shop: Shop, phone: Phone, world: World, tape: Tape
) -> None:
    sent(shop, NOON - 2 * HOUR, name="Welcome", kind=SendKind.flow)
    sent(shop, NOON - HOUR, source_id="c-1")
    answered(shop, text(shop))
    text(shop, "Thanks")
    click(whole, phone, times=2)
    world.pass_time(minutes=1)
    for number, value in enumerate(("0.10", "0.20")):
        order = {**ORDER, "id": f"o{number}", "value": value}
        assert manage("POST", "/v1/events", order)[0] == 201
    streamed(tape)

    shown = report(ask)

    revenue = [{"currency": "EUR", "value": "0.30"}]
    clicked = {"clicks": 2, "orders": 2, "revenue": revenue}
    nothing = {"clicks": 0, "orders": 0, "revenue": []}
    assert shown["sources"] == [
        {"source": "sms:campaign:c-1", "type": "campaign", "id": "c-1", "name": "Spring sale",
         "channel": "sms", "received": 1, "replies": 1, **clicked},
        {"source": "sms:flow:Welcome", "type": "flow", "id": None, "name": "Welcome",
         "channel": "sms", "received": 1, "replies": 0, **nothing},
    ]  # fmt: skip
    assert shown["totals"] == {"received": 2, "replies": 1, **clicked, "unattributed_texts": 1}
    links = {"messages": 1, "links": 1, **clicked}
    assert shown["short_links"] == {**links, "days": [{"date": TODAY, **links}]}
    assert (shown["from"], shown["to"], shown["time_zone"]) == (TODAY, TODAY, "UTC")
    assert set(shown["totals"]) <= set(shown["definitions"])


def test_each_source_is_called_the_same_in_the_figures_of_its_tickets(
    ask: Any, shop: Shop, phone: Phone, world: World, tape: Tape
) -> None:
    for facts in ({"source_id": "c-1"}, {"name": "A: b"}, {"kind": SendKind.flow}):
        sent(shop, world.clock() - HOUR / 2, **facts)
        answered(shop, text(shop))
        world.pass_time(hours=1)
    streamed(tape)
    while count.step(shop.desk()):
        pass

    named = [each["source"] for each in report(ask)["sources"]]
    _, shown, _ = ask("GET", f"/v1/reports/sources?from={TODAY}&to={TODAY}")

    assert sorted(named) == ["sms:campaign:A: b", "sms:campaign:c-1", "sms:flow:Spring sale"]
    assert sorted(each["source"] for each in shown["sources"]) == sorted(named)


@pytest.mark.acceptance(119, 120, 121)
def test_what_is_outside_the_window_and_what_comes_second_is_attributed_to_nothing(
    ask: Any, shop: Shop, tape: Tape
) -> None:
    sent(shop, NOON - 25 * HOUR, source_id="c-1")
    text(shop)
    text(shop, "Hello?")
    streamed(tape)

    yesterday = (NOON - 25 * HOUR).date().isoformat()
    assert [each["replies"] for each in report(ask, yesterday)["sources"]] == [0]
    assert report(ask)["totals"]["unattributed_texts"] == 2
    assert report(ask)["sources"] == []


def test_what_belongs_to_no_campaign_is_in_the_links_only(
    ask: Any, whole: Edge, shop: Shop, phone: Phone, tape: Tape
) -> None:
    answered(shop, text(shop), f"{MUG} or {MUG}-2")
    phone.got[-1] = replace(phone.got[-1], text=phone.got[-1].text.partition(" ")[0])
    click(whole, phone)
    streamed(tape)

    shown = report(ask)

    assert [shown["short_links"][name] for name in ("messages", "links", "clicks")] == [1, 2, 1]
    assert (shown["sources"], shown["totals"]["clicks"]) == ([], 0)


def test_days_are_the_accounts_own_and_both_count(
    ask: Any, shop: Shop, world: World, tape: Tape
) -> None:
    change.patch(shop.desk(), {"office_hours": {"time_zone": "Pacific/Auckland"}})
    text(shop)  # it is one o'clock of the next day there
    world.pass_time(days=1)
    text(shop)
    streamed(tape)

    texts = [
        report(ask, first, last)["totals"]["unattributed_texts"]
        for first, last in (("2026-03-04", "2026-03-04"), ("2026-03-05", "2026-03-06"),
                            ("2026-03-05", "2026-03-05"), ("2026-03-07", "2026-03-09"))
    ]  # fmt: skip
    assert texts == [0, 2, 1, 0]


def test_a_ticket_that_becomes_spam_is_taken_out_and_comes_back(
    ask: Any, whole: Edge, shop: Shop, phone: Phone, world: World, tape: Tape
) -> None:
    sent(shop, NOON - HOUR)
    received = text(shop)
    answered(shop, received)
    click(whole, phone)
    assert received.ticket
    streamed(tape)
    before = report(ask)

    judged(shop, received.ticket.id, is_spam=True, at=world)
    click(whole, phone)
    streamed(tape)
    [source] = report(ask)["sources"]
    assert (source["received"], source["replies"], source["clicks"]) == (1, 0, 0)
    assert report(ask)["short_links"]["days"] == []

    judged(shop, received.ticket.id, is_spam=False, at=world)
    streamed(tape)
    after = report(ask)
    assert after["sources"][0] == {**before["sources"][0], "clicks": 2}
    assert after["totals"]["unattributed_texts"] == before["totals"]["unattributed_texts"] == 0


@pytest.mark.any_engine
def test_who_counts_while_a_ticket_becomes_spam_takes_it_out_again(
    shop: Shop, world: World, tape: Tape, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = text(shop).ticket
    assert ticket
    ahead, first = tickets.ahead, tape.records[:]

    def overtaken(desk: Desk, ticket_id: str, sequence: int) -> Any:
        found = ahead(desk, ticket_id, sequence)
        monkeypatch.setattr(folding.tickets, "ahead", ahead)
        judged(shop, ticket_id, is_spam=True, at=world)
        folding.fold(shop.desk(), tape.records[len(first) :])  # it finds nothing counted yet
        return found

    monkeypatch.setattr(folding.tickets, "ahead", overtaken)
    folding.fold(shop.desk(), first)

    assert [
        a for _, a in storage.sums(shop.desk(), NOON.date(), NOON.date()) if any(a.values())
    ] == []


@pytest.mark.thorough
def test_a_ticket_with_more_days_than_a_transaction_takes_is_taken_out_whole(
    whole: Edge, shop: Shop, world: World, tape: Tape
) -> None:
    ask = partial(whole.call, Authorization=f"Bearer {shop.key(shop.owner)}")
    days = rules.AT_ONCE + 5
    for _ in range(days):
        ticket = text(shop).ticket
        world.pass_time(days=1)
    assert ticket
    last = world.now.date().isoformat()
    streamed(tape)
    assert report(ask, TODAY, last)["totals"]["unattributed_texts"] == days

    judged(shop, ticket.id, is_spam=True, at=world)
    streamed(tape)

    assert report(ask, TODAY, last)["totals"]["unattributed_texts"] == 0


def test_machines_texts_count_nowhere(
    ask: Any, whole: Edge, shop: Shop, phone: Phone, tape: Tape
) -> None:
    autoresponder = {"mode": "all", "text": f"We are away: {MUG}"}
    change.patch(shop.desk(), {"sms": {"autoresponder": autoresponder}})
    ticket = text(shop).ticket
    assert ticket
    deliver(shop.desk(), ticket.id, 2)
    click(whole, phone)
    streamed(tape)

    shown = report(ask)

    assert shown["short_links"]["days"] == []
    assert shown["totals"]["unattributed_texts"] == 1


def test_a_renamed_campaign_is_one_and_another_of_its_name_is_another(
    ask: Any, shop: Shop, tape: Tape
) -> None:
    sent(shop, NOON - 30 * HOUR, name="Spring", source_id="c-1")
    sent(shop, NOON - HOUR, name="Spring sale", source_id="c-1")
    sent(shop, NOON - HOUR, name="Spring sale", source_id="c-2")
    streamed(tape)

    found = report(ask, "2026-03-01")["sources"]

    assert [(each["id"], each["name"], each["received"]) for each in found] == [
        ("c-1", "Spring sale", 2),
        ("c-2", "Spring sale", 1),
    ]


def test_the_campaigns_own_id_shows_where_it_is_answered(ask: Any, manage: Any, shop: Shop) -> None:
    send = {"id": "1", "channel": "sms", "kind": "campaign", "name": "Sale", "source_id": "c-7",
            "customer": {"phone": NUMBER}, "sent_at": rfc3339(NOON - HOUR)}  # fmt: skip
    assert manage("POST", "/v1/sends", send)[0] == 201
    ticket = text(shop).ticket
    assert ticket

    thread = ask("GET", f"/v1/tickets/{ticket.id}/messages")[1]["data"]

    assert [line["source"]["source_id"] for line in thread if line.get("source")] == ["c-7"]
    assert [line["attribution"]["source_id"] for line in thread if line.get("attribution")] == [
        "c-7"
    ]
