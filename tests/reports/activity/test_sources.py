"""The figures of those who answered a campaign or flow, over HTTP."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from tests.builders import NOON
from tests.reports.activity.floor import Floor
from tests.reports.activity.story import AGENTS

DAY = NOON.date().isoformat()
DAYS = f"from={DAY}&to={DAY}"
HOUR = 3_600


def asked(ask: Any, path: str) -> Any:
    """Return what an agent is shown."""
    status, shown, _ = ask("GET", f"/v1/reports/{path}")
    assert status == 200, shown
    return shown


@pytest.mark.acceptance(115, 116, 118)
def test_campaigns_have_times_of_their_own(ask: Any, floor: Callable[[int], Floor]) -> None:
    team = floor(0)
    ticket = team.open().id
    for campaign, hours in (("Spring: 20 %", 2), ("late#1", 5)):
        team.write(ticket, campaign=campaign)
        team.world.pass_time(hours=hours)
        team.answer(ticket, AGENTS[2])
    team.close(ticket)
    team.write(ticket)  # of another episode, which no campaign began
    team.count()

    [spring, late] = asked(ask, f"sources?{DAYS}")["sources"]

    assert (late["source"], late["channel"], late["type"], late["id"]) == (
        "email:campaign:late#1", "email", "campaign", "late#1",
    )  # fmt: skip
    assert (late["response"]["n"], late["response"]["wall"]["mean"]) == (1, 5 * HOUR)
    assert (late["created"], late["resolved"], spring["resolved"]) == (0, 1, 0)
    assert (spring["source"], spring["first_response"]["n"]) == ("email:campaign:Spring: 20 %", 1)
    shown = asked(ask, f"summary?{DAYS}&source={quote(late['source'])}")
    response = shown["current"]["response"]
    assert (response["n"], response["wall"]["mean"]) == (1, 5 * HOUR)
    assert abs(response["wall"]["median"] - 5 * HOUR) <= 0.091 * 5 * HOUR
    assert (shown["source"], shown["current"]["backlog"]) == (late["source"], None)
    [day] = asked(ask, f"series?metric=response&{DAYS}&source={quote(late['source'])}")["days"]
    assert day["wall"] == response["wall"]
    assert "sources" in shown["definitions"]
