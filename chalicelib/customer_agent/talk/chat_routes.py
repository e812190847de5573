"""The visitor's word on a human over HTTP (guard `channels.webchat.guard.visitor`)."""

from typing import Annotated, Any

from msgspec import Meta

from chalicelib.channels.webchat.guard import own_chat
from chalicelib.core.desk import Desk
from chalicelib.customer_agent.talk import visitor
from chalicelib.messaging.chat import handoff_of
from chalicelib.messaging.chat_routes import CHAT
from chalicelib.web.bodies import Body
from chalicelib.web.routes import Routes

routes = Routes()


class HandoffBody(Body, frozen=True):
    """Whether a human is wanted, and where to answer; `language` is that of the page."""

    is_wanted: bool
    email: Annotated[str, Meta(max_length=254)] = ""
    language: Annotated[str, Meta(max_length=20)] = ""


@routes.post("/v1/chat/handoff", needs=CHAT, body=HandoffBody)
def decide_handoff(desk: Desk, body: HandoffBody) -> dict[str, Any]:
    """Connect the visitor with the team, or go on without; only after they were asked.

    Whom nobody vouches for is asked for an email first: `stage` is then `email`, and the same
    request with one hands off.
    """
    ticket = visitor.decide(
        desk, own_chat(desk), is_wanted=body.is_wanted, email=body.email, language=body.language
    )
    return {"handoff": handoff_of(ticket)}
