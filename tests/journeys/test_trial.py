"""A trial from its first day to the free inbox, and back to a plan with everything."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.journeys.server import Server
from tests.journeys.shop import Agent, Shop, moment, open_shop

# In one process: it starts an installation of its own.
pytestmark = pytest.mark.xdist_group("trials")

TRIAL = timedelta(days=14)
DAY = {"from": "2026-01-01", "to": "2026-01-02"}
SUMMARY = "/v1/reports/summary?from={from}&to={to}".format(**DAY)
QUESTION = "How long does delivery take?"
ANSWER = "Delivery takes three to five working days."
VIEW = {"name": "By mail", "filters": {"channel": ["email"]}}
OVER = "The trial of {} has ended"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Start an installation where accounts begin with a trial; these tests move its clock."""
    started = Server(tmp_path_factory.mktemp("trials"), DESKHAND_TRIAL_DAYS="14")
    yield started
    started.stop()


@pytest.fixture
def busy(shop: Shop, agent: Agent) -> Shop:
    """Return a shop that uses what the free inbox has not."""
    shop.set(
        round_robin={"enabled": True},
        auto_close={"enabled": True, "after_hours": 24},
        reports={"weekly_email": {"is_on": True, "to": [shop.owner.email]}},
    )
    shop.owner.call("POST", "/v1/views", VIEW).ok()
    shop.owner.call("POST", "/v1/knowledge", {"title": QUESTION, "text": ANSWER}).ok()
    helped = {"is_on": True, "name": "Robin", "channels": {"chat": {"is_on": True}}}
    shop.owner.call("PATCH", "/v1/customer_agent", helped).ok()
    shop.team("Returns", agent, tags=["returns"])
    agent.go("online")
    return shop


def plan(shop: Shop) -> dict[str, Any]:
    account = shop.owner.get("/v1/me")["account"]
    return {name: account[name] for name in ("plan", "plan_ends_at", "plan_ended", "features")}


def told(shop: Shop) -> list[str]:
    """Return the subjects of what the owner was mailed about the plan, oldest first."""
    mails = [m for m in shop.server.outbox() if m["to"] == [shop.owner.email]]
    return [m["subject"] for m in reversed(mails) if m["subject"].startswith("The ")]


def buy(shop: Shop, name: str = "helpdesk", **more: str) -> Any:
    wanted = {"account_id": shop.account["id"], "plan": name, **more}
    done = shop.server.call("POST", "/dev/plan", wanted).ok()
    shop.server.drain()
    shop.server.wait(minutes=1)  # the account is remembered for some seconds
    return done


@pytest.mark.acceptance(6)
def test_a_trial_has_everything_and_ends_by_itself(shop: Shop) -> None:
    begun = plan(shop)
    ends_at = moment(begun["plan_ends_at"])
    shop.server.wait(days=10, hours=23)
    quiet = told(shop)
    shop.server.wait(hours=2)
    warned = told(shop)
    shop.server.wait(days=2)
    still = shop.owner.call("GET", SUMMARY).status
    shop.server.wait(days=1)
    refused = shop.owner.call("GET", SUMMARY)
    shop.server.wait(days=30)

    assert (begun["plan"], begun["plan_ended"]) == ("trial", None)
    assert abs(ends_at - moment(shop.account["created_at"]) - TRIAL) < timedelta(seconds=1)
    assert (quiet, warned) == ([], [f"The trial of {shop.account['name']} ends"])
    assert (still, refused.status) == (200, 402)
    assert (refused.body["code"], refused.body["feature"]) == ("plan_required", "reports")
    assert plan(shop) == {
        "plan": "inbox",
        "plan_ends_at": None,
        "plan_ended": {"plan": "trial", "at": begun["plan_ends_at"]},
        "features": [],
    }
    assert told(shop) == [*warned, OVER.format(shop.account["name"])]
    events = [each["event"] for each in shop.owner.get("/v1/account/events")["data"]]
    assert (events.count("plan_ends_soon"), events.count("plan_ended")) == (1, 1)


@pytest.mark.acceptance(6)
def test_who_buys_in_time_notices_nothing(shop: Shop) -> None:
    shop.server.wait(days=12)
    buy(shop)
    shop.server.wait(days=30)

    assert (plan(shop)["plan"], plan(shop)["plan_ends_at"]) == ("helpdesk", None)
    assert shop.owner.call("GET", SUMMARY).status == 200
    assert told(shop) == [f"The trial of {shop.account['name']} ends"]


@pytest.mark.acceptance(6)
def test_a_plan_that_was_bought_for_a_time_ends_too(shop: Shop) -> None:
    until = shop.now() + timedelta(days=20)
    buy(shop, ends_at=until.isoformat())
    shop.server.wait(days=15)
    before = plan(shop)["plan"]
    shop.server.wait(days=6)

    assert (before, plan(shop)["plan"]) == ("helpdesk", "inbox")
    assert plan(shop)["plan_ended"]["plan"] == "helpdesk"


@pytest.mark.acceptance(6, 7)
def test_when_the_trial_ends_nothing_is_lost_and_customers_are_answered(
    busy: Shop, agent: Agent
) -> None:
    ticket = busy.first_mail()
    agent.do(ticket["id"], "notes", text="Ann is a regular.")
    known = busy.owner.get("/v1/settings")
    busy.server.wait(days=15)
    after = agent.ticket(ticket["id"])
    agent.do(ticket["id"], "replies", text="On its way.")

    assert (after["status"], after["assignee"]["id"]) == ("open", agent.id)
    assert [m["text"] for m in agent.thread(ticket["id"]) if m["kind"] == "note"] == [
        "Ann is a regular."
    ]
    assert busy.sent()[0]["text"].startswith("On its way.")
    kept = busy.owner.get("/v1/settings")
    assert [kept[name] for name in ("round_robin", "auto_close", "reports")] == [
        known[name] for name in ("round_robin", "auto_close", "reports")
    ]
    assert [each["name"] for each in busy.owner.get("/v1/teams")["data"]] == ["Returns"]
    assert busy.owner.get("/v1/customer_agent")["is_on"] is True
    [view] = [v for v in busy.owner.get("/v1/views")["data"] if v["name"] == VIEW["name"]]
    assert [each["id"] for each in agent.tickets(view=view["id"])] == [ticket["id"]]


@pytest.mark.acceptance(6, 7)
def test_on_the_inbox_what_it_lacks_rests_and_comes_back_with_a_plan(
    busy: Shop, agent: Agent
) -> None:
    busy.server.wait(days=15)
    ticket = busy.first_mail()
    agent.do(ticket["id"], "replies", text="It left this morning.")
    chat = busy.visitor(name="Tess")
    chat.write(QUESTION)
    silent = chat.texts()
    busy.server.wait(days=8)
    idle = agent.ticket(ticket["id"])
    weekly = mails_of_the_week(busy)

    buy(busy)
    woken = agent.ticket(ticket["id"])
    fresh = busy.visitor(name="Tom")
    fresh.write(QUESTION)
    answered = fresh.texts()
    handed = busy.first_mail("ben")
    agent.do(handed["id"], "replies", text="It left this morning.")
    busy.server.wait(days=8)

    assert (ticket["assignee"], idle["status"], silent, weekly) == (None, "open", [QUESTION], [])
    assert handed["assignee"]["id"] == agent.id
    assert answered == [QUESTION, ANSWER]
    assert woken["assignee"] is not None
    assert [agent.ticket(each["id"])["status"] for each in (ticket, handed)] == ["closed"] * 2
    assert busy.owner.call("GET", SUMMARY).status == 200
    assert len(mails_of_the_week(busy)) == 1
    assert busy.owner.call("POST", "/v1/views", {**VIEW, "name": "Again"}).status == 201


def mails_of_the_week(shop: Shop) -> list[str]:
    """Return what the owner was mailed since the trial ended that is not about the plan."""
    mails = [m["subject"] for m in shop.server.outbox() if m["to"] == [shop.owner.email]]
    since = mails[: mails.index(OVER.format(shop.account["name"]))]
    return [subject for subject in since if not subject.startswith("The ")]


@pytest.mark.acceptance(6)
def test_another_accounts_trial_is_its_own(server: Server, shop: Shop) -> None:
    server.wait(days=7)
    other = open_shop(server)
    server.wait(days=8)

    assert (plan(shop)["plan"], plan(other)["plan"]) == ("inbox", "trial")


@pytest.mark.parametrize(
    "wanted",
    [
        {"plan": "gold"},
        {"plan": "helpdesk", "ends_at": "2020-01-01T00:00:00+00:00"},
        {"plan": "helpdesk", "ends_at": "soon"},
        {"plan": "inbox", "ends_at": "2120-01-01T00:00:00+00:00"},
    ],
)
def test_an_impossible_plan_changes_nothing(shop: Shop, wanted: dict[str, str]) -> None:
    asked = {"account_id": shop.account["id"], **wanted}

    assert shop.server.call("POST", "/dev/plan", asked).status == 422
    assert plan(shop)["plan"] == "trial"
