"""Signatures hold through rotations, and for an hour without the parameter."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.aws.secrets import FRESH, KEPT, SsmSecrets
from chalicelib.core.errors import Unavailable
from tests.kit.aws_client import Client, refusal

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


class Parameter(Client):
    """An SSM parameter that can be rotated and be out of reach; the clock stands."""

    def __init__(self, *keys: str) -> None:
        super().__init__({})
        self.now = NOON
        self.hold(*keys)

    def hold(self, *keys: str) -> None:
        self.answers: Any = [{"Parameter": {"Value": json.dumps([key * 32 for key in keys])}}]

    def secrets(self) -> SsmSecrets:
        client: Any = self
        return SsmSecrets(client, "/name", lambda: self.now)


def test_a_signature_holds_for_its_purpose_and_message_alone() -> None:
    secrets = Parameter("aa").secrets()
    signature = secrets.sign("reply", b"message")

    assert secrets.verify("reply", b"message", signature)
    assert not secrets.verify("cursor", b"message", signature)
    assert not secrets.verify("reply", b"other", signature)
    assert not Parameter("bb").secrets().verify("reply", b"message", signature)


@pytest.mark.parametrize(("length", "holds"), [(32, True), (10, True), (9, False), (0, False)])
def test_a_signature_may_be_cut_but_not_to_nothing(*, length: int, holds: bool) -> None:
    secrets = Parameter("aa").secrets()

    assert secrets.verify("p", b"m", secrets.sign("p", b"m")[:length]) is holds


def test_a_signature_with_more_behind_it_is_none() -> None:
    secrets = Parameter("aa").secrets()

    assert not secrets.verify("p", b"m", secrets.sign("p", b"m") + b"\0")


def test_after_a_rotation_the_newest_key_signs_and_older_ones_still_hold() -> None:
    parameter = Parameter("aa")
    secrets = parameter.secrets()
    old = secrets.sign("p", b"m")
    parameter.hold("bb", "aa")
    parameter.now += FRESH

    new = secrets.sign("p", b"m")
    assert new == Parameter("bb").secrets().sign("p", b"m") != old
    assert secrets.verify("p", b"m", old)


def test_the_parameter_is_read_once_in_a_while() -> None:
    parameter = Parameter("aa")
    secrets = parameter.secrets()
    for _ in range(50):
        secrets.sign("p", b"m")
    parameter.now += FRESH
    secrets.sign("p", b"m")

    assert len(parameter.asked) == 2


def test_keys_are_kept_for_an_hour_while_the_parameter_is_out_of_reach() -> None:
    parameter = Parameter("aa")
    secrets = parameter.secrets()
    secrets.sign("p", b"m")
    parameter.answers = [refusal("InternalServerError", 500)]
    parameter.now += KEPT - timedelta(seconds=1)
    secrets.sign("p", b"m")
    parameter.now += timedelta(minutes=1)

    with pytest.raises(Unavailable):
        secrets.sign("p", b"m")


def test_a_parameter_out_of_reach_is_not_asked_with_every_signature() -> None:
    parameter = Parameter("aa")
    secrets = parameter.secrets()
    secrets.sign("p", b"m")
    parameter.answers = [refusal("ThrottlingException")]
    parameter.now += FRESH
    for _ in range(10):
        secrets.sign("p", b"m")

    assert len(parameter.asked) == 2


@pytest.mark.parametrize("value", ["[]", '["aa"]'])
def test_weak_or_missing_keys_are_not_used(value: str) -> None:
    parameter = Parameter("aa")
    parameter.answers = [{"Parameter": {"Value": value}}]

    with pytest.raises(ValueError, match="/name"):
        parameter.secrets().sign("p", b"m")
