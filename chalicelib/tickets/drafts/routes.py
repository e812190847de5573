"""An agent's own draft in a ticket, over HTTP (guard `guards.agent`)."""

from typing import Annotated, Any

from msgspec import Meta

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict
from chalicelib.table import operations
from chalicelib.table.write import ConditionFailed
from chalicelib.tickets import storage as tickets
from chalicelib.tickets.drafts import storage
from chalicelib.tickets.drafts.model import Draft, Kind, Words
from chalicelib.web.answers import Answer, no_content
from chalicelib.web.bodies import Body
from chalicelib.web.etags import etag, expected_version
from chalicelib.web.request import Request
from chalicelib.web.routes import Routes

routes = Routes()
MAX_TEXT = 100_000
"""The longest answer that any channel carries."""
MAX_ATTACHMENTS = 10

FileId = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_]{1,80}$")]
PATH = "/v1/tickets/{ticket_id}/draft"


class DraftBody(Body, frozen=True):
    """All that is written so far; an empty text is no draft."""

    text: Annotated[str, Meta(max_length=MAX_TEXT)]
    kind: Kind = Kind.reply
    attachment_ids: Annotated[tuple[FileId, ...], Meta(max_length=MAX_ATTACHMENTS)] = ()


@routes.get(PATH, needs="tickets:read")
def show(desk: Desk, ticket_id: str) -> Answer:
    """Return the caller's own draft, or null; its ETag is what If-Match takes."""
    tickets.load(desk, ticket_id, consistent=False)
    draft = storage.find(desk, ticket_id, consistent=True)
    return Answer({"draft": shown(draft)}, headers={"ETag": etag(draft.revision if draft else 0)})


@routes.on("PUT", PATH, needs="tickets:write", body=DraftBody)
def save(desk: Desk, ticket_id: str, body: DraftBody, request: Request) -> Answer:
    """Keep a draft; with If-Match, 409 carries the one that another tab has saved since.

    `"0"` says that there was none. Without If-Match the last one wins.
    """
    words = Words(text=body.text, kind=body.kind, attachment_ids=body.attachment_ids)
    revision = _saved(desk, ticket_id, words, expected_version(request))
    return Answer({"revision": revision}, headers={"ETag": etag(revision)})


@routes.on("DELETE", PATH, needs="tickets:write", status=204)
def throw_away(desk: Desk, ticket_id: str, request: Request) -> Answer:
    """Throw the draft away; with If-Match only this one."""
    _saved(desk, ticket_id, Words(), expected_version(request))
    return no_content()


def shown(draft: Draft | None) -> dict[str, Any] | None:
    """Return a draft as its agent sees it."""
    if draft is None:
        return None
    return {
        "text": draft.words.text,
        "kind": draft.words.kind,
        "attachment_ids": list(draft.words.attachment_ids),
        "revision": draft.revision,
        "updated_at": draft.saved_at,
    }


def _saved(desk: Desk, ticket_id: str, words: Words, expected: int | None) -> int:
    tickets.load(desk, ticket_id, consistent=False)

    def act() -> dict[str, Any]:
        return {"revision": storage.save(desk, ticket_id, words, expected=expected)}

    try:
        return operations.once(desk, act)["revision"]
    except ConditionFailed:
        newer = storage.find(desk, ticket_id, consistent=True)
        if newer and newer.words == words:  # its answer was lost, and it came again
            return newer.revision
        if newer is None and words.is_empty:
            return 0
        detail = "This draft was changed or sent elsewhere."
        extra = {"draft": shown(newer)}
        raise Conflict(detail, code="draft_moved_on", extra=extra) from None
