"""A bucket of a merchant's own, for what AWS takes out of buckets alone."""

import hashlib
from collections.abc import Mapping

from chalicelib.aws.signature import Signer, signed
from chalicelib.core.desk import Desk
from chalicelib.core.errors import DeliveryFailed, Unavailable, Uncertain

_TOO_MANY = 429


def put(
    desk: Desk, credentials: Mapping[str, str], place: tuple[str, str], *, body: bytes, kind: str
) -> str:
    """Put bytes at (bucket, key) and return their address; raise DeliveryFailed, or Unavailable.

    The key is of letters, digits and `/._-` alone.
    """
    bucket, key = place
    region = credentials["region"]
    ending = ".cn" if region.startswith("cn-") else ""
    url = f"https://{bucket}.s3.{region}.amazonaws.com{ending}/{key}"
    signer = Signer(
        access_key_id=credentials["access_key_id"],
        secret_access_key=credentials["secret_access_key"],
        region=region,
        service="s3",
    )
    told = {"content-type": kind, "x-amz-content-sha256": hashlib.sha256(body).hexdigest()}
    headers = signed(signer, url, body, desk.now(), headers=told, method="PUT")
    try:
        status = desk.http.request("PUT", url, headers=headers, body=body).status
    except Uncertain as doubt:  # put again, it is the same
        raise Unavailable("The shop's bucket did not answer.") from doubt
    if status == _TOO_MANY or status >= 500:
        raise Unavailable("The shop's bucket is busy.")
    if status >= 300:
        detail = f"AWS does not let these credentials put files into {bucket} ({status})."
        raise DeliveryFailed(detail, permanent=True)
    return f"s3://{bucket}/{key}"
