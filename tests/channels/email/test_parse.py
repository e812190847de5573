"""Bytes of strangers into messages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels.email import parse as module
from chalicelib.channels.email.parse import parse
from tests.channels.email import mails
from tests.channels.email.mails import DOMAIN, INBOX, a_mail, an_envelope, read

PIECES = st.sampled_from(
    [b"--b", b"\n", b"\r\n", b"--", b"Content-Type: multipart/mixed; boundary=b\n", b"=?utf-8?q?",
     b"Content-Transfer-Encoding: base64\n", b"From: ", b"<", b">", b"@", b"\xff", b"text/html",
     b"Content-Type: ", b"; charset=", b"utf-16", b"> ", b" wrote:", b"<div>", b'"', b"\\", b"("]
)  # fmt: skip


@given(st.binary(max_size=300) | st.lists(PIECES | st.binary(max_size=5)).map(b"".join))
def test_any_bytes_make_exactly_one_message_that_can_be_stored(raw: bytes) -> None:
    message = read(raw)

    assert message.notice != "unparsed"
    assert all(
        one.encode() is not None for one in (message.text, message.subject, message.html or "")
    )


def test_a_mail_to_two_of_our_inboxes_makes_a_message_for_each() -> None:
    envelope = an_envelope(
        f"Lamps+abc@{DOMAIN}", f"rugs@{DOMAIN}", f"lamps@{DOMAIN}", "x@else.example"
    )

    messages = parse(a_mail(), envelope)

    assert [one.inbox for one in messages] == [INBOX, f"rugs@{DOMAIN}"]
    assert {one.provider_id for one in messages} == {"first@customer.example"}


def test_a_mail_to_nobody_of_ours_makes_none() -> None:
    assert parse(a_mail(), an_envelope("x@else.example")) == []


def test_what_cannot_be_read_still_becomes_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "parts", None)

    message = read(a_mail(), an_envelope(source="ann@customer.example", spam="PASS"))

    assert (message.notice, message.inbox, message.text) == ("unparsed", INBOX, "")
    assert message.sender.address == "ann@customer.example"
    assert message.provider_id.startswith("sha256:")
    assert message.verdicts == {"spam": "PASS"}


def test_a_mail_without_an_id_gets_one_from_its_bytes() -> None:
    one, two = (read(a_mail(body, Message_ID="")) for body in ("one", "two"))

    assert one.provider_id.startswith("sha256:")
    assert one.provider_id != two.provider_id


@pytest.mark.parametrize(
    "other",
    [
        a_mail("My lamp\nis broken.", Received="by another way"),
        a_mail("My lamp\nis broken.\n\n", Subject="Fwd: A broken lamp"),
        a_mail("My lamp\r\nis broken.", Delivered_To=INBOX, Content_Type="text/plain"),
    ],
)
def test_the_digest_is_of_what_was_said_not_of_how_it_came(other: bytes) -> None:
    assert read(other).digest == read(a_mail("My lamp\r\nis broken.")).digest


@pytest.mark.parametrize(
    "other",
    [
        a_mail("My lamp is not broken."),
        mails.html_mail("<p>My lamp is broken."),
        mails.parts("\r\nMy lamp is broken.", "Content-Type: image/png\r\n\r\npicture"),
    ],
)
def test_other_words_or_files_have_another_digest(other: bytes) -> None:
    assert read(other).digest != read(a_mail("My lamp is broken.")).digest


def test_the_envelopes_verdicts_come_along() -> None:
    verdicts = {"spam": "FAIL", "virus": "PASS", "dmarc": "GRAY"}

    assert read(a_mail(), an_envelope(**verdicts)).verdicts == verdicts


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (mails.html_mail("<p>My <b>lamp</b>"), "My lamp"),
        (mails.parts("Content-Type: text/plain\r\n\r\n \r\n",
                     "Content-Type: text/html\r\n\r\n<p>My lamp", kind="alternative"), "My lamp"),
        (mails.parts("Content-Type: text/plain\r\n\r\none",
                     "Content-Type: text/html\r\n\r\n<p>two"), "one\n\ntwo"),
        (mails.parts("Content-Type: text/plain\r\n\r\none",
                     "Content-Type: text/plain\r\n\r\ntwo"), "one\n\ntwo"),
        (mails.parts("Content-Type: text/html\r\n\r\n<p>one", kind="alternative"), "one"),
        (b"words without any header", "words without any header"),
        (a_mail("Gr\u00fc\u00dfe\x00\x07"), "Grüße"),
    ],
)  # fmt: skip
def test_the_words_are_found_wherever_they_are(raw: bytes, text: str) -> None:
    assert read(raw).text == text


def test_html_between_texts_keeps_the_order_and_escapes_the_text() -> None:
    raw = mails.parts(
        "Content-Type: text/html\r\n\r\n<p>one</p>", "\r\n1 < 2\r\nthree <script>x</script>"
    )

    html = read(raw).html or ""

    assert html.startswith("<p>one</p>")
    assert "1 &lt; 2<br>three &lt;script&gt;" in html


def test_pictures_between_words_are_files() -> None:
    raw = mails.parts(
        "\r\nbefore",
        b"Content-Type: image/png\r\nContent-ID: <p1>\r\n\r\n\x89PNG\r\n\x1a\n",
        "\r\nafter",
    )

    message = read(raw)

    assert message.text == "before\n\nafter"
    assert [(one.name, one.content_id, one.is_inline) for one in message.files] == [
        ("attachment-1.png", "p1", True)
    ]


def test_an_alternative_that_nobody_can_show_is_a_file() -> None:
    raw = mails.parts(
        "Content-Type: text/plain\r\n\r\nCome at ten",
        "Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR",
        kind="alternative",
    )

    message = read(raw)

    assert message.text == "Come at ten"
    assert [one.content_type for one in message.files] == ["text/calendar"]


def test_a_picture_that_stands_for_the_words_is_a_file() -> None:
    raw = mails.parts("\r\nwords", "Content-Type: image/gif\r\n\r\nGIF89a", kind="alternative")

    assert [one.content_type for one in read(raw).files] == ["image/gif"]


def test_a_picture_between_html_is_a_file() -> None:
    html = "Content-Type: text/html\r\n\r\n<p>words</p>"

    message = read(mails.parts(html, "Content-Type: image/gif\r\n\r\nGIF89a", html))

    assert message.html == "<p>words</p><p>words</p>"
    assert [one.content_type for one in message.files] == ["image/gif"]


def test_a_picture_in_one_form_of_the_words_is_a_file() -> None:
    mixed = (
        'Content-Type: multipart/mixed; boundary="in"\r\n\r\n'
        "--in\r\nContent-Type: text/html\r\n\r\n<p>one\r\n"
        "--in\r\nContent-Type: image/gif\r\n\r\nGIF89a\r\n--in--"
    )

    message = read(mails.parts("\r\none", mixed, kind="alternative"))

    assert [one.content_type for one in message.files] == ["image/gif"]


def test_a_picture_beside_the_html_of_an_alternative_is_a_file() -> None:
    related = (
        'Content-Type: multipart/related; boundary="in"\r\n\r\n'
        "--in\r\nContent-Type: text/html\r\n\r\n<p>one\r\n"
        "--in\r\nContent-Type: text/plain\r\n\r\ntwo\r\n"
        "--in\r\nContent-Type: image/gif\r\n\r\nGIF89a\r\n--in--"
    )

    message = read(mails.parts("\r\none", related, kind="alternative"))

    assert [one.content_type for one in message.files][-1] == "image/gif"


def test_a_mail_inside_the_mail_stays_whole() -> None:
    inside = a_mail("inside", Subject="The inner one")

    message = read(mails.parts("\r\noutside", b"Content-Type: message/rfc822\r\n\r\n" + inside))

    assert message.text == "outside"
    assert [(one.content_type, one.content) for one in message.files] == [
        ("message/rfc822", inside)
    ]


def test_long_texts_are_cut_and_say_so() -> None:
    message = read(a_mail("word " * 60_000))

    assert len(message.text) <= 200_000
    assert message.notice == "truncated"


def test_html_that_is_too_much_becomes_text_and_says_so() -> None:
    message = read(mails.html_mail("<div>" * 300 + "My lamp"))

    assert (message.text, message.html, message.notice) == ("My lamp", None, "html_dropped")


def test_text_beyond_the_limit_in_many_parts_is_not_read() -> None:
    message = read(mails.parts(*["\r\n" + "word " * 100_000] * 4))

    assert message.notice == "truncated"


def test_html_beyond_the_limit_in_many_parts_is_not_read() -> None:
    part = "Content-Type: text/html\r\n\r\n" + "word " * 150_000

    assert read(mails.parts(*[part] * 3)).notice == "truncated html_dropped"
