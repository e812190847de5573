"""What Shopify signs: the query that it leads back with, and the bytes that it delivers.

https://shopify.dev/docs/apps/build/authentication-authorization and .../build/webhooks
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence

_DOMAIN = re.compile(r"[a-z0-9][a-z0-9-]*\.myshopify\.com")
LONGEST_DOMAIN = 100


def is_domain(text: str) -> bool:
    """Tell whether a host is a shop's own; no other is ever asked for anything.

    >>> is_domain("fern.myshopify.com"), is_domain("fern.myshopify.com.evil.example")
    (True, False)
    """
    return len(text) <= LONGEST_DOMAIN and _DOMAIN.fullmatch(text) is not None


def is_leading_back(query: Mapping[str, Sequence[str]], secret: str) -> bool:
    """Tell whether Shopify has signed a query: what is left without `hmac`, sorted by name."""
    signatures = query.get("hmac", ())
    rest = {name: values for name, values in query.items() if name != "hmac"}
    if len(signatures) != 1 or any(len(values) != 1 for values in rest.values()):
        return False
    signed = "&".join(sorted(_pair(name, values[0]) for name, values in rest.items()))
    return _is_same(_digest(secret, signed.encode("utf-8", "surrogatepass")).hex(), signatures[0])


def is_genuine(body: bytes, signature: str, secret: str) -> bool:
    """Tell whether Shopify has signed these bytes."""
    return _is_same(base64.b64encode(_digest(secret, body)).decode(), signature)


def _pair(name: str, value: str) -> str:
    # What separates is escaped, or one value could pass for two.
    escaped = name.replace("%", "%25").replace("=", "%3D")
    return f"{escaped}={value.replace('%', '%25')}".replace("&", "%26")


def _digest(secret: str, signed: bytes) -> bytes:
    return hmac.new(secret.encode(), signed, hashlib.sha256).digest()


def _is_same(own: str, given: str) -> bool:
    # Bytes, since texts beyond ASCII cannot be compared in constant time.
    return hmac.compare_digest(own.encode(), given.encode("utf-8", "surrogatepass"))
