"""Hints to the ticket."""

import pytest

from chalicelib.channels.email import threads
from tests.channels.email.mails import DOMAIN, INBOX, a_mail, an_envelope, read

SES_ID = "0102018f00000000-11111111-2222-3333-4444-555555555555-000000"


def test_the_nearest_mail_comes_first() -> None:
    raw = a_mail(In_Reply_To="<three@x>", References="<one@x> <two@x>\r\n\t<three@x>")

    assert read(raw).thread_ids == ("three@x", "two@x", "one@x")


@pytest.mark.parametrize(
    ("header", "ids"),
    [
        ("<one@x>", ("one@x",)),
        ("one@x", ("one@x",)),
        ("Ann's message of Monday <one@x>", ("one@x",)),
        ("< one@x >", ("one@x",)),
        ("<one@x><two@x>", ("one@x", "two@x")),
        ("<no-at-sign>", ("no-at-sign",)),
        ("words only", ()),
        ("", ()),
        (f"<{SES_ID}@eu-west-1.amazonses.com>", (f"{SES_ID}@eu-west-1.amazonses.com", SES_ID)),
        (f"<{SES_ID}@amazonses.com.evil.example>", (f"{SES_ID}@amazonses.com.evil.example",)),
    ],
)
def test_ids_are_found_in_any_writing(header: str, ids: tuple[str, ...]) -> None:
    assert read(a_mail(In_Reply_To=header)).thread_ids == ids


def test_of_a_long_thread_the_nearest_ids_count() -> None:
    references = " ".join(f"<{number}@x>" for number in range(300))

    found = read(a_mail(References=references)).thread_ids

    assert len(found) == threads.MAX_IDS
    assert found[0] == "299@x"


@pytest.mark.parametrize(
    "header", ["To", "Cc", "Delivered-To", "X-Forwarded-To", "X-Original-To", "Envelope-To"]
)
def test_the_token_is_found_wherever_our_address_stands(header: str) -> None:
    raw = a_mail(**{header: f"Ann <ann@customer.example>, Lamps <Lamps+Tok3n@{DOMAIN.upper()}>"})

    assert read(raw).tokens == ("Tok3n",)


def test_the_token_is_found_in_the_envelope() -> None:
    assert read(a_mail(), an_envelope(f"lamps+tok@{DOMAIN}")).tokens == ("tok",)


@pytest.mark.parametrize(
    "address", [INBOX, "lamps+tok@else.example", f"lamps+@{DOMAIN}", f"lamps+{'x' * 200}@{DOMAIN}"]
)
def test_other_addresses_hold_no_token(address: str) -> None:
    assert read(a_mail(To=address)).tokens == ()


def test_tokens_of_this_inbox_come_first_and_each_once() -> None:
    raw = a_mail(To=f"rugs+other@{DOMAIN}", Cc=f"lamps+own@{DOMAIN}, lamps+own@{DOMAIN}")

    assert read(raw).tokens == ("own", "other")


def test_a_list_of_guesses_is_cut() -> None:
    guesses = ", ".join(f"lamps+t{number}@{DOMAIN}" for number in range(100))

    assert len(read(a_mail(To=guesses)).tokens) == threads.MAX_TOKENS


def test_everybody_it_went_to_is_known() -> None:
    raw = a_mail(To="Ann <ANN@customer.example>", Cc="bob@customer.example, nonsense")

    assert read(raw).recipients == (INBOX, "ann@customer.example", "bob@customer.example")
