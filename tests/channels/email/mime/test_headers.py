"""Headers as they come, not as they should."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels.email.mime import headers


def _read(raw: bytes) -> tuple[headers.Headers, bytes]:
    found, body = headers.read(raw, 0, len(raw))
    return found, raw[body:]


def test_a_field_goes_on_over_lines_that_begin_with_a_blank() -> None:
    found, body = _read(b"Subject: one\r\n two\r\n\tthree\r\nTo: x\r\n\r\nwords")

    assert found.text("subject") == "one two three"
    assert body == b"words"


@pytest.mark.parametrize(
    ("raw", "body"),
    [
        (b"From ann Mon Jan  5\nSubject: x\n\nwords", b"words"),
        (b"Subject: x\nno field\n\nwords", b"no field\n\nwords"),
        (b"Subject : x\n\nwords", b"words"),
        (b"words without a header", b"words without a header"),
        (b" words that begin with a blank", b" words that begin with a blank"),
        (b" \nSubject: x\n\nwords", b"words"),
        (b"\nwords", b"words"),
        (b"Subject: x", b""),
        (b"", b""),
    ],
)
def test_the_body_begins_where_the_header_ends(raw: bytes, body: bytes) -> None:
    assert _read(raw)[1] == body


def test_a_header_past_the_limit_is_skipped_up_to_its_end() -> None:
    long = b"X: y\r\n" * (headers.MAX_BYTES // 6 + 10)

    found, body = _read(b"Subject: x\r\n" + long + b"\r\nwords\r\n\r\nmore")

    assert found.text("subject") == "x"
    assert body == b"words\r\n\r\nmore"


@pytest.mark.parametrize("length", [headers.MAX_BYTES, headers.MAX_BYTES + 100])
def test_a_header_that_never_ends_loses_nothing_but_itself(length: int) -> None:
    found, body = _read(b"Subject: x\n" + b"X: " + b"y" * length)

    assert found.text("subject") == "x"
    assert len(body) <= 200


def test_fields_and_values_are_bounded() -> None:
    found, _ = _read(b"Subject: " + b"s" * 100_000 + b"\n" + b"X: y\n" * 1_000 + b"\n")

    assert len(found.first("subject")) == headers.MAX_VALUE
    assert len(found.all("x")) == headers.MAX_FIELDS - 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=?utf-8?B?R3LDvMOfZQ==?=", "Grüße"),
        ("=?utf-8?B?R3LDvMOfZQ?=", "Grüße"),
        ("=?iso-8859-1?q?Gr=FC=DFe_an?= alle", "Grüße an alle"),
        ("=?utf-8?q?Gr=C3?= =?utf-8?q?=BC=C3=9Fe?=", "Grüße"),
        ("=?utf-8?q?a?=\t =?latin1?q?=FC?=", "aü"),
        ("=?utf-8*de?q?Lampe?=", "Lampe"),
        ("=?utf-8?q?a b?=", "a b"),
        ("=?no-such?q?=C3=BC?=", "ü"),
        ("=?utf-8?b?a?=", "=?utf-8?b?a?="),
        ("=?utf-8?x?a?=", "=?utf-8?x?a?="),
        ("1 =? 2 ?=", "1 =? 2 ?="),
    ],
)
def test_encoded_words_are_decoded_and_broken_ones_kept(value: str, text: str) -> None:
    assert headers.decoded_words(value) == text


@pytest.mark.parametrize(
    ("value", "main", "parameters"),
    [
        ("Text/Plain; Charset=UTF-8", "text/plain", {"charset": "UTF-8"}),
        ('a/b; name="x;\\"y.txt"', "a/b", {"name": 'x;"y.txt'}),
        ("a/b; name*=utf-8''%C3%BC.txt", "a/b", {"name": "ü.txt"}),
        ("a/b; name*1*=%BC.txt; name*0*=utf-8'de'%C3", "a/b", {"name": "ü.txt"}),
        ("a/b; name*0=one; name*1=two", "a/b", {"name": "onetwo"}),
        ('a/b; name="=?utf-8?q?=C3=BC?=.txt"', "a/b", {"name": "ü.txt"}),
        ("a/b; name*=plain", "a/b", {"name": "plain"}),
        ("a/b; name=one; name=two", "a/b", {"name": "one"}),
        ("a/b; *=x; ; =y; name", "a/b", {}),
        ("", "", {}),
    ],
)
def test_parameters_are_read_by_any_of_their_standards(
    value: str, main: str, parameters: dict[str, str]
) -> None:
    assert headers.with_parameters(value) == (main, parameters)


@given(st.text())
def test_any_value_has_parameters_of_some_kind(value: str) -> None:
    main, parameters = headers.with_parameters(value)

    assert f"{main}{parameters}".encode()
