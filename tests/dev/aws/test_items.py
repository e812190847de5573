"""A row holds what moto's own would, and is weighed once."""

from typing import Any

import pytest
from botocore.exceptions import ClientError
from moto.dynamodb.models.dynamo_type import DynamoType

from tests.dev.aws.shelves import TABLE

ROW = {name: {"S": name} for name in ("pk", "sk", "colour", "secret")}


def test_an_index_holds_what_it_was_made_for_and_nothing_else(shelves: Any) -> None:
    row = ROW | {"size": {"M": {"n": {"N": "1"}, "unit": {"S": "cm"}}}}
    shelves.put_item(TableName=TABLE, Item=row)
    wanted = {
        "TableName": TABLE,
        "IndexName": "by_colour",
        "KeyConditionExpression": "colour = :c",
        "ExpressionAttributeValues": {":c": {"S": "colour"}},
    }

    assert shelves.query(**wanted)["Items"] == [
        {name: value for name, value in row.items() if name != "secret"}
    ]
    [part] = shelves.query(**wanted, ProjectionExpression="size.n")["Items"]
    assert part == {"size": {"M": {"n": {"N": "1"}}}}


@pytest.mark.parametrize("sizes", [[410_000], [41_000] * 10])
def test_a_row_beyond_400_kb_is_refused(shelves: Any, sizes: list[int]) -> None:
    words = {f"words{number}": {"S": "x" * size} for number, size in enumerate(sizes)}

    with pytest.raises(ClientError, match="size"):
        shelves.put_item(TableName=TABLE, Item=ROW | words)


def test_a_row_is_not_weighed_for_each_attribute(
    shelves: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    weighed: list[DynamoType] = []
    size = DynamoType.size
    monkeypatch.setattr(DynamoType, "size", lambda value: weighed.append(value) or size(value))

    shelves.put_item(TableName=TABLE, Item=ROW | {f"a{number}": {"S": "a"} for number in range(40)})

    assert len(weighed) < 200
