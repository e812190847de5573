"""Domain errors become HTTP here and nowhere else (RFC 9457)."""

from http import HTTPStatus
from typing import cast

import msgspec

from chalicelib.core import errors
from chalicelib.web.answers import Answer

_STATUS: dict[type[errors.DeskhandError], HTTPStatus] = {
    errors.Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.Unauthenticated: HTTPStatus.UNAUTHORIZED,
    errors.Forbidden: HTTPStatus.FORBIDDEN,
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.Conflict: HTTPStatus.CONFLICT,
    errors.Gone: HTTPStatus.GONE,
    errors.PlanRequired: HTTPStatus.PAYMENT_REQUIRED,
    errors.TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.UnsupportedMediaType: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    errors.RateLimited: HTTPStatus.TOO_MANY_REQUESTS,
    errors.Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.DeliveryFailed: HTTPStatus.BAD_GATEWAY,
    errors.OptedOut: HTTPStatus.BAD_GATEWAY,
    errors.Uncertain: HTTPStatus.GATEWAY_TIMEOUT,
}
_MALFORMED = frozenset({"malformed_body", "invalid_cursor", "invalid_query"})


def answer_for(error: errors.DeskhandError, request_id: str) -> Answer:
    """Return the problem document of a domain error."""
    status = _status(error)
    headers: dict[str, str] = {}
    if isinstance(error, errors.RateLimited | errors.Unavailable):
        headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, errors.Unauthenticated):
        headers["WWW-Authenticate"] = "Bearer"
    members: dict[str, object] = dict(error.extra)
    if error.faults:
        members["errors"] = [msgspec.structs.asdict(_Fault.of(fault)) for fault in error.faults]
    return _problem(status, error.code, error.detail, request_id, members=members, headers=headers)


def unexpected(request_id: str) -> Answer:
    """Return what a stranger may know of a bug: a number to name in a report."""
    return _problem(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "internal_error",
        "Something went wrong on our side; nothing you sent is to blame.",
        request_id,
        members={},
        headers={},
    )


def code_of(answer: Answer) -> str:
    """Return the code of a problem, or nothing for any other answer."""
    body: object = answer.body
    if answer.status < HTTPStatus.BAD_REQUEST or not isinstance(body, dict):
        return ""
    return str(cast("dict[str, object]", body).get("code", ""))


class _Fault(msgspec.Struct):
    pointer: str
    code: str
    detail: str

    @classmethod
    def of(cls, fault: errors.Fault) -> "_Fault":
        return cls(fault.pointer, fault.code, fault.detail)


def _status(error: errors.DeskhandError) -> HTTPStatus:
    if error.code in _MALFORMED:
        return HTTPStatus.BAD_REQUEST
    for kind in type(error).__mro__:
        if kind in _STATUS:
            return _STATUS[kind]
    return HTTPStatus.INTERNAL_SERVER_ERROR


def _problem(
    status: HTTPStatus,
    code: str,
    detail: str,
    request_id: str,
    *,
    members: dict[str, object],
    headers: dict[str, str],
) -> Answer:
    document = {
        "type": f"urn:deskhand:problem:{code}",
        "title": status.phrase,
        "status": int(status),
        "code": code,
        "detail": detail,
        "request_id": request_id,
    }
    return Answer(
        {**members, **document},
        status=int(status),
        headers={**headers, "Content-Type": "application/problem+json"},
    )
