"""Mails that pretend to come from somebody else, or from ourselves."""

import pytest

from tests.attacks.judge import is_one_header
from tests.channels.email.letters import a_letter, composed, opened
from tests.channels.email.mails import INBOX, a_mail, an_envelope, read

EVIL = "ann@evil.example"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (f'"support@shop.example" <{EVIL}>', ""),
        (f"support@shop.example <{EVIL}>", ""),
        (f'"support@shop.example via Shop" <{EVIL}>', ""),
        (f"=?utf-8?q?support=40shop=2Eexample?= <{EVIL}>", ""),
        (f'"Support \u202emoc.pohs" <{EVIL}>', "Support moc.pohs"),
        (f'"Sup\u200bport" <{EVIL}>', "Support"),
        (f'"Sup\x00\x1b[31mport" <{EVIL}>', "Sup[31mport"),
        (f"=?utf-8?q?A=0D=0ABcc:_x=40y=2Eexample?= <{EVIL}>", ""),
        (f"=?utf-8?q?Lee,_A=0D=0ABcc:?= <{EVIL}>", "Lee, A Bcc:"),
        (f'"{"A" * 5_000}" <{EVIL}>', "A" * 200),
        (f"{EVIL} (boss@shop.example)", ""),
    ],
)
def test_a_display_name_never_passes_for_an_address(written: str, name: str) -> None:
    sender = read(a_mail(From=written)).sender

    assert (sender.address, sender.name) == (EVIL, name)


@pytest.mark.parametrize(
    "written",
    [
        f'"S\u0443pport" <{EVIL}>',
        f'"Supp\u03bfrt" <{EVIL}>',
        f'"Sup\u200bport" <{EVIL}>',
        f'"Support\u202e" <{EVIL}>',
    ],
)
def test_a_forged_name_is_pointed_out(written: str) -> None:
    assert read(a_mail(From=written)).notice == "lookalike_name"


@pytest.mark.parametrize("written", [f"Анна Ли <{EVIL}>", f"Anna Λ <{EVIL}>", f"王 Ann <{EVIL}>"])
def test_an_honest_name_in_any_alphabet_is_not(written: str) -> None:
    assert read(a_mail(From=written)).notice == ""


@pytest.mark.parametrize(
    ("domain", "address"),
    [
        ("xn--pple-43d.example", "ann@xn--pple-43d.example"),
        ("\u0430pple.example", "ann@xn--pple-43d.example"),
        ("ap\u200bple.example", ""),
        ("\uff41pple.example", ""),
        ("apple\u3002example", ""),
    ],
)
def test_a_domain_that_looks_like_another_shows_its_true_letters(domain: str, address: str) -> None:
    assert read(a_mail(From=f"ann@{domain}")).sender.address == address


@pytest.mark.parametrize(
    "header",
    [
        "Authentication-Results: amazonses.com; dmarc=pass header.from=shop.example",
        "ARC-Authentication-Results: i=1; amazonses.com; dmarc=pass",
        "X-SES-DMARC-Verdict: PASS",
        "X-SES-Receipt: dmarc=PASS",
        "Received-SPF: pass",
        "dmarcVerdict: PASS",
    ],
)
def test_verdicts_that_the_sender_wrote_count_for_nothing(header: str) -> None:
    raw = f"{header}\r\n".encode() + a_mail()

    message = read(raw, an_envelope(dmarc="FAIL"))

    assert not message.sender.is_verified
    assert message.verdicts == {"dmarc": "FAIL"}


@pytest.mark.parametrize(
    "headers",
    [
        [f"From: {EVIL}", "From: ann@bank.example"],
        [f"From: {EVIL}, ann@bank.example"],
        [f"From: ann@bank.example <{EVIL}>"],
        [f"From: <ann@bank.example> <{EVIL}>"],
        [f"From: Group: ann@bank.example;, {EVIL}"],
        [f'From: "\\" <ann@bank.example>" <{EVIL}>, x'],
        ["From: ann@bank.example\0@evil.example"],
    ],
)
def test_a_sender_that_two_readers_read_differently_is_not_verified(headers: list[str]) -> None:
    raw = "\r\n".join([*headers, f"To: {INBOX}", "", "words"]).encode()

    message = read(raw, an_envelope(dmarc="PASS"))

    assert not message.sender.is_verified or message.sender.address == EVIL


BREAKS = ["\r\n", "\n", "\r", "\r\n ", "\0\n", "\u2028", "\x0b", "\x85"]


@pytest.mark.parametrize("line_end", BREAKS)
@pytest.mark.parametrize("field", ["subject", "sender_name", "recipient_name", "in_reply_to"])
def test_no_value_reaches_another_header(field: str, line_end: str) -> None:
    value = f"x{line_end}Bcc: victim@customer.example{line_end}{line_end}<b>body</b>"

    assert is_one_header(composed(a_letter(**{field: value})), "bcc")  # type: ignore[arg-type]


def test_markup_of_strangers_is_only_words_in_our_mails() -> None:
    text = '<img src=x onerror="alert(1)"> </div><script>x()</script> & "quoted"'

    html = opened(a_letter(text=text)).get_payload(1).get_content()  # type: ignore[union-attr]

    assert "<img" not in html
    assert "<script" not in html
    assert "&lt;img src=x onerror=&quot;alert(1)&quot;&gt;" in html


def test_our_mails_bring_no_pictures_links_or_scripts() -> None:
    html = opened(a_letter(text="https://shop.example")).get_payload(1).get_content()  # type: ignore[union-attr]

    assert not any(word in html for word in ("<a", "<img", "src=", "href=", "<script", "<style"))
