"""A line for each operation at an edge, with what it is about and what became of it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from chalice.app import Chalice
from chalice.test import Client

from chalicelib import jobs, settings, stream, wiring
from chalicelib.core.desk import Caller, CallerKind, Desk
from chalicelib.core.errors import Unavailable
from chalicelib.table import keys
from chalicelib.table.across_accounts import DueRow
from chalicelib.telemetry import edges
from chalicelib.tickets import deliveries
from chalicelib.web.mount import put
from chalicelib.web.request import Request
from chalicelib.web.routes import NOBODY_ASKED, Routes
from tests.builders import a_ticket_id
from tests.kit.http_world import World
from tests.telemetry.test_names import RUNBOOK
from tests.telemetry.written import Line, measured, operations

BEGUN = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


@pytest.fixture
def ask(ports: wiring.Ports) -> Callable[..., int]:
    """Return what asks two accounts' app; the one who asks is named by a header."""

    def guard(desk: Desk, request: Request) -> Desk:
        account = request.headers.get("x-account", "")
        return desk.for_account(account, Caller(kind=CallerKind.agent, id="agt_1", name="Ana"))

    routes = Routes()

    @routes.get("/v1/tickets/{ticket_id}", needs=NOBODY_ASKED)
    def show(desk: Desk, ticket_id: str) -> dict[str, str]:
        if desk.account_id == "acc_broken":
            raise RuntimeError("hush: a@b.example")
        if desk.account_id == "acc_busy":
            raise Unavailable("busy")
        return {"body": "hush"}

    app = Chalice("test")
    put(app, routes, guard)
    client = Client(app)

    def get(account: str, ticket_id: str = "tkt_1") -> int:
        path = f"/v1/tickets/{ticket_id}"
        return client.http.get(path, headers={"X-Account": account}).status_code

    return get


def test_a_request_says_who_asked_for_what(ask: Any, capsys: Any) -> None:
    ticket_id = a_ticket_id()
    ask("acc_1", ticket_id)

    (line,) = operations(capsys, "api")

    expected = {
        "service": "deskhand", "outcome": "done", "method": "GET",
        "route": "/v1/tickets/{ticket_id}", "status": 200, "account": "acc_1", "ticket": ticket_id,
        "caller": "agt_1", "caller_kind": "agent", "level": "INFO",
    }  # fmt: skip
    assert {name: line[name] for name in expected} == expected
    assert line["ms"] >= 0
    assert measured(line).keys() == {"Operations", "Refused", "Failed", "Duration"}
    assert "Ana" not in json.dumps(line)


@pytest.mark.parametrize(
    ("account", "outcome", "code", "refused", "failed"),
    [
        ("acc_1", "done", None, 0, 0),
        ("acc_busy", "failed", "unavailable", 0, 1),
        ("acc_broken", "failed", "internal_error", 0, 1),
    ],
)
def test_what_became_of_it_is_counted(
    ask: Any, capsys: Any, account: str, outcome: str, code: str | None, refused: int, failed: int
) -> None:
    ask(account)

    (line,) = operations(capsys, "api")
    figures = measured(line)

    assert (line["outcome"], line.get("code")) == (outcome, code)
    assert (figures["Refused"], figures["Failed"]) == (refused, failed)
    assert "hush" not in json.dumps(line)


def test_a_bug_shows_the_way_to_it_in_the_same_line(ask: Any, capsys: Any) -> None:
    assert ask("acc_broken") == 500

    (line,) = operations(capsys, "api")

    assert (line["level"], line["error"]) == ("ERROR", "RuntimeError")
    assert any("test_edges.py" in place for place in line["places"])


def test_nothing_of_one_account_stands_in_the_next_one_s_line(ask: Any, capsys: Any) -> None:
    for number, account in enumerate(("acc_1", "acc_broken", "acc_2")):
        ask(account, a_ticket_id(number))

    first, broken, second = operations(capsys, "api")

    assert "acc_1" not in json.dumps([broken, second])
    assert "acc_broken" not in json.dumps([first, second])
    assert first["ticket"] not in json.dumps(second)
    assert "error" not in second


def test_a_path_s_value_that_is_no_id_is_not_repeated(ask: Any, capsys: Any) -> None:
    ask("acc_1", "ada%40mail.example%0a%7b%22level%22%3a1%7d")

    (line,) = operations(capsys, "api")

    assert "ticket" not in line
    assert "mail.example" not in json.dumps(line)


def test_the_trace_is_named_where_there_is_one(
    ask: Any, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_X_AMZN_TRACE_ID", "Root=1-5e1b4151-5ac6c58f;Parent=53995c3f42cd8ad8")
    ask("acc_1")

    (line,) = operations(capsys, "api")

    assert line["xray_trace_id"] == "1-5e1b4151-5ac6c58f"


def test_lines_go_by_the_stack_s_name(
    ask: Any, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "deskhand-prod")
    settings.service.cache_clear()
    ask("acc_1")
    settings.service.cache_clear()

    assert [line["service"] for line in operations(capsys, "api")] == ["deskhand-prod"]


def a_record(body: str, **attributes: str) -> dict[str, Any]:
    return {"messageId": "m-1", "body": body, "attributes": attributes}


def run_job(body: str) -> None:
    if "fail" in body:
        raise ValueError(body)


@pytest.mark.parametrize(
    ("body", "outcome", "failed"),
    [('{"account_id": "acc_1", "job": "drain"}', "done", 0), ('{"job": "fail"}', "failed", 1)],
)
def test_each_message_of_a_queue_has_a_line(
    capsys: Any, body: str, outcome: str, failed: int
) -> None:
    jobs.batch({"Records": [a_record(body)] * 2}, run_job)

    told = operations(capsys, "run_job")

    assert [line["outcome"] for line in told] == [outcome] * 2
    assert [measured(line)["Failed"] for line in told] == [failed] * 2
    assert told[0]["message_id"] == "m-1"
    assert told[0]["job"] == json.loads(body)["job"]


def test_how_long_a_message_waited_is_told_of_its_first_try(capsys: Any) -> None:
    sent = int((datetime.now(UTC) - timedelta(seconds=30)).timestamp() * 1000)
    for tries in ("1", "2"):
        record = a_record("{}", SentTimestamp=str(sent), ApproximateReceiveCount=tries)
        jobs.batch({"Records": [record]}, run_job)

    first, second = operations(capsys, "run_job")

    assert measured(first)["Waited"] >= 30_000
    assert "Waited" not in second
    assert (first["tries"], second["tries"]) == (1, 2)


def test_what_was_not_begun_is_neither_done_nor_failed(capsys: Any) -> None:
    class Context:
        def get_remaining_time_in_millis(self) -> int:
            return 1

    jobs.batch({"Records": [a_record("{}")]}, run_job, Context())

    (line,) = operations(capsys, "run_job")
    assert line["outcome"] == "put_back"
    assert measured(line)["Failed"] == 0


def test_a_batch_of_the_stream_says_whose_it_was(
    ports: object, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "follow", lambda *_: None)
    record = {"dynamodb": {"Keys": {"pk": {"S": "A#acc_1#T#tkt_1"}, "sk": {"S": "T"}}}}
    stream.fold({"Records": [record, record]})

    (line,) = operations(capsys, "fold_stream")
    assert (line["account"], line["accounts"], line["records"]) == ("acc_1", 1, 2)


def test_a_batch_of_the_stream_that_failed_is_told_and_comes_again(
    ports: object, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def follow(*_: object) -> None:
        raise RuntimeError("hush")

    monkeypatch.setattr(stream, "follow", follow)
    record = {"dynamodb": {"Keys": {"pk": {"S": "A#acc_1#T#tkt_1"}, "sk": {"S": "T"}}}}
    with pytest.raises(RuntimeError):
        stream.fold({"Records": [record]})

    (line,) = operations(capsys, "fold_stream")
    assert (line["outcome"], measured(line)["Failed"]) == ("failed", 1)


@pytest.fixture
def sweep(ports: object, world: World, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return what sweeps rows that are due since so many seconds, and what is told of it."""

    def run(*due: tuple[int, Exception | None]) -> tuple[Line, list[Line]]:
        now = world.clock()
        errors = {f"A#acc_1#T#{n}": error for n, (_, error) in enumerate(due)}
        rows = [
            DueRow(pk=f"A#acc_1#T#{n}", sk=keys.HEAD, due_at=now - timedelta(seconds=seconds))
            for n, (seconds, _) in enumerate(due)
        ]

        def act(_desk: Desk, row: DueRow) -> None:
            if error := errors[row.pk]:
                raise error

        monkeypatch.setattr(jobs, "across_accounts_due", lambda shard, _: rows if not shard else [])
        monkeypatch.setattr(jobs, "_act", act)
        monkeypatch.setattr(deliveries, "postpone", lambda *_: None)
        jobs.sweep()
        *rest, told = operations(capsys, "sweep")
        return told, rest

    return run


def test_a_sweep_that_finds_nothing_is_heard_of(sweep: Any) -> None:
    told, _ = sweep()

    figures = measured(told)
    assert (told["outcome"], figures["Due"], figures["Lateness"]) == ("done", 0, 0)


def test_a_sweep_tells_what_was_due_done_failed_and_how_late(sweep: Any) -> None:
    told, rest = sweep((5, None), (200, None), (9, RuntimeError("hush")), (1, Unavailable("busy")))

    figures = measured(told)
    assert (figures["Due"], figures["DueFailed"], figures["Lateness"]) == (4, 1, 200)
    assert (told["rows_done"], told["rows_put_back"]) == (2, 1)
    assert [(line["account"], line["error"]) for line in rest] == [
        ("acc_1", "RuntimeError"), ("acc_1", "Unavailable"),
    ]  # fmt: skip
    assert "hush" not in json.dumps(rest)


def test_a_row_that_is_put_back_tells_which_and_why(sweep: Any) -> None:
    _, (row,) = sweep((400, Unavailable("busy: a@b.example")))

    expected = {
        "message": "due row put back", "level": "INFO", "account": "acc_1", "pk": "A#acc_1#T#0",
        "sk": keys.HEAD, "outcome": "put_back", "error_code": "unavailable",
    }  # fmt: skip
    assert {name: row[name] for name in expected} == expected
    assert "b.example" not in json.dumps(row)
    assert f'message = "{row["message"]}"' in RUNBOOK.partition("### `SweepLateAlarm`")[2]


def test_a_sweep_that_could_not_look_is_told_before_it_fails(
    ports: object, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look(shard: int, _now: datetime) -> list[DueRow]:
        raise Unavailable("busy")

    monkeypatch.setattr(jobs, "across_accounts_due", look)
    with pytest.raises(Unavailable):
        jobs.sweep()

    (line,) = operations(capsys, "sweep")
    assert (line["outcome"], line["shards_failed"]) == ("failed", keys.DUE_SHARDS)


def test_a_clock_that_is_set_back_makes_no_time_negative() -> None:
    assert edges.Span(begun=BEGUN, ended=BEGUN - timedelta(seconds=2)).millis == 0
    record = edges.Record.of(a_record("{}", SentTimestamp="9999999999999"))
    assert record.waited(BEGUN) == 0.0
