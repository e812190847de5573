"""Visitors' tokens."""

import hashlib
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chalicelib.channels.webchat import tokens
from chalicelib.core.desk import Desk

ULID = "01KDVDNA000000000000000000"
GOOD = f"dhv_{ULID}_{ULID[:-1]}1_{'0f' * 32}"


def test_a_token_names_account_and_chat(desk: Desk) -> None:
    chat_id = desk.new_id("chat")

    text, digest = tokens.issue(desk, chat_id)

    found = tokens.parse(text)
    assert found is not None
    assert (found.account_id, found.chat_id, found.digest) == (desk.account_id, chat_id, digest)


def test_only_the_digest_of_the_secret_is_given_to_keep(desk: Desk) -> None:
    text, digest = tokens.issue(desk, desk.new_id("chat"))

    secret = text.rpartition("_")[2]
    assert digest == hashlib.sha256(secret.encode()).hexdigest()
    assert digest not in text
    assert secret not in repr(tokens.parse(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "null",
        "[]",
        GOOD[:-1],
        GOOD + "0",
        GOOD + "\n",
        " " + GOOD,
        GOOD.upper(),
        GOOD.replace("dhv", "dhs"),
        GOOD.replace("dhv", "dhk"),
        GOOD.replace("_0", "_O", 1),
        GOOD.replace("_0", "_8", 1),
        GOOD.replace("_", "-"),
        GOOD.replace("0", "\uff10"),
        "x" * 10_000_000,
    ],
    ids=range(16),
)
def test_what_was_never_a_token_is_none(text: str) -> None:
    assert tokens.parse(text) is None


@given(st.one_of(st.text(), st.from_regex(r"dh[a-z]_[0-9A-Z]*_[0-9A-Z]*_[0-9a-f]*")))
@example(GOOD)
def test_parsing_takes_its_own_shape_only(text: str) -> None:
    found = tokens.parse(text)

    is_one = re.fullmatch(r"dhv(_[0-7][0-9A-HJKMNP-TV-Z]{25}){2}_[0-9a-f]{64}", text, re.ASCII)
    assert (found is not None) == (is_one is not None and not text.endswith("\n"))
