"""An export, and how far it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from chalicelib.reports.activity.lists import Wanted

KEPT = timedelta(days=7)
"""The bucket forgets the file a day later."""


class Format(StrEnum):
    """What its file is."""

    csv = "csv"
    ndjson = "ndjson"


class Stage(StrEnum):
    """How far an export is."""

    queued = "queued"
    running = "running"
    done = "done"
    failed = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What of it is made; all of that is thrown away where the counters were made anew."""

    generation: int
    """Of the lists that it goes through."""
    attempt: int = 0
    """The file's own name: what was begun anew is another file."""
    position: Mapping[str, Any] | None = None
    days_done: int = 0
    rows: int = 0
    upload: str = ""
    """The bucket's id of the file while it is put together, of a large one."""
    parts: tuple[str, ...] = ()
    """The tags of those of its parts that are there."""
    tail: str = ""
    """Where lies what is not enough for a part yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """One export. `version` counts its steps; a worker's order names the one that it asks for."""

    id: str
    first: date
    last: date
    zone: str
    format: Format
    wanted: Wanted
    agent_id: str
    created_at: datetime
    stage: Stage
    progress: Progress
    version: int = 1

    @property
    def is_finished(self) -> bool:
        """Tell whether nothing is left to do."""
        return self.stage in (Stage.done, Stage.failed)

    @property
    def days(self) -> int:
        """Return how many days it is about."""
        return (self.last - self.first).days + 1

    @property
    def expires_at(self) -> datetime:
        """Return until when the file can be had."""
        return self.created_at + KEPT
