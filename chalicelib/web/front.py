"""Who asks, and under which name, where CloudFront stands in front of the API.

The gateway then sees CloudFront's address, and a host of its own. What the caller's were stands in
two headers, which count only beside the secret that CloudFront adds to each request: the gateway
can be asked without CloudFront, and whoever does so writes what headers they like.
"""

import hmac
from collections.abc import Mapping
from ipaddress import IPv6Address, ip_network

PROOF = "x-deskhand-front"
HOST = "x-deskhand-host"
VIEWER = "x-deskhand-viewer"
_ONE_CALLERS = 64
"""Bits of an IPv6 address that a connection is given: who has one has all below."""


def seen_through(
    headers: Mapping[str, str], source_ip: str, secret: str
) -> tuple[Mapping[str, str], str]:
    """Return headers and address as the caller sent them; no secret: nothing is in front."""
    if secret and _is_proved(headers.get(PROOF, ""), secret):
        source_ip = headers.get(VIEWER) or source_ip
        headers = {**headers, "host": headers.get(HOST) or headers.get("host", "")}
    return headers, _caller(source_ip)


def _is_proved(given: str, secret: str) -> bool:
    return hmac.compare_digest(given.encode(errors="replace"), secret.encode())


def _caller(address: str) -> str:
    """Return what is one caller: an address, or of IPv6 the network that a connection gets."""
    if ":" not in address:
        return address
    try:
        known = IPv6Address(address)
    except ValueError:
        return address
    if known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(ip_network((int(known), _ONE_CALLERS), strict=False))
