"""Rows of an earlier moment are brought back where they are missing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
from botocore.session import Session

from chalicelib import settings
from infra.recovery import restore as program
from infra.recovery.restore import NotEmptyError, Wish, restore

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
THEN, TODAY = "then", "today"


@pytest.fixture
def table(aws: settings.Settings) -> Iterator[Any]:
    """Return a client for two empty tables."""
    client = Session().create_client("dynamodb", region_name=aws.region)
    for name in (THEN, TODAY):
        keys = (("pk", "HASH"), ("sk", "RANGE"))
        client.create_table(
            TableName=name,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n, _ in keys],
            KeySchema=[{"AttributeName": n, "KeyType": kind} for n, kind in keys],
        )
    yield client
    for name in (THEN, TODAY):
        client.delete_table(TableName=name)


def put(
    table: Any, name: str, kind: str, sk: str, *, account: str = "acc_1", text: str = ""
) -> None:
    texts = {"pk": f"A#{account}#T#1", "sk": sk, "_t": kind, "text": text}
    table.put_item(TableName=name, Item={each: {"S": value} for each, value in texts.items()})


def texts(table: Any, name: str = TODAY) -> dict[str, str]:
    return {row["sk"]["S"]: row["text"]["S"] for row in table.scan(TableName=name)["Items"]}


def run(table: Any, **wished: Any) -> Any:
    return restore(table, Wish(source=THEN, target=TODAY, **wished), NOW, tell=lambda _: None)


def test_what_is_missing_comes_back_and_what_changed_since_stays(table: Any) -> None:
    for number in range(120):
        put(table, THEN, "note", f"{number:03}", text="then")
    for number in range(60):
        put(table, TODAY, "note", f"{number:03}", text="today")
    done = run(table)

    assert (done.read, done.there, done.back) == (120, 60, {"note": 60})
    assert list(texts(table).values()) == ["today"] * 60 + ["then"] * 60
    assert run(table).back == {}


def test_a_dry_run_only_tells(table: Any) -> None:
    put(table, THEN, "note", "1")

    assert run(table, is_dry=True).back == {"note": 1}
    assert texts(table) == {}


def test_what_is_deleted_by_people_comes_back_by_its_name(table: Any) -> None:
    put(table, THEN, "note", "1")
    put(table, THEN, "macro", "2")
    put(table, THEN, "view", "3")
    first, second = run(table), run(table, also=["macro"])

    assert (first.back, first.left) == ({"note": 1}, {"macro": 1, "view": 1})
    assert (second.back, second.left) == ({"macro": 1}, {"view": 1})


def test_one_account_can_be_asked_for(table: Any) -> None:
    put(table, THEN, "note", "1")
    put(table, THEN, "note", "2", account="acc_2")

    run(table, account_id="acc_2")
    assert list(texts(table)) == ["2"]


def test_the_whole_comes_into_an_empty_table_only(table: Any) -> None:
    put(table, THEN, "macro", "1")
    run(table, is_whole=True)

    assert list(texts(table)) == ["1"]
    put(table, THEN, "macro", "2")
    assert run(table, is_whole=True).back == {"macro": 1}
    put(table, TODAY, "macro", "3")
    with pytest.raises(NotEmptyError, match=r"today is already in use.*leave out --whole"):
        run(table, is_whole=True)


def test_whoever_writes_in_the_same_moment_wins(table: Any) -> None:
    put(table, THEN, "note", "1", text="then")

    def nothing(*_: object) -> set[tuple[str, str]]:
        put(table, TODAY, "note", "1", text="now")
        return set()

    with patch.object(program, "_there", nothing):
        done = run(table)

    assert (done.there, done.back, texts(table)) == (1, {}, {"1": "now"})


def test_keys_that_were_not_looked_at_are_asked_for_again(table: Any) -> None:
    for number in range(3):
        put(table, THEN, "note", str(number))
        put(table, TODAY, "note", str(number))
    with busy(table):
        done = run(table)

    assert (done.there, done.back) == (3, {})


@contextmanager
def busy(table: Any) -> Iterator[None]:
    """Let each question be answered for its first key alone."""
    ask = table.batch_get_item

    def answer(RequestItems: dict[str, Any]) -> dict[str, Any]:  # noqa: N803 - as botocore has it
        [(name, wanted)] = RequestItems.items()
        first, *others = wanted["Keys"]
        found = ask(RequestItems={name: {**wanted, "Keys": [first]}})
        rest = {name: {**wanted, "Keys": others}} if others else {}
        return {**found, "UnprocessedKeys": rest}

    with patch.object(table, "batch_get_item", answer):
        yield


class Account:
    """An AWS account whose stack says which table is in use."""

    def __init__(self, table: Any = None, outputs: dict[str, str] | None = None) -> None:
        self.table = table
        self.outputs = outputs

    def client(self, service: str) -> Any:
        return self.table if service == "dynamodb" else self


@pytest.fixture
def stacks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let stacks have what the account says."""

    def describe(account: Account, name: str) -> Any:
        assert name == "deskhand-prod"
        return (account.outputs is not None and SimpleNamespace(outputs=account.outputs)) or None

    monkeypatch.setattr(program.stack, "describe", describe)


def test_a_kind_that_does_not_come_back_by_its_name_is_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        program.main([THEN, "--also", "ticket,hats"])

    assert "--also knows no hats, ticket" in capsys.readouterr().err


@pytest.mark.usefixtures("stacks")
@pytest.mark.parametrize(
    ("words", "outputs", "complaint"),
    [
        ([TODAY, "--into", TODAY], None, "today is the table in use"),
        ([THEN], None, "There is no stack deskhand-prod: say the table by --into."),
        ([THEN], {}, "There is no stack deskhand-prod: say the table by --into."),
        ([TODAY], {"TableName": TODAY}, "today is the table in use"),
        ([THEN, "--stage", "Prod"], None, "a stage is named like prod"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    words: list[str],
    outputs: dict[str, str] | None,
    complaint: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert program.main(words, cloud_of=lambda _: Account(outputs=outputs)) == 1
    assert complaint in capsys.readouterr().err


@pytest.mark.usefixtures("stacks")
def test_the_program_tells_what_came_back(table: Any, capsys: pytest.CaptureFixture[str]) -> None:
    put(table, THEN, "note", "1")
    put(table, THEN, "macro", "2")
    assert program.main([THEN], cloud_of=lambda _: Account(table, {"TableName": TODAY})) == 0

    told = capsys.readouterr().out
    assert "came back: 1\n          1 note\n" in told
    assert "(--also KIND,...): macro" in told


def test_what_aws_refuses_is_told(table: Any, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["nowhere", "--into", TODAY]

    assert program.main(words, cloud_of=lambda _: Account(table)) == 1
    assert "What came back stays; run it again." in capsys.readouterr().err
