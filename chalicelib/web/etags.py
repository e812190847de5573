"""Versions as ETags, and the condition that a request may carry."""

import re

from chalicelib.core.errors import Invalid
from chalicelib.web.request import Request

_TAG = re.compile(r'(?:W/)?(?P<quote>"?)(?P<version>[0-9]{1,15})(?P=quote)')


def etag(version: int) -> str:
    """Return the ETag of a version.

    >>> etag(3)
    '"3"'
    """
    return f'"{version}"'


def expected_version(request: Request) -> int | None:
    """Return the version that If-Match names, quoted or bare; None where any version will do."""
    condition = request.headers.get("if-match", "").strip()
    if condition in ("", "*"):
        return None
    found = _TAG.fullmatch(condition)
    if found is None:
        raise Invalid('If-Match must be one ETag that we gave, such as "3".')
    return int(found["version"])
