"""What is copied by a shape is what moto's own walk would have made of it."""

from typing import Any

import pytest
from moto.core.parse import JSONParser
from moto.core.serialize import JSONSerializer

from tests.dev.aws.shelves import TABLE

KEY = {"pk": {"S": "p"}, "sk": {"S": "1"}}
ROW = KEY | {
    "size": {"N": "2"},
    "is_new": {"BOOL": False},
    "none": {"NULL": True},
    "names": {"SS": ["a", "b"]},
    "deep": {"M": {"list": {"L": [{"S": ""}, {"M": {}}, {"L": []}]}}},
}


def _told(db: Any, row: dict[str, Any]) -> list[Any]:
    answers = [
        db.put_item(TableName=TABLE, Item=row),
        db.get_item(TableName=TABLE, Key=KEY, ConsistentRead=True),
        db.query(
            TableName=TABLE,
            KeyConditionExpression="pk = :p",
            ExpressionAttributeValues={":p": KEY["pk"]},
            ReturnConsumedCapacity="TOTAL",
            Limit=1,
        ),
        db.batch_get_item(RequestItems={TABLE: {"Keys": [KEY]}}),
        db.get_item(TableName=TABLE, Key=KEY | {"sk": {"S": "nobody"}}),
        db.describe_table(TableName=TABLE),
    ]
    for answer in answers:
        del answer["ResponseMetadata"]
    return answers


@pytest.mark.parametrize("row", [ROW, ROW | {"bytes": {"B": b"\0\xff"}}], ids=["JSON", "bytes"])
def test_what_goes_in_and_out_is_what_moto_would_take_and_give(
    shelves: Any, row: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    parser: Any = JSONParser
    serializer: Any = JSONSerializer
    quick = _told(shelves, row)

    with monkeypatch.context() as slow:
        slow.setattr(parser, "_parse_json_body", parser._parse_json_body.__wrapped__)
        slow.setattr(serializer, "_serialize_result", serializer._serialize_result.__wrapped__)
        own = _told(shelves, row)

    assert quick == own
    assert quick[1]["Item"] == row


def test_the_walk_is_left_to_what_is_not_plain(
    shelves: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    serializer: Any = JSONSerializer
    walked: list[str] = []
    walk = serializer._serialize

    def told(self: Any, *args: Any) -> None:
        walked.append(str(self.operation_name))
        walk(self, *args)

    monkeypatch.setattr(serializer, "_serialize", told)
    _told(shelves, ROW)

    assert {*walked} == {"DescribeTable"}
