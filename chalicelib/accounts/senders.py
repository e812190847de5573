"""Which address an account's mail comes from; asked again at every send."""

from chalicelib.accounts import rules, storage
from chalicelib.accounts.model import Account, Claim
from chalicelib.core.addresses import domain_of
from chalicelib.core.desk import Desk
from chalicelib.table.across_accounts import across_accounts_claims


def of_replies(desk: Desk) -> tuple[str, str]:
    """Return (address, name) that replies come from: a proved support address, else our own.

    That mail to it is forwarded does not mean that the mail service may send from it: until the
    shop's domain is set up there, our own address with the shop's name has to do.
    """
    account = storage.account(desk)
    for address in rules.verified_addresses(account):
        if desk.mailer.may_send_from(address):
            return address, _name(account)
    return account.inbound_address(desk.place.mail_domain), _name(account)


def of_follow_ups(desk: Desk) -> tuple[str, str]:
    """Return (address, name) of the mail to visitors who left (acceptance 77)."""
    account = storage.account(desk)
    chosen = account.settings.web_chat.follow_up_email.from_address
    if chosen and _is_ours(desk, account, chosen) and desk.mailer.may_send_from(chosen):
        return chosen, _name(account)
    return of_replies(desk)


def claim(desk: Desk, account: Account, address: str) -> Claim:
    """Return whose an address is, of all accounts here."""
    domain, own_domain = domain_of(address), desk.place.mail_domain
    if not address or address == account.inbound_address(own_domain):
        return Claim.own
    if domain == own_domain or domain.endswith(f".{own_domain}"):
        return Claim.theirs
    return rules.claim(address, account.id, across_accounts_claims(domain))


def _is_ours(desk: Desk, account: Account, address: str) -> bool:
    found = claim(desk, account, address)
    # What nobody proved may be the next account's, or that of whoever runs this place.
    is_given = found is Claim.nobody and desk.mailer.is_set_up_for(address, account.id)
    return is_given or found is Claim.own


def _name(account: Account) -> str:
    return account.settings.email.from_name or account.name
