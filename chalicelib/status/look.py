"""Looking at how an account's work goes: few reads, and none of what others have."""

from contextlib import suppress
from datetime import datetime

from chalicelib.accounts import storage as accounts
from chalicelib.commerce import shops
from chalicelib.commerce.recharge import storage as recharge
from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.customer_agent.helpdesks import storage as helpdesks
from chalicelib.customer_agent.helpdesks.model import Helpdesk
from chalicelib.inboxes import storage as inboxes
from chalicelib.inboxes.model import Inbox
from chalicelib.marketing.platform import storage as platforms
from chalicelib.messaging import jobs_storage as jobs
from chalicelib.reports.exports import storage as exports
from chalicelib.reports.exports.model import Export
from chalicelib.status import rules, storage
from chalicelib.status.model import Channel, Looked, Traffic, Webhooks, Work
from chalicelib.status.storage import Kept
from chalicelib.table import keys
from chalicelib.table.across_accounts import across_accounts_due
from chalicelib.table.write import translated

_MOST_WORK = 20
_MOST_LATE = 25
"""Rows of a shard that are looked at for those of the account, where the sweep is late."""


def look(desk: Desk) -> Looked:
    """Return how an account's work goes."""
    now, kept = desk.now(), storage.kept(desk)
    candidates = [found for found in kept.stuck if not found.is_dropped]
    wanted = {found.place for found in candidates if found.place} | rules.heads(candidates)
    places = storage.places(wanted)
    stuck = tuple(rules.still_stuck(candidates, places))
    connected = inboxes.inboxes_now(desk)
    work = _work(desk, kept)
    traffic = {(each.channel, each.address): each for each in kept.traffic}
    overdue = _overdue(desk, now, {found.place for found in stuck if found.place})
    return Looked(
        at=now,
        queues=rules.queues(now, overdue, work, stuck),
        mail=traffic.get(("email", ""), Traffic(channel="email")),
        channels=tuple(_channels(desk, now, traffic, connected)),
        webhooks=tuple(_webhooks(desk, kept, connected)),
        work=work,
        stuck=stuck,
        places=places,
    )


def _overdue(desk: Desk, now: datetime, known: set[keys.Key]) -> list[datetime]:
    """Return since when the account's rows have been due, those apart that are stuck for a reason.

    The sweep finds what is due within a minute: in a well state these reads find nothing.
    """
    with translated():
        late = [
            row
            for shard in range(keys.DUE_SHARDS)
            for row in across_accounts_due(shard, now - rules.LATE, limit=_MOST_LATE)
        ]
    own = [row for row in late if keys.owner(row.pk) == desk.account_id]
    return [row.due_at for row in own if row.due_at and (row.pk, row.sk) not in known]


def _channels(
    desk: Desk,
    now: datetime,
    traffic: dict[tuple[str, str], Traffic],
    connected: tuple[Inbox, ...],
) -> list[Channel]:
    settings = accounts.account(desk).settings
    plain = {"email": settings.email.enabled, "webchat": settings.web_chat.enabled}
    found = [
        Channel(channel=name, traffic=traffic.get((name, ""), Traffic(channel=name)))
        for name, is_on in plain.items()
        if is_on
    ]
    for inbox in connected:
        place = inbox.channel, inbox.address
        seen = traffic.get(place, Traffic(channel=inbox.channel, address=inbox.address))
        found.append(Channel(
            channel=inbox.channel, inbox_id=inbox.id, name=inbox.name or inbox.address,
            traffic=seen, fault=rules.inbox_fault(inbox, now),
        ))  # fmt: skip
    return found


def _webhooks(desk: Desk, kept: Kept, connected: tuple[Inbox, ...]) -> list[Webhooks]:
    """Return what comes from each service that is connected; what was ended is not shown."""
    faults = {inbox.provider: "" for inbox in connected}
    if shop := shops.recent(desk):
        faults["shopify"] = shop.fault
    if subscriptions := recharge.recent(desk):
        faults["recharge"] = subscriptions.fault
    if platform := platforms.recent(desk):
        faults[platform.provider] = platform.fault
    for helpdesk in Helpdesk:
        if known := helpdesks.recent(desk, helpdesk):
            faults[helpdesk.value] = known.problem
    knocks = {each.source: each for each in kept.knocks}
    return [
        Webhooks(
            source=source,
            last_at=knock.last_at if (knock := knocks.get(source)) else None,
            refused=knock.refused if knock else 0,
            last_refused_at=knock.last_refused_at if knock else None,
            reason=knock.reason if knock else "",
            fault=fault,
        )
        for source, fault in faults.items()
    ]


def _work(desk: Desk, kept: Kept) -> tuple[Work, ...]:
    found = [_export(e) for e in exports.newest(desk, limit=_MOST_WORK) if not e.is_finished]
    for job_id in kept.jobs[:_MOST_WORK]:
        with suppress(NotFound):  # it is over, and the sign of it is still there
            found += _bulk(jobs.load(desk, job_id))
    return tuple(sorted(found, key=lambda work: work.started_at))


def _export(export: Export) -> Work:
    return Work(
        id=export.id, kind="export", state=export.stage.value, started_at=export.created_at,
        done=export.progress.days_done, of=export.days,
    )  # fmt: skip


def _bulk(job: jobs.Job) -> list[Work]:
    if job.is_finished:
        return []
    return [Work(
        id=job.id, kind="bulk", state=job.stage.value, started_at=job.created_at,
        done=job.done + job.failed, of=job.total,
    )]  # fmt: skip
