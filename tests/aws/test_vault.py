"""What is sealed opens in its own context, and stays open for an hour without KMS."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.aws.vault import FRESH, KEPT, MOST, KmsVault
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Forbidden, Unavailable
from tests.kit.aws_client import Client, refusal

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
MINE = {"account": "acc_1", "inbox": "inb_1"}


class Key(Client):
    """A KMS key that can be out of reach; the clock stands."""

    def __init__(self, *answers: Any) -> None:
        super().__init__(*(answers or ({"Plaintext": b"token", "CiphertextBlob": b"sealed"},)))
        self.now = NOON

    def vault(self) -> KmsVault:
        client: Any = self
        return KmsVault(client, "alias/key", lambda: self.now)


def test_what_is_sealed_opens_in_its_own_context_alone(desk: Desk) -> None:
    sealed = desk.vault.seal(MINE, b"token")

    assert desk.vault.open(MINE, sealed) == b"token"
    assert b"token" not in sealed
    for other in ({**MINE, "account": "acc_2"}, {**MINE, "inbox": "inb_2"}, {}):
        with pytest.raises(Forbidden):
            desk.vault.open(other, sealed)


def test_bytes_that_nobody_sealed_do_not_open(desk: Desk) -> None:
    with pytest.raises(Forbidden):
        Key(refusal("InvalidCiphertextException")).vault().open(MINE, b"made up")


def test_what_was_opened_is_not_asked_for_again_within_ten_minutes() -> None:
    key = Key()
    vault = key.vault()
    for minutes in (0, 9, 10, 19):
        key.now = NOON + timedelta(minutes=minutes)
        assert vault.open(MINE, b"sealed") == b"token"

    assert len(key.asked) == 2
    assert key.asked[0]["EncryptionContext"] == MINE


def test_what_was_opened_in_one_context_is_not_found_in_another() -> None:
    key = Key({"Plaintext": b"token"}, refusal("InvalidCiphertextException"))
    vault = key.vault()
    vault.open(MINE, b"sealed")

    with pytest.raises(Forbidden):
        vault.open({"account": "acc_1inbox", "inb_1": ""}, b"sealed")


@pytest.mark.parametrize(("later", "holds"), [(FRESH, True), (KEPT, False)])
def test_secrets_stay_open_for_an_hour_without_kms(later: timedelta, *, holds: bool) -> None:
    key = Key({"Plaintext": b"token"}, refusal("KMSInternalException", 500))
    vault = key.vault()
    vault.open(MINE, b"sealed")
    key.now += later

    if holds:
        assert vault.open(MINE, b"sealed") == b"token"
    else:
        with pytest.raises(Unavailable):
            vault.open(MINE, b"sealed")


def test_a_kms_out_of_reach_is_not_asked_at_each_opening() -> None:
    key = Key({"Plaintext": b"token"}, refusal("ThrottlingException"))
    vault = key.vault()
    vault.open(MINE, b"sealed")
    key.now += FRESH

    for _ in range(5):
        vault.open(MINE, b"sealed")
    assert len(key.asked) == 2


def test_without_kms_nothing_is_sealed() -> None:
    with pytest.raises(Unavailable):
        Key(refusal("ThrottlingException")).vault().seal(MINE, b"token")


def test_only_so_many_secrets_stay_in_memory() -> None:
    key = Key()
    vault = key.vault()
    for number in range(MOST + 1):
        vault.open(MINE, str(number).encode())
    vault.open(MINE, str(MOST).encode())
    assert len(key.asked) == MOST + 1

    vault.open(MINE, b"0")
    assert len(key.asked) == MOST + 2
