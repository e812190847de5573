"""What answers about the set-up look like."""

from datetime import datetime
from typing import Any, Literal

from chalicelib.setup.model import Name, State
from chalicelib.setup.records import Purpose, Seen
from chalicelib.web.description.shapes import Answers, Shape, changed, plain, tagged


class Said(Shape, frozen=True):
    """Who said so, and when."""

    by: str
    name: str
    at: datetime


class Step(Shape, frozen=True):
    """How far a step has got; `facts` are what its own kind of step tells."""

    name: Name
    title: str
    state: State
    reason: str
    detail: str
    to_do: str
    page: str | None
    is_essential: bool
    skipped: Said | None
    facts: dict[str, Any]


class Setup(Shape, frozen=True):
    """Every step, and how many are done or passed over."""

    data: tuple[Step, ...]
    settled: int
    of: int
    is_open: bool
    dismissed: Said | None


class SenderRecord(Shape, frozen=True):
    """A record to publish; what the mail service says of it, and what DNS does."""

    purpose: Purpose
    type: Literal["CNAME", "MX", "TXT"]
    name: str
    value: str
    service: Literal["pending", "success", "failed"] | None
    seen: Seen
    stands: tuple[str, ...]
    detail: str


class Sender(Shape, frozen=True):
    """The domain that answers are to come from; without records the mail service knows none."""

    domain: str
    is_known: bool
    may_send: bool
    records: tuple[SenderRecord, ...]


class SandboxOpened(Shape, frozen=True):
    """Where the test shop is, and until when."""

    url: str
    expires_at: datetime


class SandboxClosed(Shape, frozen=True):
    """How many test tickets were closed, and how many are open still."""

    closed: int
    left: int


ANSWERS: Answers = {
    "GET /v1/setup": tagged(Setup),
    "PATCH /v1/setup": changed(Setup),
    "GET /v1/setup/sender": plain(Sender, 404),
    "POST /v1/setup/sandbox": plain(SandboxOpened, 409),
    "DELETE /v1/setup/sandbox": SandboxClosed,
}
