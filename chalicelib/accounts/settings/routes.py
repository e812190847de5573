"""`/v1/settings`: the tree, and the set-up of mail (guard `guards.agent`)."""

from typing import Annotated, Any

from msgspec import Meta

from chalicelib.accounts import forwarding, storage
from chalicelib.accounts.settings import change
from chalicelib.accounts.settings.model import Settings
from chalicelib.core.desk import Desk
from chalicelib.web.answers import Answer, created, no_content
from chalicelib.web.bodies import Body
from chalicelib.web.routes import Routes

routes = Routes()


class NewAddress(Body, frozen=True):
    """A support address of the shop."""

    address: Annotated[str, Meta(min_length=1, max_length=254)]


@routes.get("/v1/settings", needs="settings:read")
def show_settings(desk: Desk) -> dict[str, Any]:
    """Show all settings."""
    return change.shown(desk)


@routes.on("PATCH", "/v1/settings", needs="settings:write", body=dict, patches=Settings)
def change_settings(desk: Desk, body: dict[str, Any]) -> dict[str, Any]:
    """Change the settings named; null takes one back to its default."""
    return change.patch(desk, body)


@routes.get("/v1/settings/web_chat/secret", needs="keys:write")
def show_chat_secret(desk: Desk) -> dict[str, Any]:
    """Show what the shop's server signs its shoppers' ids with."""
    return {"secret": storage.account_now(desk).chat_secret}


@routes.post("/v1/settings/email/addresses", needs="settings:write", body=NewAddress, status=201)
def add_address(desk: Desk, body: NewAddress) -> Answer:
    """Add a support address; the answer says where to forward its mail to."""
    support = forwarding.add(desk, body.address)
    inbound = storage.account(desk).inbound_address(desk.place.mail_domain)
    return created({**change.shown_address(desk, support), "forward_to": inbound})


@routes.post("/v1/settings/email/addresses/{address}/test", needs="settings:write", status=202)
def test_address(desk: Desk, address: str) -> dict[str, Any]:
    """Send a test mail to a support address; when it comes back the address is verified."""
    return change.shown_address(desk, forwarding.send_test(desk, address))


@routes.on("DELETE", "/v1/settings/email/addresses/{address}", needs="settings:write", status=204)
def remove_address(desk: Desk, address: str) -> Answer:
    """Forget a support address."""
    forwarding.remove(desk, address)
    return no_content()
