"""Mails that are built to cost time or memory, or to be read as what they are not."""

import os
import unicodedata

import pytest

from chalicelib.channels.email.body import quotes
from tests.channels.email import mails
from tests.channels.email.mails import a_mail, read
from tests.kit.pace import within


def _nested(levels: int) -> bytes:
    return b"From: ann@customer.example\n" + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level)
        for level in range(levels)
    )


STRUCTURES = {
    "100,000 parts": a_mail(b"--b\n\nx\n" * 100_000, Content_Type="multipart/mixed; boundary=b"),
    "false boundaries": a_mail(b"--bb\n" * 200_000, Content_Type="multipart/mixed; boundary=b"),
    "2,000 levels": _nested(2_000),
    "19 levels of dashes": _nested(19) + b"\n--" * 300_000,
    "300 mails inside": b"Content-Type: message/rfc822\n\n" * 300 + b"words",
    "100,000 fields": b"X-A: b\n" * 100_000 + b"\nwords",
    "one long field": b"Subject: " + b"a" * 900_000,
    "encoded words": b"Subject:" + b" =?utf-8?q?a?=\n" * 50_000 + b"\nwords",
    "open brackets": b"From: " + b"(" * 500_000 + b"\n\nwords",
    "many addresses": b"To: a@b.example\n" * 50_000 + b"\nwords",
    "parameters": b"Content-Type: text/plain" + b';a="\\' * 100_000 + b"\n\nwords",
    "ids": b"References: " + b"<a@b> " * 100_000 + b"\n\nwords",
    "base64 junk": a_mail(b"!" * 900_000, Content_Transfer_Encoding="base64"),
}


@pytest.mark.parametrize("name", STRUCTURES)
def test_no_structure_takes_more_than_two_seconds(name: str) -> None:
    with within(2):
        message = read(STRUCTURES[name])

    assert message.notice != "unparsed"


@pytest.mark.parametrize("name", ["100,000 parts", "2,000 levels", "false boundaries"])
def test_what_is_left_out_is_told(name: str) -> None:
    assert "truncated" in read(STRUCTURES[name]).notice


QUOTATIONS = {
    "blanks": " ",
    "marks": ">",
    "quoted lines": "> a\n",
    "introductions": "On 1 Jan 2026, at 10:00, Ann wrote:\n",
    "introductions without an end": "On 1 Jan 2026, at 10:00, Ann\n",
    "on one line": "On 1 Jan 2026 wrote ",
    "verbs": "1 wrote wrote wrote wrote x\n",
    "dates and addresses": "2026/01/01 " + " <@>" * 30 + "\n",
    "brackets": "<" * 40 + "\n",
    "dashes": "-" * 300 + "\n",
    "underscores": "_ " * 200 + "\n",
    "header lines": "From: a\n",
    "header blocks": "From: a\nTo: b\n",
    "markers": "-----Original Message",
    "colons": "1:" * 200 + "\n",
    "stars": "*" * 300 + "\n",
    "tabs": "\t" * 300 + "\n",
    "empty lines": "\n",
    "forwards": "Begin forwarded message",
}


@pytest.mark.parametrize("size", [50_000, pytest.param(1_000_000, marks=pytest.mark.thorough)])
@pytest.mark.parametrize("name", QUOTATIONS)
def test_no_quotation_takes_long_to_find(name: str, size: int) -> None:
    unit = QUOTATIONS[name]
    with within(2):
        new, old = quotes.split(unit * (size // len(unit)))

    assert isinstance(new + old, str)


@pytest.mark.parametrize(
    ("charset", "content"),
    [
        ("utf-7", b"+2AA- +ADw-b+AD4-"),
        ("utf-16", b"\xff\xfeh\x00i\x00\x00\xd8"),
        ("utf-16-be", b"\x00h\x00i\xd8\x00"),
        ("utf-8", b"\xed\xa0\x80\xed\xb0\x80 \xc0\xaf \xf8\x88\x80\x80\x80 hi"),
        ("xx", "Grüße".encode()),
        ("iso-2022-jp", b"\x1b$B\xff\xff\x1b(Bhi"),
        ("hz", b"~{\xff~}hi"),
        ("gb18030", b"\x81\x30\x81hi"),
        ("utf-8", ("👩\u200d" * 5_000).encode()),
        ("utf-8", "e\u0301".encode() * 1_000),
        ("utf-8", "\u202eevil\u202c \u2066x\u2069".encode()),
    ],
)
def test_any_charset_ends_as_text_that_can_be_stored(charset: str, content: bytes) -> None:
    text = read(a_mail(content, Content_Type=f"text/plain; charset={charset}")).text

    assert text
    assert text.encode().decode() == text
    assert unicodedata.is_normalized("NFC", text)


@pytest.mark.parametrize("unit", ["\u0301\u0316", "\u0315\u0300\u05ae", "a\u0301"])
def test_a_flood_of_marks_costs_little(unit: str) -> None:
    with within(2):
        read(a_mail((unit * 1_000_000)[:500_000]))


PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(
    ("declared", "content", "kind"),
    [
        ("image/png", PNG, "image/png"),
        ("application/octet-stream", PNG, "image/png"),
        ("image/jpg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("image/webp", b"RIFF\0\0\0\0WEBP", "image/webp"),
        ("image/gif", b"GIF89a/*", "image/gif"),
        ("application/pdf", b"%PDF-1.7", "application/pdf"),
        ("image/png", b"<html><script>", "application/octet-stream"),
        ("image/jpeg", b"GIF8<script>", "application/octet-stream"),
        ("application/pdf", b"MZ\x90", "application/octet-stream"),
        ("text/html", b"<script>", "application/octet-stream"),
        ("image/svg+xml", b"<svg onload=x()>", "application/octet-stream"),
        ("application/xhtml+xml", b"<html>", "application/octet-stream"),
        ("text/xml", b"<?xml-stylesheet?>", "application/octet-stream"),
        ("text/javascript", b"x()", "application/octet-stream"),
        ("application/x-msdownload", b"MZ", "application/octet-stream"),
        ("x/y", b"", "application/octet-stream"),
        ("text/csv", b"a;b", "text/csv"),
        ("application/zip", b"PK", "application/zip"),
        ("application/ms-tnef", b"x", "application/ms-tnef"),
    ],
)
def test_a_files_type_is_what_its_content_is(declared: str, content: bytes, kind: str) -> None:
    head = f"Content-Type: {declared}; name=bill.pdf.exe\r\nContent-Disposition: attachment\r\n\r\n"

    (file,) = read(mails.parts("\r\nwords", head.encode() + content)).files

    assert (file.content_type, file.name) == (kind, "bill.pdf.exe")


def test_random_megabytes_are_read_in_time() -> None:
    raw = os.urandom(1_000_000)
    with within(2):
        assert read(raw).notice != "unparsed"
