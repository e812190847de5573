"""A customer's keyword texts over HTTP, and what became of the answers."""

from typing import Any

from chalicelib.core.desk import Desk
from chalicelib.customers import storage as customers
from chalicelib.messaging.keywords import storage
from chalicelib.messaging.keywords.model import KeywordText
from chalicelib.web import cursors
from chalicelib.web.queries import ListQuery
from chalicelib.web.routes import Routes

routes = Routes()


@routes.get("/v1/customers/{customer_id}/keyword_texts", needs="customers:read", query=ListQuery)
def list_texts(desk: Desk, customer_id: str, query: ListQuery) -> dict[str, Any]:
    """Return a page of the texts that were keywords, newest first."""
    customer = customers.load(desk, customer_id)
    part = cursors.part(desk, query, of=f"keyword_texts {customer_id}")
    page, older = storage.history(desk, customer.ids, limit=part.limit, position=part.position)
    return {"data": [_shown(text) for text in page], **part.onward(desk, older)}


def _shown(text: KeywordText) -> dict[str, Any]:
    answer = {
        "text": text.answer,
        "state": text.state,
        "state_detail": text.state_detail or None,
    }
    return {
        "id": text.id,
        "channel": text.channel,
        "inbox": text.inbox,
        "text": text.text,
        "meaning": text.meaning,
        "keyword": text.word,
        "created_at": text.created_at,
        "answer": answer if text.answer else None,
    }
