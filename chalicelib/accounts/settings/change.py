"""Reading and changing an account's settings."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import msgspec

from chalicelib.accounts import amend, rules, senders, storage
from chalicelib.accounts.model import Account, Claim, SupportAddress
from chalicelib.accounts.settings.model import Settings
from chalicelib.accounts.settings.rules import calendar, faults, merged, tidied, unknown_names
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Fault, Invalid
from chalicelib.core.hours import is_open, opens_at
from chalicelib.web import bodies

_READ_ONLY = ("addresses", "inbound_address", "advice")


def shown(desk: Desk, account: Account | None = None) -> dict[str, Any]:
    """Return the settings as the API shows them, and what follows from them beside."""
    account = account or storage.account_now(desk)
    tree: dict[str, Any] = msgspec.to_builtins(account.settings)
    domain = desk.place.mail_domain
    tree["email"] |= {
        "inbound_address": account.inbound_address(domain),
        "addresses": [shown_address(desk, support) for support in account.support_addresses],
        "advice": rules.advice(rules.sender_address(account, domain), domain),
    }
    hours, now = calendar(account.settings.office_hours), desk.now()
    tree["office"] = {"is_open": is_open(hours, now), "opens_at": opens_at(hours, now)}
    return tree


def shown_address(desk: Desk, support: SupportAddress) -> dict[str, Any]:
    """Return a support address with the state of its forwarding (rules of email set-up)."""
    return {
        "address": support.address,
        "state": rules.forwarding_state(support, desk.now()).value,
        "tested_at": support.tested_at,
        "verified_at": support.verified_at,
        "advice": rules.advice(support.address, desk.place.mail_domain),
    }


def patch(desk: Desk, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Lay changes over the settings, all or none; raise Invalid naming each wrong place."""

    def decide(account: Account) -> Account:
        settings = _laid_over(account.settings, changes)
        _refuse_unpaid(account, settings)
        _refuse_foreign_sender(desk, account, settings)
        _refuse_strangers(desk, account, settings)
        return replace(account, settings=settings)

    return shown(desk, amend.amend(desk, "settings_changed", decide, detail=_names(changes)))


def _laid_over(current: Settings, changes: Mapping[str, Any]) -> Settings:
    found = [*_read_only(changes), *unknown_names(changes, msgspec.to_builtins(Settings()))]
    if found:
        raise Invalid("The settings are not as they should be.", faults=found)
    tree = merged(msgspec.to_builtins(current), changes)
    settings = tidied(bodies.convert(tree, Settings))
    if found := faults(settings):
        raise Invalid("The settings are not as they should be.", faults=found)
    return settings


def _read_only(changes: Mapping[str, Any]) -> list[Fault]:
    email = changes.get("email")
    names = [name for name in _READ_ONLY if isinstance(email, dict) and name in email]
    found = [*(f"/email/{name}" for name in names), *(["/office"] if "office" in changes else [])]
    return [Fault(pointer, "read_only", "This is not changed here.") for pointer in found]


def _refuse_unpaid(account: Account, settings: Settings) -> None:
    """Raise PlanRequired for what the plan lacks, unless it is only switched off."""
    for feature in ("auto_close", "round_robin"):
        wanted = getattr(settings, feature)
        if wanted.enabled and wanted != getattr(account.settings, feature):
            rules.require(account.plan, feature)
    if settings.reports.weekly_email.is_on and settings.reports != account.settings.reports:
        rules.require(account.plan, "reports")


def _refuse_foreign_sender(desk: Desk, account: Account, settings: Settings) -> None:
    address = settings.web_chat.follow_up_email.from_address
    if address == account.settings.web_chat.follow_up_email.from_address:
        return
    if senders.claim(desk, account, address) is Claim.theirs:
        pointer = "/web_chat/follow_up_email/from_address"
        fault = Fault(pointer, "not_yours", "Mail from this address is not this account's.")
        raise Invalid("The settings are not as they should be.", faults=[fault])


def _refuse_strangers(desk: Desk, account: Account, settings: Settings) -> None:
    """Raise Invalid where the team's figures would go to somebody who is not of the team."""
    wanted, before = settings.reports.weekly_email.to, account.settings.reports.weekly_email.to
    if set(wanted) <= set(before):
        return
    team = storage.agents(desk)
    found = [
        Fault(f"/reports/weekly_email/to/{index}", "not_in_team", "Nobody of the team is this.")
        for index, each in enumerate(wanted)
        if each not in before and not any(rules.is_named(agent, each) for agent in team)
    ]
    if found:
        raise Invalid("The settings are not as they should be.", faults=found)


def _names(changes: Mapping[str, Any]) -> str:
    return " ".join(sorted(changes))
