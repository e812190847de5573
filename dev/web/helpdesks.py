"""Controls of the stand-ins for Zendesk and Gorgias: their tickets, humans and troubles."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from dev.product import Product
from dev.providers.gorgias import Gorgias
from dev.providers.helpdesks import TROUBLES, Helpdesks
from dev.providers.helpdesks import Refused as NotThere
from dev.web.exchange import Answered, Asked, Refused, as_json


def helpdesk_of(product: Product, name: str) -> Helpdesks:
    """Return the stand-in by its name."""
    for each in product.network.stand_ins:
        if isinstance(each, Helpdesks) and each.provider == name:
            return each
    raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "Name the helpdesk: zendesk or gorgias.")


def see_helpdesks(product: Product, asked: Asked) -> Answered:
    """Show the tickets of a site, with all that was said in them."""
    stand_in = helpdesk_of(product, asked.first("helpdesk"))
    site = stand_in.site(asked.first("site"))
    said = [{"ticket_id": each.get("_ticket"), **each} for each in site.said]
    return as_json({
        "data": [
            {**ticket, "said": [each for each in said if each["ticket_id"] == number]}
            for number, ticket in site.tickets.items()
        ],
        "trouble": site.trouble,
        "webhooks": [hook["endpoint"] for hook in site.hooks],
    })  # fmt: skip


def change_helpdesks(product: Product, body: Mapping[str, Any]) -> Answered:
    """Answer as a human there (`ticket_id`, `text`), add the integration, or set the trouble."""
    stand_in = helpdesk_of(product, str(body.get("helpdesk", "")))
    site = stand_in.site(str(body.get("site", "")))
    trouble = body.get("trouble", site.trouble)
    if trouble not in TROUBLES:
        detail = f"A trouble is one of {', '.join(TROUBLES[1:])}; an empty one ends it."
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, detail)
    site.trouble = trouble
    if isinstance(stand_in, Gorgias) and "webhook_url" in body:
        url, secret = str(body["webhook_url"]), str(body.get("webhook_secret", ""))
        stand_in.integrate(site.name, url, secret)
    if "text" not in body:
        return as_json({"site": site.name, "trouble": site.trouble})
    is_public = bool(body.get("is_public", True))
    try:
        said = stand_in.reply(
            site.name, str(body.get("ticket_id", "")), str(body["text"]), is_public=is_public
        )
    except NotThere as error:
        raise Refused(HTTPStatus.NOT_FOUND, "There is no such ticket.") from error
    return as_json({"id": said}, 201)
