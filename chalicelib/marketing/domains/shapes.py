"""What answers about the domain of short links look like."""

from datetime import datetime

from chalicelib.marketing.domains.model import DomainState, Missing
from chalicelib.web.description.shapes import Answers, Shape, plain, refusing


class DnsRecord(Shape, frozen=True):
    """The record that proves a domain the shop's."""

    type: str
    name: str
    value: str


class LinkDomainSeen(Shape, frozen=True):
    """The domain, how far it is proved, and what is missing."""

    domain: str
    state: DomainState
    reason: Missing | None
    record: DnsRecord
    added_at: datetime
    checked_at: datetime | None
    verified_at: datetime | None
    lost_at: datetime | None


ANSWERS: Answers = {
    "GET /v1/link_domain": plain(LinkDomainSeen, 404),
    "PUT /v1/link_domain": LinkDomainSeen,
    "POST /v1/link_domain/check": plain(LinkDomainSeen, 404),
    "DELETE /v1/link_domain": refusing(404),
}
