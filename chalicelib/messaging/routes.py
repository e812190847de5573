"""Answering tickets over HTTP."""

from typing import Any

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict, NotFound
from chalicelib.core.ids import message_address
from chalicelib.messaging.reply import reply as send_reply
from chalicelib.table import operations
from chalicelib.tickets import deliveries, present
from chalicelib.tickets.authors import author
from chalicelib.web import etags
from chalicelib.web.answers import Answer, created
from chalicelib.web.bodies import Body
from chalicelib.web.request import Request
from chalicelib.web.routes import Routes

routes = Routes(__name__)


class ReplyBody(Body, frozen=True):
    """A public answer."""

    text: str


@routes.post("/v1/tickets/{ticket_id}/replies", needs="tickets:write", body=ReplyBody, status=201)
def reply(desk: Desk, request: Request, ticket_id: str, body: ReplyBody) -> Answer:
    """Answer the customer; with If-Match, 409 when there are messages the agent has not seen."""
    seen = etags.expected_version(request)
    done = send_reply(desk, ticket_id, author(desk), body.text, seen_version=seen)
    answer = created(present.entry(done.entries[-1]))
    answer.headers["ETag"] = etags.etag(done.ticket.version)
    return answer


@routes.post("/v1/messages/{message_id}/retry", needs="tickets:write")
def retry(desk: Desk, message_id: str) -> Answer:
    """Send again, by a person's word, what failed or may have failed (decision 19)."""
    address = message_address(message_id)
    if address is None:
        raise NotFound("There is no such message.")
    operations.once(desk, lambda: _retry(desk, *address))
    return Answer(present.entry(deliveries.load(desk, *address)))


def _retry(desk: Desk, ticket_id: str, sequence: int) -> dict[str, Any]:
    message = deliveries.load(desk, ticket_id, sequence)
    if not deliveries.retry(desk, message, desk.now()):
        raise Conflict("Only a failed or unknown message can be sent again.", code="not_failed")
    return {}
