"""The reports over HTTP: their figures, who may see them, and what they cost."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import quote

import pytest

from chalicelib.accounts import amend
from chalicelib.accounts.model import Plan, Role
from chalicelib.reports.activity import count
from dev.aws.gate import gate
from tests.accounts.shop import Shop
from tests.builders import NOON
from tests.edge import Edge
from tests.reports.activity.floor import Floor
from tests.reports.activity.story import AGENTS
from tests.reports.reading import streamed
from tests.reports.tape import Tape

TODAY = NOON.date().isoformat()
DAYS = f"from={TODAY}&to={TODAY}"
HOUR = 3_600
Floors = Callable[[int], Floor]


@pytest.fixture
def team(floor: Floors) -> Floor:
    """Return a day's work on three tickets; noon in London is seven in New York, before opening."""
    team = floor(0)
    first = team.open(assignee_id=AGENTS[0])
    second = team.open()
    team.world.pass_time(hours=3)
    team.answer(first.id, AGENTS[1])
    team.world.pass_time(hours=1)
    team.answer(second.id, AGENTS[1])
    team.close(first.id)
    team.fall_asleep(second.id)
    team.open()
    team.retag(first.id)
    team.count()
    return team


def ordered(calls: Any) -> list[bool]:
    """Return the orders to count among some calls: whether anew."""
    sent = [call.parameters() for call in calls if call.service == "sqs"]
    bodies = [json.loads(entry["MessageBody"]) for each in sent for entry in each["Entries"]]
    return [body["is_anew"] for body in bodies if body["job"] == count.JOB]


def test_what_the_stream_tells_is_counted_soon(team: Floor, tape: Tape) -> None:
    team.open()
    team.open()

    with gate.recorded() as calls:
        streamed(tape)

    assert ordered(calls) == [False]


def asked(ask: Any, path: str) -> Any:
    """Return what an agent is shown."""
    status, shown, _ = ask("GET", f"/v1/reports/{path}")
    assert status == 200, shown
    return shown


@pytest.mark.acceptance(113, 114, 115, 116)
def test_a_summary_has_volume_times_and_how_they_changed(ask: Any, team: Floor) -> None:
    shown = asked(ask, f"summary?{DAYS}")

    now = shown["current"]
    assert {name: now[name] for name in ("created", "resolved", "auto_closed", "backlog")} == {
        "created": 3, "resolved": 1, "auto_closed": 1, "backlog": 1,
    }  # fmt: skip
    first = now["first_response"]
    assert (first["n"], first["wall"]["mean"]) == (2, 3.5 * HOUR)
    assert first["office_hours"]["mean"] == 1.5 * HOUR
    assert abs(first["wall"]["median"] - 3 * HOUR) <= 0.091 * 3 * HOUR
    assert abs(first["wall"]["p90"] - 4 * HOUR) <= 0.091 * 4 * HOUR
    assert (now["resolution"]["n"], now["resolution"]["wall"]["mean"]) == (1, 4 * HOUR)
    assert shown["comparison"]["from"] == shown["comparison"]["to"] == "2026-03-03"
    assert shown["change_percent"]["created"] is None
    assert (shown["time_zone"], shown["is_rebuilding"]) == ("America/New_York", False)
    figures = {*now, "n", "wall", "office_hours", "change_percent"}
    assert figures <= set(shown["definitions"])


def test_a_summary_compares_with_the_days_that_are_asked_for(ask: Any, team: Floor) -> None:
    team.world.pass_time(hours=24)
    for _ in range(6):
        team.open()
    team.count()

    shown = asked(ask, f"summary?from=2026-03-05&to=2026-03-05&compare_from={TODAY}"
                  f"&compare_to={TODAY}")  # fmt: skip

    assert (shown["current"]["created"], shown["comparison"]["created"]) == (6, 3)
    assert shown["change_percent"]["created"] == 100.0
    assert shown["change_percent"]["backlog"] == 600.0
    assert shown["change_percent"]["first_response"]["wall"]["mean"] is None


@pytest.mark.parametrize(("channel", "created"), [("email", 3), ("sms", 0)])
def test_a_channel_has_figures_of_its_own(
    ask: Any, team: Floor, channel: str, created: int
) -> None:
    shown = asked(ask, f"summary?{DAYS}&channel={channel}")

    assert (shown["channel"], shown["current"]["created"]) == (channel, created)
    assert (shown["current"]["backlog"], shown["current"]["response"]["n"]) == (
        created // 3, created and 2,
    )  # fmt: skip


@pytest.mark.acceptance(115, 116, 117)
def test_agents_and_tags_have_medians_of_their_own(ask: Any, team: Floor) -> None:
    other = team.open(team_id="team_a")
    team.world.pass_time(hours=1)
    team.answer(other.id, AGENTS[2])
    team.count()

    of_agent = asked(ask, f"summary?{DAYS}&agent_id={AGENTS[1]}")
    of_team = asked(ask, f"summary?{DAYS}&team_id=team_a")
    tag = next(iter(team.tickets[min(team.tickets)].tags)).name
    of_tag = asked(ask, f"summary?{DAYS}&tag={quote(tag.upper())}")

    first = of_agent["current"]["first_response"]
    assert (of_agent["agent_id"], of_agent["channel"], first["n"]) == (AGENTS[1], None, 2)
    assert first["wall"]["mean"] == 3.5 * HOUR
    assert abs(first["wall"]["median"] - 3 * HOUR) <= 0.091 * 3 * HOUR
    assert abs(first["wall"]["p90"] - 4 * HOUR) <= 0.091 * 4 * HOUR
    assert of_agent["current"]["backlog"] is of_agent["change_percent"]["backlog"] is None
    assert of_team["current"]["created"] == of_team["current"]["response"]["n"] == 1
    assert of_team["current"]["response"]["wall"]["mean"] == HOUR
    assert (of_tag["current"]["resolved"], of_tag["current"]["response"]["n"]) == (1, 1)
    assert set(of_tag["current"]) == set(asked(ask, f"summary?{DAYS}&channel=email")["current"])


@pytest.mark.parametrize(
    ("metric", "expected"), [("resolved", {"value": 1}), ("backlog", {"value": None})]
)
def test_a_series_is_of_an_agent(ask: Any, team: Floor, metric: str, expected: Any) -> None:
    shown = asked(ask, f"series?metric={metric}&{DAYS}&agent_id={AGENTS[0]}")

    assert shown["days"] == [{"date": TODAY, **expected}]


@pytest.mark.acceptance(114)
@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("created", [{"value": 0}, {"value": 3}, {"value": 0}]),
        ("resolved", [{"value": 0}, {"value": 1}, {"value": 0}]),
        ("backlog", [{"value": 0}, {"value": 1}, {"value": 1}]),
    ],
)
def test_a_series_has_every_day(ask: Any, team: Floor, metric: str, expected: Any) -> None:
    shown = asked(ask, f"series?metric={metric}&from=2026-03-03&to=2026-03-05")

    dates = ("2026-03-03", TODAY, "2026-03-05")
    assert shown["days"] == [
        {"date": day, **each} for day, each in zip(dates, expected, strict=True)
    ]


def test_a_series_of_a_time_has_both_clocks(ask: Any, team: Floor) -> None:
    [day] = asked(ask, f"series?metric=resolution&{DAYS}&channel=email")["days"]

    assert (day["n"], day["wall"]["mean"], day["office_hours"]["mean"]) == (1, 4 * HOUR, 2 * HOUR)


@pytest.mark.acceptance(117)
def test_agents_show_what_they_did(ask: Any, shop: Shop, team: Floor) -> None:
    shown = asked(ask, f"agents?{DAYS}")["agents"]

    none = {"n": 0, "wall": {"mean": None}, "office_hours": {"mean": None}}
    assert shown[0] == {
        "agent_id": AGENTS[0], "name": "", "assigned": 1, "resolved": 1, "first_response": none,
        "response": none,
        "resolution": {"n": 1, "wall": {"mean": 4 * HOUR}, "office_hours": {"mean": 2 * HOUR}},
    }  # fmt: skip
    assert (shown[1]["agent_id"], shown[1]["first_response"]["n"]) == (AGENTS[1], 2)
    assert shown[1]["response"]["wall"]["mean"] == 3.5 * HOUR


@pytest.mark.acceptance(117)
def test_tags_and_teams_show_their_tickets(ask: Any, team: Floor) -> None:
    [tag] = asked(ask, f"tags?{DAYS}")["tags"]

    assert (tag["created"], tag["resolved"]) == (1, 1)
    assert tag["resolution"]["wall"]["mean"] == 4 * HOUR
    assert asked(ask, f"teams?{DAYS}")["teams"] == []


@pytest.mark.parametrize(
    ("path", "pointer"),
    [
        ("summary?", "/from"),
        ("summary?from=2026-03-05&to=2026-03-04", "/to"),
        ("summary?from=2025-03-04&to=2026-03-05", "/to"),
        (f"summary?{DAYS}&compare_from=2026-03-01", "/compare_to"),
        (f"summary?{DAYS}&compare_to=2026-03-01", "/compare_from"),
        (f"summary?{DAYS}&compare_from=2026-03-02&compare_to=2026-03-01", "/compare_to"),
        (f"summary?{DAYS}&channel=fax", "/channel"),
        (f"summary?{DAYS}&channel=sms&agent_id=agt_a", "/agent_id"),
        (f"series?{DAYS}&metric=created&team_id=team_a&tag=vip", "/tag"),
        (f"summary?{DAYS}&source=sms:flow:x&tag=vip", "/source"),
        (f"series?{DAYS}", "/metric"),
        (f"series?{DAYS}&metric=luck", "/metric"),
        ("agents?from=2025-03-04&to=2026-03-05", "/to"),
        ("teams?from=2026-03-04", "/to"),
        ("sources?from=2026-03-04", "/to"),
        ("tags?from=yesterday&to=2026-03-04", "/from"),
    ],
)
def test_a_period_that_is_none_is_refused(ask: Any, path: str, pointer: str) -> None:
    status, problem, _ = ask("GET", f"/v1/reports/{path}")

    assert (status, problem["code"]) == (400, "invalid_query")
    assert [each["pointer"] for each in problem["errors"]] == [pointer]


PATHS = [f"summary?{DAYS}", f"series?metric=created&{DAYS}", f"agents?{DAYS}", f"teams?{DAYS}",
         f"tags?{DAYS}", f"sources?{DAYS}"]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_a_plan_without_reports_says_so(ask: Any, shop: Shop, path: str) -> None:
    amend.amend(shop.desk(), "plan_changed", lambda known: replace(known, plan=Plan.inbox))

    status, problem, _ = ask("GET", f"/v1/reports/{path}")

    assert (status, problem["code"], problem["feature"]) == (402, "plan_required", "reports")


def test_another_shop_sees_nothing_of_it(whole: Edge, other_shop: Shop, team: Floor) -> None:
    token = other_shop.session(other_shop.owner)
    ask = partial(whole.call, Authorization=f"Bearer {token}")

    assert asked(ask, f"summary?{DAYS}")["current"]["created"] == 0
    assert asked(ask, f"agents?{DAYS}")["agents"] == []


@pytest.mark.parametrize(
    ("path", "queries"),
    [(PATHS[0], 3), (f"{PATHS[0]}&agent_id=agt_a", 2), (PATHS[1], 1), (PATHS[2], 1)],
)
def test_a_report_is_some_queries_however_much_was_counted(
    ask: Any, team: Floor, path: str, queries: int
) -> None:
    asked(ask, path)

    with gate.recorded() as calls:
        asked(ask, path)

    assert [call.name for call in calls] == ["dynamodb.GetItem", *["dynamodb.Query"] * queries]


def test_the_owner_has_all_made_anew(whole: Edge, shop: Shop, team: Floor) -> None:
    before = team.counted()
    ask = partial(whole.call, Authorization=f"Bearer {shop.session(shop.owner)}")

    with gate.recorded() as calls:
        status, shown, _ = ask("POST", "/v1/reports/rebuild")
    assert (status, shown, ordered(calls)) == (202, {"is_rebuilding": True}, [True])
    count.work_off(shop.desk(), {"is_anew": True})
    assert asked(ask, f"summary?{DAYS}")["is_rebuilding"] is True
    team.count()

    after = asked(ask, f"summary?{DAYS}")
    assert (team.counted(), after["is_rebuilding"]) == (before, False)


@pytest.mark.parametrize("role", [Role.manager, Role.admin, Role.support])
def test_others_do_not(whole: Edge, shop: Shop, role: Role) -> None:
    token = shop.session(shop.hire(role))

    status, problem, _ = whole.call("POST", "/v1/reports/rebuild", Authorization=f"Bearer {token}")

    assert (status, problem["code"]) == (403, "forbidden")
