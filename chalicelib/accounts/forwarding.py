"""Setting up mail: the shop forwards its support address to us, and a test mail proves it."""

import re
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.accounts import amend, mails, rules, storage
from chalicelib.accounts.model import Account, SupportAddress
from chalicelib.core.addresses import domain_of, normal
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict, Fault, Invalid, NotFound, Uncertain
from chalicelib.table import operations, rates
from chalicelib.table.across_accounts import LookupRow, across_accounts_claim_row
from chalicelib.table.row import Row
from chalicelib.table.write import ConditionFailed, Put

_SET_UP_TAKES = timedelta(days=7)
TEST_LASTS = timedelta(days=1)
_PURPOSE = "forwarding"
_SIGNATURE = 20
MARK = re.compile(r"dhf_(?P<until>[0-9a-f]{8})_(?P<signature>[0-9a-f]{40})")
TESTS_A_DAY = 20


def add(desk: Desk, text: str) -> SupportAddress:
    """Add a support address; it is pending until a test mail came back."""
    address = normal(text)
    if address is None or domain_of(address) == desk.place.mail_domain:
        detail = "Give the address that your customers write to."
        fault = Fault("/address", "invalid_address", detail)
        raise Invalid("This is no address of yours.", faults=[fault])
    support = SupportAddress(address=address, added_at=desk.now())

    def decide(account: Account) -> Account:
        if any(known.address == address for known in account.support_addresses):
            raise Conflict("The address is there already.", code="address_exists")
        if len(account.support_addresses) >= rules.MAX_SUPPORT_ADDRESSES:
            raise Conflict("There are too many addresses.", code="too_many_addresses")
        return replace(account, support_addresses=(*account.support_addresses, support))

    return find(amend.amend(desk, "address_added", decide, detail=address), address)


def find(account: Account, address: str) -> SupportAddress:
    """Return one of an account's support addresses, or raise NotFound."""
    for support in account.support_addresses:
        if support.address == address.strip().lower():
            return support
    raise NotFound("There is no such support address.")


def send_test(desk: Desk, address: str) -> SupportAddress:
    """Mail the address; when the mail comes back to us, forwarding is proved."""
    support = find(storage.account_now(desk), address)
    if operations.find(desk) is not None:
        return support
    rates.limit(desk, "forwarding_tests", desk.account_id, most=TESTS_A_DAY, per=timedelta(days=1))
    with suppress(Uncertain):  # a test that did arrive tells so by itself
        _mail_test(desk, support.address)
    tested_at = desk.now()
    account = amend.amend(
        desk, "forwarding_tested", lambda a: _with(a, support.address, tested_at=tested_at)
    )
    return find(account, support.address)


def _mail_test(desk: Desk, address: str) -> None:
    mark = _mark(desk, address)
    text = (
        "This mail tests whether mail to this address is forwarded to Deskhand.\n"
        "Nothing is left to do: once it is forwarded, the address is shown as verified.\n\n"
        f"{mark}\n"
    )
    mails.send(desk, address, subject=f"Forwarding test {mark}", text=text, ref="forwarding")


def confirm(desk: Desk, *texts: str) -> bool:
    """Tell whether a mail that reached the account's inbound address is its own test mail.

    Then its address is verified, unless another account proved it first; the mail is no ticket.
    """
    marks = [found for text in texts for found in MARK.finditer(text)]
    for found in marks[:3]:
        for support in storage.account(desk).support_addresses:
            if _is_genuine(desk, support.address, found):
                _verify(desk, support)
                return True
    return False


def may_be_confirmation(desk: Desk, text: str) -> bool:
    """Tell whether a mail may be a provider's question if mail is to be forwarded here.

    It names our inbound address while forwarding is being set up.
    """
    account, since = storage.account(desk), desk.now() - _SET_UP_TAKES
    is_waiting = any(
        address.verified_at is None and (address.tested_at or address.added_at) > since
        for address in account.support_addresses
    )
    return is_waiting and account.inbound_address(desk.place.mail_domain) in text.lower()


def remove(desk: Desk, address: str) -> None:
    """Forget a support address, and that it was this account's."""
    if operations.find(desk) is not None:
        return
    support = find(storage.account_now(desk), address)
    deletes: list[Row] = [_claim(desk, support)] if support.verified_at else []

    def decide(account: Account) -> Account:
        rest = tuple(a for a in account.support_addresses if a.address != support.address)
        return replace(account, support_addresses=rest)

    amend.amend(desk, "address_removed", decide, detail=support.address, deletes=deletes)


def _verify(desk: Desk, support: SupportAddress) -> None:
    if support.verified_at is not None:
        return
    is_ours = LookupRow.account_id == desk.account_id
    claim = Put(
        row=across_accounts_claim_row(support.address, desk.account_id),
        condition=Row.pk.does_not_exist() | is_ours,
    )
    verified_at = desk.now()
    try:
        amend.amend(
            desk,
            "address_verified",
            lambda account: _with(account, support.address, verified_at=verified_at),
            detail=support.address,
            puts=[claim],
        )
    except ConditionFailed:
        return  # another account proved it first


def _claim(desk: Desk, support: SupportAddress) -> LookupRow:
    return across_accounts_claim_row(support.address, desk.account_id)


def _with(account: Account, address: str, **moments: datetime) -> Account:
    # On the address as it is now: what others noted of it meanwhile stays.
    changed = (
        replace(known, **moments) if known.address == address else known
        for known in account.support_addresses
    )
    return replace(account, support_addresses=tuple(changed))


def _mark(desk: Desk, address: str) -> str:
    until = f"{int((desk.now() + TEST_LASTS).timestamp()):08x}"
    signature = desk.secrets.sign(_PURPOSE, _message(desk, address, until))[:_SIGNATURE]
    return f"dhf_{until}_{signature.hex()}"


def _is_genuine(desk: Desk, address: str, found: re.Match[str]) -> bool:
    if int(found["until"], 16) < desk.now().timestamp():
        return False
    signature = bytes.fromhex(found["signature"])
    return desk.secrets.verify(_PURPOSE, _message(desk, address, found["until"]), signature)


def _message(desk: Desk, address: str, until: str) -> bytes:
    return f"{desk.account_id}\0{address}\0{until}".encode()
