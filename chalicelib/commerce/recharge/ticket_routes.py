"""A customer's subscriptions beside the ticket, and changing them (guard `guards.agent`)."""

from collections.abc import Collection
from datetime import date
from functools import partial
from typing import Annotated, Any

from msgspec import Meta

from chalicelib.accounts import rules as plans
from chalicelib.accounts import storage as accounts
from chalicelib.aws.patience import within
from chalicelib.commerce.actions import storage as actions
from chalicelib.commerce.actions.model import Action, Outcome
from chalicelib.commerce.recharge import look, rules
from chalicelib.commerce.recharge.model import Subscription
from chalicelib.core.desk import Desk
from chalicelib.core.errors import DeskhandError
from chalicelib.core.money import exponent
from chalicelib.web.answers import Answer
from chalicelib.web.bodies import Body
from chalicelib.web.routes import Routes

routes = Routes()


class SkipBody(Body, frozen=True):
    """When the charge is due that is to be skipped, as the agent sees it."""

    next_charge_on: date | None = None


class CancelBody(Body, frozen=True):
    """Why; Recharge keeps both."""

    reason: Annotated[str, Meta(min_length=1, max_length=200, pattern=r"\S")]
    comment: Annotated[str, Meta(max_length=1024)] = ""


class EditBody(Body, frozen=True):
    """One of them: how many are sent, or when the next charge is due."""

    quantity: Annotated[int, Meta(ge=1, le=rules.MOST)] | None = None
    next_charge_on: date | None = None


@routes.get("/v1/tickets/{ticket_id}/subscriptions", needs="customers:read")
def show_subscriptions(desk: Desk, ticket_id: str) -> dict[str, Any]:
    """Show what the ticket's customer subscribed to at Recharge, as of now (acceptance 89).

    `state` says how true it is: `live`, `unavailable`, `not_connected`, or `unproved` where nobody
    has proved who the customer is. `skip`, `cancel` and `edit` say why something cannot be done;
    `undo` is what was done last from this ticket, and until when that can be taken back.
    """
    seen = look.look(desk, ticket_id)
    subjects = [rules.subject(each.id) for each in seen.subscriptions]
    since = desk.now() - rules.UNDONE_WITHIN
    busy, done = actions.standing(desk, subjects, since=since)
    own = {subject: action for subject, action in done.items() if action.ticket_id == ticket_id}
    return {
        "data": [
            shown(desk, each, seen.scopes, busy, done=own.get(rules.subject(each.id)))
            for each in seen.subscriptions
        ],
        "state": seen.state,
        "as_of": seen.as_of,
    }


@routes.post(
    "/v1/tickets/{ticket_id}/subscriptions/{subscription_id}/skip",
    feature="order_actions",
    needs="orders:write",
    body=SkipBody,
)
def skip(desk: Desk, ticket_id: str, subscription_id: str, body: SkipBody) -> Answer:
    """Skip the next charge; 409 where it is not due any more when the agent saw it."""
    from chalicelib.commerce.recharge import act

    done = act.skip(desk, ticket_id, subscription_id, seen=body.next_charge_on)
    return _answered(desk, done)


@routes.post(
    "/v1/tickets/{ticket_id}/subscriptions/{subscription_id}/cancel",
    feature="order_actions",
    needs="orders:write",
    body=CancelBody,
)
def cancel(desk: Desk, ticket_id: str, subscription_id: str, body: CancelBody) -> Answer:
    """End a subscription; Recharge mails the customer."""
    from chalicelib.commerce.recharge import act

    reason, comment = body.reason.strip(), body.comment.strip()
    done = act.cancel(desk, ticket_id, subscription_id, reason=reason, comment=comment)
    return _answered(desk, done)


@routes.on(
    "PATCH",
    "/v1/tickets/{ticket_id}/subscriptions/{subscription_id}",
    feature="order_actions",
    needs="orders:write",
    body=EditBody,
)
def edit(desk: Desk, ticket_id: str, subscription_id: str, body: EditBody) -> Answer:
    """Change how many are sent, or when the next charge is due."""
    from chalicelib.commerce.recharge import act

    quantity, on = body.quantity, body.next_charge_on
    return _answered(desk, act.edit(desk, ticket_id, subscription_id, quantity=quantity, on=on))


@routes.post(
    "/v1/tickets/{ticket_id}/actions/{action_id}/undo",
    feature="order_actions",
    needs="orders:write",
)
def undo(desk: Desk, ticket_id: str, action_id: str) -> Answer:
    """Take back what was done to a subscription up to five minutes ago."""
    from chalicelib.commerce.recharge import act

    return _answered(desk, act.undo(desk, ticket_id, action_id))


def shown(
    desk: Desk, found: Subscription, scopes: frozenset[str], busy: Collection[str] = (),
    *, done: Action | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Return a subscription as the API shows it; `done` is what was done to it last."""
    until = rules.undone_until(done) if done else None
    first = rules.BUSY if rules.subject(found.id) in busy else None
    if not plans.includes(accounts.account(desk).plan, rules.FEATURE):
        first = rules.NOT_INCLUDED
    refusals = {name: first or refuse(found, scopes) for name, refuse in rules.ALLOWED.items()}
    return {
        "id": found.id,
        "title": found.title,
        "variant": found.variant,
        "quantity": found.quantity,
        "price": found.price,
        "currency": found.currency or None,
        "minor_digits": exponent(found.currency),
        "status": found.status,
        "interval": {"unit": found.unit, "count": found.count},
        "next_charge_on": found.next_charge_on,
        "undo": {"id": done.id, "until": until} if done and until else None,
        **{
            name: {"code": why.code, "detail": why.detail} if why else None
            for name, why in refusals.items()
        },
    }


def _answered(desk: Desk, action: Action) -> Answer:
    told = {
        "id": action.id,
        "kind": action.kind,
        "state": action.state.value,
        "subscription": _as_it_is(desk, action),
        "undo_until": rules.undone_until(action),
    }
    return Answer(told, status=202 if action.state in (Outcome.unknown, Outcome.pending) else 200)


def _as_it_is(desk: Desk, action: Action) -> dict[str, Any] | None:
    """Return the subscription as it is now; None where Recharge does not say so in time."""
    from chalicelib.commerce.recharge import api, at

    try:
        connection, token = at.opened(desk)
        read = partial(api.subscription, desk, token, rules.subscription_of(action))
        found = within(look.SECONDS, read)
    except DeskhandError:
        return None
    busy = {action.subject} if action.is_open else ()
    return shown(desk, found, connection.scopes, busy, done=action)
