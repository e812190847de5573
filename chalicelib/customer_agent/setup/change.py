"""Changing the settings of the Customer Agent, all or none (acceptance 137, 139)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import msgspec

from chalicelib.accounts import rules as plans
from chalicelib.accounts import storage as accounts
from chalicelib.accounts.settings.rules import merged, unknown_names
from chalicelib.channels.registry import capabilities
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict, Fault, Invalid
from chalicelib.customer_agent.setup import helpdesks, instead, rules, storage
from chalicelib.customer_agent.setup.model import Setup
from chalicelib.customer_agent.setup.storage import Kept
from chalicelib.table import operations
from chalicelib.web import bodies

_WRONG = "The settings are not as they should be."
NOT_CONNECTED = "not_connected"
_BUSY = "The settings were changed by others at the same time; try again."


def patch(desk: Desk, changes: Mapping[str, Any], *, expected: int | None = None) -> Kept:
    """Lay changes over the settings; raise Invalid naming each wrong place.

    New hand-offs obey from then on; what was offered to somebody stays as it was.
    """

    def act() -> dict[str, Any]:
        before, account = storage.load(desk), accounts.account_now(desk)
        _refuse_other(before, expected)
        after = _laid_over(desk, before.setup, changes)
        if after == before.setup:
            return {}
        if after.is_on and not before.setup.is_on:
            plans.require(account.plan, "customer_agent")
        front = rules.front(after, before.version + 1)
        own = replace(account, customer_agent=front, version=account.version + 1)
        said = accounts.put_event(desk, "customer_agent_changed", desk.account_id, _names(changes))
        puts = [storage.put(desk, before, after), accounts.put_account(desk, own), said]
        accounts.commit(desk, [*puts, *operations.mark(desk, {})])
        return {}

    operations.decided(desk, act, lost=_BUSY)
    return storage.load(desk)


def _laid_over(desk: Desk, current: Setup, changes: Mapping[str, Any]) -> Setup:
    defaults: dict[str, Any] = msgspec.to_builtins(Setup())
    if found := unknown_names(changes, defaults):
        raise Invalid(_WRONG, faults=found)
    tree = merged(msgspec.to_builtins(current), changes)
    setup = rules.tidied(bodies.convert(tree, Setup), lambda: desk.new_id("rule"))
    found = [*rules.faults(current, setup), *instead.faults(current, setup, capabilities)]
    found += _unconnected(desk, current, setup)
    if found:
        is_apart = all(fault.code == NOT_CONNECTED for fault in found)
        raise Invalid(_WRONG, code=NOT_CONNECTED if is_apart else "invalid", faults=found)
    return setup


def _unconnected(desk: Desk, before: Setup, after: Setup) -> list[Fault]:
    """Return a fault for each helpdesk that is chosen now and not connected (acceptance 138)."""
    known = set(rules.chosen(before))
    return [
        Fault(pointer, NOT_CONNECTED, f"Connect {helpdesk.title()} first.")
        for pointer, helpdesk in rules.chosen(after)
        if (pointer, helpdesk) not in known and not helpdesks.connected(desk, helpdesk)
    ]


def _refuse_other(kept: Kept, expected: int | None) -> None:
    if expected is not None and kept.version != expected:
        detail = "The settings were changed meanwhile."
        raise Conflict(detail, code="version_mismatch", extra={"version": kept.version})


def _names(changes: Mapping[str, Any]) -> str:
    return " ".join(sorted(changes))
