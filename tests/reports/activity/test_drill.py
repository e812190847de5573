"""From a figure to its tickets: the lists add up to what is shown, and cost what they show."""

import itertools
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from urllib.parse import quote

import pytest

from chalicelib.reports.activity import count
from dev.aws.gate import gate
from tests.accounts.shop import Shop
from tests.builders import NOON
from tests.edge import Edge
from tests.reports.activity.floor import TAGS, Floor
from tests.reports.activity.story import AGENTS

Floors = Callable[[int], Floor]
TODAY = NOON.date().isoformat()
DAYS = f"from={TODAY}&to={TODAY}"
WEEK = "from=2026-03-01&to=2026-03-14"
COUNTS = ("created", "reopened", "resolved", "auto_closed", "ai_resolved")
TIMES = ("first_response", "response", "resolution")


@pytest.fixture
def ask(whole: Edge, shop: Shop) -> Any:
    """Return a way to ask as one of the team, who signs in anew however many days have passed."""
    agent = shop.hire()
    return lambda *parts: whole.call(*parts, Authorization=f"Bearer {shop.session(agent)}")


def listed(ask: Any, query: str, limit: int = 7) -> list[dict[str, Any]]:
    """Return all lines, page by page."""
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        path = f"/v1/reports/tickets?{query}&limit={limit}&cursor={cursor}"
        status, shown, _ = ask("GET", path)
        assert status == 200, shown
        assert len(shown["data"]) <= limit
        found += shown["data"]
        if not shown["has_more"]:
            return found
        cursor = shown["next_cursor"]


def asked(ask: Any, path: str) -> Any:
    status, shown, _ = ask("GET", f"/v1/reports/{path}")
    assert status == 200, shown
    return shown


def figures(ask: Any) -> Iterator[tuple[str, int]]:
    """Yield queries of lists with the figure that is shown elsewhere."""
    whose = [f"&agent_id={agent}" for agent in AGENTS] + [f"&tag={quote(tag)}" for tag in TAGS]
    for path in ("", "&channel=email", "&channel=sms", "&team_id=team_a", *whose):
        now = asked(ask, f"summary?{WEEK}{path}")["current"]
        yield from ((f"metric={each}{path}", now[each]) for each in COUNTS)
        yield from ((f"metric={each}{path}", now[each]["n"]) for each in TIMES)
    for each in asked(ask, f"agents?{WEEK}")["agents"]:
        who = f"&agent_id={each['agent_id']}"
        yield from ((f"metric={name}{who}", each[name]) for name in ("assigned", "resolved"))
        yield from ((f"metric={name}{who}", each[name]["n"]) for name in TIMES)
    for each in asked(ask, f"sources?{WEEK}")["sources"]:
        which = f"&source={quote(each['source'])}"
        yield from ((f"metric={name}{which}", each[name]) for name in ("created", "resolved"))
        yield from ((f"metric={name}{which}", each[name]["n"]) for name in TIMES)
        now = asked(ask, f"summary?{WEEK}{which}")["current"]
        yield from ((f"metric={name}{which}", now[name]) for name in COUNTS)
        assert all(now[name]["wall"]["mean"] == each[name]["wall"]["mean"] for name in TIMES)
    for each in asked(ask, f"tags?{WEEK}")["tags"]:
        name = quote(each["name"])
        yield f"metric=created&tag={name}", each["created"]
        yield f"metric=resolved&tag={name}", each["resolved"]


@pytest.mark.acceptance(113, 114, 115, 116, 117)
@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.thorough)])
def test_the_counts_of_the_tickets_add_up_to_every_figure(
    ask: Any, floor: Floors, seed: int
) -> None:
    team = floor(seed)
    team.open(team_id="team_a", assignee_id=AGENTS[2])
    for _ in range(45):
        team.act()
        if team.chance.random() < 0.4:
            team.count()
    team.count()

    for query, figure in figures(ask):
        found = listed(ask, f"{WEEK}&{query}")
        assert sum(line["count"] for line in found) == figure, query
        places = [(line["day"], line["ticket_id"]) for line in found]
        assert len(set(places)) == len(places), query
        days = [line["day"] for line in found]
        assert days == sorted(days, reverse=True)


@pytest.mark.acceptance(113, 114)
@pytest.mark.parametrize("limit", [2, 50])
@pytest.mark.parametrize("seed", [1, 5, pytest.param(2, marks=pytest.mark.thorough)])
def test_the_backlog_of_any_day_has_its_tickets(
    ask: Any, floor: Floors, seed: int, limit: int
) -> None:
    team = floor(seed)
    for _ in range(45):
        team.act()
        if team.chance.random() < 0.4:
            team.count()
    team.count()

    for path in ("", "&channel=email", "&channel=sms"):
        for day in asked(ask, f"series?{WEEK}&metric=backlog{path}")["days"]:
            until = f"from=2026-03-01&to={day['date']}"
            found = listed(ask, f"{until}&metric=backlog{path}", limit)
            assert sum(line["count"] for line in found) == day["value"], until
            assert len({line["ticket_id"] for line in found}) == len(found)
            assert all(line["day"] <= day["date"] for line in found)


def test_a_ticket_of_the_backlog_is_there_from_its_opening_to_its_end(
    ask: Any, floor: Floors
) -> None:
    team = floor(0)
    ticket = team.open()
    for act in (team.close, team.assign, team.write, team.fall_asleep):
        team.world.pass_time(hours=24)
        act(ticket.id)
    team.count()

    shown = {
        day: [line["day"] for line in listed(ask, f"from={TODAY}&to={day}&metric=backlog")]
        for day in (f"2026-03-0{number}" for number in range(4, 9))
    }

    assert shown == {
        "2026-03-04": [TODAY], "2026-03-05": [], "2026-03-06": [], "2026-03-07": ["2026-03-07"],
        "2026-03-08": [],
    }  # fmt: skip


def test_a_line_tells_of_ticket_day_times_and_agent(ask: Any, floor: Floors) -> None:
    team = floor(0)
    first = team.open()
    team.world.pass_time(hours=3)
    team.answer(first.id, AGENTS[1])
    team.count()

    [line] = listed(ask, f"{DAYS}&metric=first_response")

    assert line == {
        "ticket_id": first.id, "number": 1, "subject": first.subject, "channel": "email",
        "day": TODAY, "count": 1, "seconds": 10_800, "office_seconds": 3_600,
        "agent_id": AGENTS[1],
    }  # fmt: skip
    [line] = listed(ask, f"{DAYS}&metric=created")
    assert (line["seconds"], line["office_seconds"], line["agent_id"]) == (None, None, None)


def test_spam_is_in_no_list_and_what_is_none_is_in_it_once(ask: Any, floor: Floors) -> None:
    team = floor(0)
    ticket = team.open()
    team.count()
    team.judge(ticket.id)
    team.count()
    assert listed(ask, f"{DAYS}&metric=created") == []

    team.judge(ticket.id)
    team.count()

    assert [line["ticket_id"] for line in listed(ask, f"{DAYS}&metric=created")] == [ticket.id]


def test_what_was_made_anew_lists_the_same(ask: Any, floor: Floors) -> None:
    team = floor(4)
    for _ in range(30):
        team.act()
    team.count()
    before = listed(ask, f"{WEEK}&metric=created")

    count.begin_anew(team.shop.desk())
    assert listed(ask, f"{WEEK}&metric=created") == before
    team.count()

    after = listed(ask, f"{WEEK}&metric=created")
    assert sorted(map(str, after)) == sorted(map(str, before))


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_pages_of_any_size_show_each_once(ask: Any, floor: Floors, limit: int) -> None:
    team = floor(4)
    for _ in range(3):
        for _ in range(3):
            team.open()
        team.count()
    for each in sorted(team.tickets)[::2]:
        team.close(each)
    team.count()

    made = listed(ask, f"{DAYS}&metric=created", limit)
    done = listed(ask, f"{DAYS}&metric=resolved", limit)

    assert sorted(line["number"] for line in made) == list(range(1, 10))
    assert sorted(line["number"] for line in done) == [1, 3, 5, 7, 9]


def test_a_page_reads_what_it_shows_and_no_other_tickets(ask: Any, floor: Floors) -> None:
    team = floor(4)
    for _ in range(40):
        team.open()
    team.count()
    team.close(min(team.tickets))
    team.count()
    asked(ask, f"tickets?{DAYS}&metric=resolved")

    with gate.recorded() as calls:
        asked(ask, f"tickets?{DAYS}&metric=resolved")

    calls = calls[-4:]
    names = [call.name for call in calls]
    assert names == ["dynamodb.GetItem", "dynamodb.Query", *["dynamodb.BatchGetItem"] * 2]
    reads = [call.parameters()["RequestItems"] for call in calls if "Batch" in call.name]
    assert [len(each["Keys"]) for read in reads for each in read.values()] == [1, 1]


def test_filters_all_hold(ask: Any, floor: Floors) -> None:
    team = floor(0)
    first, second = team.open(team_id="team_a"), team.open()
    for each in (first, second):
        team.answer(each.id, AGENTS[0])
    team.retag(first.id)
    team.count()
    tag = next(iter(team.tickets[first.id].tags)).name
    assert tag in TAGS

    for parts in itertools.product(("", "&agent_id=agt_a"), ("", "&team_id=team_a"), ("", "vip")):
        query = f"{DAYS}&metric=response{parts[0]}{parts[1]}"
        expected = [first.id] if parts[1] else [second.id, first.id]
        found = listed(ask, query)
        assert sorted(line["ticket_id"] for line in found) == sorted(expected)
    assert listed(ask, f"{DAYS}&metric=response&agent_id=agt_b") == []


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        (DAYS, "/metric"),
        (f"{DAYS}&metric=backlog&agent_id=agt_a", "/metric"),
        (f"{DAYS}&metric=backlog&source=sms:flow:x", "/metric"),
        (f"{DAYS}&metric=created&channel=fax", "/channel"),
        (f"{DAYS}&metric=created&limit=0", "/limit"),
        ("from=2026-03-05&to=2026-03-04&metric=created", "/to"),
        (f"{DAYS}&metric=created&tag={'x' * 101}", "/tag"),
        (f"{DAYS}&metric=created&agent_id=agt_a&source=sms:flow:x", "/source"),
    ],
)
def test_a_query_that_is_none_is_refused(ask: Any, query: str, pointer: str) -> None:
    status, problem, _ = ask("GET", f"/v1/reports/tickets?{query}")

    assert (status, problem["code"]) == (400, "invalid_query")
    assert [each["pointer"] for each in problem["errors"]] == [pointer]


def test_a_cursor_is_good_for_its_own_list(ask: Any, floor: Floors) -> None:
    team = floor(0)
    for _ in range(3):
        team.open()
    team.count()
    cursor = asked(ask, f"tickets?{DAYS}&metric=created&limit=1")["next_cursor"]

    path = f"/v1/reports/tickets?{DAYS}&metric=resolved&cursor={cursor}"
    status, problem, _ = ask("GET", path)

    assert (status, problem["code"]) == (400, "invalid_cursor")


def test_another_shop_sees_none_of_it(whole: Edge, other_shop: Shop, floor: Floors) -> None:
    team = floor(0)
    team.open()
    team.count()
    token = other_shop.session(other_shop.owner)
    ask = partial(whole.call, Authorization=f"Bearer {token}")

    assert listed(ask, f"{DAYS}&metric=created") == []
