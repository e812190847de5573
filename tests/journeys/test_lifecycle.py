"""Tickets that sleep, wake, and close by themselves."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.shop import Agent, Shop


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.acceptance(48, 49, 50, 51, 52)
def test_a_snoozed_ticket_is_hidden_and_wakes_exactly_once(shop: Shop, agent: Agent) -> None:
    ticket = shop.first_mail()["id"]
    agent.do(ticket, "assign", agent_id=agent.id)
    agent.do(ticket, "read")
    agent.do(ticket, "snooze", preset="later_today")
    hidden = agent.tickets(view="mine")
    shop.server.wait(hours=2, minutes=58)
    asleep = agent.ticket(ticket)["status"]
    shop.server.wait(minutes=4)

    woken = agent.ticket(ticket)
    assert (hidden, asleep) == ([], "snoozed")
    assert (woken["status"], woken["is_unread"], woken["snoozed_until"]) == ("open", True, None)
    assert woken["assignee"]["id"] == agent.id
    shop.server.wait(days=3)
    assert agent.events(ticket).count("woke") == 1


@pytest.mark.acceptance(50)
def test_tomorrow_is_nine_in_the_shops_morning_and_a_week_is_a_week(
    shop: Shop, agent: Agent
) -> None:
    shop.set(office_hours={"time_zone": "America/New_York"})
    ticket = shop.first_mail()["id"]
    tomorrow = agent.do(ticket, "snooze", preset="tomorrow")["snoozed_until"]
    week = agent.do(ticket, "snooze", preset="one_week")["snoozed_until"]

    now = moment(shop.server.call("GET", "/dev/clock").ok()["now"])
    local = moment(tomorrow).astimezone(ZoneInfo("America/New_York"))
    today = now.astimezone(ZoneInfo("America/New_York")).date()
    assert (local.hour, local.minute, local.date()) == (9, 0, today + timedelta(days=1))
    assert abs(moment(week) - now - timedelta(days=7)) < timedelta(minutes=1)


@pytest.mark.acceptance(50)
def test_a_customers_message_wakes_at_once_and_only_once(shop: Shop, agent: Agent) -> None:
    ticket = shop.first_mail()["id"]
    agent.do(ticket, "replies", text="Soon")
    agent.do(ticket, "snooze", preset="later_today")
    shop.mail(sender=shop.address("ann"), to=shop.sent()[0]["headers"]["Reply-To"], text="And?")

    assert agent.ticket(ticket)["status"] == "open"
    shop.server.wait(hours=4)
    assert agent.events(ticket).count("woke") == 1


@pytest.mark.acceptance(50)
def test_a_snooze_can_outlast_the_customers_messages(shop: Shop, agent: Agent) -> None:
    ticket = shop.first_mail()["id"]
    agent.do(ticket, "replies", text="Soon")
    agent.do(ticket, "snooze", preset="later_today", keep_on_reply=True)
    shop.mail(sender=shop.address("ann"), to=shop.sent()[0]["headers"]["Reply-To"], text="And?")

    assert agent.ticket(ticket)["status"] == "snoozed"
    shop.server.wait(hours=4)
    assert agent.ticket(ticket)["status"] == "open"


@pytest.mark.acceptance(51)
def test_closing_takes_a_ticket_out_of_the_working_views_and_cancels_its_snooze(
    shop: Shop, agent: Agent
) -> None:
    mine, nobodys = shop.first_mail("ann")["id"], shop.first_mail("ben")["id"]
    agent.do(mine, "assign", agent_id=agent.id)
    agent.do(mine, "snooze", preset="later_today")
    for ticket in (mine, nobodys):
        agent.do(ticket, "close")
    shop.server.wait(hours=4)

    assert agent.tickets(view="mine") == agent.tickets(view="unassigned") == []
    assert {each["status"] for each in agent.tickets(status="any")} == {"closed"}
    assert "woke" not in agent.events(mine)


@pytest.mark.acceptance(84)
def test_a_silent_customers_ticket_closes_and_says_why(shop: Shop, agent: Agent) -> None:
    shop.set(auto_close={"enabled": True, "after_hours": 24})
    ticket = shop.first_mail()["id"]
    agent.do(ticket, "replies", text="Does that help?")
    shop.server.wait(hours=23, minutes=58)
    before = agent.ticket(ticket)["status"]
    shop.server.wait(minutes=4)

    *_, line = agent.thread(ticket)
    assert (before, agent.ticket(ticket)["status"]) == ("open", "closed")
    assert (line["event"], line["details"]) == ("closed", {"because": "inactivity"})
    assert len(shop.sent()) == 1


@pytest.mark.acceptance(84)
def test_a_customer_who_waits_for_the_team_is_never_closed(shop: Shop, agent: Agent) -> None:
    shop.set(auto_close={"enabled": True, "after_hours": 24})
    never_answered = shop.first_mail("ben")["id"]
    ticket = shop.first_mail("ann")["id"]
    agent.do(ticket, "replies", text="Does that help?")
    shop.mail(sender=shop.address("ann"), to=shop.sent()[0]["headers"]["Reply-To"], text="No!")
    shop.server.wait(days=5)

    assert {agent.ticket(each)["status"] for each in (ticket, never_answered)} == {"open"}


@pytest.mark.acceptance(84)
def test_auto_close_reaches_tickets_that_were_quiet_when_it_was_switched_on(
    shop: Shop, agent: Agent
) -> None:
    ticket = shop.first_mail()["id"]
    agent.do(ticket, "replies", text="Does that help?")
    shop.set(auto_close={"enabled": True, "after_hours": 24})
    shop.server.wait(hours=25)

    assert agent.ticket(ticket)["status"] == "closed"


@pytest.mark.acceptance(84)
def test_a_closing_text_is_sent_once_and_reopens_nothing(shop: Shop, agent: Agent) -> None:
    shop.set(auto_close={"enabled": True, "after_hours": 24, "closing_text": "We close this."})
    ticket = shop.first_mail()["id"]
    agent.do(ticket, "replies", text="Does that help?")
    shop.server.wait(days=3)

    mail, _ = shop.sent()
    assert "We close this." in mail["text"]
    assert mail["headers"]["Auto-Submitted"] == "auto-replied"
    assert agent.ticket(ticket)["status"] == "closed"
