"""Taking a domain for short links, proving it by DNS and by HTTPS, and giving it up (A-112)."""

import json
from contextlib import suppress
from dataclasses import replace
from urllib.parse import urlsplit

from chalicelib.accounts import amend
from chalicelib.accounts import storage as accounts
from chalicelib.accounts.model import Account
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict
from chalicelib.marketing.domains import reach, rules, storage
from chalicelib.marketing.domains.model import DomainState, LinkDomain, Missing
from chalicelib.table import operations
from chalicelib.table.row import Row
from chalicelib.table.write import ConditionFailed, Put
from chalicelib.tickets import deliveries

CHECK_JOB = "check_link_domain"
_PURPOSE = "link_domain"


def take(desk: Desk, text: str) -> LinkDomain:
    """Note the domain that the account wants; another one that it has is given up first."""
    hosts = {urlsplit(desk.place.base_url).hostname or "", desk.place.mail_domain}
    domain, now = rules.normal(text, taken=frozenset(hosts)), desk.now()
    known = storage.find_own(desk)
    if known is not None and known.domain == domain:
        return known
    if known is not None:
        _release(desk.for_operation(f"{desk.operation_id}.release").for_key("", ""), known)
    due_at = now + rules.SOON
    wanted = LinkDomain(domain=domain, added_at=now, reason=Missing.dns, due_at=due_at)
    accounts.commit(desk, [storage.put(desk, None, wanted)])
    return wanted


def proof_of(desk: Desk, domain: str) -> str:
    """Return what the TXT record must say: it proves the domain for this account alone."""
    return rules.record_value(desk.secrets.sign(_PURPOSE, _message(desk, domain)))


def check(desk: Desk) -> LinkDomain:
    """Look at DNS, then whether the domain leads here, and note what that says.

    Raises Conflict `domain_taken` where another account has the domain, or had it until lately.
    """
    before, now = storage.load(desk), desk.now()
    is_theirs = is_proved(desk, before.domain)
    # Nobody is asked who is not proved to be the shop's.
    is_reached = reach.is_reached(desk, before.domain) if is_theirs else None
    after = rules.settled(before, now, is_proved=is_theirs, is_reached=is_reached)
    try:
        _note(desk, before, after)
    except ConditionFailed as failed:
        if storage.load(desk).version != before.version:
            return storage.load(desk)  # somebody looked at the same time
        _note(desk, before, rules.refused(before, now))
        raise Conflict(
            "Another account has this domain, or had it within the last 30 days.",
            code="domain_taken",
        ) from failed
    return after


def is_proved(desk: Desk, domain: str) -> bool | None:
    """Tell whether DNS names this account; None where no resolver answers.

    One that does not know the record yet is overruled by one that does.
    """
    from chalicelib.marketing.domains import dns

    message, is_answered = _message(desk, domain), False
    for records in dns.text_records(desk, rules.record_name(domain)):
        is_answered = True
        for signature in (each for value in records for each in rules.signatures(value)):
            if desk.secrets.verify(_PURPOSE, message, signature):
                return True
    return False if is_answered else None


def release(desk: Desk) -> None:
    """Give the domain up; for a while it is nobody else's."""
    if operations.find(desk) is None:
        _release(desk, storage.load(desk))


def come_due(desk: Desk, pk: str, sk: str) -> None:
    """Order a look: a slow resolver or host would keep everybody's due things waiting."""
    deliveries.postpone(desk, pk, sk, desk.now() + rules.SOON)
    order = {"job": CHECK_JOB, "account_id": desk.account_id}
    desk.queues.put("jobs", [json.dumps(order)])


def check_again(desk: Desk) -> None:
    """Look again, as ordered; nobody waits to hear of a domain that is another's."""
    if storage.find_own(desk) is not None:
        with suppress(Conflict):
            check(desk)


def _note(desk: Desk, before: LinkDomain, after: LinkDomain) -> None:
    own = storage.put(desk, before, after)
    if after.state is before.state:
        accounts.commit(desk, [own])
    elif after.state is DomainState.verified:
        claim = storage.claim(desk, after.domain, desk.now())
        _amend(desk, "link_domain_verified", after.domain, puts=[claim, own])
    else:
        free_at = desk.now() + rules.QUARANTINE
        claim = storage.claim(desk, after.domain, desk.now(), free_at=free_at)
        _amend(desk, "link_domain_lost", "", puts=[claim, own])


def _release(desk: Desk, known: LinkDomain) -> None:
    deletes: list[Row] = [storage.row_of(desk, known)]
    if known.state is DomainState.verified:
        free_at = desk.now() + rules.QUARANTINE
        claim = storage.claim(desk, known.domain, desk.now(), free_at=free_at)
        _amend(desk, "link_domain_released", "", puts=[claim], deletes=deletes)
    else:
        accounts.commit(desk, operations.mark(desk, {}), deletes=deletes)


def _amend(
    desk: Desk, event: str, domain: str, *, puts: list[Put], deletes: list[Row] | None = None
) -> None:
    def decide(account: Account) -> Account:
        return replace(account, link_domain=domain)

    amend.amend(desk, event, decide, detail=domain, puts=puts, deletes=deletes or [])
    storage.forget()


def _message(desk: Desk, domain: str) -> bytes:
    return f"{desk.account_id}\0{domain}".encode()
