"""`/v1/helpdesks/...`: connecting other helpdesks (guard `guards.agent`). No token comes out."""

from typing import Annotated, Any

from msgspec import Meta

from chalicelib.core.desk import Desk
from chalicelib.core.errors import Fault, Invalid
from chalicelib.customer_agent.helpdesks import connect, rules, storage
from chalicelib.customer_agent.helpdesks.model import Access, Helpdesk
from chalicelib.web.answers import Answer, no_content
from chalicelib.web.bodies import Body
from chalicelib.web.routes import Routes

routes = Routes()

Token = Annotated[str, Meta(min_length=16, max_length=300, pattern=r"\A[!-~]+\Z")]
Where = Annotated[str, Meta(min_length=1, max_length=100)]
Email = Annotated[str, Meta(min_length=3, max_length=254, pattern=r"\A[!-9;-~]+@[!-9;-~]+\Z")]
_FIELD = {Helpdesk.zendesk: "subdomain", Helpdesk.gorgias: "domain"}


class ZendeskBody(Body, frozen=True):
    """An agent's token; `signing_secret` where the webhook was added by hand."""

    subdomain: Where
    email: Email
    api_token: Token
    signing_secret: Token | None = None


class GorgiasBody(Body, frozen=True):
    """A user's key."""

    domain: Where
    email: Email
    api_key: Token


@routes.get("/v1/helpdesks/zendesk", needs="settings:read")
def show_zendesk(desk: Desk) -> dict[str, Any]:
    """Show whether Zendesk is connected, and what is wrong with it."""
    return _shown(desk, Helpdesk.zendesk)


@routes.on(
    "PUT",
    "/v1/helpdesks/zendesk",
    feature="customer_agent",
    needs="settings:write",
    body=ZendeskBody,
)
def connect_zendesk(desk: Desk, body: ZendeskBody) -> dict[str, Any]:
    """Connect Zendesk, or give it another token; its webhook is added there, too."""
    access = _access(Helpdesk.zendesk, body.subdomain, body.email, body.api_token)
    connect.connect(desk, access, hook=body.signing_secret or "")
    return _shown(desk, Helpdesk.zendesk)


@routes.on("DELETE", "/v1/helpdesks/zendesk", needs="settings:write", status=204)
def disconnect_zendesk(desk: Desk) -> Answer:
    """Let Zendesk go; its token is forgotten."""
    connect.disconnect(desk, Helpdesk.zendesk)
    return no_content()


@routes.get("/v1/helpdesks/gorgias", needs="settings:read")
def show_gorgias(desk: Desk) -> dict[str, Any]:
    """Show whether Gorgias is connected, and what is wrong with it."""
    return _shown(desk, Helpdesk.gorgias)


@routes.on(
    "PUT",
    "/v1/helpdesks/gorgias",
    feature="customer_agent",
    needs="settings:write",
    body=GorgiasBody,
)
def connect_gorgias(desk: Desk, body: GorgiasBody) -> dict[str, Any]:
    """Connect Gorgias; the secret of its HTTP integration is shown this once."""
    access = _access(Helpdesk.gorgias, body.domain, body.email, body.api_key)
    _, secret = connect.connect(desk, access)
    return {**_shown(desk, Helpdesk.gorgias), **({"webhook_secret": secret} if secret else {})}


@routes.on("DELETE", "/v1/helpdesks/gorgias", needs="settings:write", status=204)
def disconnect_gorgias(desk: Desk) -> Answer:
    """Let Gorgias go; its key is forgotten, and so is the secret."""
    connect.disconnect(desk, Helpdesk.gorgias)
    return no_content()


def _access(helpdesk: Helpdesk, told: str, email: str, token: str) -> Access:
    place = rules.place(helpdesk, told)
    if place is None:
        detail = f"Enter the name in front of .{rules.HOSTS[helpdesk]}."
        fault = Fault(f"/{_FIELD[helpdesk]}", "invalid", detail)
        raise Invalid(detail, faults=[fault])
    return Access(helpdesk=helpdesk, place=place, email=email, token=token)


def _shown(desk: Desk, helpdesk: Helpdesk) -> dict[str, Any]:
    known = storage.find_now(desk, helpdesk)
    return {
        "is_connected": known is not None and not known.problem,
        _FIELD[helpdesk]: known.place if known else None,
        "email": known.email if known else None,
        "checked_at": known.checked_at if known else None,
        "problem": (known.problem or None) if known else None,
        "webhook_url": connect.hook_url(desk, helpdesk),
    }
