"""What `app.py`'s handlers call: one function a queue, stream or schedule.

Each takes one unit of work and either does it, finds it done, or raises so that it comes again.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from chalicelib import wiring
from chalicelib.accounts import people, presence, sessions
from chalicelib.accounts.plans import notices as plan_notices
from chalicelib.batches import batch
from chalicelib.channels.email.receipts import receipts
from chalicelib.channels.model import Kind, Receipt
from chalicelib.commerce import forget
from chalicelib.commerce.actions import settle as actions
from chalicelib.commerce.orders import change, reached
from chalicelib.commerce.recharge import act as recharge
from chalicelib.commerce.shopify import connect as shopify_connect
from chalicelib.commerce.shopify import door as shopify_door
from chalicelib.commerce.shopify import inbound as shopify_inbound
from chalicelib.commerce.shopify import webhooks as shopify_webhooks
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Newer, Unavailable
from chalicelib.core.ids import message_address, text_id
from chalicelib.customer_agent.helpdesks import door as helpdesk_door
from chalicelib.customer_agent.helpdesks import incoming as helpdesk_incoming
from chalicelib.customer_agent.talk import answering, telling
from chalicelib.customers.predictions import fit
from chalicelib.inboxes import renewal
from chalicelib.marketing.domains import prove
from chalicelib.marketing.platform import door as platform_door
from chalicelib.marketing.platform import inbound as platform_inbound
from chalicelib.messaging import bulk, deliver, due, helped, inbound, new_text_mail, settle
from chalicelib.messaging.keywords import answers
from chalicelib.reports.activity import count as activity
from chalicelib.reports.exports import work as exports
from chalicelib.reports.weekly import mail as weekly
from chalicelib.routing import backlog, lessons
from chalicelib.search import index as search
from chalicelib.status import note as status
from chalicelib.table import keys, status_keys
from chalicelib.table.across_accounts import DueRow, across_accounts_due
from chalicelib.table.write import translated
from chalicelib.telemetry import counts, edges
from chalicelib.telemetry.edges import Span, Swept
from chalicelib.telemetry.model import Outcome
from chalicelib.tickets import deliveries, recounting

__all__ = ["batch"]
PUSHED_AHEAD = timedelta(minutes=10)
TO_SEND_MILLIS = 30_000
"""A provider's last attempt begins within five seconds, connects in three, answers in ten; what is
read before and noted afterwards takes its time, too."""


def receive_mail(body: str) -> None:
    """Read a mail that waits in the bucket, and receive it in every account it went to."""
    # Only this worker reads mail: the parser would be a tenth of the API's cold start.
    from chalicelib.messaging import mail

    mail.receive_mail(wiring.ports(), json.loads(body))


def receive_inbound(body: str) -> None:
    """Do what a delivery of a provider says, for the inbox that vouched for it."""
    order = json.loads(body)
    inbound.work_off(wiring.system_desk(order["account_id"], ""), order)


def deliver_message(body: str) -> str | None:
    """Send one queued message, or the answer to a keyword; return the message's state."""
    order = json.loads(body)
    desk, address = (
        wiring.system_desk(order["account_id"], ""),
        message_address(order["message_id"]),
    )
    if address is None:
        answers.deliver(desk, order["message_id"])
        return None
    return deliver.deliver(desk, *address)


def settle_receipts(body: str) -> None:
    """Take what SES reports back to the messages it is about."""
    ports = wiring.ports()
    for receipt in receipts(json.loads(body), id_domain=ports.place.mail_id_domain):
        _settle(receipt)
        if receipt.is_complaint or receipt.state == "failed":
            counts.bounced(
                receipt.account_id,
                ports.clock(),
                channel=Kind.email,
                is_complaint=receipt.is_complaint,
            )


def run_job(body: str) -> None:
    """Send what must not be sent within a request, or do the next chunk of a bulk job."""
    order = json.loads(body)
    work = _JOBS.get(order["job"]) if "job" in order else _run_bulk
    if work is None:
        raise Newer(f"Newer code knows the job {order['job']}, this does not.")
    work(wiring.system_desk(order.get("account_id", ""), ""), order)


def sweep() -> None:
    """Look at everything whose moment has come; no bad row or shard stops the others.

    Raises in the end what kept it from looking, so that somebody hears of it.
    """
    begun, now, swept = wiring.clock(), wiring.ports().clock(), Swept()
    failures: list[Exception] = []
    # Another shard is first each minute: should the time not be enough, none is always the last.
    first = int(now.timestamp()) // 60
    for shard in ((first + offset) % keys.DUE_SHARDS for offset in range(keys.DUE_SHARDS)):
        try:
            for row in across_accounts_due(shard, now):
                swept.count(row.due_at, now, _come_due(row))
        except Exception as failure:
            failures.append(failure)
    swept.shards_failed = len(failures)
    failure = failures[0] if failures else None
    edges.sweep(swept, Span(begun=begun, ended=wiring.clock()), failure)
    if failure:
        raise failure


def _settle(receipt: Receipt) -> None:
    if address := settle.address(receipt):
        account_id, ticket_id, sequence = address
        settle.settle(wiring.system_desk(account_id, ""), receipt, ticket_id, sequence)


def _refresh_due(desk: Desk, order: dict[str, Any]) -> None:
    if following := due.refresh(desk, order.get("position", {})):
        desk.queues.put("jobs", [json.dumps({**order, "position": following})])


def _drain(desk: Desk, order: dict[str, Any]) -> None:
    following = backlog.drain(desk, after=order["after"])
    if following is not None:
        desk.queues.put("jobs", [backlog.order(desk.account_id, after=following)])


def _run_bulk(desk: Desk, order: dict[str, Any]) -> None:
    bulk.run(desk, order["job_id"], order.get("version"))


ACTIONS: dict[str, actions.Reached] = {
    change.EDIT: reached.quantities,
    change.CANCEL: reached.cancelled,
    change.ADDRESS: reached.address,
    **recharge.REACHED,
}
"""Who sees, by the kind of an action, whether it was done."""

_JOBS: dict[str, Callable[[Desk, dict[str, Any]], object]] = {
    # Who asks for a link may be in several accounts: this one begins outside of any.
    sessions.SIGN_IN_JOB: lambda _, order: sessions.send_links(wiring.desk_for(""), order["email"]),
    people.INVITATION_JOB: lambda desk, order: people.send_invitation(
        desk, order["agent_id"], order["inviter"]
    ),
    plan_notices.JOB: lambda desk, _: plan_notices.send(desk),
    due.REFRESH_JOB: _refresh_due,
    backlog.DRAIN_JOB: _drain,
    lessons.LEARN_JOB: lambda desk, order: lessons.learn_of(
        desk, order["ticket_id"], order["label"]
    ),
    new_text_mail.NEW_TEXT_JOB: lambda desk, order: new_text_mail.send(desk, order["ticket_id"]),
    platform_door.JOB: platform_inbound.work_off,
    shopify_connect.WEBHOOKS_JOB: lambda desk, _: shopify_webhooks.register(desk),
    shopify_door.JOB: shopify_inbound.work_off,
    forget.JOB: forget.forget,
    helpdesk_door.JOB: helpdesk_incoming.work_off,
    actions.JOB: lambda desk, order: actions.settle(desk, order["action_id"], ACTIONS),
    renewal.RENEW_JOB: lambda desk, order: renewal.renew(desk, order["inbox_id"], order["version"]),
    recounting.JOB: recounting.recount,
    search.JOB: search.work_off,
    activity.JOB: activity.work_off,
    exports.JOB: exports.work_off,
    helped.ANSWER_JOB: lambda desk, order: answering.answer(desk, order["ticket_id"]),
    helped.LOST_JOB: lambda desk, order: answering.lost(desk, order["ticket_id"]),
    helped.TELL_JOB: lambda desk, order: telling.tell(desk, order["ticket_id"]),
    prove.CHECK_JOB: lambda desk, _: prove.check_again(desk),
    fit.JOB: fit.work_off,
    weekly.JOB: weekly.work_off,
}


def _come_due(row: DueRow) -> Outcome:
    desk = wiring.system_desk(keys.owner(row.pk), "")
    try:
        with translated():
            _act(desk, row)
    except Unavailable as busy:
        edges.due_row_put_back(desk, row.pk, row.sk, busy)
        status.put_back(desk, (row.pk, row.sk), busy, row.due_at)
        return Outcome.put_back  # it waits for the next minute
    except Exception as failure:
        edges.due_row_failed(desk, row.pk, row.sk, failure)
        with suppress(Exception):  # then it is still due, and the next sweep finds it
            until = desk.now() + PUSHED_AHEAD
            deliveries.postpone(desk, row.pk, row.sk, until)
            status.due_failed(desk, (row.pk, row.sk), failure, until)
        return Outcome.failed
    return Outcome.done


_COME_DUE: dict[str, Callable[[Desk, DueRow], object]] = {
    "ROSTER": lambda desk, _: backlog.come_due(desk),
    "C": lambda desk, row: answers.come_due(
        desk, text_id(keys.ticket_of(row.pk), row.sk.rsplit("#", 1)[1])
    ),
    "INBOXES": lambda desk, row: renewal.come_due(desk, row.sk),
    "LINK_DOMAIN": lambda desk, row: prove.come_due(desk, row.pk, row.sk),
    "OUTLOOK": lambda desk, _: fit.come_due(desk),
    "WEEKLY_MAIL": lambda desk, _: weekly.come_due(desk),
    "EXPORTS": lambda desk, row: exports.come_due(desk, row.sk),
    "ACTION": lambda desk, row: actions.come_due(desk, keys.ticket_of(row.pk)),
    "JOB": lambda desk, row: bulk.come_due(desk, keys.ticket_of(row.pk)),
    status_keys.PARTITION: lambda desk, row: status.come_due(desk, row.sk),
}
"""By the family of the row's key; agents and tickets are others."""


def _act(desk: Desk, row: DueRow) -> None:
    match keys.family(row.pk):
        case "ACCOUNT":
            plan_notices.come_due(desk)
            deliveries.postpone(desk, row.pk, row.sk, desk.now() + PUSHED_AHEAD)
        case "AGENTS":
            presence.come_due(desk, row.sk)
            deliveries.postpone(desk, row.pk, row.sk, desk.now() + PUSHED_AHEAD)
            people.come_due(desk, row.sk)
        case family if family in _COME_DUE:
            _COME_DUE[family](desk, row)
        case "T" if row.sk == keys.HEAD:
            due.come_due(desk, keys.ticket_of(row.pk))
        case "T" if row.sk.startswith(keys.FIRST_ENTRY):
            sequence = int(row.sk.removeprefix(keys.FIRST_ENTRY))
            deliver.come_due(desk, keys.ticket_of(row.pk), sequence)
        case family:
            raise Newer(f"Newer code knows due rows of {family}, this does not.")
