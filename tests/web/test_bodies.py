"""Reading bodies (A-47, A-48, A-103)."""

from contextlib import suppress
from enum import StrEnum
from typing import Annotated, Any, Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta

from chalicelib.core.errors import Invalid, TooLarge
from chalicelib.web.bodies import MAX_BODY, MAX_DEPTH, Body, convert, decode


class _Item(Body, frozen=True):
    name: str


class _Shape(Body, frozen=True):
    """Something of everything."""

    text: str = ""
    number: Annotated[int, Meta(ge=0, lt=2**31)] = 0
    items: tuple[_Item, ...] = ()
    tree: dict[str, Any] = msgspec.field(default_factory=dict)


class _Colour(StrEnum):
    red = "red"
    green = "green"


class _Choosy(Body, frozen=True):
    """Choices everywhere."""

    colour: _Colour | None = None
    size: Literal["s", "l"] = "s"
    colours: tuple[_Colour, ...] = ()
    parts: "dict[str, _Choosy]" = msgspec.field(default_factory=dict)


class _Strict(Body, frozen=True):
    text: str


@pytest.mark.parametrize(
    "raw",
    [
        b"{", b"}", b"x", b"{}{}", b"[]]", b" ", b"'a'", b"\xef\xbb\xbf{}", b'{"text":"\xff"}',
        b'{"text":"\\ud800"}', b'{"number":NaN}', b'{"tree":{"x":NaN}}', b'{"text":"\n"}',
        b'callback({"text":"a"})', b"{" * 100_000, b'{"tree":' * 30_000, b"[" * (MAX_BODY - 1),
    ],
)  # fmt: skip
def test_what_is_not_json_is_malformed(raw: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        decode(raw, _Shape)

    assert refused.value.code == "malformed_body"


@pytest.mark.parametrize(
    ("raw", "pointer", "code"),
    [
        (b'{"account_id":"acc_1"}', "/account_id", "unknown_field"),
        (b'{"role":"owner"}', "/role", "unknown_field"),
        (b'{"is_admin":true}', "/is_admin", "unknown_field"),
        (b'{"created_at":"2020-01-01T00:00:00Z"}', "/created_at", "unknown_field"),
        (b'{"author_type":"agent"}', "/author_type", "unknown_field"),
        (b'{"internal":false}', "/internal", "unknown_field"),
        (b'{"__proto__":{}}', "/__proto__", "unknown_field"),
        (b'{"a/b~`c":1}', "/a~1b~0`c", "unknown_field"),
        (b'{"items":[{"name":"a","x":1}]}', "/items/0/x", "unknown_field"),
        (b'{"items":[{}]}', "/items/0/name", "required"),
        (b'{"text":null}', "/text", "invalid"),
        (b'{"text":["a"]}', "/text", "invalid"),
        (b'{"text":1}', "/text", "invalid"),
        (b'{"number":-1}', "/number", "invalid"),
        (b'{"number":1.5}', "/number", "invalid"),
        (b'{"number":"1"}', "/number", "invalid"),
        (b'{"number":1e400}', "/number", "invalid"),
        (b'{"number":9223372036854775808}', "/number", "invalid"),
        (b"[]", "", "invalid"),
        (b"null", "", "invalid"),
        (b'"text"', "", "invalid"),
    ],
)
def test_what_does_not_belong_is_pointed_at(raw: bytes, pointer: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        decode(raw, _Shape)

    assert [(fault.pointer, fault.code) for fault in refused.value.faults] == [(pointer, code)]
    assert refused.value.code == "invalid"


@pytest.mark.parametrize(
    ("raw", "pointer", "known"),
    [
        (b'{"colour":"blue"}', "/colour", "red, green"),
        (b'{"size":"m"}', "/size", "l, s"),
        (b'{"colours":["red","blue"]}', "/colours/1", "red, green"),
        (b'{"parts":{"a":{"size":"m"}}}', "/parts/.../size", "l, s"),
    ],
)
def test_who_chooses_what_is_not_offered_hears_what_is(
    raw: bytes, pointer: str, known: str
) -> None:
    with pytest.raises(Invalid) as refused:
        decode(raw, _Choosy)

    [fault] = refused.value.faults
    assert fault.pointer == pointer
    assert fault.detail.endswith(f": must be one of {known}")


def test_a_body_that_is_not_there_is_an_empty_one() -> None:
    assert decode(b"", _Shape) == _Shape()
    with pytest.raises(Invalid) as refused:
        decode(b"", _Strict)
    assert refused.value.faults[0].pointer == "/text"


def test_of_two_values_with_one_name_the_last_counts() -> None:
    assert decode(b'{"text":"a","text":"b"}', _Shape).text == "b"


def test_a_long_name_is_not_sent_back_whole() -> None:
    with pytest.raises(Invalid) as refused:
        decode(b'{"%s":1}' % (b"x" * 100_000), _Shape)

    assert len(refused.value.faults[0].pointer) + len(refused.value.faults[0].detail) < 300


def test_a_body_has_a_largest_size() -> None:
    fits = b'{"text":"%s"}' % (b"x" * (MAX_BODY - 11))

    assert len(decode(fits, _Shape).text) == MAX_BODY - 11
    with pytest.raises(TooLarge):
        decode(fits + b" ", _Shape)


@pytest.mark.parametrize(("depth", "is_taken"), [(MAX_DEPTH - 1, True), (MAX_DEPTH, False)])
def test_a_body_has_a_deepest_level(depth: int, is_taken: Any) -> None:
    raw = b'{"tree":' + b'{"a":' * (depth - 1) + b"{}" + b"}" * depth

    if is_taken:
        assert decode(raw, _Shape).tree
    else:
        with pytest.raises(Invalid, match="too deeply"):
            decode(raw, _Shape)


@pytest.mark.parametrize("text", ["[" * 99, "{[" * 99, '\\"[' * 99, "]" * 99, '"[[' * 99, "[\\"])
def test_brackets_in_a_text_are_just_text(text: str) -> None:
    raw = b'{"text":"%s"}' % text.replace("\\", "\\\\").replace('"', '\\"').encode()

    assert decode(raw, _Shape).text == text


@given(st.binary(max_size=200) | st.text(alphabet='{}[]":,\\ae1 -.', max_size=60).map(str.encode))
def test_no_bytes_break_it(raw: bytes) -> None:
    with suppress(Invalid):
        decode(raw, _Shape)


def test_json_that_was_decoded_before_is_held_to_the_same() -> None:
    assert convert({"text": "a"}, _Strict) == _Strict(text="a")
    with pytest.raises(Invalid) as refused:
        convert({"text": "a", "role": "owner"}, _Strict)
    assert refused.value.faults[0].pointer == "/role"
