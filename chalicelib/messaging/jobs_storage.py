"""Background jobs and their outcomes in the table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute

from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.core.ids import is_id
from chalicelib.table import keys, operations
from chalicelib.table.read import find
from chalicelib.table.row import MomentAttribute, Row
from chalicelib.table.write import ConditionFailed, Put, absent_or_mine, transact

KEPT = timedelta(days=7)
STARTED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One job. `total` is unknown for a view; `cursor` of None is the end, empty the start."""

    id: str
    action: str
    details: Mapping[str, Any]
    agent_id: str
    ids: tuple[str, ...] = ()
    query: Mapping[str, str] | None = None
    total: int | None = None
    cursor: str | None = ""
    done: int = 0
    failed: int = 0
    version: int = STARTED
    created_at: datetime
    outcomes: tuple[tuple[str, str], ...] = field(default=())

    @property
    def is_finished(self) -> bool:
        """Tell whether nothing is left to do."""
        return self.cursor is None


class JobRow(Row, discriminator="job"):
    """A job; `expires_at` is the table's TTL attribute."""

    order = JSONAttribute()
    progress = JSONAttribute()
    version = NumberAttribute()
    created_at = MomentAttribute()
    expires_at = NumberAttribute()


class OutcomesRow(Row, discriminator="outcomes"):
    """What became of one chunk's tickets."""

    outcomes = JSONAttribute()
    expires_at = NumberAttribute()


def create(desk: Desk, job: Job, *, due_at: datetime) -> Job:
    """Store a new job; an operation that came before returns the job it made."""

    def act() -> dict[str, Any]:
        row = _row(desk, job, due_at)
        put = Put(row=row, condition=absent_or_mine(desk.operation_id))
        transact(desk, [put, *operations.mark(desk, {"job_id": job.id})])
        return {"job_id": job.id}

    return load(desk, operations.once(desk, act)["job_id"])


def load(desk: Desk, job_id: str, *, with_outcomes: bool = False) -> Job:
    """Return a job or raise NotFound."""
    row = None
    if is_id("job", job_id):
        row = find(JobRow, keys.job(desk.account_id, job_id), consistent=True)
    if row is None:
        raise NotFound("There is no such job.")
    outcomes = _outcomes(desk, job_id) if with_outcomes else ()
    order, progress = row.order, row.progress
    return Job(
        id=job_id,
        action=order["action"],
        details=order["details"],
        agent_id=order["agent_id"],
        ids=tuple(order["ids"]),
        query=order["query"],
        total=order["total"],
        cursor=progress["cursor"],
        done=progress["done"],
        failed=progress["failed"],
        version=int(row.version),
        created_at=row.created_at,
        outcomes=outcomes,
    )


def advance(
    desk: Desk, job: Job, outcomes: Sequence[tuple[str, str]], *, due_at: datetime | None
) -> bool:
    """Store a chunk's progress; False when another worker did this chunk."""
    row = _row(desk, job, due_at)
    mine = (Row.operation == desk.operation_id) & (JobRow.version == job.version)
    results = OutcomesRow(
        pk=row.pk,
        sk=f"R#{job.version:08d}",
        outcomes=[list(pair) for pair in outcomes],
        expires_at=row.expires_at,
    )
    expected = (JobRow.version == job.version - 1) | mine
    try:
        transact(desk, [Put(row=row, condition=expected), Put(row=results)])
    except ConditionFailed:
        return False
    return True


def _outcomes(desk: Desk, job_id: str) -> tuple[tuple[str, str], ...]:
    pk, _ = keys.job(desk.account_id, job_id)
    rows = [row for row in Row.query(pk, Row.sk.startswith("R#")) if isinstance(row, OutcomesRow)]
    return tuple((ticket_id, code) for row in rows for ticket_id, code in row.outcomes)


def _row(desk: Desk, job: Job, due_at: datetime | None) -> JobRow:
    pk, sk = keys.job(desk.account_id, job.id)
    return JobRow(
        pk=pk,
        sk=sk,
        order={
            "action": job.action,
            "details": dict(job.details),
            "agent_id": job.agent_id,
            "ids": list(job.ids),
            "query": dict(job.query) if job.query is not None else None,
            "total": job.total,
        },
        progress={"cursor": job.cursor, "done": job.done, "failed": job.failed},
        version=job.version,
        created_at=job.created_at,
        expires_at=int((job.created_at + KEPT).timestamp()),
        due_at=due_at,
        due_shard=keys.due_shard(pk) if due_at else None,
    )
