"""The tree of parts, whatever its boundaries look like."""

import pytest

from chalicelib.channels.email.mime import parts
from tests.channels.email import mails


def _leaves(raw: bytes) -> list[tuple[str, bytes]]:
    return [(one.content_type, one.content(raw)) for one in parts.tree(raw).leaves()]


def test_preamble_and_epilogue_belong_to_no_part() -> None:
    body = "before\r\n--b\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--\r\nafter"

    raw = mails.a_mail(body, Content_Type="multipart/mixed; boundary=b")

    assert _leaves(raw) == [("text/plain", b"one"), ("text/plain", b"two")]


@pytest.mark.parametrize(
    ("body", "contents"),
    [
        ("--b\n\none\n--b\n\ntwo", [b"one", b"two"]),
        ("--b  \n\none\n--b--", [b"one"]),
        ("--bee\n--b\n\none --b\n--b--", [b"one --b"]),
        ("--b\n--b\n\none\n--b--", [b"", b"one"]),
        ("--b\n\n--b--", [b""]),
        ("--b", [b""]),
        ("no boundary at all", [b"no boundary at all"]),
        ("--b--\nonly an end", [b"--b--\nonly an end"]),
    ],
)
def test_boundaries_are_found_only_where_a_line_says_so(body: str, contents: list[bytes]) -> None:
    raw = mails.a_mail(body, Content_Type="multipart/mixed; boundary=b")

    assert [content for _, content in _leaves(raw)] == contents


@pytest.mark.parametrize("content_type", ["multipart/mixed", "nonsense", "text", "text/"])
def test_a_type_that_helps_nobody_means_plain_words(content_type: str) -> None:
    raw = mails.a_mail("words", Content_Type=content_type)

    assert _leaves(raw) == [("text/plain", b"words")]


def test_a_part_of_a_digest_is_a_mail() -> None:
    raw = mails.parts("\r\nSubject: inside\r\n\r\nwords", kind="digest")

    assert [kind for kind, _ in _leaves(raw)] == ["message/rfc822"]


@pytest.mark.parametrize(
    ("encoding", "body", "content"),
    [
        ("base64", "bGFt\r\ncA==", b"lamp"),
        ("BASE64 ", "b!G F\tt~cA", b"lamp"),
        ("base64", "bGFtcA==\r\n_____\r\nA list's footer", b"lamp"),
        ("base64", "bGFtc", b"lam"),
        ("base64", "", b""),
        ("quoted-printable", "l=61mp=\r\n s", b"lamp s"),
        ("quoted-printable", "100=% =XY", b"100=% =XY"),
        ("8bit", "lamp", b"lamp"),
        ("x-unknown", "lamp", b"lamp"),
    ],
)
def test_content_is_decoded_as_far_as_it_goes(encoding: str, body: str, content: bytes) -> None:
    raw = mails.a_mail(body, Content_Transfer_Encoding=encoding)

    assert [found for _, found in _leaves(raw)] == [content]


def test_empty_lines_before_the_header_do_not_hide_it() -> None:
    tree = parts.tree(b"\r\n\n" + mails.a_mail())

    assert tree.root.headers.text("subject") == "A broken lamp"
