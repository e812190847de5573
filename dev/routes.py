"""Write the list of routes that the app has without loading them (`make routes`)."""

import importlib
import json
from collections.abc import Mapping, Sequence

from chalicelib.web.mount import LIST, mounts


def declared() -> Mapping[str, Sequence[str]]:
    """Return what the modules of `app.py`'s table declare, as the list has to have it."""
    table: Sequence[tuple[str, object]] = importlib.import_module("app").TABLE
    return {
        where: [route.line for route in mounted.routes.table]
        for (where, _), mounted in zip(table, mounts, strict=True)
    }


def written(routes: Mapping[str, Sequence[str]]) -> str:
    """Return the list's text."""
    return json.dumps(routes, indent=1) + "\n"


if __name__ == "__main__":
    LIST.write_text(written(declared()))
