"""AWS End User Messaging in a merchant's own account, asked over plain requests."""

import json
from collections.abc import Mapping
from typing import Any, cast

from chalicelib.aws.signature import Signer, signed
from chalicelib.core.desk import Desk, Reply

_SERVICE = "sms-voice"
_TARGET = "PinpointSMSVoiceV2"


def ask(
    desk: Desk, credentials: Mapping[str, str], operation: str, asked: Mapping[str, Any]
) -> Reply:
    """Return the service's answer to an operation such as `SendTextMessage`."""
    region = credentials["region"]
    signer = Signer(
        access_key_id=credentials["access_key_id"],
        secret_access_key=credentials["secret_access_key"],
        region=region,
        service=_SERVICE,
    )
    ending = ".cn" if region.startswith("cn-") else ""
    url = f"https://{_SERVICE}.{region}.amazonaws.com{ending}/"
    body = json.dumps(asked).encode()
    told = {"content-type": "application/x-amz-json-1.0", "x-amz-target": f"{_TARGET}.{operation}"}
    headers = signed(signer, url, body, desk.now(), headers=told)
    return desk.http.request("POST", url, headers=headers, body=body)


def read(reply: Reply) -> Mapping[str, Any]:
    """Return an answer's members, none where it is not in the service's words."""
    try:
        found = json.loads(reply.body)
    except (ValueError, RecursionError):
        return {}
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}


def error(reply: Reply) -> tuple[str, str]:
    """Return the kind of an error, such as `ConflictException`, and its reason."""
    told = read(reply)
    return str(told.get("__type") or "").rpartition("#")[2], str(told.get("Reason") or "")
