"""Views that an account makes of its own filters: named, shared, live (acceptance 45)."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from chalicelib.accounts import storage as accounts
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict, Fault, Invalid, NotFound
from chalicelib.core.ids import is_id
from chalicelib.table import operations
from chalicelib.table.recent import Recent
from chalicelib.table.row import Row
from chalicelib.table.write import ConditionFailed, Put, attempts
from chalicelib.tickets import filters
from chalicelib.tickets.filters import BUILT_IN, Filter, Filters
from chalicelib.tickets.view_rows import CustomView, Shelf, next_shelf, shelf, view_row

MAX_VIEWS = 200
MAX_NAME = 60
_NAMES = frozenset(filters.described(Filter())) | {"tag"}
_shelves: Recent[Shelf] = Recent(timedelta(seconds=5))

Views = tuple[CustomView, ...]


def of(desk: Desk, view_id: str) -> Filter:
    """Return what a view of the account's own filters by, at most some seconds old.

    Raises Invalid for what is no view's id, NotFound where there is none.
    """
    if not is_id("view", view_id):
        raise Invalid(f"view must be {', '.join(BUILT_IN)} or a view's id.")
    known = _shelves.get(desk.account_id, "", desk.now(), lambda: shelf(desk))
    # Another process may have made it a moment ago: nobody is told that it is not there.
    found = _among(known.views, view_id) or view(desk, view_id)
    return filters.parse(filters.given(found.filters))


def views(desk: Desk) -> tuple[CustomView, ...]:
    """Return the account's own views as they are, in their order."""
    return shelf(desk).views


def view(desk: Desk, view_id: str) -> CustomView:
    """Return a view of the account's own as it is, or raise NotFound."""
    if found := _among(views(desk) if is_id("view", view_id) else (), view_id):
        return found
    raise NotFound("There is no such view.")


def create(desk: Desk, *, name: str, wanted: Filters, order: int = 0) -> CustomView:
    """Make a view that everybody of the account sees."""
    made = CustomView(
        id=desk.new_id("view"),
        name=_tidy(name),
        filters=_described(wanted),
        order=order,
        created_at=desk.now(),
    )

    def decide(known: Views) -> CustomView:
        if len(known) >= MAX_VIEWS:
            raise Conflict(f"There are {MAX_VIEWS} views already.", code="too_many_views")
        return made

    return _save(desk, "view_created", decide)


def edit(
    desk: Desk, view_id: str, *, name: str | None = None, wanted: Filters | None = None,
    order: int | None = None,
) -> CustomView:  # fmt: skip
    """Rename a view, move it, or give it other filters in the place of all that it had."""
    facts: dict[str, Any] = {} if name is None else {"name": _tidy(name)}
    facts |= {} if wanted is None else {"filters": _described(wanted)}
    facts |= {} if order is None else {"order": order}

    def decide(known: Views) -> CustomView:
        before = _own(known, view_id)
        after = replace(before, **facts)
        return before if after == before else replace(after, version=before.version + 1)

    return _save(desk, "view_changed", decide)


def delete(desk: Desk, view_id: str) -> None:
    """Take a view away, on every plan; its tickets stay where they are."""

    def act() -> dict[str, Any]:
        known = shelf(desk)
        gone = _own(known.views, view_id)
        _commit(desk, known, "view_deleted", gone, deletes=[view_row(desk, gone)])
        return {"view_id": view_id}

    _attempt(desk, act)


def _save(desk: Desk, event: str, decide: Callable[[Views], CustomView]) -> CustomView:
    def act() -> dict[str, Any]:
        known = shelf(desk)
        after = decide(known.views)
        if after not in known.views:
            _refuse_namesake(known.views, after)
            _commit(desk, known, event, after, puts=[Put(row=view_row(desk, after))])
        return {"view_id": after.id}

    return view(desk, _attempt(desk, act))


def _attempt(desk: Desk, act: Callable[[], dict[str, Any]]) -> str:
    for _ in attempts(desk):
        try:
            return operations.once(desk, act)["view_id"]
        except ConditionFailed:
            continue
    raise Conflict("Views were changed by others at the same time; try again.")


def _commit(
    desk: Desk, known: Shelf, event: str, view: CustomView, *,
    puts: Sequence[Put] = (), deletes: Sequence[Row] = (),
) -> None:  # fmt: skip
    said = accounts.put_event(desk, event, view.id, view.name)
    marks = operations.mark(desk, {"view_id": view.id})
    try:
        accounts.commit(desk, [next_shelf(desk, known), *puts, said, *marks], deletes=deletes)
    finally:
        _shelves.forget(desk.account_id)


def _among(known: Views, view_id: str) -> CustomView | None:
    return next((each for each in known if each.id == view_id), None)


def _own(known: Views, view_id: str) -> CustomView:
    if view_id in BUILT_IN:
        raise Conflict("This view is always there, as it is.", code="built_in_view")
    if found := _among(known, view_id):
        return found
    raise NotFound("There is no such view.")


def _refuse_namesake(known: Views, view: CustomView) -> None:
    taken = {_folded(name) for name, _ in BUILT_IN.values()}
    taken |= {_folded(each.name) for each in known if each.id != view.id}
    if _folded(view.name) in taken:
        raise Conflict("There is a view with this name already.", code="view_exists")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _tidy(name: str) -> str:
    tidy = " ".join(name.split())
    if not tidy or len(tidy) > MAX_NAME or not tidy.isprintable():
        fault = Fault("/name", "invalid_name", f"1 to {MAX_NAME} characters on one line.")
        raise Invalid("The name is not valid.", faults=[fault])
    return tidy


def _described(wanted: Filters) -> dict[str, Any]:
    """Return the filters in the one form that is stored and shown, or raise Invalid."""
    if unknown := sorted(wanted.keys() - _NAMES):
        faults = [Fault(f"/filters/{name}", "unknown_field", "No such filter.") for name in unknown]
        raise Invalid("Views cannot filter by this.", faults=faults)
    try:
        return filters.described(filters.parse(filters.given(wanted)))
    except Invalid as error:
        fault = Fault("/filters", "invalid_filter", error.detail)
        raise Invalid("The filters are not valid.", faults=[fault]) from error
