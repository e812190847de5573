"""What may stand in a line, whoever chose it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.errors import Conflict
from chalicelib.telemetry import rules

TICKET = "tkt_01KDVNE4000000000000000000"


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (None, None),
        (3, 3),
        (True, True),
        ("short", "short"),
        ("two\nlines\r\x1b[31m", "two\ufffdlines\ufffd\ufffd[31m"),
        ("\u2028\x85\ud800\x00", "\ufffd" * 4),
        ("x" * 200, "x" * 200),
        ("x" * 10_000, "x" * 199 + "…"),
        (["a\n"] * 100, ["a\ufffd"] * 60),
        ({"k\n": {"in": ("a",)}}, {"k\ufffd": {"in": ["a"]}}),
    ],
)  # fmt: skip
def test_a_value_is_short_and_printable(value: Any, kept: Any) -> None:
    assert rules.clean(value) == kept


def test_what_is_nested_ends_somewhere() -> None:
    deep: Any = "end"
    for _ in range(500):
        deep = [deep]

    assert len(json.dumps(rules.clean(deep))) < 300


@given(st.recursive(st.text() | st.integers(), lambda each: st.lists(each)))
def test_no_value_breaks_a_line(value: Any) -> None:
    assert len(json.dumps(rules.clean(value), ensure_ascii=False).splitlines()) == 1


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("", {}),
        ("not json", {}),
        ("[" * 100_000, {}),
        ('["acc_1"]', {}),
        ('{"account_id": 7, "text": "hush"}', {}),
        ('{"account_id": "acc_1", "job": "drain", "email": "a@b.example"}',
         {"account": "acc_1", "job": "drain"}),
        ('{"account_id": "acc_1", "message_id": "msg_01KDVNE4000000000000000000_12"}',
         {"account": "acc_1", "ticket": TICKET,
          "sent_message": "msg_01KDVNE4000000000000000000_12"}),
        ('{"inbox_id": "inb_1", "delivery": {"body": "hush"}}', {"inbox": "inb_1"}),
    ],
)  # fmt: skip
def test_an_order_says_whom_it_is_about_and_no_more(body: str, told: dict[str, str]) -> None:
    assert rules.about(body) == told


class AtAws(Exception):
    """As botocore raises."""

    response: dict[str, Any]

    def __init__(self) -> None:
        super().__init__("User arn:aws:... may not read the mail of a@b.example")
        self.response = {"Error": {"Code": "AccessDenied", "Message": "a@b.example"}}


def raised(error: Exception, cause: Exception | None = None) -> Exception:
    try:
        raise error from cause
    except Exception as caught:
        return caught


@pytest.mark.parametrize(
    ("error", "name", "code"),
    [
        (ValueError("a@b.example"), "ValueError", None),
        (KeyError("a@b.example"), "KeyError", None),
        (Conflict("a@b.example", code="taken"), "Conflict", "taken"),
        (AtAws(), "AtAws", "AccessDenied"),
    ],
)
def test_an_error_is_told_without_its_words(error: Exception, name: str, code: str | None) -> None:
    told = rules.fault(raised(error))

    assert (told["error"], told["error_code"]) == (name, code)
    assert "a@b.example" not in json.dumps(told)
    assert "test_rules.py" in json.dumps(told["places"])


def test_the_way_leads_to_where_it_began() -> None:
    told = rules.fault(raised(RuntimeError("late"), raised(AtAws())))

    assert told["causes"] == ["AtAws"]
    assert told["error_code"] == "AccessDenied"
