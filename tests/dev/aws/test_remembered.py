"""What moto and botocore remember is what they would have found."""

from typing import Any

import pytest
from botocore import useragent
from moto.core import responses
from moto.core.base_backend import BaseBackend
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.comparisons import ConditionExpressionParser
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.responses import DynamoHandler

from tests.dev.aws.shelves import TABLE


def _holding(db: Any, condition: str, *colours: str) -> int:
    values = {f":v{number}": {"S": colour} for number, colour in enumerate(colours)}
    found = db.scan(
        TableName=TABLE,
        FilterExpression=condition,
        ExpressionAttributeNames={"#c": "colour"},
        ExpressionAttributeValues=values,
    )
    return found["Count"]


@pytest.fixture
def db(shelves: Any) -> Any:
    for number, colour in enumerate(["red", "blue", "red"]):
        item = {"pk": {"S": "p"}, "sk": {"S": str(number)}, "colour": {"S": colour}}
        shelves.put_item(TableName=TABLE, Item=item)
    return shelves


def test_a_condition_means_what_its_values_say(db: Any) -> None:
    either = "#c IN (:v0, :v1)"

    found = [_holding(db, either, *colours) for colours in (("red", "blue"), ("red", "green"))]

    assert (found, _holding(db, either, "red", "blue")) == ([3, 2], 3)
    assert _holding(db, "NOT (#c = :v0)", "red") == 1
    assert _holding(db, "NOT (#c = :v0)", "blue") == 2


def test_it_is_cut_once_for_all_values_and_made_sense_of_once_for_these(
    db: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut: list[str] = []
    understood: list[str] = []
    parser: Any = ConditionExpressionParser
    lex, make = parser._lex_one_node, parser._make_op_condition

    def told_cut(self: Any, rest: str) -> Any:
        cut.append(rest)
        return lex(self, rest)

    def told_make(self: Any, node: Any) -> Any:
        understood.append(self.condition_expression)
        return make(self, node)

    monkeypatch.setattr(parser, "_lex_one_node", told_cut)
    monkeypatch.setattr(parser, "_make_op_condition", told_make)
    condition = "#c <> :v0 AND attribute_exists(#c)"
    steps: list[int] = []
    for colour in ("red", "red", "blue", "red"):
        _holding(db, condition, colour)
        steps.append(len(understood))

    once = steps[0]
    assert cut.count(condition) == 1
    assert steps == [once, once, 2 * once, 2 * once]


def test_methods_addresses_and_names_are_what_they_were(shelves: Any) -> None:
    tables: Any = dynamodb_backends[DEFAULT_ACCOUNT_ID][shelves.meta.region_name]
    moto: Any = responses
    methods = moto.method_names_from_class
    clean: Any = useragent.sanitize_user_agent_string_component
    urls: Any = BaseBackend.urls

    assert methods(DynamoHandler) == methods.__wrapped__(DynamoHandler)
    assert clean("a b#c", allow_hash=True) == clean.__wrapped__("a b#c", allow_hash=True) == "a-b#c"
    assert tables.urls == urls.fget.__wrapped__(tables)
    assert tables.urls is tables.urls
