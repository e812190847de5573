"""`/v1/link_domain`: the shop's own domain for short links (guard `guards.agent`).

`/l/probe/{challenge}` answers our own question whether a domain leads here (`guards.public`).
"""

from typing import Annotated, Any

from msgspec import Meta

from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.marketing.domains import prove, reach, rules, storage
from chalicelib.marketing.domains.model import LinkDomain
from chalicelib.marketing.links import rules as links
from chalicelib.web.answers import Answer, Text, no_content
from chalicelib.web.bodies import Body
from chalicelib.web.request import Request
from chalicelib.web.routes import NOBODY_ASKED, Routes

routes = Routes()
open_routes = Routes()


class DomainBody(Body, frozen=True):
    """The domain that short links shall stand under."""

    domain: Annotated[str, Meta(min_length=1, max_length=253)]


@routes.get("/v1/link_domain", needs="settings:read")
def show_domain(desk: Desk) -> dict[str, Any]:
    """Show the domain, how far it is proved, what is missing, and the record that proves it."""
    return _shown(desk, storage.load(desk))


@routes.on("PUT", "/v1/link_domain", needs="settings:write", body=DomainBody)
def take_domain(desk: Desk, body: DomainBody) -> dict[str, Any]:
    """Take a domain; links stand under it once DNS proves it the shop's and it leads here."""
    return _shown(desk, prove.take(desk, body.domain))


@routes.post("/v1/link_domain/check", needs="settings:write")
def check_domain(desk: Desk) -> dict[str, Any]:
    """Look at DNS, and where the domain leads, now instead of within the next minutes."""
    return _shown(desk, prove.check(desk))


@routes.on("DELETE", "/v1/link_domain", needs="settings:write", status=204)
def release_domain(desk: Desk) -> Answer:
    """Give the domain up; links that were sent under it go on leading where they led."""
    prove.release(desk)
    return no_content()


@open_routes.get("/l/probe/{challenge}", needs=NOBODY_ASKED)
def answer_probe(desk: Desk, request: Request, challenge: str) -> Answer:
    """Answer, in a way that no other deployment can, the question whether a domain leads here."""
    told = reach.answer(desk, links.host_of(request.headers.get("host", "")), challenge)
    if told is None:
        raise NotFound("This is no question of ours.")
    headers = {"Content-Type": "text/plain; charset=utf-8", "X-Robots-Tag": "noindex"}
    return Answer(Text(told), headers=headers)


def _shown(desk: Desk, known: LinkDomain) -> dict[str, Any]:
    return {
        "domain": known.domain,
        "state": known.state,
        "reason": known.reason,
        "record": {
            "type": "TXT",
            "name": rules.record_name(known.domain),
            "value": prove.proof_of(desk, known.domain),
        },
        "added_at": known.added_at,
        "checked_at": known.checked_at,
        "verified_at": known.verified_at,
        "lost_at": known.lost_at,
    }
