"""Consents over HTTP: what counts now, the history, and words that other systems heard."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import Meta

from chalicelib.core.desk import Desk
from chalicelib.customers import storage as customers
from chalicelib.customers.consent import rules, storage
from chalicelib.customers.consent.model import (
    Consent,
    ConsentChannel,
    ConsentKind,
    Consents,
    ConsentState,
)
from chalicelib.customers.edit import edit
from chalicelib.customers.model import Edit
from chalicelib.web import cursors
from chalicelib.web.answers import Answer, created
from chalicelib.web.bodies import Body
from chalicelib.web.queries import ListQuery
from chalicelib.web.routes import Routes

routes = Routes()
MAX_AT_ONCE = rules.MAX_AT_ONCE


class Word(Body, frozen=True):
    """What a customer said somewhere; without `at`, just now."""

    channel: ConsentChannel
    kind: ConsentKind
    state: Literal["subscribed", "unsubscribed"]
    source: Annotated[str, Meta(max_length=60)] = ""
    at: Annotated[datetime, Meta(tz=True)] | None = None
    detail: Annotated[str, Meta(max_length=300)] = ""


@routes.get("/v1/customers/{customer_id}/consents", needs="customers:read", query=ListQuery)
def show(desk: Desk, customer_id: str, query: ListQuery) -> dict[str, Any]:
    """Return what counts now, and a page of the history, newest first."""
    customer = customers.load(desk, customer_id)
    part = cursors.part(desk, query, of=f"consents {customer_id}")
    page, older = storage.history(desk, customer.ids, limit=part.limit, position=part.position)
    current = shown(customer.consents)
    return {"data": shown(page), **part.onward(desk, older), "current": current}


@routes.post("/v1/customers/{customer_id}/consents", needs="customers:write", body=Word, status=201)
def note(desk: Desk, customer_id: str, body: Word) -> Answer:
    """Note a word; one that is older than what is known is kept, and changes nothing."""
    changes = Edit(consents=consents_of(desk, (body,), ""))
    customer = edit(desk, customer_id, changes)
    return created({"current": shown(customer.consents)})


def consents_of(desk: Desk, words: Iterable[Word], pointer: str) -> Consents:
    """Return the words as consents; raise Invalid for one that nobody can have said yet."""
    now, told_by = desk.now(), desk.caller.kind.value
    return tuple(
        Consent(
            channel=word.channel,
            kind=word.kind,
            state=ConsentState(word.state),
            source=word.source.strip() or told_by,
            at=rules.heard_at(word.at, now, f"{pointer}/{index}/at" if pointer else "/at"),
            detail=word.detail,
        )
        for index, word in enumerate(words)
    )


def shown(consents: Consents) -> list[dict[str, Any]]:
    """Return consents as the API shows them."""
    return [
        {
            "channel": consent.channel,
            "kind": consent.kind,
            "state": consent.state,
            "source": consent.source,
            "at": consent.at,
            "detail": consent.detail or None,
        }
        for consent in consents
    ]
