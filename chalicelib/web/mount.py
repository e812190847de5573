"""Routes on the app: known by a list from the start, loaded when one of them is asked for.

A module's views and the types of their bodies cost more to load than a first answer may take, and
a function that has just been started answers one of them. So `routes.json` says which module has
which routes (`make routes` writes it), and a view's module is imported with its first request.

Chalice turns a view's own exception into a 500 before any middleware sees it, so errors are
mapped here.
"""

import functools
import hashlib
import importlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from chalice.app import Chalice, Response

from chalicelib import wiring
from chalicelib.core.desk import Desk
from chalicelib.core.errors import (
    DeskhandError,
    Forbidden,
    Invalid,
    PlanRequired,
    UnsupportedMediaType,
)
from chalicelib.core.ids import is_id
from chalicelib.table.write import translated
from chalicelib.telemetry import edges
from chalicelib.telemetry.edges import Asked, Span
from chalicelib.web import bodies, problems, queries
from chalicelib.web.answers import Answer, to_chalice
from chalicelib.web.queries import Query
from chalicelib.web.request import Request, from_chalice
from chalicelib.web.routes import API, Route, Routes

Guard = Callable[[Desk, Request], Desk]
LIST = Path(__file__).parents[1] / "routes.json"
mounts: list["Mount"] = []
"""All that the app serves, in the order of its table."""

OPEN = "public"
"""What the guard is called that lets everybody in."""
_MAX_KEY = 255


def mount(app: Chalice, table: Iterable[tuple[str, Guard]]) -> None:
    """Serve the routes of each `module:name` behind its guard, as the list has them."""
    listed: Mapping[str, Sequence[str]] = json.loads(LIST.read_text())
    mounts[:] = [Mount(app, functools.partial(_load, where), guard) for where, guard in table]
    for (where, _), mounted in zip(table, mounts, strict=True):
        mounted.serve(listed.get(where, ()))


def put(app: Chalice, routes: Routes, guard: Guard | None) -> None:
    """Serve routes that are loaded already."""
    Mount(app, lambda: routes, guard).serve(route.line for route in routes.table)


def open_to_all() -> frozenset[str]:
    """Return the lines of the routes whose guard lets everybody in."""
    open_mounts = [each for each in mounts if getattr(each.guard, "__name__", "") == OPEN]
    return frozenset(route.line for each in open_mounts for route in each.routes.table)


def _load(where: str) -> Routes:
    module, _, name = where.partition(":")
    return getattr(importlib.import_module(module), name)


class Mount:
    """A module's routes behind their guard; whoever has none admits nobody."""

    def __init__(self, app: Chalice, load: Callable[[], Routes], guard: Guard | None) -> None:
        """Serve nothing yet."""
        self._app = app
        self._load = load
        self.guard = guard

    @functools.cached_property
    def routes(self) -> Routes:
        """Return the routes; the first time, their module is loaded."""
        return self._load()

    @functools.cached_property
    def _by_line(self) -> Mapping[str, Route]:
        return {route.line: route for route in self.routes.table}

    def serve(self, lines: Iterable[str]) -> None:
        """Put these routes, each `METHOD /path`, on the app."""
        for line in lines:
            method, _, path = line.partition(" ")
            name = re.sub(r"\W+", "_", line)
            # We look at the type ourselves: Chalice's refusal is no problem document.
            register: Any = self._app.route(
                path, methods=[method], name=name, content_types=["*/*"]
            )
            answer = functools.partial(self._answer, line)
            answer.__name__ = name  # pyright: ignore[reportAttributeAccessIssue]
            register(answer)

    def _answer(self, line: str, **_params: str) -> Response:
        asked: Any = self._app.current_request
        request = from_chalice(asked, wiring.ports().front_secret)
        begun, desk = wiring.clock(), wiring.desk_for(request.request_id, request.source_ip)
        unforeseen: Exception | None = None
        try:
            route = self._by_line[line]
            _refuse_other_types(request, route)
            with translated():
                desk = self._admit(desk, request)
                desk = _with_idempotency_key(_allowed(desk, route), request)
                result = route.view(desk, **_arguments(route, request))
            answer = result if isinstance(result, Answer) else Answer(result, route.status)
        except DeskhandError as error:
            answer = problems.answer_for(error, request.request_id)
        except Exception as error:
            answer, unforeseen = problems.unexpected(request.request_id), error
        if "replayed" in desk.cache:
            answer.headers["Idempotent-Replayed"] = "true"
        span = Span(begun=begun, ended=wiring.clock())
        edges.request(desk, _asked(line, request, answer, unforeseen), span)
        return to_chalice(answer)

    def _admit(self, desk: Desk, request: Request) -> Desk:
        if self.guard is None:
            raise Forbidden("This route admits nobody.")
        return self.guard(desk, request)


def _allowed(desk: Desk, route: Route) -> Desk:
    if route.needs and route.needs not in desk.caller.permissions:
        raise Forbidden(f"This needs the permission {route.needs}.", code="forbidden")
    if route.feature and route.feature not in desk.caller.features:
        detail = f"The account's plan does not include {route.feature}."
        raise PlanRequired(detail, extra={"feature": route.feature})
    return desk


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


def _asked(line: str, request: Request, answer: Answer, error: Exception | None) -> Asked:
    ticket_id = request.params.get("ticket_id", "")
    return Asked(
        line=line,
        request_id=request.request_id,
        ticket=ticket_id if is_id("tkt", ticket_id) else "",
        status=answer.status,
        code=problems.code_of(answer),
        error=error,
    )
