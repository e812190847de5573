"""Bytes of any charset, declared truly or not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels.email.mime import charsets
from chalicelib.channels.words import cleaned


@pytest.mark.parametrize(
    ("content", "charset", "text"),
    [
        ("Löcher".encode(), "utf-8", "Löcher"),
        ("Löcher".encode("latin-1"), "iso-8859-1", "Löcher"),
        ("20 €".encode("cp1252"), "iso-8859-1", "20 €"),
        ("20 €".encode("cp1252"), "us-ascii", "20 €"),
        ("20 €".encode("cp1252"), "utf-8", "20 €"),
        ("20 €".encode(), "iso-8859-1", "20 €"),
        ("20 €".encode(), "x-unknown", "20 €"),
        ("20 €".encode(), "", "20 €"),
        ("灯坏了".encode("gb18030"), "gb2312", "灯坏了"),
        ("電球".encode("iso-2022-jp"), "ISO-2022-JP", "電球"),
        ("лампа".encode("koi8-r"), '"koi8-r"', "лампа"),
        ("שלום".encode("iso8859-8"), "iso-8859-8-i", "שלום"),
        ("램프".encode("cp949"), "ks_c_5601-1987", "램프"),
        (b"Gr+APwA3w-e", "utf-7", "Grüße"),
        (b"lamp", "rot13", "lamp"),
        (b"bGFtcA==", "base64", "bGFtcA=="),
        (b"\\x41", "unicode_escape", "\\x41"),
        (b"lamp", "idna", "lamp"),
        (b"lamp", "\udc80\x00", "lamp"),
        (b"ok \xc3\xa9 \xff", "utf-8", "ok é \ufffd"),
        (b"\xc0\xafetc", "utf-8", "À¯etc"),
    ],
)
def test_text_is_read_as_what_it_most_likely_is(content: bytes, charset: str, text: str) -> None:
    assert charsets.decoded(content, charset) == text


@given(st.binary(max_size=200), st.text(max_size=20) | st.sampled_from(["utf-16", "hz", "utf-7"]))
def test_any_bytes_in_any_charset_become_text_that_can_be_stored(
    content: bytes, charset: str
) -> None:
    text = cleaned(charsets.decoded(content, charset))

    assert text.encode().decode() == text
