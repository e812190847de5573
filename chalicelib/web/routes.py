"""A Blueprint whose views are guarded, typed and never leak an exception.

A view takes the desk first, then its path parameters, then `body` and `query` where it declares
them. Chalice turns a view's own exception into a 500 before any middleware sees it, so errors are
mapped here.
"""

import functools
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aws_lambda_powertools import Logger
from chalice.app import Blueprint, Response

from chalicelib import wiring
from chalicelib.core.desk import Desk
from chalicelib.core.errors import DeskhandError, Forbidden, Invalid, UnsupportedMediaType
from chalicelib.table.write import translated
from chalicelib.web import bodies, problems, queries
from chalicelib.web.answers import Answer, to_chalice
from chalicelib.web.queries import Query
from chalicelib.web.request import Request, from_chalice

logger = Logger("deskhand")

Guard = Callable[[Desk, Request], Desk]
View = Callable[..., object]
API = "/v1/"
NOBODY_ASKED = ""
"""The permission of routes whose guard itself is the whole check."""

_MAX_KEY = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One line of the routing table, kept for the documents and the tests."""

    method: str
    path: str
    needs: str
    view: View
    body: type | None
    status: int
    takes: tuple[str, ...]
    query: type[Query] | None
    """What may stand behind the `?`; without it nothing may, on the API's own paths. Elsewhere
    (links that others send on, providers' deliveries) no notice is taken of what they add."""
    answers: type | None
    """What a success looks like, and ..."""
    patches: type | None
    """... the tree that a body is laid over, both for the description of the API alone."""


class Routes(Blueprint):
    """A capability's routes; `app.py` gives them their guard."""

    def __init__(self, import_name: str) -> None:
        """Start without a guard: such routes answer 403."""
        super().__init__(import_name)
        self.guard: Guard | None = None
        self.table: list[Route] = []

    def on(
        self, method: str, path: str, *, needs: str, body: type | None = None, status: int = 200,
        takes: tuple[str, ...] = ("application/json",), query: type[Query] | None = None,
        answers: type | None = None, patches: type | None = None,
    ) -> Callable[[View], View]:  # fmt: skip
        """Declare a view; `needs` names the permission that the caller must hold.

        `takes` are the content types of bodies; others are refused before anything is asked.
        """

        def declare(view: View) -> View:
            route = Route(
                method=method, path=path, needs=needs, view=view, body=body, status=status,
                takes=takes, query=query, answers=answers, patches=patches,
            )  # fmt: skip
            self.table.append(route)
            answer = functools.partial(self._answer, route)
            name = f"{view.__module__}.{view.__qualname__}".replace(".", "_")
            answer.__name__ = name  # pyright: ignore[reportAttributeAccessIssue]
            # We look at the type ourselves: Chalice's refusal is no problem document.
            register: Any = self.route(path, methods=[method], name=name, content_types=["*/*"])
            register(answer)
            return view

        return declare

    def get(
        self, path: str, *, needs: str, query: type[Query] | None = None,
        answers: type | None = None,
    ) -> Callable[[View], View]:  # fmt: skip
        """Declare a reading view."""
        return self.on("GET", path, needs=needs, query=query, answers=answers)

    def post(
        self, path: str, *, needs: str, body: type | None = None, status: int = 200,
        answers: type | None = None,
    ) -> Callable[[View], View]:  # fmt: skip
        """Declare a view with an effect."""
        return self.on("POST", path, needs=needs, body=body, status=status, answers=answers)

    def _answer(self, route: Route, **_params: str) -> Response:
        request = from_chalice(self.current_request)
        desk = wiring.desk_for(request.request_id, request.source_ip)
        try:
            _refuse_other_types(request, route)
            with translated():
                desk = self._admit(desk, request, route)
                result = route.view(desk, **_arguments(route, request))
            answer = result if isinstance(result, Answer) else Answer(result, route.status)
        except DeskhandError as error:
            answer = problems.answer_for(error, request.request_id)
        except Exception:
            logger.exception("unexpected", extra={"route": route.path, "method": route.method})
            answer = problems.unexpected(request.request_id)
        if "replayed" in desk.cache:
            answer.headers["Idempotent-Replayed"] = "true"
        _log(desk, route, answer.status, request.request_id)
        return to_chalice(answer)

    def _admit(self, desk: Desk, request: Request, route: Route) -> Desk:
        if self.guard is None:
            raise Forbidden("This route admits nobody.")
        admitted = self.guard(desk, request)
        if route.needs and route.needs not in admitted.caller.permissions:
            raise Forbidden(f"This needs the permission {route.needs}.", code="forbidden")
        return _with_idempotency_key(admitted, request)


def _refuse_other_types(request: Request, route: Route) -> None:
    """Raise for what a browser sends across sites without asking, JSON in a form's clothes."""
    given = request.headers.get("content-type", "application/json")
    kind = given.partition(";")[0].strip().lower()
    if request.method != "GET" and kind not in route.takes:
        taken = " or ".join(sorted(route.takes))
        raise UnsupportedMediaType(f"Send the header Content-Type: {taken}.")


def _arguments(route: Route, request: Request) -> dict[str, object]:
    arguments: dict[str, object] = dict(request.params)
    if route.body is not None:
        arguments["body"] = bodies.decode(request.body, route.body)
    if route.query is not None:
        arguments["query"] = queries.decode(request.queries, route.query)
    elif route.path.startswith(API):
        queries.decode(request.queries, Query)
    if "request" in route.view.__code__.co_varnames[: route.view.__code__.co_argcount]:
        arguments["request"] = request
    return arguments


def _with_idempotency_key(desk: Desk, request: Request) -> Desk:
    key = request.headers.get("idempotency-key", "")
    if not key or request.method == "GET":
        return desk
    if len(key) > _MAX_KEY or not key.isprintable():
        raise Invalid(f"Idempotency-Key must be 1 to {_MAX_KEY} printable characters.")
    # Chalice's path is the route's: which ticket it is about stands in the parameters.
    params = json.dumps(request.params, sort_keys=True)
    body = f"{request.method}\0{request.path}\0{params}\0".encode() + request.body
    digest = hashlib.sha256(body).hexdigest()
    # Strangers have no id to tell their keys apart: only the same request can be the same one's.
    owner = f"{desk.caller.kind}\0{desk.caller.id or digest}\0{key}"
    return desk.for_key(hashlib.sha256(owner.encode()).hexdigest()[:40], digest)


def _log(desk: Desk, route: Route, status: int, request_id: str) -> None:
    logger.info(
        "request",
        extra={
            "account": desk.account_id,
            "caller": desk.caller.id,
            "route": f"{route.method} {route.path}",
            "status": status,
            "request_id": request_id,
        },
    )
