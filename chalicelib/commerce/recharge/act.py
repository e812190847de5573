"""What agents have done to subscriptions from a ticket, and how it is taken back (acceptance 89).

Each is planned here, with all that speaks against it; `commerce.actions` sees to it that it is
done once.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from chalicelib.commerce.actions import storage as actions
from chalicelib.commerce.actions.act import act
from chalicelib.commerce.actions.model import Action, Plan
from chalicelib.commerce.recharge import api, rules
from chalicelib.commerce.recharge.at import At, at, noting, opened
from chalicelib.commerce.recharge.model import Charge, Deed, Subscription
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict, NotFound

_LONGEST_NAME = 200


def skip(desk: Desk, ticket_id: str, subscription_id: str, *, seen: date | None) -> Action:
    """Skip the next charge; `seen` is when that was due as far as the agent knows."""

    def decide() -> Plan:
        here = at(desk, ticket_id, subscription_id)
        rules.require(rules.skip(here.found, here.connection.scopes))
        if seen is not None:
            rules.refuse_changed(here.found, {"next_charge_on": seen.isoformat()})
        charge = _charge(desk, here, "queued", here.found.next_charge_on)
        do = partial(api.skip, desk, here.token, charge, here.found.id)
        told = {"on": charge.on.isoformat()}
        return _plan(desk, here, Deed.skip, do, wanted={"skipped_on": told["on"]}, told=told)

    return act(desk, decide)


def cancel(
    desk: Desk, ticket_id: str, subscription_id: str, *, reason: str, comment: str
) -> Action:
    """End a subscription, for a reason that Recharge is told."""

    def decide() -> Plan:
        here = at(desk, ticket_id, subscription_id)
        rules.require(rules.change(here.found, here.connection.scopes))
        do = partial(api.cancel, desk, here.token, here.found.id, reason=reason, comment=comment)
        wanted = {"status": "cancelled"}
        return _plan(desk, here, Deed.cancel, do, wanted=wanted, told={"reason": reason})

    return act(desk, decide)


def edit(
    desk: Desk, ticket_id: str, subscription_id: str, *, quantity: int | None, on: date | None
) -> Action:
    """Have another number sent, or the next charge on another day."""

    def decide() -> Plan:
        rules.edited(quantity, on, desk.now())
        here = at(desk, ticket_id, subscription_id)
        rules.require(rules.change(here.found, here.connection.scopes))
        wanted = {"quantity": quantity} if on is None else {"next_charge_on": on.isoformat()}
        return _setting(desk, here, Deed.edit, wanted)

    return act(desk, decide)


def undo(desk: Desk, ticket_id: str, action_id: str) -> Action:
    """Take back what was done some minutes ago, unless something else was done since."""

    def decide() -> Plan:
        action = actions.load(desk, action_id)
        if action.ticket_id != ticket_id:
            raise NotFound("There is no such action.")
        rules.refuse_undo(action, desk.now())
        here = at(desk, ticket_id, rules.subscription_of(action))
        rules.refuse_changed(here.found, rules.left(json.loads(action.wanted)))
        return _undoing(desk, here, action)

    return act(desk, decide)


def reached(desk: Desk, action: Action) -> bool | None:
    """Tell, by reading, whether a subscription is as an action wanted it."""
    connection, token = opened(desk)
    return noting(desk, connection, partial(_reached, desk, token, action))


REACHED: Mapping[str, Callable[[Desk, Action], bool | None]] = dict.fromkeys(Deed, reached)
"""By the kinds of action that can be asked after here."""


def _reached(desk: Desk, token: str, action: Action) -> bool:
    wanted = json.loads(action.wanted)
    found = api.subscription(desk, token, rules.subscription_of(action))
    if rules.is_reached(found, wanted):
        return True
    # The next charge may not be planned yet, though this one is skipped.
    skipped = api.charges(desk, token, found, "skipped") if "skipped_on" in wanted else []
    return any(charge.on.isoformat() == wanted["skipped_on"] for charge in skipped)


def _undoing(desk: Desk, here: At, action: Action) -> Plan:
    before, kind = json.loads(action.before), rules.UNDOES[Deed(action.kind)]
    match kind:
        case Deed.unskip:
            on = json.loads(action.wanted)["skipped_on"]
            charge = _charge(desk, here, "skipped", date.fromisoformat(on))
            do = partial(api.unskip, desk, here.token, charge, here.found.id)
            wanted = {"next_charge_on": on}
            return _plan(desk, here, kind, do, wanted=wanted, undoes=action.id)
        case Deed.activate:
            do = partial(api.activate, desk, here.token, here.found.id)
            return _plan(desk, here, kind, do, wanted={"status": "active"}, undoes=action.id)
        case _:
            wanted = {name: before[name] for name in json.loads(action.wanted)}
            if on := wanted.get("next_charge_on"):
                rules.edited(None, date.fromisoformat(on), desk.now())
            return _setting(desk, here, kind, wanted, undoes=action.id)


def _setting(
    desk: Desk, here: At, kind: Deed, wanted: Mapping[str, object], *, undoes: str = ""
) -> Plan:
    [(name, value)] = wanted.items()
    is_quantity = name == "quantity"
    ask = (
        partial(api.set_quantity, desk, here.token, here.found.id, int(str(value)))
        if is_quantity
        else partial(api.set_date, desk, here.token, here.found.id, str(value))
    )
    change = {
        "title": "quantity" if is_quantity else "next charge",
        "from": str(rules.facts(here.found)[name] or ""),
        "to": str(value),
    }
    told = {"changes": json.dumps([change])}
    return _plan(desk, here, kind, ask, wanted=wanted, told=told, undoes=undoes)


def _plan(
    desk: Desk, here: At, kind: Deed, ask: Callable[[], None], *, wanted: Mapping[str, object],
    told: Mapping[str, str] | None = None, undoes: str = "",
) -> Plan:  # fmt: skip
    return Plan(
        kind=kind.value,
        subject=rules.subject(here.found.id),
        name=_name(here.found),
        ticket_id=here.ticket.id,
        customer_id=here.ticket.customer.id,
        wanted=json.dumps(dict(wanted)),
        before=json.dumps(rules.facts(here.found)),
        told=told or {},
        undoes=undoes,
        do=partial(noting, desk, here.connection, ask),
    )


def _charge(desk: Desk, here: At, status: str, on: date | None) -> Charge:
    """Return the next such charge, or the one of a day."""
    ask = partial(api.charges, desk, here.token, here.found, status)
    for charge in noting(desk, here.connection, ask):
        if on in (None, charge.on):
            return charge
    raise Conflict("There is no such charge any more.", code="subscription_changed")


def _name(found: Subscription) -> str:
    name = f"{found.title} ({found.variant})" if found.variant else found.title
    return name[:_LONGEST_NAME]
