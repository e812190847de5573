"""Drafts, by HTTP, in a process that knows who asks."""

from bench.registry import Action, operation
from bench.shop import WORDS, shop
from bench.stage import Stage

DRAFT = "/v1/tickets/{ticket_id}/draft"
MESSAGES = "/v1/tickets/{ticket_id}/messages"


@operation("a draft is kept", requests=2, read=0.5, write=1)
def kept(stage: Stage) -> Action:
    """Write what an agent has typed in some seconds."""
    open_shop = shop(stage)
    ticket_id = open_shop.ticket().id
    return open_shop.api().warm("PUT", DRAFT, {"text": WORDS}, ticket_id=ticket_id)


@operation("a draft is sent", requests=3, read=1, write=10)
def sent(stage: Stage) -> Action:
    """Queue the answer, then empty the draft that it was."""
    open_shop = shop(stage)
    api, ticket_id = open_shop.api(), open_shop.ticket().id
    revision = api.json("PUT", DRAFT, {"text": WORDS}, ticket_id=ticket_id)["revision"]
    body = {"text": WORDS, "draft": revision}
    return api.warm("POST", "/v1/tickets/{ticket_id}/replies", body, ticket_id=ticket_id)


@operation("a ticket opens with a draft", requests=2, read=1.5, write=0)
def opened(stage: Stage) -> Action:
    """Read the thread and the agent's own draft."""
    open_shop = shop(stage)
    api, ticket_id = open_shop.api(), open_shop.ticket().id
    api.call("PUT", DRAFT, {"text": WORDS}, ticket_id=ticket_id)
    return api.warm("GET", MESSAGES, ticket_id=ticket_id, draft="true")
