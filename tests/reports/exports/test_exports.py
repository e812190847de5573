"""Exports: what is in them, who may have them, and how they come to be step by step."""

from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib.accounts.model import Role
from chalicelib.reports.activity import count
from chalicelib.reports.exports import storage, work
from dev.aws.gate import gate
from tests.accounts.shop import Shop
from tests.edge import Edge
from tests.kit.crash import dying
from tests.reports.activity.floor import CAMPAIGNS, Floor
from tests.reports.exports.clerk import WEEKS, Clerk

COUNTS = ("created", "reopened", "resolved", "auto_closed", "ai_resolved")
TIMES = ("first_response", "response", "resolution")
PERIOD = f"from={WEEKS['from']}&to={WEEKS['to']}"


def figures(clerk: Clerk, query: str = "") -> dict[str, int]:
    """Return what the summary shows."""
    _, shown, _ = clerk.ask("GET", f"/v1/reports/summary?{PERIOD}{query}")
    now = shown["current"]
    return {**{each: now[each] for each in COUNTS}, **{each: now[each]["n"] for each in TIMES}}


@pytest.mark.acceptance(113, 114, 115, 116)
@pytest.mark.parametrize("channel", ["", "email"])
def test_the_columns_add_up_to_the_figures(clerk: Clerk, team: Floor, channel: str) -> None:
    found = clerk.rows(**({"channel": channel} if channel else {}))

    expected = figures(clerk, f"&channel={channel}" if channel else "")
    assert {name: sum(int(row[name]) for row in found) for name in expected} == expected
    assert len({(row["day"], row["ticket_id"]) for row in found}) == len(found) > 9
    assert all(int(row["number"]) for row in found)


def test_both_formats_say_the_same(clerk: Clerk, team: Floor) -> None:
    rows, objects = clerk.rows(), clerk.objects()

    assert [row["ticket_id"] for row in rows] == [each["ticket_id"] for each in objects]
    assert list(rows[0]) == list(objects[0])
    assert [row["tags"] for row in rows] == ["; ".join(each["tags"]) for each in objects]
    assert [int(row["resolution_seconds"]) for row in rows] == [
        each["resolution_seconds"] for each in objects
    ]


def test_filters_leave_out_what_is_not_theirs(clerk: Clerk, team: Floor) -> None:
    _, shown, _ = clerk.ask("GET", f"/v1/reports/agents?{PERIOD}")
    best = shown["agents"][0]

    found = clerk.rows(agent_id=best["agent_id"], metric="resolved")

    assert sum(int(row["resolved"]) for row in found) == best["resolved"] > 0
    assert all(best["agent_id"] in row["agent_ids"].split("; ") for row in found)


@pytest.mark.acceptance(115, 116, 118)
def test_a_campaign_has_lines_of_its_own(clerk: Clerk, team: Floor) -> None:
    ticket = team.open()
    team.write(ticket.id, campaign=CAMPAIGNS[0])
    team.world.pass_time(hours=2)
    team.answer(ticket.id)
    team.count()
    _, shown, _ = clerk.ask("GET", f"/v1/reports/sources?{PERIOD}")
    source = shown["sources"][0]

    found = clerk.rows(source=source["source"])

    assert sum(int(row["response"]) for row in found) == source["response"]["n"] > 0
    assert sum(int(row["created"]) for row in found) == source["created"]
    assert all(source["source"] in row["sources"].split("; ") for row in found)
    refused = {
        "from": "2026-03-01",
        "to": "2026-03-31",
        "agent_id": "agt_a",
        "source": "sms:flow:x",
    }
    status, problem, _ = clerk.ask("POST", "/v1/reports/exports", refused)
    assert (status, problem["errors"][0]["pointer"]) == (422, "/source")


def test_no_cell_is_a_formula(clerk: Clerk, team: Floor) -> None:
    subjects = {
        team.open(subject=subject).id: subject
        for first in ("=", "+", "-", "@", "\t", "\r")
        for subject in [f'{first}HYPERLINK("https://evil.example";"a, ""b""")']
    }
    team.count()

    cells = {row["ticket_id"]: row["subject"] for row in clerk.rows()}
    told = {each["ticket_id"]: each["subject"] for each in clerk.objects()}

    assert {each: cells[each] for each in subjects} == {i: f"'{s}" for i, s in subjects.items()}
    assert {each: told[each] for each in subjects} == subjects


def test_lines_end_and_cells_are_quoted_as_rfc_4180_has_it(clerk: Clerk, team: Floor) -> None:
    team.open(subject='Two\r\nlines, "and" Ü')
    team.count()
    own_id = clerk.start()["id"]
    clerk.finish(own_id)

    body = clerk.file(own_id)

    assert body.startswith(b"day,ticket_id,number,subject,channel,")
    assert '"Two\r\nlines, ""and"" Ü"'.encode() in body
    assert body.endswith(b"\r\n")


def test_progress_is_told_and_the_link_is_a_download(clerk: Clerk, team: Floor) -> None:
    clerk.hurry(8)
    begun = clerk.start()
    assert (begun["status"], begun["progress"]) == ("queued", {"days_done": 0, "days": 31})

    clerk.step(begun["id"])
    running = clerk.show(begun["id"])
    assert (running["status"], running["rows"], running["url"]) == ("running", 8, None)
    assert 0 < running["progress"]["days_done"] < 31

    done = clerk.finish(begun["id"])
    assert done["progress"] == {"days_done": 31, "days": 31}
    query = parse_qs(urlsplit(done["url"]).query)
    [named] = query["response-content-disposition"]
    assert named.startswith('attachment; filename="tickets-2026-03-01-2026-03-31.csv"')
    assert int(query["X-Amz-Expires"][0]) <= 300
    _, listed, _ = clerk.ask("GET", "/v1/reports/exports")
    assert [each["id"] for each in listed["data"]] == [begun["id"]]


@pytest.mark.parametrize("part", [work.PART, 700])
def test_many_steps_make_the_file_of_one(
    clerk: Clerk, team: Floor, monkeypatch: pytest.MonkeyPatch, part: int
) -> None:
    own_id = clerk.start()["id"]
    clerk.finish(own_id)
    whole = clerk.file(own_id)
    monkeypatch.setattr("moto.s3.models.S3_UPLOAD_PART_MIN_SIZE", part)
    monkeypatch.setattr(work, "PART", part)
    clerk.hurry(5)

    own_id = clerk.start()["id"]
    clerk.finish(own_id)

    parts = storage.load(clerk.shop.desk(), own_id).progress.parts
    assert (clerk.file(own_id) == whole, len(parts) > 1) == (True, part == 700)


def test_a_step_that_comes_again_changes_nothing(clerk: Clerk, team: Floor) -> None:
    clerk.hurry(5)
    own_id = clerk.start()["id"]
    clerk.step(own_id)
    before = clerk.show(own_id)

    clerk.step(own_id, version=1)

    assert clerk.show(own_id) == before


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    "number", [1, 6, *(pytest.param(n, marks=pytest.mark.thorough) for n in (3, 5, 7, 8, 9))]
)
def test_a_worker_that_dies_is_made_good(
    clerk: Clerk, team: Floor, monkeypatch: pytest.MonkeyPatch, when: str, number: int
) -> None:
    own_id = clerk.start()["id"]
    clerk.finish(own_id)
    whole = clerk.file(own_id)
    monkeypatch.setattr("moto.s3.models.S3_UPLOAD_PART_MIN_SIZE", 700)
    monkeypatch.setattr(work, "PART", 700)
    clerk.hurry(6)
    own_id = clerk.start()["id"]

    while clerk.show(own_id)["status"] != "done":
        version = storage.load(clerk.shop.desk(), own_id).version
        with dying(when, number):
            clerk.step(own_id, version)
        clerk.step(own_id, version)

    assert clerk.file(own_id) == whole


def test_an_export_of_no_days_work_has_a_header(clerk: Clerk, team: Floor) -> None:
    own_id = clerk.start(**{"from": "2025-01-01", "to": "2025-02-01"})["id"]

    assert (clerk.finish(own_id)["rows"], clerk.file(own_id).count(b"\n")) == (0, 1)


def test_what_was_made_anew_meanwhile_is_begun_anew(clerk: Clerk, team: Floor) -> None:
    whole = clerk.rows()
    clerk.hurry(5)
    own_id = clerk.start()["id"]
    clerk.step(own_id)
    count.begin_anew(team.shop.desk())
    team.count()

    done = clerk.finish(own_id)

    assert (done["status"], done["rows"]) == ("done", len(whole))


def test_what_fell_silent_is_ordered_again_and_given_up_after_a_day(
    clerk: Clerk, team: Floor, jobs: Any
) -> None:
    own_id = clerk.start()["id"]
    assert [job["export_id"] for job in jobs() if job["job"] == work.JOB] == [own_id]

    work.come_due(clerk.shop.desk(), own_id)
    assert [job["export_id"] for job in jobs() if job["job"] == work.JOB] == [own_id]
    team.world.pass_time(hours=25)
    work.come_due(clerk.shop.desk(), own_id)

    assert clerk.show(own_id)["status"] == "failed"


def test_an_export_is_over_after_a_week(clerk: Clerk, team: Floor) -> None:
    own_id = clerk.start()["id"]
    clerk.finish(own_id)
    team.world.pass_time(hours=24 * 7 + 1)

    status, problem, _ = clerk.ask("GET", f"/v1/reports/exports/{own_id}")
    work.work_off(clerk.shop.desk(), {"export_id": own_id, "version": 2})

    assert (status, problem["code"]) == (404, "not_found")
    assert clerk.ask("GET", "/v1/reports/exports")[1]["data"] == []


def test_another_shop_has_none_of_it(
    whole: Edge, clerk: Clerk, other_shop: Shop, team: Floor
) -> None:
    own_id = clerk.start()["id"]
    token = other_shop.session(other_shop.owner)
    ask = partial(whole.call, Authorization=f"Bearer {token}")

    assert ask("GET", f"/v1/reports/exports/{own_id}")[0] == 404
    assert ask("GET", "/v1/reports/exports")[1]["data"] == []


@pytest.mark.parametrize("role", [Role.support, Role.manager])
def test_who_may_not_take_data_away_is_refused(whole: Edge, shop: Shop, role: Role) -> None:
    token = shop.session(shop.hire(role))
    ask = partial(whole.call, Authorization=f"Bearer {token}")

    for method, body in (("GET", None), ("POST", dict(WEEKS))):
        status, problem, _ = ask(method, "/v1/reports/exports", body)
        assert (status, problem["code"]) == (403, "forbidden")


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ({"from": "2026-04-01"}, "/to"),
        ({"from": "2020-03-15"}, "/to"),
        ({"format": "xls"}, "/format"),
        ({"metric": "backlog"}, "/metric"),
        ({"luck": 1}, ""),
    ],
)
def test_what_cannot_be_exported_is_refused(clerk: Clerk, more: Any, pointer: str) -> None:
    status, problem, _ = clerk.ask("POST", "/v1/reports/exports", {**WEEKS, **more})

    assert status == 422, problem
    assert pointer in [each["pointer"] for each in problem["errors"]] or not pointer


def test_so_many_in_an_hour(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "MOST_AN_HOUR", 2)
    clerk.start()
    clerk.start()

    status, problem, _ = clerk.ask("POST", "/v1/reports/exports", dict(WEEKS))

    assert (status, problem["code"]) == (429, "rate_limited")


def test_a_step_reads_no_more_than_its_lines(clerk: Clerk, team: Floor) -> None:
    clerk.hurry(5)
    own_id = clerk.start()["id"]

    with gate.recorded() as calls:
        clerk.step(own_id)

    reads = [call.parameters()["RequestItems"] for call in calls if "BatchGet" in call.name]
    assert max(len(each["Keys"]) for read in reads for each in read.values()) <= 5
