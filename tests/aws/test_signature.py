"""Requests to AWS are signed as botocore signs them."""

import hashlib
import random
import string
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from chalicelib.aws.signature import Signer, signed

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def botocores(
    signer: Signer, url: str, body: bytes, now: datetime, headers: dict[str, str],
    method: str = "POST",
) -> str:  # fmt: skip
    request = AWSRequest(method, url, headers=headers, data=body)
    keys = Credentials(signer.access_key_id, signer.secret_access_key)
    moment = SimpleNamespace(return_value=now)
    with patch("botocore.auth.get_current_datetime", lambda **_: moment.return_value):
        SigV4Auth(keys, signer.service, signer.region).add_auth(request)
    return str(request.headers["Authorization"])


@pytest.mark.parametrize("number", range(100))
def test_it_signs_as_botocore_does(number: int) -> None:
    chance = random.Random(number)
    letters = string.ascii_letters + string.digits + "+/"
    signer = Signer(
        access_key_id="AKIA" + "".join(chance.choices(string.ascii_uppercase, k=16)),
        secret_access_key="".join(chance.choices(letters, k=40)),
        region=chance.choice(["eu-central-1", "us-east-1", "cn-north-1"]),
        service="sms-voice",
    )
    url = f"https://sms-voice.{signer.region}.amazonaws.com/"
    body, now = chance.randbytes(chance.randint(0, 500)), NOON + timedelta(hours=number * 7)
    told = {"content-type": "application/x-amz-json-1.0", "x-amz-target": f"Texts.Do{number}"}

    ours = signed(signer, url, body, now, headers=told)

    assert ours["authorization"] == botocores(signer, url, body, now, told)
    assert "secret" not in repr(signer)
    assert signer.secret_access_key not in repr(signer)


def test_a_file_is_put_as_botocore_signs_it() -> None:
    signer = Signer(
        access_key_id="AKIA0", secret_access_key="s" * 40, region="eu-central-1", service="s3"
    )
    url = "https://a-bucket.s3.eu-central-1.amazonaws.com/deskhand/msg_1-0.png"
    told = {
        "content-type": "image/png",
        "x-amz-content-sha256": hashlib.sha256(b"a mug").hexdigest(),
    }

    ours = signed(signer, url, b"a mug", NOON, headers=told, method="PUT")

    assert ours["authorization"] == botocores(signer, url, b"a mug", NOON, told, "PUT")
