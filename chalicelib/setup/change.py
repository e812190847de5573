"""Passing over steps and taking them up again; load, decide, commit."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from chalicelib.accounts import storage as accounts
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict
from chalicelib.setup import storage
from chalicelib.setup.model import Kept, Name, Skipped
from chalicelib.table import operations

Wish = Literal["skipped", "open"]
_BUSY = "The list was changed by others at the same time; try again."


def change(
    desk: Desk,
    steps: Mapping[Name, Wish],
    *,
    is_dismissed: bool | None = None,
    expected: int | None = None,
) -> None:
    """Pass over steps or take them up again, and put the list away or bring it back.

    Who passed over a step first stays named; with `expected`, Conflict where others were faster.
    """

    def act() -> dict[str, Any]:
        before = storage.load(desk)
        if expected is not None and before.version != expected:
            detail = "The list was changed meanwhile."
            raise Conflict(detail, code="version_mismatch", extra={"version": before.version})
        said = Skipped(by=desk.caller.id, at=desk.now())
        after = _changed(before, steps, said, is_dismissed=is_dismissed)
        if after != before:
            told = accounts.put_event(desk, "setup_changed", desk.account_id, _names(before, after))
            puts = [storage.put(desk, before, after), told, *operations.mark(desk, {})]
            accounts.commit(desk, puts)
        return {}

    operations.decided(desk, act, lost=_BUSY)


def _changed(
    before: Kept, steps: Mapping[Name, Wish], said: Skipped, *, is_dismissed: bool | None
) -> Kept:
    skipped = dict(before.skipped)
    for name, wish in steps.items():
        if wish == "open":
            skipped.pop(name, None)
        else:
            skipped.setdefault(name, said)
    dismissed = before.dismissed
    if is_dismissed is not None:
        dismissed = (dismissed or said) if is_dismissed else None
    return replace(before, skipped=skipped, dismissed=dismissed)


def _names(before: Kept, after: Kept) -> str:
    taken = [f"{name} skipped" for name in after.skipped if name not in before.skipped]
    back = [f"{name} open" for name in before.skipped if name not in after.skipped]
    if before.dismissed != after.dismissed:
        back.append("list put away" if after.dismissed else "list shown")
    return ", ".join([*taken, *back])
