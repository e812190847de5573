"""Views over HTTP: the built-in ones and the account's own, which are shared by all of it."""

from typing import Annotated, Any

from msgspec import Meta, field

from chalicelib.core.desk import Desk
from chalicelib.tickets import custom_views, filters
from chalicelib.tickets.custom_views import CustomView
from chalicelib.web.answers import Answer, created, no_content
from chalicelib.web.bodies import Body
from chalicelib.web.routes import Routes

routes = Routes()

Values = str | bool | list[str] | None
Order = Annotated[int, Meta(ge=0, le=10_000)]


class NewView(Body, frozen=True):
    """A view to make; smaller orders stand first."""

    name: str
    filters: dict[str, Values] = field(default_factory=dict[str, Values])
    order: Order = 0


class ViewChanges(Body, frozen=True):
    """What changes of a view; `filters` take the place of all that it had."""

    name: str | None = None
    filters: dict[str, Values] | None = None
    order: Order | None = None


@routes.get("/v1/views", needs="views:read")
def list_views(desk: Desk) -> dict[str, Any]:
    """List the built-in views, then the account's own (acceptance 38, 45)."""
    own = [_shown(view) for view in custom_views.views(desk)]
    built_in = [_built_in(view_id) for view_id in filters.BUILT_IN]
    return {"data": built_in + own, "has_more": False, "next_cursor": None}


@routes.post("/v1/views", feature="custom_views", needs="views:write", body=NewView, status=201)
def create_view(desk: Desk, body: NewView) -> Answer:
    """Make a view that everybody of the account sees."""
    made = custom_views.create(desk, name=body.name, wanted=body.filters, order=body.order)
    return created(_shown(made))


@routes.get("/v1/views/{view_id}", needs="views:read")
def get_view(desk: Desk, view_id: str) -> dict[str, Any]:
    """Return one view."""
    if view_id in filters.BUILT_IN:
        return _built_in(view_id)
    return _shown(custom_views.view(desk, view_id))


@routes.on(
    "PATCH", "/v1/views/{view_id}", feature="custom_views", needs="views:write", body=ViewChanges
)
def change_view(desk: Desk, view_id: str, body: ViewChanges) -> dict[str, Any]:
    """Rename a view, move it, or filter by something else."""
    changed = custom_views.edit(
        desk, view_id, name=body.name, wanted=body.filters, order=body.order
    )
    return _shown(changed)


@routes.on("DELETE", "/v1/views/{view_id}", needs="views:write", status=204)
def delete_view(desk: Desk, view_id: str) -> Answer:
    """Take a view away; the tickets stay."""
    custom_views.delete(desk, view_id)
    return no_content()


def _built_in(view_id: str) -> dict[str, Any]:
    name, wanted = filters.BUILT_IN[view_id]
    return {
        "id": view_id,
        "name": name,
        "filters": filters.described(wanted),
        "order": 0,
        "is_built_in": True,
        "version": None,
        "created_at": None,
    }


def _shown(view: CustomView) -> dict[str, Any]:
    return {
        "id": view.id,
        "name": view.name,
        "filters": dict(view.filters),
        "order": view.order,
        "is_built_in": False,
        "version": view.version,
        "created_at": view.created_at,
    }
