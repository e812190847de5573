"""Connecting another helpdesk by a token, noting what is wrong with it, and letting it go."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from chalicelib.accounts import storage as accounts
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict, Fault, Forbidden, Invalid, NotFound, Unavailable
from chalicelib.customer_agent.helpdesks import storage
from chalicelib.customer_agent.helpdesks.model import Access, Connection, Helpdesk, Keys
from chalicelib.customer_agent.helpdesks.vendors.clients import client
from chalicelib.customer_agent.setup import rules as setup
from chalicelib.customer_agent.setup import storage as setups
from chalicelib.table import operations
from chalicelib.table.write import ConditionFailed

PATH = "/hooks/helpdesks/{helpdesk}/{account_id}"
NO_HOOK = (
    "Zendesk did not let us add the webhook that brings answers back. Use the token of an "
    "administrator, or add it by hand and enter its signing secret."
)
_BUSY = "The connection was changed by others at the same time; try again."
_SECRET_BYTES = 32


def connect(desk: Desk, access: Access, *, hook: str = "") -> tuple[Connection, str]:
    """Keep a token that is taken; return the connection, and a secret of ours that is new.

    `hook` is the signing secret of a webhook that was added by hand. Raises Invalid for a token
    that is not taken, and Unavailable where nobody answers.
    """
    new: list[str] = []

    def act() -> dict[str, Any]:
        before = storage.find_now(desk, access.helpdesk)
        _check(desk, access)
        known = _hook_of(desk, before, access)
        found = hook or _HOOKS[access.helpdesk](desk, access, known)
        new[:] = [found] if found not in ("", hook, known) else []
        after = Connection(
            helpdesk=access.helpdesk,
            place=access.place,
            email=access.email,
            sealed=storage.sealed(desk, access.helpdesk, Keys(token=access.token, hook=found)),
            has_hook=bool(found),
            checked_at=desk.now(),
            problem="" if found else NO_HOOK,
            version=before.version + 1 if before else 1,
        )
        said = accounts.put_event(
            desk, "helpdesk_connected", desk.account_id, access.helpdesk.value
        )
        puts = [storage.put(desk, after), said, *operations.mark(desk, {})]
        accounts.commit(desk, puts)
        return {}

    operations.decided(desk, act, lost=_BUSY)
    storage.forget(desk.account_id)
    is_ours = access.helpdesk is Helpdesk.gorgias
    return storage.load(desk, access.helpdesk), new[0] if new and is_ours else ""


def disconnect(desk: Desk, helpdesk: Helpdesk) -> None:
    """Forget the token; what was handed over stays there.

    Raises Conflict `in_use` while the Customer Agent is set to hand off to it.
    """

    def act() -> dict[str, Any]:
        known = storage.load(desk, helpdesk)
        _refuse_chosen(desk, helpdesk)
        said = accounts.put_event(desk, "helpdesk_disconnected", desk.account_id, helpdesk.value)
        puts = [said, *operations.mark(desk, {})]
        accounts.commit(desk, puts, deletes=[storage.row_of(desk, known)])
        return {}

    operations.decided(desk, act, lost=_BUSY)
    storage.forget(desk.account_id)


def note(desk: Desk, known: Connection, failure: Forbidden) -> None:
    """Show the merchant why nothing can be handed over."""
    if known.problem != failure.detail:
        after = replace(
            known, problem=failure.detail, checked_at=desk.now(), version=known.version + 1
        )
        with suppress(ConditionFailed, Unavailable):  # whoever asks next notes it
            accounts.commit(desk, [storage.put(desk, after)])
        storage.forget(desk.account_id)


def hook_url(desk: Desk, helpdesk: Helpdesk) -> str:
    """Return where the other helpdesk delivers to."""
    path = PATH.format(helpdesk=helpdesk.value, account_id=desk.account_id)
    return f"{desk.place.base_url.rstrip('/')}{path}"


def _refuse_chosen(desk: Desk, helpdesk: Helpdesk) -> None:
    chosen = {
        pointer for pointer, name in setup.chosen(setups.load(desk).setup) if name == helpdesk
    }
    if chosen:
        channels = ", ".join(sorted(pointer.split("/")[2] for pointer in chosen))
        name = helpdesk.value.capitalize()
        detail = f"Hand-offs still go to {name} ({channels}). Choose another helpdesk there first."
        raise Conflict(detail, code="in_use")


def _check(desk: Desk, access: Access) -> None:
    name = access.helpdesk.value.capitalize()
    where = "subdomain" if access.helpdesk is Helpdesk.zendesk else "domain"
    field = "api_token" if access.helpdesk is Helpdesk.zendesk else "api_key"
    try:
        client(access.helpdesk).check(desk, access)
    except Forbidden as error:
        detail = f"{error.detail} Make a new one there, and enter the mail address it belongs to."
        fault = Fault(f"/{field}", error.code, detail)
        raise Invalid(f"{name} does not take the token.", faults=[fault]) from error
    except (NotFound, Invalid, Conflict) as error:
        fault = Fault(f"/{where}", "not_found", f"There is no {name} at this address.")
        raise Invalid(fault.detail, faults=[fault]) from error


def _hook_of(desk: Desk, before: Connection | None, access: Access) -> str:
    """Return what vouched so far; what another place has is no secret of this one's."""
    if before is None or before.place != access.place:
        return ""
    return storage.opened(desk, before).hook


def _added(desk: Desk, access: Access, known: str) -> str:
    """Have it there, also where it was taken away since, or signs with another secret now."""
    from chalicelib.customer_agent.helpdesks.vendors import zendesk_hook

    try:
        return zendesk_hook.add(desk, access, hook_url(desk, access.helpdesk))
    except (Forbidden, NotFound, Invalid, Conflict):
        return known  # it may have been added by hand


_HOOKS: dict[Helpdesk, Callable[[Desk, Access, str], str]] = {
    Helpdesk.zendesk: _added,
    Helpdesk.gorgias: lambda desk, _, known: known or desk.randomness(_SECRET_BYTES).hex(),
}
