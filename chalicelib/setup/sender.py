"""What DNS and the mail service say of the records that a shop's own sender needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

from chalicelib.accounts import rules as accounts_rules
from chalicelib.accounts import storage as accounts
from chalicelib.core.addresses import domain_of, is_public_provider
from chalicelib.core.desk import Desk
from chalicelib.core.errors import DeliveryFailed, NotFound, Unavailable, Uncertain
from chalicelib.setup import records
from chalicelib.setup.records import Record, Seen
from chalicelib.table.recent import Recent

_MOST = 16_384
"""Bytes of a resolver's answer."""
_KNOWN_FOR = timedelta(seconds=15)
"""So long the same is answered to whoever looks again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """A domain, whether mail may come from it, and its records."""

    domain: str
    is_known: bool
    may_send: bool
    records: tuple[Record, ...]


_recent: Recent[Sender] = Recent(_KNOWN_FOR)


def look(desk: Desk) -> Sender:
    """Return each record with what is said of it now; NotFound where no own domain is proved."""
    verified = accounts_rules.verified_addresses(accounts.account_now(desk))
    domain = domain_of(verified[0]) if verified else ""
    if not domain or is_public_provider(domain):
        raise NotFound("No support address on a domain of your own is proved yet.")
    return _recent.get(desk.account_id, domain, desk.now(), lambda: _look(desk, domain))


def _look(desk: Desk, domain: str) -> Sender:
    sending = desk.mailer.look(domain)
    resolvers = _Resolvers(desk, desk.place.resolvers)
    found: list[Record] = []
    for record in records.wanted(domain, sending) if sending.is_known else ():
        seen = records.judged(record, resolvers.ask(record.name, record.type))
        if seen.seen is Seen.missing:
            twice = resolvers.ask(f"{record.name}.{domain}", record.type)
            seen = records.doubled(seen, domain, twice)
        found.append(seen)
    return Sender(
        domain=domain, is_known=sending.is_known, may_send=sending.may_send, records=tuple(found)
    )


class _Resolvers:
    """DNS over HTTPS. One that fails is asked no more: nobody waits for it at each record."""

    def __init__(self, desk: Desk, addresses: Sequence[str]) -> None:
        """Without addresses nobody is asked."""
        self._desk = desk
        self._left = list(addresses)

    def ask(self, name: str, kind: str) -> frozenset[str] | None:
        """Return the records of a kind at a name, or None where nobody answers."""
        while self._left:
            url = f"{self._left[0]}?name={quote(name)}&type={kind}"
            try:
                reply = self._desk.http.request(
                    "GET", url, headers={"Accept": "application/dns-json"}, body=None, most=_MOST
                )
            except (DeliveryFailed, Unavailable, Uncertain):
                self._left.pop(0)
                continue
            found = records.answers(reply.body, kind) if reply.status == 200 else None
            if found is not None:
                return found
            self._left.pop(0)
        return None
