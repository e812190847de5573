"""Tokens carry account and owner; what is none of ours is told without a look-up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.accounts import tokens
from chalicelib.accounts.model import CredentialKind
from chalicelib.core.desk import Desk

ULID = "01KDVNE4000000000000000000"
GOOD = f"dhs_{ULID}_{ULID}_{'a' * 64}"


@pytest.mark.parametrize("kind", CredentialKind)
def test_an_issued_token_names_account_and_owner(desk: Desk, kind: CredentialKind) -> None:
    text, digest = tokens.issue(desk, kind, f"agt_{ULID}")

    token = tokens.parse(text)

    assert token is not None
    assert (token.kind, token.account_id, token.owner_id) == (kind, desk.account_id, f"agt_{ULID}")
    assert token.digest == digest
    assert text.rpartition("_")[2] not in digest


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "%20", "null", "[]", "a", "dhs_", GOOD[:-1], GOOD + "0", GOOD + "\n", " " + GOOD,
        GOOD.upper(), GOOD.replace("dhs", "dhx"), GOOD.replace("dhs", "dhv"),
        GOOD.replace(ULID, "U" * 26), "x" * 10_000,
    ],
)  # fmt: skip
def test_what_is_no_token_of_ours_is_none(text: str) -> None:
    assert tokens.parse(text) is None


@given(st.text())
def test_parsing_never_raises(text: str) -> None:
    assert tokens.parse(text) is None
    assert tokens.account_of_public_key(text) is None


def test_secrets_stay_out_of_what_is_printed() -> None:
    assert "digest" not in repr(tokens.parse(GOOD))


def test_a_public_key_names_its_account() -> None:
    key = tokens.public_key(f"acc_{ULID}", bytes(range(8)))

    assert key == f"pk_{ULID}_0001020304050607"
    assert tokens.account_of_public_key(key) == f"acc_{ULID}"
