"""Why an answer cannot be sent, as one table."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.channels.model import Capabilities, Kind
from chalicelib.customers.consent.model import Consent
from chalicelib.tickets.model import Status, Ticket
from chalicelib.tickets.refusals import Circumstances, open_until, refusal, unwanted
from tests.builders import a_chat_ticket, a_customer, a_ticket, carries, later
from tests.customers.consent.words import ASKED, NO, TRANSACTIONAL, YES, a_consent
from tests.kit.http_world import NOON

HOURS_24, DAYS_7 = timedelta(hours=24), timedelta(days=7)
CAN = {
    Kind.email: carries(Kind.email),
    Kind.webchat: carries(Kind.webchat),
    Kind.sms: carries(Kind.sms, needs_consent=True, has_keywords=True),
    Kind.whatsapp: carries(Kind.whatsapp, has_keywords=True, reply_window=HOURS_24,
                           templates=True),
    Kind.instagram: carries(Kind.instagram, reply_window=HOURS_24, human_agent_window=DAYS_7),
}  # fmt: skip
NUMBER = "+442079460000"


def a_text_ticket(kind: Kind = Kind.sms, **facts: Any) -> Ticket:
    known = {"inbox": NUMBER, "person": "+442079460001", "customer_wrote_at": NOON}
    return a_ticket(channel=kind, **{**known, **facts})


def code(ticket: Ticket, **around: Any) -> str | None:
    known: dict[str, Any] = {"now": NOON, "answers_late": True}
    found = refusal(ticket, CAN[ticket.channel], Circumstances(**{**known, **around}))
    return found.code if found else None


@pytest.mark.acceptance(29)
@pytest.mark.parametrize(
    ("ticket", "expected"),
    [
        (a_ticket(), None),
        (a_ticket(status=Status.closed), None),
        (a_ticket(person=""), "no_address"),
        (a_chat_ticket(), None),
        (a_chat_ticket(status=Status.closed), "closed_chat"),
        (a_chat_ticket(is_ended=True, customer=a_customer(email="")), "closed_chat"),
        (a_chat_ticket(is_ended=True), None),
    ],
)
def test_mail_and_chat_can_always_be_answered_while_there_is_somebody(
    ticket: Ticket, expected: str | None
) -> None:
    assert code(ticket) == expected
    assert code(ticket, now=later(days=400)) == expected
    assert code(ticket, is_blocked=True) == (expected or "blocked")


@pytest.mark.acceptance(30, 34)
@pytest.mark.parametrize(
    ("consents", "expected"),
    [
        ((), "consent_required"),
        ((a_consent(YES),), None),
        ((a_consent(YES, kind=TRANSACTIONAL),), None),
        ((a_consent(NO), a_consent(YES, kind=TRANSACTIONAL)), None),
        ((a_consent(ASKED),), "consent_required"),
        ((a_consent(YES, channel="whatsapp"),), "consent_required"),
        ((a_consent(NO),), "opted_out"),
        ((a_consent(NO), a_consent(NO, kind=TRANSACTIONAL)), "opted_out"),
    ],
)
def test_a_text_needs_consent_and_unknown_is_none(
    consents: tuple[Consent, ...], expected: str | None
) -> None:
    assert code(a_text_ticket(), consents=consents) == expected


@pytest.mark.acceptance(30)
def test_whatsapp_needs_no_consent_but_hears_a_stop() -> None:
    ticket = a_text_ticket(Kind.whatsapp)

    assert code(ticket) is None
    assert code(ticket, consents=(a_consent(NO),)) is None
    assert code(ticket, consents=(a_consent(NO, channel="whatsapp"),)) == "opted_out"


AT_ONCE, LATE = timedelta(), timedelta(milliseconds=1)


@pytest.mark.acceptance(30)
@pytest.mark.parametrize(
    ("kind", "after", "around", "expected"),
    [
        (Kind.whatsapp, HOURS_24, {}, None),
        (Kind.whatsapp, HOURS_24 + LATE, {}, "window_closed"),
        (Kind.whatsapp, DAYS_7, {"has_template": True}, None),
        (Kind.instagram, DAYS_7, {}, None),
        (Kind.instagram, DAYS_7 + LATE, {}, "window_closed"),
        (Kind.instagram, DAYS_7 + LATE, {"has_template": True}, "window_closed"),
        (Kind.instagram, HOURS_24, {"answers_late": False}, None),
        (Kind.instagram, HOURS_24 + LATE, {"answers_late": False}, "window_closed"),
        (Kind.instagram, HOURS_24, {"is_automatic": True}, None),
        (Kind.instagram, HOURS_24 + LATE, {"is_automatic": True}, "window_closed"),
    ],
)
def test_windows_are_counted_from_the_customers_last_message(
    kind: Kind, after: timedelta, around: dict[str, bool], expected: str | None
) -> None:
    assert code(a_text_ticket(kind), now=NOON + after, **around) == expected
    rewritten = a_text_ticket(kind, customer_wrote_at=NOON + after)
    assert code(rewritten, now=NOON + after, **around) is None


@pytest.mark.parametrize(
    ("kind", "around", "expected"),
    [
        (Kind.email, {}, None),
        (Kind.sms, {}, None),
        (Kind.whatsapp, {}, NOON + HOURS_24),
        (Kind.instagram, {"answers_late": True}, NOON + DAYS_7),
        (Kind.instagram, {}, NOON + HOURS_24),
        (Kind.instagram, {"answers_late": True, "is_automatic": True}, NOON + HOURS_24),
    ],
)
def test_until_when_an_answer_is_possible_is_known(
    kind: Kind, around: dict[str, Any], expected: object
) -> None:
    assert open_until(a_text_ticket(kind), CAN[kind], Circumstances(now=NOON, **around)) == expected


@pytest.mark.acceptance(33)
@pytest.mark.parametrize(
    ("inbox", "expected"),
    [(NUMBER, None), ("60123", None), ("ACME", "sender_cannot_receive"),
     ("", "sender_cannot_receive")],
)  # fmt: skip
def test_a_name_that_nobody_can_answer_sends_no_text(inbox: str, expected: str | None) -> None:
    assert code(a_text_ticket(inbox=inbox), consents=(a_consent(YES),)) == expected


@pytest.mark.parametrize(
    ("carried", "ticket", "around", "words"),
    [
        (CAN[Kind.sms], a_text_ticket(), {}, "text START"),
        (CAN[Kind.sms], a_text_ticket(), {"consents": (a_consent(NO),)}, "text START"),
        (CAN[Kind.email], a_ticket(), {"is_blocked": True}, "Unblock"),
        (CAN[Kind.whatsapp], a_text_ticket(Kind.whatsapp), {"now": later(days=9)}, "24 hours ago"),
        (CAN[Kind.whatsapp], a_text_ticket(Kind.whatsapp), {"now": later(days=9)}, "template"),
        (CAN[Kind.instagram], a_text_ticket(Kind.instagram),
         {"now": later(days=9), "answers_late": True}, "7 days ago"),
    ],
)  # fmt: skip
def test_a_refusal_names_what_would_help(
    carried: Capabilities, ticket: Ticket, around: dict[str, Any], words: str
) -> None:
    found = refusal(ticket, carried, Circumstances(**{"now": NOON, **around}))

    assert found
    assert words in found.detail
    assert found.as_conflict().extra == {"until": found.until}


def test_what_a_customers_own_text_asked_for_needs_no_consent_but_no_stop_either() -> None:
    asked = Circumstances(now=NOON, needs_no_consent=True, is_automatic=True)
    stopped = Circumstances(now=NOON, needs_no_consent=True, consents=(a_consent(NO),))

    assert unwanted(a_text_ticket(), CAN[Kind.sms], asked) is None
    found = unwanted(a_text_ticket(), CAN[Kind.sms], stopped)
    assert found
    assert found.code == "opted_out"
