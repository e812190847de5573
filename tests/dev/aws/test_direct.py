"""A call that is taken to moto directly ends as one that went by letter."""

from typing import Any

import pytest
from botocore.client import BaseClient
from pynamodb.connection import Connection

from dev.aws import direct
from dev.aws.faults import Faults
from dev.aws.gate import Call, gate
from tests.dev.aws.shelves import TABLE
from tests.kit.waits import skipped_waits

REGION = "eu-central-1"
KEY = {"pk": {"S": "p"}, "sk": {"S": "1"}}
ROW = KEY | {
    "colour": {"S": "größer 🌿"},
    "size": {"N": "2"},
    "bytes": {"B": b"\0\xff"},
    "deep": {"M": {"list": {"L": [{"S": ""}, {"BOOL": True}, {"NULL": True}]}}},
}
FIRST: dict[str, Any] = {
    "TableName": TABLE, "Item": ROW, "ConditionExpression": "attribute_not_exists(pk)"
}  # fmt: skip
NEW = FIRST | {"ReturnValues": "ALL_OLD"}
PUT = {"TableName": TABLE, "Item": ROW, "ReturnValues": "ALL_OLD"}
ASKED: list[tuple[str, dict[str, Any]]] = [
    ("PutItem", NEW),
    ("PutItem", PUT),
    ("PutItem", NEW),
    ("GetItem", {"TableName": TABLE, "Key": KEY, "ReturnConsumedCapacity": "TOTAL"}),
    ("GetItem", {"TableName": "none", "Key": KEY}),
    ("Query", {"TableName": TABLE, "KeyConditionExpression": "pk = :p", "Limit": 1,
               "ExpressionAttributeValues": {":p": {"S": "p"}}}),
    ("UpdateItem", {"TableName": TABLE, "Key": KEY, "UpdateExpression": "ADD #n :n",
                    "ExpressionAttributeNames": {"#n": "size"},
                    "ExpressionAttributeValues": {":n": {"N": "1"}}, "ReturnValues": "ALL_NEW"}),
    ("TransactWriteItems", {"TransactItems": [{"Put": FIRST | {"Item": KEY | {"sk": {"S": "2"}}}},
                                              {"Put": FIRST}]}),
    ("BatchGetItem", {"RequestItems": {TABLE: {"Keys": [KEY, KEY | {"sk": {"S": "2"}}]}}}),
    ("DeleteItem", {"TableName": TABLE, "Key": KEY, "ReturnValues": "ALL_OLD"}),
]  # fmt: skip


@pytest.fixture
def client(shelves: Any) -> Any:
    """Return a client as PynamoDB builds it."""
    assert shelves
    direct.answer_directly()
    return Connection(region=REGION).client


def _told(client: Any) -> list[Any]:
    return [_outcome(client, *asked) for asked in ASKED]


def _outcome(client: Any, operation: str, asked: dict[str, Any]) -> Any:
    try:
        answer = client._make_api_call(operation, asked)
    except client.exceptions.ClientError as failed:
        answer = {"raised": str(failed), **failed.response}
    about = answer.pop("ResponseMetadata")
    return about["HTTPStatusCode"], about["RetryAttempts"], answer


def test_it_ends_as_by_letter(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    directly = _told(client)
    with monkeypatch.context() as patch:
        known: Any = BaseClient
        patch.setattr(known, "_make_api_call", known._make_api_call.__wrapped__)
        by_letter = _told(client)

    assert directly == by_letter
    assert [status for status, *_ in directly].count(400) == 3
    assert directly[3][2]["Item"] == ROW


def test_it_is_direct(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "_make_request", None)

    _outcome(client, *ASKED[1])

    assert _outcome(client, *ASKED[3])[2]["Item"] == ROW


def test_what_botocore_refuses_it_refuses_here(client: Any) -> None:
    with pytest.raises(KeyError):
        client._make_api_call("GetItem", {**ASKED[3][1], "Colour": "red"})


def test_what_a_test_does_to_an_answer_stays_its_own(client: Any) -> None:
    _outcome(client, *ASKED[1])
    _outcome(client, *ASKED[3])[2]["Item"].clear()

    assert _outcome(client, *ASKED[3])[2]["Item"] == ROW


def test_layers_see_what_they_see_of_a_letter(client: Any) -> None:
    seen: list[bytes] = []
    with gate.recorded() as calls, gate.hooked(after=lambda _, answer: seen.append(answer.content)):
        _outcome(client, *ASKED[1])
        _outcome(client, *ASKED[3])

    put: Call = calls[0]
    assert (put.name, put.service) == ("dynamodb.PutItem", "dynamodb")
    assert put.parameters()["Item"]["bytes"] == {"B": "AP8="}
    assert put.request.method == "POST"
    assert put.request.headers["X-Amz-Target"] == b"DynamoDB_20120810.PutItem"
    assert put.request.url == f"https://dynamodb.{REGION}.amazonaws.com/"
    assert b'"AP8="' in seen[1]


@pytest.mark.parametrize("kind", ["throttle", "error", "lost_reply"])
def test_what_fails_is_tried_again_by_botocore_and_no_layer_hears_of_it_twice(
    client: Any, kind: str
) -> None:
    faults = Faults()
    faults.inject("dynamodb.PutItem", kind)
    with gate.around(faults), gate.recorded() as calls, skipped_waits():
        status, retries, answer = _outcome(client, *ASKED[1])

    assert (status, retries, faults.pending()) == (200, 1, ())
    assert len(calls) == 2
    assert ("Attributes" in answer) is (kind == "lost_reply")


def test_who_fails_for_good_is_told_so(client: Any) -> None:
    faults = Faults()
    faults.inject("dynamodb.GetItem", "lost_reply", times=9)
    with gate.around(faults), skipped_waits(), pytest.raises(Exception, match="timeout"):
        client._make_api_call(*ASKED[3])
    assert _outcome(client, *ASKED[1])[0] == 200


def test_nobody_holds_back_who_is_killed(client: Any) -> None:
    def die(_call: Call) -> None:
        raise KeyboardInterrupt

    with gate.hooked(before=die), pytest.raises(KeyboardInterrupt):
        client._make_api_call(*ASKED[1])

    assert "Item" not in _outcome(client, *ASKED[3])[2]
