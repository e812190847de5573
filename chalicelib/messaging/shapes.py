"""What answers about messages, bulk jobs and chats look like."""

from datetime import datetime
from typing import Literal

from chalicelib.accounts.settings.shapes import Office
from chalicelib.tickets.attachments.shapes import UploadForm
from chalicelib.tickets.model import AuthorType
from chalicelib.tickets.shapes import Entry, EntryFile, Thread
from chalicelib.web.description.shapes import (
    Address,
    Answers,
    Shape,
    changed,
    plain,
    refusing,
    tagged,
)


class TakenBack(Shape, frozen=True):
    """The line that stays in the thread, and the words, which are a draft again."""

    entry: Entry
    text: str
    attachment_ids: tuple[str, ...]


class JobSeen(Shape, frozen=True):
    """A background job; `total` is null until its tickets are found."""

    id: str
    action: str
    state: Literal["running", "done", "cancelled"]
    total: int | None
    done: int
    failed: int
    created_at: datetime


class JobStarted(JobSeen, frozen=True):
    """A job that has just begun."""

    job_id: str


class JobOutcome(Shape, frozen=True):
    """What became of a ticket: `ok`, or why not."""

    ticket_id: str
    outcome: str


class JobProgress(JobSeen, frozen=True):
    """A job, and a part of what became of its tickets."""

    outcomes: tuple[JobOutcome, ...]
    has_more: bool
    next_cursor: str | None


class ShopName(Shape, frozen=True):
    """Whose chat it is."""

    name: str


class ChatStarted(Shape, frozen=True):
    """A visitor's chat; the token is what its other calls send."""

    token: str
    office: Office
    account: ShopName
    is_identified: bool


class ChatAuthor(Shape, frozen=True):
    """Who wrote, as the visitor may know it."""

    type: AuthorType
    name: str


class ChatMessage(Shape, frozen=True):
    """A message as the visitor sees it."""

    id: str
    sequence: int
    direction: Literal["inbound", "outbound"]
    author: ChatAuthor
    text: str
    attachments: tuple[EntryFile, ...]
    is_automatic: bool
    created_at: datetime


class ChatNews(Shape, frozen=True):
    """What is new in a chat; the next call goes on after `sequence`."""

    data: tuple[ChatMessage, ...]
    conversation: str
    is_ended: bool
    sequence: int
    is_agent_typing: bool
    handoff: Literal["offered", "email", "routed"] | None
    seen: int
    is_seen: bool
    office: Office


ANSWERS: Answers = {
    "POST /v1/tickets/{ticket_id}/replies": changed(Entry),
    "POST /v1/tickets/{ticket_id}/follow_up": tagged(Entry),
    "POST /v1/tickets/{ticket_id}/messages/{message_id}/withdraw": TakenBack,
    "POST /v1/messages/{message_id}/retry": Entry,
    "GET /v1/tickets/{ticket_id}/messages": Thread,
    "POST /v1/tickets/bulk": plain(JobStarted, 404),
    "GET /v1/jobs/{job_id}": JobProgress,
    "POST /v1/jobs/{job_id}/cancel": JobSeen,
    "POST /v1/jobs/{job_id}/undo": JobStarted,
    "POST /v1/chat/sessions": plain(ChatStarted, 401, 403, 404),
    "POST /v1/chat/messages": ChatMessage,
    "POST /v1/chat/uploads": UploadForm,
    "GET /v1/chat/messages": ChatNews,
    "GET /v1/chat/messages/{message_id}/attachments/{attachment_id}": Address,
    "POST /v1/chat/seen": refusing(404),
    "POST /v1/chat/email": refusing(404),
    "POST /v1/chat/end": refusing(404),
}
