"""S3's door for forms, which moto leaves open: a policy is read, and kept to the letter.

Refusals have the codes and the XML of S3's own.
"""

import base64
import hmac
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

from botocore.config import Config

from dev.aws.cloud import BACKSTAGE
from dev.web.exchange import Answered

_META = "x-amz-meta-"
_UNSIGNED = frozenset({"policy", "x-amz-signature"})
_NAME = re.compile(rb'; name="([^"]*)"')
_OPEN_TO_ALL = (("Access-Control-Allow-Origin", "*"),)


class _Refused(Exception):
    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(code)
        self.status, self.code, self.message = status, code, message


def take(session: Any, content_type: str, body: bytes, *, now: datetime) -> Answered:
    """Put the file that a form carries where its policy says, or refuse it as S3 does.

    `session` is botocore's, of whoever owns the bucket and made the form.
    """
    try:
        fields, content = _form(content_type, body)
        _check_signature(fields, session.get_credentials().secret_key)
        told = json.loads(base64.b64decode(fields["policy"]))
        bucket = _check(fields, told, now)
        _check_length(told["conditions"], len(content))
    except _Refused as refused:
        words = f"<Code>{refused.code}</Code><Message>{escape(refused.message)}</Message>"
        return Answered(
            status=refused.status,
            headers=(("Content-Type", "application/xml"), *_OPEN_TO_ALL),
            body=f"<Error>{words}</Error>".encode(),
        )
    region = fields["x-amz-credential"].split("/")[2]
    session.create_client(
        "s3", region_name=region, config=Config(user_agent_extra=BACKSTAGE)
    ).put_object(
        Bucket=bucket,
        Key=fields["key"],
        Body=content,
        ContentType=fields["content-type"],
        Metadata={n.removeprefix(_META): t for n, t in fields.items() if n.startswith(_META)},
    )
    return Answered(status=204, headers=_OPEN_TO_ALL)


def _form(content_type: str, body: bytes) -> tuple[dict[str, str], bytes]:
    boundary = content_type.partition("boundary=")[2].strip('"').encode()
    fields: dict[str, str] = {}
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary)[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        named = _NAME.search(head)
        name = named[1].decode().lower() if named else ""
        if name == "file":  # whatever stands behind it is not looked at
            return fields, content
        fields[name] = content.decode()
    raise _Refused(400, "InvalidArgument", "POST requires exactly one file upload per request.")


def _check(fields: Mapping[str, str], told: Mapping[str, Any], now: datetime) -> str:
    """Return the bucket that the policy names, if the fields are what it says."""
    # Forms are dated by the machine's own clock, which the product's may have left behind.
    if datetime.fromisoformat(told["expiration"]) < min(now, datetime.now(UTC)):
        raise _Refused(403, "AccessDenied", "Invalid according to Policy: Policy expired.")
    allowed = dict(_exact(told["conditions"]))
    bucket = allowed.pop("bucket")
    if wrong := [name for name, text in allowed.items() if fields.get(name) != text]:
        raise _Refused(403, "AccessDenied", f"Invalid according to Policy: {wrong[0]}")
    if extra := {*fields} - {*allowed} - _UNSIGNED:
        detail = f"Invalid according to Policy: Extra input fields: {', '.join(sorted(extra))}"
        raise _Refused(403, "AccessDenied", detail)
    return bucket


def _exact(conditions: list[Any]) -> Iterator[tuple[str, str]]:
    for condition in conditions:
        if isinstance(condition, dict):
            yield from ((name.lower(), text) for name, text in condition.items())


def _check_length(conditions: list[Any], length: int) -> None:
    for condition in conditions:
        if isinstance(condition, list) and condition[0] == "content-length-range":
            if length < condition[1]:
                raise _Refused(400, "EntityTooSmall", "Your proposed upload is too small.")
            if length > condition[2]:
                raise _Refused(400, "EntityTooLarge", "Your proposed upload is too large.")


def _check_signature(fields: Mapping[str, str], secret: str) -> None:
    key = f"AWS4{secret}".encode()
    for part in fields.get("x-amz-credential", "").split("/")[1:]:
        key = hmac.digest(key, part.encode(), "sha256")
    right = hmac.digest(key, fields.get("policy", "").encode(), "sha256").hex()
    if not hmac.compare_digest(right, fields.get("x-amz-signature", "")):
        detail = "The request signature we calculated does not match the signature you provided."
        raise _Refused(403, "SignatureDoesNotMatch", detail)
