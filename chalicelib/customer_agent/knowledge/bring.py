"""Bringing in a document: an article for each section, made or changed where it says otherwise."""

from collections.abc import Sequence
from typing import Any

from chalicelib.accounts import storage as accounts
from chalicelib.core.desk import Desk
from chalicelib.customer_agent.knowledge import rules, storage
from chalicelib.customer_agent.knowledge.edit import BUSY
from chalicelib.customer_agent.knowledge.model import Change, Document
from chalicelib.table import operations

_AT_ONCE = 20
"""Articles in one transaction: each brings its version along, and perhaps ends one."""


def bring(desk: Desk, document: Document) -> dict[str, Any]:
    """Return the ids of the articles by what became of them: made, changed, unchanged.

    Articles of a long document come in several transactions. Where one of them fails, the same
    document brought in again makes what is missing.
    """
    made: list[str] = []
    changed: list[str] = []

    def act() -> dict[str, Any]:
        known = storage.everything(desk)
        plan = rules.plan(
            known.articles,
            document,
            desk.now(),
            by=desk.caller.id,
            new_id=lambda: desk.new_id("art"),
        )
        extent = known.extent
        rules.grown(extent, plan.changes, "")  # all has room, or nothing is written
        rest = list(plan.changes)
        while rest:
            part, rest = rest[:_AT_ONCE], rest[_AT_ONCE:]
            now_made, now_changed = _by_kind(part)
            puts = [accounts.put_event(desk, "knowledge_imported", "", document.source)]
            if not rest:
                said = _said([*made, *now_made], [*changed, *now_changed], plan.unchanged)
                puts += operations.mark(desk, said)
            extent = storage.commit(desk, extent, part, puts)
            made.extend(now_made)
            changed.extend(now_changed)
        return _said(made, changed, plan.unchanged)

    return operations.decided(desk, act, lost=BUSY)


def _by_kind(changes: Sequence[Change]) -> tuple[list[str], list[str]]:
    ids = [(change.before is None, change.after.id) for change in changes if change.after]
    return [own for is_new, own in ids if is_new], [own for is_new, own in ids if not is_new]


def _said(made: Sequence[str], changed: Sequence[str], unchanged: Sequence[str]) -> dict[str, Any]:
    before = {*made, *changed}
    return {
        "made": list(made),
        "changed": list(changed),
        "unchanged": [own for own in unchanged if own not in before],
    }
