"""Signing requests to AWS with somebody else's key (Signature Version 4), without a client.

The merchant's own account is asked: botocore would need a session for each, and reads the clock.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

_ALGORITHM = "AWS4-HMAC-SHA256"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who signs, for which service where."""

    access_key_id: str
    secret_access_key: str = field(repr=False)
    region: str
    service: str


def signed(
    signer: Signer, url: str, body: bytes, now: datetime, *, headers: Mapping[str, str],
    method: str = "POST",
) -> dict[str, str]:  # fmt: skip
    """Return the headers of a request without a query, with the signature over all of them.

    Its path is of what no address encodes.
    """
    stamp = now.strftime("%Y%m%dT%H%M%SZ")
    _, host, path, _, _ = urlsplit(url)
    every = {"host": host, "x-amz-date": stamp, **{n.lower(): v for n, v in headers.items()}}
    names = ";".join(sorted(every))
    digest = hashlib.sha256(body).hexdigest()
    lines = "".join(f"{name}:{every[name].strip()}\n" for name in sorted(every))
    canonical = f"{method}\n{path}\n\n{lines}\n{names}\n{digest}"
    scope = f"{stamp[:8]}/{signer.region}/{signer.service}/aws4_request"
    words = f"{_ALGORITHM}\n{stamp}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signature = hmac.new(_key(signer, stamp[:8]), words.encode(), hashlib.sha256).hexdigest()
    told = (
        f"{_ALGORITHM} Credential={signer.access_key_id}/{scope}, "
        f"SignedHeaders={names}, Signature={signature}"
    )
    own = {name: text for name, text in every.items() if name != "host"}
    return {**own, "authorization": told}


def _key(signer: Signer, day: str) -> bytes:
    key = f"AWS4{signer.secret_access_key}".encode()
    for part in (day, signer.region, signer.service, "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key
