"""Making, changing and ending macros."""

from typing import Any

from chalicelib.accounts import storage as accounts
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict
from chalicelib.messaging.macros import rules, storage
from chalicelib.messaging.macros.model import Edit, Macro
from chalicelib.table import operations
from chalicelib.table.write import Put

_BUSY = "The macros were changed by others at the same time; try again."


def create(desk: Desk, wanted: Edit) -> Macro:
    """Make a macro that the whole team may use."""

    def act() -> dict[str, Any]:
        known, now = storage.count(desk), desk.now()
        rules.refuse_more(known)
        blank = Macro(id=desk.new_id("mac"), created_at=now, updated_at=now)
        macro = rules.edited(blank, wanted, now)
        storage.add(desk, macro, _said(desk, "macro_created", macro), known=known)
        return {"macro_id": macro.id}

    return storage.load(desk, operations.decided(desk, act, lost=_BUSY)["macro_id"])


def edit(desk: Desk, macro_id: str, wanted: Edit, *, expected: int | None = None) -> Macro:
    """Change a macro; raise Conflict `version_mismatch` where it is not the `expected` version."""

    def act() -> dict[str, Any]:
        before = storage.load(desk, macro_id)
        _refuse_other(before, expected)
        after = rules.edited(before, wanted, desk.now())
        if after != before:
            storage.change(desk, before, after, _said(desk, "macro_changed", after))
        return {"macro_id": macro_id}

    operations.decided(desk, act, lost=_BUSY)
    return storage.load(desk, macro_id)


def remove(desk: Desk, macro_id: str, *, expected: int | None = None) -> None:
    """End a macro for good; answers that were made of it stay as they are."""

    def act() -> dict[str, Any]:
        gone, known = storage.load(desk, macro_id), storage.count(desk)
        _refuse_other(gone, expected)
        storage.remove(desk, gone, _said(desk, "macro_deleted", gone), known=known)
        return {}

    operations.decided(desk, act, lost=_BUSY)


def _said(desk: Desk, event: str, macro: Macro) -> list[Put]:
    said = accounts.put_event(desk, event, macro.id, macro.title)
    return [said, *operations.mark(desk, {"macro_id": macro.id})]


def _refuse_other(macro: Macro, expected: int | None) -> None:
    if expected is not None and macro.version != expected:
        detail = "The macro was changed meanwhile."
        raise Conflict(detail, code="version_mismatch", extra={"version": macro.version})
