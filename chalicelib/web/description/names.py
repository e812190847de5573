"""What types are called in the description: briefly, as long as that is clear."""

import re
from collections.abc import Iterable
from typing import Any, cast

_REF = "#/components/schemas/"
_NOT_OF_NAMES = re.compile(r"\W+|_")


def shortened(names: Iterable[str]) -> dict[str, str]:
    """Return a short name for each; types of one name are told apart by their packages.

    >>> shortened(["Listed_Ticket_", "chalicelib.tickets.drafts.model.Kind"])
    {'Listed_Ticket_': 'ListedTicket', 'chalicelib.tickets.drafts.model.Kind': 'DraftsKind'}
    """
    return {name: _short(name) for name in names}


def renamed(value: Any, names: dict[str, str]) -> Any:
    """Return a part of the description with the new names wherever it refers to the old ones."""
    if isinstance(value, dict):
        parts = cast("dict[str, Any]", value)
        return {key: renamed(part, names) for key, part in parts.items()}
    if isinstance(value, list):
        return [renamed(part, names) for part in cast("list[Any]", value)]
    if isinstance(value, str) and value.startswith(_REF):
        name = value.removeprefix(_REF)
        return _REF + names.get(name, name)
    return value


def _short(name: str) -> str:
    *path, own = name.split(".")
    package = path[-2].title() if len(path) > 1 else ""
    return _NOT_OF_NAMES.sub("", package + own)
