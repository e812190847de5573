"""What a module declares of its routes: a view each, typed, with the permission that it needs.

A view takes the desk first, then its path parameters, then `body` and `query` where it declares
them. `web/mount.py` puts them on the app, behind a guard. What a view answers says the `shapes.py`
of its package, which only the description of the API loads.
"""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.web.queries import Query

View = Callable[..., object]
API = "/v1/"
NOBODY_ASKED = ""
"""The permission of routes whose guard itself is the whole check."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One line of the routing table, kept for the documents and the tests."""

    method: str
    path: str
    needs: str
    feature: str
    """What the account's plan must include; empty: every plan does."""
    view: View
    body: type | None
    status: int
    takes: tuple[str, ...]
    query: type[Query] | None
    """What may stand behind the `?`; without it nothing may, on the API's own paths. Elsewhere
    (links that others send on, providers' deliveries) no notice is taken of what they add."""
    patches: type | None
    """The tree that a body is laid over, for the description of the API alone."""

    @property
    def line(self) -> str:
        """Return how lists of routes name it."""
        return f"{self.method} {self.path}"


class Routes:
    """A capability's routes."""

    def __init__(self) -> None:
        """Start with none."""
        self.table: list[Route] = []

    def on(
        self, method: str, path: str, *, needs: str, body: type | None = None, status: int = 200,
        takes: tuple[str, ...] = ("application/json",), query: type[Query] | None = None,
        patches: type | None = None, feature: str = "",
    ) -> Callable[[View], View]:  # fmt: skip
        """Declare a view; `needs` names the permission that the caller must hold,
        `feature` what their account's plan must include.

        `takes` are the content types of bodies; others are refused before anything is asked.
        """

        def declare(view: View) -> View:
            route = Route(
                method=method, path=path, needs=needs, feature=feature, view=view, body=body,
                status=status, takes=takes, query=query, patches=patches,
            )  # fmt: skip
            self.table.append(route)
            return view

        return declare

    def get(
        self, path: str, *, needs: str, query: type[Query] | None = None, feature: str = ""
    ) -> Callable[[View], View]:
        """Declare a reading view."""
        return self.on("GET", path, needs=needs, query=query, feature=feature)

    def post(
        self, path: str, *, needs: str, body: type | None = None, status: int = 200,
        feature: str = "",
    ) -> Callable[[View], View]:  # fmt: skip
        """Declare a view with an effect."""
        return self.on("POST", path, needs=needs, body=body, status=status, feature=feature)
