"""The mail that sums up a week: to whom, when, and what it says."""

from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import pytest

from chalicelib.accounts import people
from chalicelib.accounts.model import Agent, Role
from chalicelib.accounts.settings import change
from chalicelib.core.errors import Invalid, Unavailable
from chalicelib.reports.folding import moves_weekly_mail
from chalicelib.reports.weekly import mail
from tests.accounts.conftest import Jobs, Mailed, mailed
from tests.accounts.shop import Shop
from tests.kit.http_world import World
from tests.reports.activity.conftest import floor
from tests.reports.activity.test_routes import Floors
from tests.reports.tape import Tape

__all__ = ["floor", "mailed"]
# A Thursday; clocks in New York went forward on Sunday the 8th.
THURSDAY = datetime(2026, 3, 5, 15, 0, tzinfo=UTC)
MONDAY_AT_EIGHT = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)


def switch(shop: Shop, *to: str, is_on: bool = True, zone: str = "America/New_York") -> None:
    """Change the settings, and follow them as the stream does."""
    weekly = {"is_on": is_on, "to": list(to)}
    changes = {"reports": {"weekly_email": weekly}, "office_hours": {"time_zone": zone}}
    change.patch(shop.desk(), changes)
    mail.settings_changed(shop.desk())


def swept(shop: Shop, jobs: Jobs) -> int:
    """Let what is due be looked at, and orders be worked off; return how many there were."""
    mail.come_due(shop.desk())
    orders = [each for each in jobs() if each["job"] == mail.JOB]
    for order in orders:
        mail.work_off(shop.desk(), order)
    return len(orders)


@pytest.fixture
def lead(shop: Shop) -> Agent:
    """Return who gets the mail."""
    return shop.hire(role=Role.manager)


@pytest.fixture
def on(shop: Shop, lead: Agent, world: World, jobs: Jobs) -> Shop:
    """Return a shop where it was switched on on a Thursday."""
    world.now = THURSDAY
    switch(shop, lead.id)
    assert swept(shop, jobs) == 0
    return shop


def words(message: EmailMessage, kind: str = "plain") -> str:
    part = message.get_body((kind,))
    assert part
    return part.get_content()


@pytest.mark.acceptance(113)
def test_it_comes_on_monday_at_eight_once(
    on: Shop, lead: Agent, world: World, jobs: Jobs, mailed: Mailed
) -> None:
    for minutes in (-1, 0, 1, 60, 24 * 60):
        world.now = MONDAY_AT_EIGHT
        world.pass_time(minutes=minutes)
        swept(on, jobs)
        assert len(mailed(lead.email)) == (minutes >= 0)

    world.now = datetime(2026, 3, 16, 12, 0, tzinfo=UTC)
    swept(on, jobs)
    first, second = mailed(lead.email)
    assert "from 2026-03-02 to 2026-03-08" in words(first)
    assert "from 2026-03-09 to 2026-03-15" in words(second)


@pytest.mark.acceptance(113)
def test_it_says_what_the_reports_say(
    floor: Floors, lead: Agent, world: World, jobs: Jobs, mailed: Mailed
) -> None:
    world.now = datetime(2026, 2, 26, 15, 0, tzinfo=UTC)
    team = floor(0)
    team.open()
    world.now = THURSDAY
    switch(team.shop, lead.email.upper())
    swept(team.shop, jobs)
    asked = [team.open() for _ in range(3)]
    world.pass_time(hours=2)
    team.answer(asked[0].id)
    team.close(asked[0].id)
    team.count()
    world.now = MONDAY_AT_EIGHT
    swept(team.shop, jobs)

    [message] = mailed(lead.email)
    text = words(message)
    assert "Ticket volume: 3 (200 % more)" in text
    assert "First response: 2 h, of 1" in text
    assert "Backlog at the end: 3 (200 % more)" in text
    assert "console#/reports?period=own&from=2026-03-02&to=2026-03-08" in text
    assert "console#/settings/reports" in text
    shown = words(message, "html")
    assert "200 % more" in shown
    assert "period=own&amp;from=2026-03-02" in shown
    assert message["Auto-Submitted"] == "auto-generated"


def test_a_name_is_no_markup() -> None:
    day = THURSDAY.date()

    assert "<b>" not in mail.words.html("<b>Shop</b>", (day, day), [], "https://desk.example")


def test_it_is_off_unless_switched_on_and_off_again(
    shop: Shop, lead: Agent, world: World, jobs: Jobs, mailed: Mailed
) -> None:
    world.now = THURSDAY
    assert swept(shop, jobs) == 0
    switch(shop, lead.id)
    swept(shop, jobs)
    switch(shop, lead.id, is_on=False)
    world.now = MONDAY_AT_EIGHT
    assert swept(shop, jobs) == 0

    world.pass_time(hours=1)
    switch(shop, lead.id)
    assert swept(shop, jobs) == 0, "what was off is not made up for"
    assert mailed(lead.email) == []


def test_an_order_that_comes_again_sends_nothing(
    on: Shop, lead: Agent, world: World, jobs: Jobs, mailed: Mailed
) -> None:
    world.now = MONDAY_AT_EIGHT
    mail.come_due(on.desk())
    mail.come_due(on.desk())
    [order] = [each for each in jobs() if each["job"] == mail.JOB]
    for _ in range(3):
        mail.work_off(on.desk(), order)

    assert len(mailed(lead.email)) == 1


def test_a_service_that_is_away_is_tried_again(
    on: Shop, lead: Agent, world: World, jobs: Jobs, mailed: Mailed,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def away(*_: Any, **__: Any) -> None:
        raise Unavailable("The mail service is away.")

    world.now = MONDAY_AT_EIGHT
    with monkeypatch.context() as patched:
        patched.setattr(mail.mails, "send", away)
        with pytest.raises(Unavailable):
            swept(on, jobs)
    assert mailed(lead.email) == []
    world.pass_time(minutes=11)
    swept(on, jobs)

    assert len(mailed(lead.email)) == 1


def test_another_zone_moves_it_and_repeats_nothing(
    on: Shop, lead: Agent, world: World, jobs: Jobs, mailed: Mailed
) -> None:
    world.now = MONDAY_AT_EIGHT
    swept(on, jobs)
    switch(on, lead.id, zone="Pacific/Honolulu")
    for hours in (0, 7, 24):
        world.pass_time(hours=hours)
        swept(on, jobs)

    assert len(mailed(lead.email)) == 1


def test_who_has_left_gets_none(
    on: Shop, lead: Agent, world: World, jobs: Jobs, mailed: Mailed
) -> None:
    people.deactivate(on.desk(), lead.id)
    world.now = MONDAY_AT_EIGHT
    swept(on, jobs)

    assert mailed(lead.email) == []


@pytest.mark.parametrize(
    ("weekly", "pointer", "code"),
    [
        ({"is_on": True}, "/reports/weekly_email/to", "required"),
        ({"to": ["eve@elsewhere.example"]}, "/reports/weekly_email/to/0", "not_in_team"),
        ({"to": ["agt_0000000000000000000000NONE"]}, "/reports/weekly_email/to/0", "not_in_team"),
    ],
)
def test_only_the_team_gets_it(shop: Shop, weekly: dict[str, Any], pointer: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        change.patch(shop.desk(), {"reports": {"weekly_email": weekly}})

    assert [(fault.pointer, fault.code) for fault in refused.value.faults] == [(pointer, code)]


def test_the_stream_tells_of_the_switch_alone(shop: Shop, tape: Tape, lead: Agent) -> None:
    def said(changes: dict[str, Any]) -> bool:
        tape.records.clear()
        change.patch(shop.desk(), changes)
        return moves_weekly_mail(tape.records)

    assert said({"reports": {"weekly_email": {"is_on": True, "to": [lead.id]}}})
    assert said({"office_hours": {"time_zone": "Asia/Tokyo"}})
    assert not said({"organization_prefix": "Acme"})
