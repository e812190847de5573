"""Mails that we write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels.email.body.quotes import split
from chalicelib.channels.email.compose import MAX_REFERENCES
from chalicelib.channels.model import File
from chalicelib.channels.words import cleaned
from chalicelib.core.errors import DeliveryFailed
from tests.channels.email.letters import MESSAGE_ID, NOON, a_letter, composed, opened
from tests.channels.email.mails import DOMAIN, INBOX, an_envelope, read

LINES = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), max_size=60)


def test_the_header_says_who_writes_to_whom_and_why() -> None:
    mail = opened(a_letter(references=("root@x", "first@customer.example")))

    assert {name: str(value) for name, value in mail.items()} == {
        "Content-Type": mail["Content-Type"],
        "MIME-Version": "1.0",
        "From": f"Lamps & More <{INBOX}>",
        "To": "Ann Lee <ann@customer.example>",
        "Reply-To": f"lamps+token@{DOMAIN}",
        "Subject": "Re: A broken lamp",
        "Message-ID": f"<{MESSAGE_ID}@{DOMAIN}>",
        "In-Reply-To": "<first@customer.example>",
        "References": "<root@x> <first@customer.example>",
        "X-Deskhand-Loop": INBOX,
        "Date": "Mon, 05 Jan 2026 12:00:00 +0000",
    }


def test_the_same_words_stand_in_both_forms() -> None:
    mail = opened(a_letter(text="Grüße,\n<b>Tom</b> & Co"))

    text, html = mail.iter_parts()

    assert mail.get_content_type() == "multipart/alternative"
    assert text.get_content().splitlines() == ["Grüße,", "<b>Tom</b> & Co"]
    assert "Grüße,<br>\r\n&lt;b&gt;Tom&lt;/b&gt; &amp; Co" in html.get_content()


FILES = (
    File(name="mug.png", content_type="image/png", content=bytes(range(256)) * 300),
    File(name='Größe "1"; x=.pdf', content_type="application/pdf", content=b"%PDF"),
    File(name="a.txt", content_type="text/plain", content=b"From me\r\n.\r\nBcc: x\n"),
    File(name="old.eml", content_type="message/rfc822", content=b"To: a@b\n\nHi"),
)


def test_files_stand_after_the_words_as_they_were() -> None:
    mail = opened(a_letter(files=FILES, text="Here"))

    words, *parts = mail.iter_parts()
    assert mail.get_content_type() == "multipart/mixed"
    assert words.get_content_type() == "multipart/alternative"
    assert [part.get_filename() for part in parts] == [file.name for file in FILES]
    assert [part.get_payload(decode=True) for part in parts] == [f.content for f in FILES]
    types = [part.get_content_type() for part in parts]
    assert types == ["image/png", "application/pdf", "text/plain", "application/octet-stream"]
    assert {part.get_content_disposition() for part in parts} == {"attachment"}


def test_lines_of_mails_with_files_are_short_and_the_same_each_time() -> None:
    raw = composed(a_letter(files=FILES))

    assert raw == composed(a_letter(files=FILES))
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")


@given(LINES)
def test_no_name_of_a_file_leaves_its_header(name: str) -> None:
    file = File(name=name, content_type="image/png", content=b"x")
    mail = opened(a_letter(files=(file,)))

    [part] = list(mail.iter_parts())[1:]
    assert {*part.keys()} <= {
        "Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Content-Disposition",
    }  # fmt: skip
    assert (part.get_filename() or "") == " ".join(name.split())


def test_the_same_message_has_the_same_bytes() -> None:
    assert composed(a_letter()) == composed(a_letter())


@pytest.mark.parametrize(
    ("subject", "sent"),
    [
        ("A lamp", "Re: A lamp"),
        ("Re: A lamp", "Re: A lamp"),
        ("RE: AW: Re[2]: A lamp", "Re: A lamp"),
        ("Sv: A lamp", "Re: A lamp"),
        ("Rear lamp", "Re: Rear lamp"),
        ("Re: Grüße 灯", "Re: Grüße 灯"),
        ("=?utf-8?q?not_decoded?=", "Re: =?utf-8?q?not_decoded?="),
        ("", "Re:"),
    ],
)
def test_an_answer_has_one_re(subject: str, sent: str) -> None:
    assert str(opened(a_letter(subject=subject))["Subject"]).strip() == sent


def test_a_mail_that_answers_none_keeps_its_subject_and_names_no_thread() -> None:
    mail = opened(a_letter(in_reply_to="", subject="Re: A lamp"))

    assert mail["Subject"] == "Re: A lamp"
    assert "References" not in mail
    assert "In-Reply-To" not in mail


def test_a_long_thread_names_its_first_and_its_newest_mails() -> None:
    ids = tuple(f"{number}@x" for number in range(100))

    found = str(opened(a_letter(references=ids, in_reply_to="last@x"))["References"]).split()

    assert len(found) == MAX_REFERENCES
    assert (found[0], found[-2:]) == ("<0@x>", ["<99@x>", "<last@x>"])


def test_ids_that_are_none_stay_out_of_the_thread() -> None:
    letter = a_letter(in_reply_to="sha256:00", references=("a b@x", "<c@x>", "d@x"))

    assert str(opened(letter)["References"]) == "<d@x>"


def test_automatic_mail_is_marked_for_other_machines() -> None:
    mail = opened(a_letter(is_automatic=True))

    assert mail["Auto-Submitted"] == "auto-replied"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert "Auto-Submitted" not in opened(a_letter())


def test_our_own_mail_come_back_is_a_loop() -> None:
    assert read(composed(a_letter())).automatic_reason == "loop"


def test_another_accounts_agents_may_write_to_us() -> None:
    envelope = an_envelope(f"rugs@{DOMAIN}")

    assert read(composed(a_letter()), envelope).automatic_reason == ""


@pytest.mark.parametrize(
    "address", ["", "ann", "jürgen@customer.example", "a@x.example, b@y.example"]
)
def test_what_cannot_be_written_to_is_refused_for_good(address: str) -> None:
    with pytest.raises(DeliveryFailed) as refusal:
        composed(a_letter(recipient=address))

    assert refusal.value.permanent


def test_names_are_left_out_where_there_are_none() -> None:
    mail = opened(a_letter(recipient_name="", sender_name=" ", reply_to=""))

    assert (mail["To"], mail["From"]) == ("ann@customer.example", INBOX)
    assert "Reply-To" not in mail


@given(
    st.lists(LINES, min_size=1, max_size=5).map("\n".join).filter(lambda text: bool(text.strip()))
)
def test_what_is_written_is_what_is_read(text: str) -> None:
    message = read(composed(a_letter(text=text)), an_envelope(f"rugs@{DOMAIN}"))

    whole = f"{message.text}{message.quoted}"
    expected = "".join(split(text))
    assert "".join(whole.split()) == "".join(cleaned(expected).split())


@given(LINES, LINES)
def test_names_and_subjects_survive_any_alphabet(name: str, subject: str) -> None:
    mail = opened(a_letter(sender_name=name, subject=subject))

    assert str(mail["From"]).endswith(f"{INBOX}>") or str(mail["From"]) == INBOX
    assert NOON.strftime("%Y") in mail["Date"]
