"""The API's description (OpenAPI 3.1), made from the routes themselves, so that it cannot lag."""

from typing import Any

from chalicelib.core.desk import Desk
from chalicelib.web import mount
from chalicelib.web.routes import NOBODY_ASKED, Routes

routes = Routes()


@routes.get("/v1/openapi.json", needs=NOBODY_ASKED)
def show(desk: Desk) -> dict[str, Any]:
    """Describe this API."""
    from chalicelib.web.description.document import document

    table = [route for each in mount.mounts for route in each.routes.table]
    return document(table, desk.place.base_url, mount.open_to_all())
