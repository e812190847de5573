"""Who wrote, and who vouches for it."""

import pytest

from tests.channels.email.mails import DOMAIN, a_mail, an_envelope, read

ANN = "ann@customer.example"


def test_the_sender_is_who_from_names() -> None:
    sender = read(a_mail(From=f"Ann Lee <{ANN.upper()}>", Reply_To="other@customer.example")).sender

    assert (sender.address, sender.name) == (ANN, "Ann Lee")


@pytest.mark.parametrize(
    "robot",
    [
        "noreply@forms.example",
        "no-reply@forms.example",
        "do_not_reply@forms.example",
        "shop-noreply@forms.example",
        "noreply+123@forms.example",
        "mailer@shopify.com",
    ],
)
def test_a_contact_form_speaks_for_whom_it_answers_to(robot: str) -> None:
    sender = read(a_mail(From=f"Shop <{robot}>", Reply_To=f"Ann Lee <{ANN}>")).sender

    assert (sender.address, sender.name) == (ANN, "Ann Lee")


@pytest.mark.parametrize("answer", ["", "noreply@forms.example", f"lamps+x@{DOMAIN}", "nonsense"])
def test_a_form_that_answers_to_nobody_is_the_sender_itself(answer: str) -> None:
    assert read(a_mail(From="noreply@forms.example", Reply_To=answer)).sender.address == (
        "noreply@forms.example"
    )


@pytest.mark.parametrize(("answer", "name"), [(f"Ann Lee <{ANN}>", "Ann Lee"), ("", "")])
def test_a_group_hands_on_the_first_writers_words(answer: str, name: str) -> None:
    raw = a_mail(From="support@shop.example", X_Original_Sender=ANN, Reply_To=answer)

    sender = read(raw, an_envelope(dmarc="PASS")).sender

    assert (sender.address, sender.name, sender.is_verified) == (ANN, name, False)


def test_a_group_that_changed_nothing_changes_nothing() -> None:
    assert read(a_mail(X_Original_Sender=ANN), an_envelope(dmarc="PASS")).sender.is_verified


@pytest.mark.parametrize(
    ("headers", "source", "address"),
    [
        ({"From": "", "Sender": f"Ann <{ANN}>"}, None, ANN),
        ({"From": "MAILER-DAEMON", "Reply-To": ANN}, None, ANN),
        ({"From": ""}, "Path@customer.example", "path@customer.example"),
        ({"From": "nobody"}, "<>", ""),
        ({"From": ""}, None, ""),
    ],
)
def test_a_mail_that_names_nobody_is_somebodys_if_possible(
    headers: dict[str, str], source: str | None, address: str
) -> None:
    assert read(a_mail(**headers), an_envelope(source=source)).sender.address == address


@pytest.mark.parametrize(
    ("verdicts", "is_verified"),
    [
        ({"dmarc": "PASS"}, True),
        ({"dmarc": "PASS", "spf": "FAIL"}, True),
        ({"dmarc": "GRAY", "spf": "PASS", "dkim": "PASS"}, False),
        ({"dmarc": "FAIL", "spf": "PASS", "dkim": "PASS"}, False),
        ({"dmarc": "PROCESSING_FAILED"}, False),
        ({}, False),
    ],
)
def test_only_the_services_dmarc_verdict_vouches(
    verdicts: dict[str, str], *, is_verified: bool
) -> None:
    assert read(a_mail(), an_envelope(**verdicts)).sender.is_verified is is_verified


@pytest.mark.parametrize(
    "raw",
    [
        a_mail(From=f"Ann <{ANN}>, Bob <bob@bank.example>"),
        a_mail(From=f"<{ANN}> <bob@bank.example>"),
        b"From: ann@customer.example\r\n" + a_mail(From="bob@bank.example"),
        a_mail(From="noreply@forms.example", Reply_To=ANN),
        a_mail(From="", Sender=ANN),
    ],
)
def test_nobody_vouches_for_a_sender_that_could_be_read_otherwise(raw: bytes) -> None:
    assert not read(raw, an_envelope(dmarc="PASS")).sender.is_verified
