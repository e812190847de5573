"""What texts mean, as tables."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.accounts.settings.model import Keywords
from chalicelib.customers.consent.model import Consent, ConsentState
from chalicelib.customers.consent.rules import recorded, standing
from chalicelib.messaging.keywords.model import Effect, Keyword
from chalicelib.messaging.keywords.rules import CONFIRM_TEXT, effect, keyword_of
from tests.customers.consent.words import ASKED, MARKETING, NO, TRANSACTIONAL, YES, a_consent
from tests.kit.http_world import NOON

JOIN = {"keyword": "JOIN", "text": "Welcome!"}
CLUB = {"keyword": "CLUB", "double_opt_in": True, "text": "Text YES to join."}
BARE = {"keyword": "VIP", "double_opt_in": True}
OFF = {"keyword": "OLD", "enabled": False}


def settings(**facts: Any) -> Keywords:
    return msgspec.convert({"subscribe": [JOIN, CLUB, BARE, OFF], **facts}, Keywords)


def meaning(text: str, **facts: Any) -> str | None:
    found = keyword_of(text, settings(**facts))
    return f"{found.meaning} {found.word}" if found else None


def done(text: str, *known: Consent) -> Effect:
    keyword = keyword_of(text, settings())
    assert isinstance(keyword, Keyword)
    return effect(keyword, "sms", known, NOON, own=settings())


@pytest.mark.acceptance(16, 18)
@pytest.mark.parametrize(
    ("text", "exact", "contains"),
    [
        ("STOP", "opt_out STOP", "opt_out STOP"),
        (" stopall\n", "opt_out STOPALL", "opt_out STOPALL"),
        ("Unsubscribe", "opt_out UNSUBSCRIBE", "opt_out UNSUBSCRIBE"),
        ("cancel", "opt_out CANCEL", "opt_out CANCEL"),
        ("end", "opt_out END", "opt_out END"),
        ("quit", "opt_out QUIT", "opt_out QUIT"),
        ("I want to cancel my order", None, "opt_out CANCEL"),
        ("Stop.", None, "opt_out STOP"),
        ("nonstop", None, None),
        ("START", "opt_in START", "opt_in START"),
        ("unstop", "opt_in UNSTOP", "opt_in UNSTOP"),
        ("Yes", "opt_in YES", "opt_in YES"),
        ("y", "opt_in Y", "opt_in Y"),
        ("yes please", None, None),
        ("HELP", "help HELP", "help HELP"),
        ("info", "help INFO", "help INFO"),
        ("help me", None, None),
        ("join", "subscribe JOIN", "subscribe JOIN"),
        ("I join", None, None),
        ("join and stop", None, "opt_out STOP"),
        ("old", None, None),
        ("Where is my order?", None, None),
        ("", None, None),
    ],
)
def test_a_text_is_a_keyword_or_it_is_not(
    text: str, exact: str | None, contains: str | None
) -> None:
    assert meaning(text) == exact
    assert meaning(text, opt_out_match="contains") == contains


def said(found: Effect) -> set[str]:
    return {f"{word.kind} {word.state}" for word in found.said}


BOTH_IN = {"marketing subscribed", "transactional subscribed"}
BOTH_OUT = {"marketing unsubscribed", "transactional unsubscribed"}
OUT = (a_consent(NO), a_consent(NO, kind=TRANSACTIONAL))
HELP_TEXT, OPT_IN_TEXT = Keywords().help_text, Keywords().opt_in_text


@pytest.mark.acceptance(16)
@pytest.mark.parametrize(
    ("text", "known", "expected", "answer"),
    [
        ("STOP", (), BOTH_OUT, ""),
        ("STOP", (a_consent(YES),), BOTH_OUT, ""),
        ("START", (), BOTH_IN, OPT_IN_TEXT),
        ("START", OUT, BOTH_IN, OPT_IN_TEXT),
        ("YES", (a_consent(ASKED),), BOTH_IN, OPT_IN_TEXT),
        ("HELP", (), set(), HELP_TEXT),
        ("HELP", (a_consent(YES),), set(), HELP_TEXT),
        ("HELP", OUT, set(), ""),
        ("JOIN", (), {"marketing subscribed"}, "Welcome!"),
        ("JOIN", OUT, {"marketing subscribed"}, "Welcome!"),
        ("CLUB", (), {"marketing pending"}, "Text YES to join."),
        ("CLUB", OUT, {"marketing pending", "transactional pending"}, "Text YES to join."),
        ("CLUB", (a_consent(YES),), set(), OPT_IN_TEXT),
        ("CLUB", (a_consent(YES, kind=TRANSACTIONAL),), {"marketing pending"}, "Text YES to join."),
        ("VIP", (), {"marketing pending"}, CONFIRM_TEXT),
    ],
)
def test_a_keyword_does_what_it_says(
    text: str, known: tuple[Consent, ...], expected: set[str], answer: str
) -> None:
    found = done(text, *known)

    assert (said(found), found.answer) == (expected, answer)


def test_what_is_noted_tells_the_word_and_the_moment() -> None:
    word = done(" stop ").said[0]

    assert (word.source, word.detail, word.channel, word.at) == ("keyword", "STOP", "sms", NOON)


KNOWN = st.lists(
    st.builds(
        a_consent,
        st.sampled_from(ConsentState),
        minutes=st.integers(-9, 9),
        kind=st.sampled_from([MARKETING, TRANSACTIONAL]),
    )
)


@given(KNOWN, st.sampled_from(["JOIN", "CLUB", "VIP", "HELP", "START", "YES", "STOP"]))
def test_whatever_was_said_before_a_stop_is_the_last_word(known: list[Consent], text: str) -> None:
    before = recorded((), known)
    between = recorded(before, done(text, *before).said)
    stop = done("STOP", *between)
    after = recorded(between, stop.said)

    assert (standing(after, "sms"), stop.answer) == ("opted_out", "")
    assert done("HELP", *after).answer == ""
    assert standing(recorded(after, done("START", *after).said), "sms") == "consented"
