"""What each route answers: its success, from its package's `shapes.py`, and its refusals."""

import importlib
from functools import cache
from http import HTTPStatus
from importlib.util import find_spec

from chalicelib.web.description.shapes import Answers, Success
from chalicelib.web.routes import Route

READING = "GET"


def success_of(route: Route) -> Success | None:
    """Return what the route answers when all is well; None where nobody has said so."""
    known = said(route.view.__module__.rpartition(".")[0]).get(route.line)
    if known is None:
        return Success() if route.status == HTTPStatus.NO_CONTENT else None
    return known if isinstance(known, Success) else Success(body=known)


def statuses(route: Route) -> tuple[int, ...]:
    """Return with which statuses the route succeeds."""
    success = success_of(route)
    return (route.status, *(success.also if success else ()))


def refusals(route: Route, *, is_open: bool) -> tuple[int, ...]:
    """Return with which statuses the route refuses.

    Any route can be asked with a query that it does not know, with a token in the address, or too
    often.
    """
    found = {HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.TOO_MANY_REQUESTS}
    if not is_open:
        found |= {HTTPStatus.FORBIDDEN}
    if route.feature:
        found |= {HTTPStatus.PAYMENT_REQUIRED}
    if "{" in route.path:
        found |= {HTTPStatus.NOT_FOUND}
    if route.method != READING:
        found |= {HTTPStatus.CONFLICT, HTTPStatus.UNSUPPORTED_MEDIA_TYPE}
    if route.body is not None:
        found |= {HTTPStatus.REQUEST_ENTITY_TOO_LARGE}
    if route.method != READING or route.query is not None:
        found |= {HTTPStatus.UNPROCESSABLE_ENTITY}
    success = success_of(route)
    return tuple(sorted({int(each) for each in found} | set(success.refusals if success else ())))


@cache
def said(package: str) -> Answers:
    """Return what a package says of its routes."""
    name = f"{package}.shapes"
    return importlib.import_module(name).ANSWERS if find_spec(name) else {}
