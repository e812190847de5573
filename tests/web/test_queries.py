"""Reading queries: strict as bodies are, though all of it is text."""

from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta, field

from chalicelib.core.errors import Invalid
from chalicelib.web.queries import ListQuery, Query, decode


class _Thing(ListQuery, frozen=True):
    """Something of everything."""

    tag: Annotated[tuple[str, ...], Meta(max_length=2)] = ()
    first: Annotated[
        str,
        Meta(max_length=10),
    ] = field(name="from", default="")
    is_new: bool = False
    after: Annotated[int, Meta(ge=0, lt=10**12)] | None = None


class _Needy(Query, frozen=True):
    name: str


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, _Thing()),
        ({"limit": ["2"], "cursor": ["abc"]}, _Thing(limit=2, cursor="abc")),
        ({"limit": [""], "tag": ["", "a"], "after": [""]}, _Thing(tag=("a",))),
        ({"limit": ["7", "8", ""]}, _Thing(limit=8)),
        ({"tag": ["a", "b"], "from": ["x"]}, _Thing(tag=("a", "b"), first="x")),
        ({"is_new": ["true"], "after": ["0"]}, _Thing(is_new=True, after=0)),
        ({"limit": ["1"]}, _Thing(limit=1)),
        ({"limit": ["100"]}, _Thing(limit=100)),
    ],
)
def test_text_becomes_what_the_route_declares(query: Any, expected: _Thing) -> None:
    assert decode(query, _Thing) == expected


@pytest.mark.parametrize(
    ("query", "pointer", "code"),
    [
        ({"limits": ["2"]}, "/limits", "unknown_field"),
        ({"limits": [""]}, "/limits", "unknown_field"),
        ({"first": ["x"]}, "/first", "unknown_field"),
        ({"a/b": ["2"]}, "/a~1b", "unknown_field"),
        ({"from": ["x" * 11]}, "/from", "invalid"),
        ({"tag": ["a", "b", "c"]}, "/tag", "invalid"),
        ({"is_new": ["perhaps"]}, "/is_new", "invalid"),
        ({"after": ["-1"]}, "/after", "invalid"),
        ({"after": ["9" * 5_000]}, "/after", "invalid"),
    ],
)
def test_what_is_wrong_is_named(query: Any, pointer: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        decode(query, _Thing)

    (fault,) = refused.value.faults
    assert (refused.value.code, fault.pointer, fault.code) == ("invalid_query", pointer, code)


def test_what_is_missing_is_named() -> None:
    with pytest.raises(Invalid) as refused:
        decode({"name": [""]}, _Needy)

    assert [fault.code for fault in refused.value.faults] == ["required"]


@pytest.mark.parametrize(
    "text",
    ["0", "-1", "101", "x", "1.5", " 1", "٣", "0000000500", "000000100999999999", "9" * 5000],
)
def test_a_page_has_one_to_a_hundred(text: str) -> None:
    with pytest.raises(Invalid):
        decode({"limit": [text]}, ListQuery)


NAMES = st.sampled_from(["limit", "cursor", "tag", "from", "is_new", "after"]) | st.text()


@given(st.dictionaries(NAMES, st.lists(st.text(), min_size=1, max_size=3)))
def test_a_stranger_s_query_is_taken_or_refused(query: dict[str, list[str]]) -> None:
    taken = outcome(query)

    if isinstance(taken, Invalid):
        assert taken.code == "invalid_query"
        assert taken.faults
    else:
        assert 1 <= taken.limit <= 100


def outcome(query: dict[str, list[str]]) -> _Thing | Invalid:
    try:
        return decode(query, _Thing)
    except Invalid as refused:
        return refused
