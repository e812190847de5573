"""What is left to set up, over HTTP (guard `guards.agent`)."""

from typing import Annotated, Any

from msgspec import UNSET, Meta, UnsetType, field

from chalicelib.core.desk import Desk
from chalicelib.messaging import sandbox
from chalicelib.setup import change, rules, sender, words
from chalicelib.setup.look import Looked, look
from chalicelib.setup.model import Finding, Name, Skipped
from chalicelib.setup.records import Record, explained
from chalicelib.web.answers import Answer
from chalicelib.web.bodies import Body
from chalicelib.web.etags import etag, expected_version
from chalicelib.web.request import Request
from chalicelib.web.routes import Routes

routes = Routes()

Wishes = Annotated[
    dict[Name, change.Wish],
    Meta(description="By step: `skipped` passes over it, `open` takes it up again."),
]


class SetupChange(Body, frozen=True):
    """What the team says of the list; what is left out stays."""

    steps: Wishes = field(default_factory=dict[Name, change.Wish])
    is_dismissed: bool | UnsetType = UNSET


@routes.get("/v1/setup", needs="settings:read")
def show_setup(desk: Desk) -> Answer:
    """Show how far each step of the set-up has got, as things are now."""
    return _answer(look(desk))


@routes.on("PATCH", "/v1/setup", needs="settings:write", body=SetupChange)
def change_setup(desk: Desk, body: SetupChange, request: Request) -> Answer:
    """Pass over steps, take them up again, put the list away or bring it back.

    With If-Match, 409 where somebody else has changed the list.
    """
    is_dismissed = None if body.is_dismissed is UNSET else body.is_dismissed
    expected = expected_version(request)
    change.change(desk, body.steps, is_dismissed=is_dismissed, expected=expected)
    return _answer(look(desk))


@routes.post("/v1/setup/sandbox", needs="settings:write")
def open_sandbox(desk: Desk) -> dict[str, Any]:
    """Return the address of a test shop with this account's chat, good for half an hour.

    What is written there is a ticket that no figure counts and nothing outside hears of.
    """
    opened = sandbox.open_shop(desk)
    return {"url": opened.url, "expires_at": opened.expires_at}


@routes.on("DELETE", "/v1/setup/sandbox", needs="settings:write")
def close_sandbox(desk: Desk) -> dict[str, Any]:
    """Close the test tickets, 50 at once; `left` says how many are open still."""
    closed, left = sandbox.close_tickets(desk)
    return {"closed": closed, "left": left}


@routes.get("/v1/setup/sender", needs="settings:read")
def show_sender(desk: Desk) -> dict[str, Any]:
    """Show the DNS records that the shop's own sender needs, and what is said of each now."""
    own = sender.look(desk)
    return {
        "domain": own.domain,
        "is_known": own.is_known,
        "may_send": own.may_send,
        "records": [_record(record, own.domain) for record in own.records],
    }


def _record(record: Record, domain: str) -> dict[str, Any]:
    return {
        "purpose": record.purpose,
        "type": record.type,
        "name": record.name,
        "value": record.value,
        "service": record.service or None,
        "seen": record.seen,
        "stands": list(record.stands),
        "detail": explained(record, domain),
    }


def _answer(looked: Looked) -> Answer:
    settled = [rules.is_settled(name, found, looked.kept) for name, found in looked.found.items()]
    shown = {
        "data": [_step(name, found, looked) for name, found in looked.found.items()],
        "settled": sum(settled),
        "of": len(settled),
        "is_open": rules.is_open(looked.found, looked.kept),
        "dismissed": _said(looked.kept.dismissed, looked),
    }
    return Answer(shown, 200, {"ETag": etag(looked.kept.version)})


def _step(name: Name, found: Finding, looked: Looked) -> dict[str, Any]:
    detail, to_do = words.of(found.reason, found.facts)
    return {
        "name": name.value,
        "title": words.TITLES[name],
        "state": found.state.value,
        "reason": found.reason,
        "detail": detail,
        "to_do": to_do,
        "page": words.PAGES[name] or None,
        "is_essential": name in rules.ESSENTIAL,
        "skipped": _said(looked.kept.skipped.get(name), looked),
        "facts": dict(found.facts),
    }


def _said(said: Skipped | None, looked: Looked) -> dict[str, Any] | None:
    if said is None:
        return None
    return {"by": said.by, "name": looked.names.get(said.by, ""), "at": said.at}
