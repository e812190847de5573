"""Answering tickets over HTTP."""

from datetime import timedelta
from typing import Annotated, Any

from msgspec import Meta

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict, NotFound
from chalicelib.core.ids import message_address
from chalicelib.messaging import invite, present
from chalicelib.messaging.reply import reply as send_reply
from chalicelib.messaging.withdraw import withdraw
from chalicelib.table import operations
from chalicelib.tickets import deliveries, replying, storage
from chalicelib.tickets.attachments.routes import AttachmentIds
from chalicelib.tickets.authors import author
from chalicelib.tickets.drafts import storage as drafts
from chalicelib.tickets.drafts.model import Revision
from chalicelib.web import etags
from chalicelib.web.answers import Answer, created
from chalicelib.web.bodies import Body
from chalicelib.web.request import Request
from chalicelib.web.routes import Routes

routes = Routes()


class ReplyBody(Body, frozen=True):
    """A public answer; with files, the text may be empty.

    `draft` names the revision of the draft that it was, if any.
    """

    text: str
    attachment_ids: AttachmentIds = ()
    draft: Revision | None = None
    hold_seconds: Annotated[int, Meta(ge=0, le=30)] = 0
    """How long the answer waits, so that it can be taken back."""


@routes.post("/v1/tickets/{ticket_id}/replies", needs="tickets:write", body=ReplyBody, status=201)
def reply(desk: Desk, request: Request, ticket_id: str, body: ReplyBody) -> Answer:
    """Answer the customer; with If-Match, 409 when there are messages the agent has not seen."""
    seen = etags.expected_version(request)
    done = send_reply(
        desk,
        ticket_id,
        author(desk),
        body.text,
        upload_ids=body.attachment_ids,
        seen_version=seen,
        hold=timedelta(seconds=body.hold_seconds),
    )
    if body.draft is not None:
        drafts.sent(desk, ticket_id, body.text, revision=body.draft)
    answer = created(present.entry(desk, done.entries[-1]))
    answer.headers["ETag"] = etags.etag(done.ticket.version)
    return answer


@routes.post("/v1/tickets/{ticket_id}/follow_up", needs="tickets:write", status=201)
def follow_up(desk: Desk, ticket_id: str) -> Answer:
    """Send the approved template that invites a WhatsApp customer to write again."""
    done = invite.follow_up(desk, ticket_id, author(desk))
    answer = created(present.entry(desk, done.entries[-1]))
    answer.headers["ETag"] = etags.etag(done.ticket.version)
    return answer


@routes.post("/v1/tickets/{ticket_id}/messages/{message_id}/withdraw", needs="tickets:write")
def take_back(desk: Desk, ticket_id: str, message_id: str) -> dict[str, Any]:
    """Take back an answer that is held; 409 `already_sent` once it is on its way.

    Its words come back, and are a draft again. The customer sees nothing, the thread a small line.
    """
    address = message_address(message_id)
    if address is None or address[0] != ticket_id:
        raise NotFound("There is no such message.")
    found = withdraw(desk, *address)
    return {"entry": present.entry(desk, found.entry), "text": found.words.text,
            "attachment_ids": list(found.words.attachment_ids)}  # fmt: skip


@routes.post("/v1/messages/{message_id}/retry", needs="tickets:write")
def retry(desk: Desk, message_id: str) -> Answer:
    """Send again, by a person's word, what failed or may have failed (decision 19)."""
    address = message_address(message_id)
    if address is None:
        raise NotFound("There is no such message.")
    operations.once(desk, lambda: _retry(desk, *address))
    return Answer(present.entry(desk, deliveries.load(desk, *address)))


def _retry(desk: Desk, ticket_id: str, sequence: int) -> dict[str, Any]:
    message = deliveries.load(desk, ticket_id, sequence)
    ticket = storage.load(desk, ticket_id)
    if refusal := replying.again(desk, ticket, message):
        raise refusal.as_conflict()
    if not deliveries.retry(desk, message, desk.now()):
        raise Conflict("Only a failed or unknown message can be sent again.", code="not_failed")
    return {}
