"""Bulk jobs in the table: how far each is, and its tickets in chunks with what became of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import msgspec
from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.core.ids import is_id
from chalicelib.table import keys, operations
from chalicelib.table.read import find, rows
from chalicelib.table.row import MomentAttribute, Row
from chalicelib.table.write import ConditionFailed, Put, absent_or_mine, transact, translated
from chalicelib.tickets.filters import Filter

KEPT = timedelta(days=7)
CHUNK = 25
"""Tickets that one worker does in one go."""
LEASE = timedelta(minutes=2)
"""How long a worker may be silent before the chunk is ordered anew."""
UNDO = "undo"
"""The action of a job that takes back another; its details name that one and what it did."""
_CHUNKS = "R#"
Outcomes = Sequence[tuple[str, str]]


class Stage(StrEnum):
    """How far a job is: which tickets it is about is settled first."""

    gathering = "gathering"
    working = "working"
    done = "done"
    cancelled = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One job. `version` counts its steps; a worker's order names the one that it asks for."""

    id: str
    action: str
    details: Mapping[str, Any]
    agent_id: str
    stage: Stage
    wanted: Filter
    position: Mapping[str, Any] | None = None
    """Where the gathering stands in the list of what is wanted."""
    chunks: int = 0
    worked: int = 0
    total: int = 0
    """How many tickets were gathered so far."""
    done: int = 0
    failed: int = 0
    version: int = 1
    created_at: datetime

    @property
    def undoes(self) -> str:
        """The id of the job that this one takes back, if it does."""
        return self.details["job_id"] if self.action == UNDO else ""

    @property
    def is_finished(self) -> bool:
        """Tell whether nothing is left to do."""
        return self.stage in (Stage.done, Stage.cancelled)


class JobRow(Row, discriminator="job"):
    """A job; `expires_at` is the table's TTL attribute."""

    order = JSONAttribute()
    progress = JSONAttribute()
    stage = UnicodeAttribute()
    version = NumberAttribute()
    created_at = MomentAttribute()
    expires_at = NumberAttribute()


class ChunkRow(Row, discriminator="chunk"):
    """Some of a job's tickets; `outcomes` are in the same order, and missing before the work."""

    ticket_ids = JSONAttribute()
    outcomes = JSONAttribute(null=True)
    expires_at = NumberAttribute()


def mark_key(job_id: str, ticket_id: str) -> str:
    """Return what a job calls its work on one ticket, so that it takes effect once."""
    return f"{job_id}-{ticket_id}"


def on_ticket(desk: Desk, job_id: str, ticket_id: str) -> Desk:
    """Return the desk for a job's work on one ticket."""
    return desk.for_key(mark_key(job_id, ticket_id), job_id)


def create(desk: Desk, job: Job, ticket_ids: Sequence[str]) -> Job:
    """Store a new job; an operation that came before returns the job it made."""

    def act() -> dict[str, Any]:
        own = absent_or_mine(desk.operation_id)
        puts = [Put(row=_row(desk, job), condition=own), *_new_chunks(desk, job, 0, ticket_ids)]
        transact(desk, [*puts, *operations.mark(desk, {"job_id": job.id})])
        return {"job_id": job.id}

    return load(desk, operations.once(desk, act)["job_id"])


def load(desk: Desk, job_id: str) -> Job:
    """Return a job as it is or raise NotFound."""
    row = None
    if is_id("job", job_id):
        row = find(JobRow, keys.job(desk.account_id, job_id), consistent=True)
    if row is None:
        raise NotFound("There is no such job.")
    order: dict[str, Any] = row.order
    wanted = msgspec.convert(order.pop("wanted"), type=Filter)
    return Job(
        id=job_id,
        stage=Stage(row.stage),
        version=int(row.version),
        created_at=row.created_at,
        wanted=wanted,
        **order,
        **row.progress,
    )


def chunk(desk: Desk, job: Job) -> list[str]:
    """Return the tickets that are next: of a job that takes back another, what that one did."""
    row = find(ChunkRow, _place(desk, job.undoes or job.id, job.worked), consistent=True)
    if row is None or not job.undoes:
        return list(row.ticket_ids) if row else []
    worked = zip(row.ticket_ids, row.outcomes or (), strict=False)
    return [ticket_id for ticket_id, outcome in worked if outcome == "ok"]


def gathered(desk: Desk, job_id: str) -> set[str]:
    """Return all tickets that a job is about so far."""
    pk, _ = keys.job(desk.account_id, job_id)
    with translated():
        found = list(Row.query(pk, Row.sk.startswith(_CHUNKS), consistent_read=True))
    return {each for row in found if isinstance(row, ChunkRow) for each in row.ticket_ids}


def put_gathered(desk: Desk, before: Job, after: Job, ticket_ids: Sequence[str]) -> bool:
    """Store what was gathered; False when another worker did this step."""
    return _step(desk, after, _new_chunks(desk, after, before.chunks, ticket_ids))


def put_outcomes(desk: Desk, after: Job, outcomes: Outcomes, *, marks: Sequence[Put] = ()) -> bool:
    """Store what became of the chunk before; False when another worker did it."""
    pk, sk = _place(desk, after.id, after.worked - 1)
    row = ChunkRow(
        pk=pk,
        sk=sk,
        ticket_ids=[ticket_id for ticket_id, _ in outcomes],
        outcomes=[outcome for _, outcome in outcomes],
        expires_at=_expiry(after),
    )
    return _step(desk, after, [Put(row=row), *marks])


def put_end(desk: Desk, after: Job, marks: Sequence[Put] = ()) -> bool:
    """Store that a job is over; False when it moved on meanwhile."""
    return _step(desk, after, marks)


def outcomes_from(desk: Desk, job_id: str, place: int, *, limit: int) -> list[Outcomes]:
    """Return the outcomes of the chunks from one on, as far as they are worked on."""
    pk, start = _place(desk, job_id, place)
    found = rows(pk, Row.sk >= start, limit=limit)
    worked = [row for row in found if isinstance(row, ChunkRow) and row.outcomes is not None]
    return [list(zip(row.ticket_ids, row.outcomes, strict=True)) for row in worked]


def _step(desk: Desk, after: Job, puts: Sequence[Put]) -> bool:
    mine = (Row.operation == desk.operation_id) & (JobRow.version == after.version)
    own = Put(row=_row(desk, after), condition=(JobRow.version == after.version - 1) | mine)
    try:
        transact(desk, [own, *puts])
    except ConditionFailed:
        return False
    return True


def _new_chunks(desk: Desk, job: Job, first: int, ticket_ids: Sequence[str]) -> list[Put]:
    starts = range(0, len(ticket_ids), CHUNK)
    return [
        Put(row=_chunk_row(desk, job, first + number, ticket_ids[start : start + CHUNK]))
        for number, start in enumerate(starts)
    ]


def _chunk_row(desk: Desk, job: Job, place: int, ticket_ids: Sequence[str]) -> ChunkRow:
    pk, sk = _place(desk, job.id, place)
    return ChunkRow(pk=pk, sk=sk, ticket_ids=list(ticket_ids), expires_at=_expiry(job))


def _place(desk: Desk, job_id: str, place: int) -> keys.Key:
    return keys.job(desk.account_id, job_id)[0], f"{_CHUNKS}{place:08d}"


def _expiry(job: Job) -> int:
    return int((job.created_at + KEPT).timestamp())


def _row(desk: Desk, job: Job) -> JobRow:
    pk, sk = keys.job(desk.account_id, job.id)
    is_left = not job.is_finished
    return JobRow(
        pk=pk,
        sk=sk,
        order={
            "action": job.action,
            "details": dict(job.details),
            "agent_id": job.agent_id,
            "wanted": msgspec.to_builtins(job.wanted),
        },
        progress={
            "position": job.position,
            "chunks": job.chunks,
            "worked": job.worked,
            "total": job.total,
            "done": job.done,
            "failed": job.failed,
        },
        stage=job.stage.value,
        version=job.version,
        created_at=job.created_at,
        expires_at=_expiry(job),
        due_at=desk.now() + LEASE if is_left else None,
        due_shard=keys.due_shard(pk) if is_left else None,
    )
