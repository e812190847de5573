"""What is so about each step, as a table of facts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.accounts.model import Account, Agent, Heard, Plan, Role, SupportAddress
from chalicelib.accounts.settings.model import Settings
from chalicelib.commerce.model import Shop
from chalicelib.core.sending import Sending
from chalicelib.inboxes.model import Inbox
from chalicelib.setup import rules, words
from chalicelib.setup.model import Facts, Kept, Name, Skipped, State
from chalicelib.web import bodies

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HELP = SupportAddress(address="help@mugs.example", added_at=NOON)
TESTED = replace(HELP, tested_at=NOON)
PROVED = replace(TESTED, verified_at=NOON)
ANN = Agent(id="agt_a", email="a@mugs.example", name="Ann", role=Role.owner, created_at=NOON)
BEN = replace(ANN, id="agt_b", email="b@mugs.example", name="Ben", role=Role.support)
NUMBER = Inbox(
    id="inb_1", channel="sms", provider="twilio", address="+12025550142", external_id="+1",
    created_at=NOON,
)  # fmt: skip
SHOP = Shop(sealed=b"", connected_at=NOON, domain="mugs.example")
RECORDS = {"t._domainkey.mugs.example": "t.dkim.amazonses.com"}


def facts(minutes: int = 0, *, settings: dict[str, Any] | None = None, **known: Any) -> Facts:
    """Return what is known some minutes later, of an account with these addresses."""
    addresses = known.pop("addresses", ())
    account = Account(
        id="acc_1", name="Mugs", slug="mugs", plan=Plan.helpdesk, public_key="pk", chat_secret="s",
        created_at=NOON, settings=_settings(settings or {}), support_addresses=addresses,
    )  # fmt: skip
    now = NOON + timedelta(minutes=minutes)
    return Facts(now=now, account=account, mail_domain="in.desk.example", **known)


def _settings(patch: dict[str, Any]) -> Settings:
    return bodies.convert(patch, Settings)


HEARD = Heard(other_at=NOON, other_from="x@y.example", other_to="old@mugs.example")
FORWARDING = [
    (facts(), "todo", "no_address"),
    (facts(settings={"email": {"enabled": False}}), "todo", "mail_off"),
    (facts(addresses=(HELP,)), "todo", "not_tested"),
    (facts(29, addresses=(TESTED,)), "waiting", "test_out"),
    (facts(31, addresses=(TESTED,)), "wrong", "nothing_came"),
    (facts(5, addresses=(TESTED,), heard=HEARD), "waiting", "test_out"),
    (facts(31, addresses=(TESTED,), heard=HEARD), "wrong", "other_mail"),
    (facts(1, addresses=(TESTED,), heard=Heard(question_at=NOON)), "wrong", "question"),
    (facts(1, addresses=(TESTED,), heard=Heard(void_at=NOON)), "wrong", "void_test"),
    (facts(1, addresses=(TESTED,), heard=Heard(void_at=NOON - timedelta(1))), "waiting",
     "test_out"),
    (facts(99, addresses=(PROVED,)), "done", "forwarded"),
    (facts(99, addresses=(TESTED, PROVED)), "done", "forwarded"),
    (facts(99, addresses=(HELP, TESTED)), "wrong", "nothing_came"),
]  # fmt: skip
GMAIL = replace(PROVED, address="mugs@gmail.com")
SENDER = [
    (facts(), "todo", "no_sender_yet"),
    (facts(addresses=(TESTED,)), "todo", "no_sender_yet"),
    (facts(addresses=(GMAIL,)), "todo", "public_provider"),
    (facts(addresses=(PROVED,)), "waiting", "sender_untold"),
    (facts(addresses=(PROVED,), sending=Sending()), "todo", "sender_unknown"),
    (facts(addresses=(PROVED,), sending=Sending(is_known=True, records=RECORDS)), "waiting",
     "sender_pending"),
    (facts(addresses=(PROVED,), sending=Sending(is_known=True, has_failed=True)), "wrong",
     "sender_failed"),
    (facts(addresses=(PROVED,), sending=Sending(is_known=True, may_send=True)), "done", "sends"),
]  # fmt: skip
SEEN = {"site": "https://mugs.example", "site_seen_at": NOON}
WIDGET = [
    (facts(), "todo", "not_seen"),
    (facts(settings={"web_chat": {"enabled": False}}, **SEEN), "todo", "chat_off"),
    (facts(**SEEN), "done", "seen"),
    (facts(31 * 24 * 60, **SEEN), "wrong", "not_seen_lately"),
    (facts(settings={"web_chat": {"allowed_origins": ["https://a.example"]}}, **SEEN), "wrong",
     "not_admitted"),
]  # fmt: skip
CHANNELS = [
    (facts(), "todo", "nothing_connected"),
    (facts(inboxes=(NUMBER,)), "done", "connected"),
    (facts(inboxes=(NUMBER, replace(NUMBER, fault="No."))), "wrong", "refused"),
    (facts(inboxes=(replace(NUMBER, expires_at=NOON),)), "wrong", "token_ended"),
    (facts(inboxes=(replace(NUMBER, expires_at=NOON + timedelta(1)),)), "done", "connected"),
]


def _hours(start: str, end: str, zone: str = "UTC") -> dict[str, Any]:
    return {"office_hours": {"time_zone": zone, "days": {"mon": [[start, end]]}}}


HOURS = [
    (facts(), "todo", "always_open"),
    (facts(settings=_hours("11:00", "13:00")), "done", "open_now"),
    (facts(settings=_hours("11:00", "13:00", "Asia/Tokyo")), "done", "closed_now"),
    (facts(settings={"office_hours": {"days": {}}}), "wrong", "never_open"),
]
OWED = replace(BEN, is_invitation_owed=True)
PEOPLE = [
    (facts(agents=(ANN,)), "todo", "alone"),
    (facts(agents=(ANN, replace(BEN, is_active=False))), "todo", "alone"),
    (facts(agents=(ANN, OWED)), "waiting", "invitations_leave"),
    (facts(agents=(ANN, BEN)), "waiting", "nobody_came"),
    (facts(agents=(ANN, BEN), signed_in=frozenset({"agt_a"})), "waiting", "nobody_came"),
    (facts(agents=(ANN, BEN), signed_in=frozenset({"agt_b"})), "done", "team"),
]
COMMERCE = [
    (facts(), "todo", "no_shop"),
    (facts(shop=SHOP), "done", "shop_connected"),
    (facts(shop=replace(SHOP, is_open=False)), "wrong", "shop_closed"),
    (facts(shop=replace(SHOP, fault="No.")), "wrong", "shop_fault"),
]
ANSWER = [
    (facts(), "todo", "no_ticket"),
    (facts(has_tickets=True), "todo", "not_answered"),
    (facts(has_tickets=True, has_answered=True), "done", "answered"),
]
TABLE = [
    *((Name.forwarding, *row) for row in FORWARDING),
    *((Name.sender, *row) for row in SENDER),
    *((Name.widget, *row) for row in WIDGET),
    *((Name.channels, *row) for row in CHANNELS),
    *((Name.hours, *row) for row in HOURS),
    *((Name.people, *row) for row in PEOPLE),
    *((Name.shop, *row) for row in COMMERCE),
    *((Name.answer, *row) for row in ANSWER),
]


@pytest.mark.acceptance(69)
@pytest.mark.parametrize(("name", "known", "state", "reason"), TABLE)
def test_each_step_tells_what_is_so(name: Name, known: Facts, state: str, reason: str) -> None:
    found = rules.find(known)[name]

    assert (found.state, found.reason) == (state, reason)
    detail, to_do = words.of(reason, found.facts)
    assert detail
    assert bool(to_do) is (found.state is not State.done)


def test_the_table_shows_every_reason_there_is() -> None:
    assert {row[3] for row in TABLE} == words.REASONS


def test_words_of_strangers_are_not_read_as_ours() -> None:
    heard = replace(HEARD, other_from="{account.chat_secret}@y.example")
    found = rules.find(facts(31, addresses=(TESTED,), heard=heard))[Name.forwarding]

    detail, _ = words.of(found.reason, found.facts)

    assert "{account.chat_secret}" in detail


SAID = Skipped(by="agt_a", at=NOON)
FORWARDED: dict[str, Any] = {"addresses": (PROVED,)}


@pytest.mark.parametrize(
    ("known", "kept", "is_open"),
    [
        (facts(), Kept(), True),
        (facts(**FORWARDED), Kept(), True),
        (facts(**FORWARDED, **SEEN), Kept(), False),
        (facts(**FORWARDED), Kept(skipped={Name.widget: SAID}), False),
        (facts(), Kept(dismissed=SAID), False),
    ],
)
def test_the_list_shows_itself_while_something_essential_is_open(
    known: Facts, kept: Kept, *, is_open: bool
) -> None:
    assert rules.is_open(rules.find(known), kept) is is_open


@pytest.mark.parametrize(
    ("addresses", "domain"),
    [((), ""), ((TESTED,), ""), ((GMAIL,), ""), ((PROVED,), "mugs.example")],
)
def test_only_a_proved_domain_of_the_shops_own_is_asked_about(
    addresses: tuple[SupportAddress, ...], domain: str
) -> None:
    assert rules.sender_domain(facts(addresses=addresses)) == domain
