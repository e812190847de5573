"""Making an account, with its owner, in one transaction."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from chalicelib.accounts import people, roster, rules, sessions, storage, tokens
from chalicelib.accounts.model import Account, Agent, Role
from chalicelib.accounts.plans import rules as plans
from chalicelib.accounts.settings.model import OfficeHours, Settings
from chalicelib.accounts.settings.rules import is_zone
from chalicelib.core.desk import SYSTEM, Desk
from chalicelib.core.errors import Conflict, Fault, Invalid
from chalicelib.table import operations, rates
from chalicelib.table.across_accounts import across_accounts_slug_row
from chalicelib.table.write import ConditionFailed, Put, absent_or_mine, transact

_ATTEMPTS = 5
_SIGN_UPS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Founded:
    """A new account and who owns it."""

    account: Account
    owner: Agent


def create(
    desk: Desk, *, name: str, email: str, owner_name: str, time_zone: str = "UTC"
) -> Founded:
    """Make an account; its inbound address is taken from its name, or close to it."""
    if not is_zone(time_zone):
        fault = Fault("/time_zone", "unknown_zone", "Name a zone like Europe/Berlin.")
        raise Invalid("The time zone is not known.", faults=[fault])
    done = operations.once(
        desk, lambda: _create(desk, people.tidy_name(name), email, owner_name, time_zone)
    )
    own = desk.for_account(done["account_id"], SYSTEM)
    return Founded(account=storage.account_now(own), owner=storage.agent(own, done["owner_id"]))


def sign_up(
    desk: Desk, *, name: str, email: str, owner_name: str, time_zone: str = "UTC"
) -> Founded:
    """Make an account for a stranger, and mail the owner a link to sign in."""
    rates.limit(desk, "sign_ups", desk.source_ip, most=_SIGN_UPS, per=timedelta(days=1))
    founded = create(desk, name=name, email=email, owner_name=owner_name, time_zone=time_zone)
    sessions.request_link(desk, founded.owner.email)
    return founded


def _create(desk: Desk, name: str, email: str, owner_name: str, time_zone: str) -> dict[str, Any]:
    for attempt in range(_ATTEMPTS):
        account = _account(desk, name, _slug(desk, name, attempt), time_zone)
        own = desk.for_account(account.id, SYSTEM)
        owner = people.new_agent(own, email=email, name=owner_name, role=Role.owner)
        result = {"account_id": account.id, "owner_id": owner.id}
        slug_put = Put(
            row=across_accounts_slug_row(account.slug, account.id),
            condition=absent_or_mine(desk.operation_id),
        )
        puts = [
            slug_put,
            storage.put_account(own, account),
            roster.first_put(own),
            *people.first_puts(own, owner),
            storage.put_event(own, "account_created", account.id, owner.id),
            *operations.mark(desk, result),
        ]
        try:
            transact(own, puts)
        except ConditionFailed as failed:
            if failed.index > 0:
                raise
        else:
            return result
    raise Conflict("No free address was found for this name.", code="slug_taken")


def _account(desk: Desk, name: str, slug: str, time_zone: str) -> Account:
    account_id, now = desk.new_id("acc"), desk.now()
    plan, term = plans.begun(desk.place.trial_days, now)
    settings = Settings(office_hours=OfficeHours(time_zone=time_zone))
    return Account(
        id=account_id,
        name=name,
        slug=slug,
        plan=plan,
        term=term,
        public_key=tokens.public_key(account_id, desk.randomness(8)),
        chat_secret=desk.randomness(32).hex(),
        created_at=now,
        settings=settings,
    )


def _slug(desk: Desk, name: str, attempt: int) -> str:
    wanted = rules.slug(name)
    if attempt == 0 and len(wanted) > 2 and wanted not in rules.RESERVED_SLUGS:
        return wanted
    suffix = desk.randomness(3).hex()
    return f"{wanted}-{suffix}" if wanted else f"shop-{suffix}"
