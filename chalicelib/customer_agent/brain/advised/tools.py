"""What the language model may look up: articles, and the orders of who asks. Nothing is changed.

Whose orders those are is decided here, from the conversation: the model has no way to say it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.commerce.model import Order
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Forbidden
from chalicelib.core.talk import Tool, Use
from chalicelib.customer_agent.brain import orders, tracking
from chalicelib.customer_agent.brain.model import Asked
from chalicelib.customer_agent.knowledge.answers import Found, answer
from chalicelib.telemetry.log import logger

MOST_ARTICLES = 3
MOST_ORDERS = 10
MOST_GIVEN = 300
"""Characters that the model may look for."""

SEARCH = Tool(
    name="search_knowledge",
    description="Find articles of the shop's help pages.",
    given={"query": "What to look for, in the words of the customer's language."},
)
ORDERS = Tool(
    name="my_orders", description="The newest orders of the customer who writes.", given={}
)
ORDER = Tool(
    name="my_order",
    description="One order of the customer who writes.",
    given={"number": "Its number as the customer calls it, such as 1001."},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What was found, by the ids that an answer may name as its sources."""

    sources: Mapping[str, Mapping[str, Any]]

    @property
    def text(self) -> str:
        """Return it as the model sees it."""
        found = [{"source": source, **facts} for source, facts in self.sources.items()]
        return json.dumps({"found": found}, ensure_ascii=False)


def tools(asked: Asked) -> tuple[Tool, ...]:
    """Return what may be looked up for whoever asks: no orders of who has not proved to be it."""
    return (SEARCH, ORDERS, ORDER) if asked.is_proved and asked.customer_id else (SEARCH,)


def look_up(desk: Desk, asked: Asked, use: Use) -> Shown:
    """Return what was found; raise Forbidden for anything that was not offered, or not so."""
    tool = next((tool for tool in tools(asked) if tool.name == use.name), None)
    given = {name: text for name, text in use.given.items() if _is_short(text)}
    if tool is None or set(use.given) != set(tool.given) or given != use.given:
        logger.warning(
            "a language model wanted what it may not see",
            extra={"account": desk.account_id, "wanted": use.name[:40]},
        )
        raise Forbidden("There is nothing of that kind to look up.")
    if tool is SEARCH:
        return _articles(desk, str(use.given["query"]))
    return _orders(desk, asked, str(use.given.get("number", "")))


def _is_short(text: object) -> bool:
    return isinstance(text, str) and len(text) <= MOST_GIVEN


def _articles(desk: Desk, query: str) -> Shown:
    found = answer(desk, query)
    every = (*([found.answer] if found.answer else []), *found.others)
    return Shown(sources={each.id: _article(each) for each in every[:MOST_ARTICLES]})


def _article(found: Found) -> Mapping[str, Any]:
    return {"title": found.title, "text": found.passage, "links": list(found.links)}


def _orders(desk: Desk, asked: Asked, number: str) -> Shown:
    own = orders.seen(desk, asked).orders[:MOST_ORDERS]
    if number:
        named = tracking.chosen(own, f"#{number.lstrip('#')}")
        own = (named,) if named else ()
    return Shown(sources={orders.source(each): _order(each) for each in own})


def _order(order: Order) -> Mapping[str, Any]:
    return {
        "number": order.name,
        "placed_on": order.placed_at.date().isoformat(),
        "state": tracking.phase(order) or "not clear, a person must look",
        "parcels": [
            {
                "tracking": parcel.tracking_url,
                "expected_on": parcel.estimated_delivery_at.date().isoformat()
                if parcel.estimated_delivery_at
                else "",
            }
            for parcel in order.fulfillments
        ],
    }
