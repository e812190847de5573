"""What of a package's files travels to Lambda: all that somebody reads there, and no more."""

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

import msgspec

from chalicelib.aws.session import SERVICES, few_endpoints

ENDPOINTS = "botocore/data/endpoints.json"
INSTEAD = {
    # Descriptions of clients' methods, for whoever asks for help at a prompt: no client has any.
    "botocore/docs/__init__.py": b"",
    "botocore/docs/docstring.py": b"""
class _Nothing(str):
    def __new__(cls, *_args, **_named):
        return super().__new__(cls)


ClientMethodDocstring = PaginatorDocstring = WaiterDocstring = _Nothing
""",
    # Turns HTTP/2 on, if somebody asks; nobody does, and it loads importlib.metadata for that.
    "urllib3/http2/__init__.py": b"",
}
"""Modules that take half as long as a whole client to load, for nothing; what travels for them.

A release that needs more of them fails the tests that run the package.
"""
_SERVICE = re.compile(r"botocore/data/([^/]+)/([^/]+)/")
_LEFT_BEHIND = (
    re.compile(r"(^|/)__pycache__/"),
    # What pip knows of a package. Nothing that travels looks at it (importlib.metadata).
    re.compile(r"^[^/]+\.(dist-info|egg-info|data)/"),
    re.compile(r"(\.pyi|/py\.typed|\.md|\.c|\.h|\.pyx)$"),
    re.compile(r"^[^/]+/tests?/"),
    re.compile(r"^botocore/data/.*/examples-1\.json$"),
    # Other uses of powertools than logs and metrics: each would be new, and has to be taken along.
    re.compile(r"^aws_lambda_powertools/event_handler/"),
    re.compile(r"^aws_lambda_powertools/utilities/(?!__init__\.py$|jmespath_utils/|typing/)"),
    re.compile(r"^aws_lambda_powertools/metrics/provider/datadog/"),
    re.compile(r"^botocore/docs/(?!__init__\.py$|docstring\.py$|utils\.py$)"),
    re.compile(r"^urllib3/contrib/emscripten/"),
    re.compile(r"^urllib3/http2/connection\.py$"),
    # Time zones a second time, and what they are made of.
    re.compile(r"^dateutil/zoneinfo/.*\.tar\.gz$"),
    re.compile(r"^tzdata/zoneinfo/[^/]+\.(tab|zi)$|^tzdata/zoneinfo/leapseconds$"),
    # Numbers that are short, such as 112; none of them writes to a shop.
    re.compile(r"^phonenumbers/shortdata/region_"),
)


def travelling(names: Iterable[str]) -> list[str]:
    """Return those of a package's files that travel, in order."""
    known = sorted(names)
    newest = _newest(known)
    return [name for name in known if _travels(name, newest)]


def trimmed(name: str, raw: bytes) -> bytes:
    """Return what of a file travels: of the list of all endpoints, those of our services."""
    if name == ENDPOINTS:
        return msgspec.json.encode(few_endpoints(raw))
    return INSTEAD.get(name, raw)


def missing_services(names: Iterable[str]) -> list[str]:
    """Return the services that no client can be built for."""
    described = _newest(names)
    return [service for service in SERVICES if service not in described]


def _newest(names: Iterable[str]) -> Mapping[str, str]:
    """Return the last version of each service's description: botocore takes no other unasked."""
    found = [(match[1], match[2]) for name in names if (match := _SERVICE.match(name))]
    return dict(sorted(found))


def _travels(name: str, newest: Mapping[str, str]) -> bool:
    if match := _SERVICE.match(name):
        service, version = match.groups()
        if service not in SERVICES or version != newest[service]:
            return False
    return not (PurePosixPath(name).is_absolute() or any(p.search(name) for p in _LEFT_BEHIND))
