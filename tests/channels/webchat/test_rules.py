"""Who a visitor is, as values."""

import hashlib
import hmac
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels.webchat import rules
from chalicelib.channels.webchat.model import Chat
from chalicelib.core import ids
from chalicelib.core.errors import Invalid

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
SECRET = "widget-secret"
CHAT = Chat(id="chat_1", created_at=NOON, expires_at=NOON + timedelta(days=1), digests=("aa", "bb"))


def signed(user_id: str, secret: str = SECRET) -> str:
    """Return what the shop's server would send along."""
    return hmac.new(secret.encode(), user_id.encode(), hashlib.sha256).hexdigest()


@pytest.mark.parametrize(
    ("secret", "user_id", "user_hash", "expected"),
    [
        (SECRET, "7", signed("7"), True),
        (SECRET, "7", signed("7").upper(), True),
        (SECRET, "Zoë", signed("Zoë"), True),
        (SECRET, "7", signed("8"), False),
        (SECRET, "7", signed("7", "another shop"), False),
        (SECRET, "7", signed("7")[:-1], False),
        (SECRET, "7", "", False),
        (SECRET, "7", "ë", False),
        (SECRET, "7", "\ud800", False),
        (SECRET, "", signed(""), False),
        (SECRET, "  ", signed("  "), False),
        (SECRET, "x" * 256, signed("x" * 256), False),
        (SECRET, "\ud800", "00", False),
        ("", "7", signed("7", ""), False),
    ],
)
def test_only_the_shops_signature_makes_somebody_known(
    secret: str, user_id: str, user_hash: str, *, expected: bool
) -> None:
    assert rules.is_vouched_for(secret, user_id, user_hash) is expected


@given(user_id=st.text(max_size=300), user_hash=st.text(max_size=80))
def test_no_guess_makes_somebody_known(user_id: str, user_hash: str) -> None:
    assert not rules.is_vouched_for(SECRET, user_id, user_hash)


def test_a_user_has_one_chat_in_each_account() -> None:
    pairs = [("acc_1", "7"), ("acc_1", "8"), ("acc_2", "7"), ("acc_1", "\ud800")]

    found = [rules.chat_id_of(*pair) for pair in pairs]

    assert len(set(found)) == len(pairs)
    assert found == [rules.chat_id_of(*pair) for pair in pairs]
    assert all(ids.is_id("chat", chat_id) for chat_id in found)


@pytest.mark.parametrize("text", ["ann", "ann@", "", "ann@shop.example\u200b", "a" * 300])
def test_a_faulty_address_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        rules.address(text)

    assert refused.value.faults[0].pointer == "/email"


@given(st.text(max_size=300))
def test_a_name_is_one_short_line_that_shows(text: str) -> None:
    name = rules.name(text)

    assert len(name) <= rules.MAX_NAME
    assert name.isprintable()


@pytest.mark.parametrize(
    ("digest", "late", "expected"),
    [
        ("aa", timedelta(0), True),
        ("bb", timedelta(0), True),
        ("cc", timedelta(0), False),
        ("", timedelta(0), False),
        ("aa", timedelta(days=1), False),
    ],
)
def test_a_token_opens_its_chat_while_that_lasts(
    digest: str, late: timedelta, *, expected: bool
) -> None:
    assert rules.admits(CHAT, digest, NOON + late) is expected


def test_a_chat_keeps_its_newest_ten_tokens() -> None:
    chat = CHAT
    for number in range(11):
        chat = rules.joined(chat, CHAT, str(number))

    assert chat.digests == tuple(str(number) for number in range(1, 11))


@pytest.mark.parametrize(
    ("fresh", "email", "name"),
    [
        (CHAT, "ann@shop.example", "Ann"),
        (replace(CHAT, email="lee@shop.example"), "lee@shop.example", "Ann"),
        (replace(CHAT, name="Lee"), "ann@shop.example", "Lee"),
    ],
)
def test_what_a_visitor_says_today_counts(fresh: Chat, email: str, name: str) -> None:
    known = replace(CHAT, email="ann@shop.example", name="Ann")

    found = rules.joined(known, fresh, "cc")

    assert (found.email, found.name, found.digests) == (email, name, ("aa", "bb", "cc"))


@pytest.mark.parametrize(
    ("heard_at", "expected"),
    [
        (None, True),
        (NOON - timedelta(seconds=19), False),
        (NOON - timedelta(seconds=20), True),
        (NOON + timedelta(seconds=5), False),
    ],
)
def test_a_heartbeat_is_written_every_twenty_seconds(
    heard_at: datetime | None, *, expected: bool
) -> None:
    assert rules.is_heartbeat_due(replace(CHAT, heard_at=heard_at), NOON) is expected


def test_what_was_seen_belongs_to_one_conversation() -> None:
    chat = replace(CHAT, seen_ticket_id="tkt_2", seen_sequence=7)

    assert (chat.seen_in("tkt_2"), chat.seen_in("tkt_1")) == (7, 0)


@pytest.mark.parametrize(
    ("email", "email_hash", "expected"),
    [
        ("ann@home.example", signed("email:ann@home.example"), True),
        ("ann@home.example", signed("ann@home.example"), False),
        ("ann@home.example", signed("email:bob@home.example"), False),
        ("ann@home.example", "", False),
        ("", signed("email:"), False),
    ],
)
def test_an_address_is_signed_apart_from_an_id(
    email: str, email_hash: str, *, expected: bool
) -> None:
    assert rules.is_email_vouched_for(SECRET, email, email_hash) is expected
