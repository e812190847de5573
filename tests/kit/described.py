"""Whether what a route answers is what the description of the API says of it."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from http import HTTPStatus
from typing import Any

import msgspec

from chalicelib.web.description import answers
from chalicelib.web.routes import API, Route

_OURS = {500, 502, 503, 504}
"""Faults of ours and of providers, which any route may have."""
_MEMBERS = {"type", "title", "status", "code", "detail", "request_id"}


def route_of(table: Iterable[Route], method: str, path: str) -> Route | None:
    """Return the route that serves a path; one without parameters comes first."""
    plain = path.partition("?")[0]
    fitting = [
        each for each in table
        if each.method == method and re.fullmatch(_pattern(each.path), plain)
    ]  # fmt: skip
    return min(fitting, key=lambda each: each.path.count("{"), default=None)


@cache
def _pattern(path: str) -> str:
    return re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path))


def check(route: Route, status: int, body: Any, headers: Mapping[str, Any]) -> None:
    """Fail where the answer has what is not described, or lacks what is."""
    if not route.path.startswith(API):
        return
    asked = f"{route.line} answered {status}"
    if status in answers.statuses(route):
        _check_success(route, asked, body, headers)
    else:
        assert status in {*answers.refusals(route, is_open=False), *_OURS}, (
            f"{asked}, which is not described"
        )
        assert headers.get("Content-Type") == "application/problem+json", asked
        assert set(body) >= _MEMBERS, f"{asked} without {_MEMBERS - set(body)}"
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        assert "Retry-After" in headers, f"{asked} without Retry-After"


def _check_success(route: Route, asked: str, body: Any, headers: Mapping[str, Any]) -> None:
    success = answers.success_of(route)
    if success is None:  # nobody has said yet what it answers
        return
    assert success.is_tagged == ("ETag" in headers), f"{asked}: is there an ETag?"
    if success.body is None:
        assert not body, f"{asked} with a body, which is not described"
        return
    found = [_fault(body, each) for each in success.types]
    assert "" in found, f"{asked}: {'; '.join(found)}\n{body}"


def _fault(body: Any, shape: Any) -> str:
    """Return why the body is none of this type, or nothing."""
    try:
        typed = msgspec.convert(body, shape)
    except msgspec.ValidationError as error:
        return str(error)
    more = _undescribed(body, msgspec.to_builtins(typed), "$")
    return f"not described: {', '.join(sorted(more))}" if more else ""


def _undescribed(given: Any, known: Any, path: str) -> set[str]:
    """Return where there is more than the type knows."""
    if isinstance(given, dict):
        missing = {f"{path}.{name}" for name in given if name not in known}
        inner = (_undescribed(v, known[k], f"{path}.{k}") for k, v in given.items() if k in known)
        return missing.union(*inner)
    if isinstance(given, list):
        pairs = zip(given, known, strict=True)
        return set[str]().union(*(_undescribed(one, other, f"{path}[]") for one, other in pairs))
    return set()
