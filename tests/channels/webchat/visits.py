"""Requests as far as the visitors' guard looks at them."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Visit:
    """A bearer token, and what stood in the address."""

    bearer: str = ""
    query: Mapping[str, str] = field(default_factory=dict)


def asked(bearer: str = "", **query: str) -> Visit:
    """Return a request with this token."""
    return Visit(bearer, query)
