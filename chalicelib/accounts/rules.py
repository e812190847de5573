"""Who may do what, as data; and the few rules about people, names and addresses."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache

from chalicelib.accounts.model import (
    Account,
    Agent,
    Claim,
    Credential,
    CredentialKind,
    ForwardingState,
    Plan,
    Role,
    SupportAddress,
)
from chalicelib.core.addresses import domain_of, is_public_provider
from chalicelib.core.desk import Caller, CallerKind
from chalicelib.core.errors import Conflict, Forbidden, PlanRequired

_SUPPORT = frozenset({
    "tickets:read", "tickets:write", "tickets:assign", "notes:write",
    "customers:read", "customers:write", "macros:read", "macros:write",
    "views:read", "views:write", "teams:read", "settings:read", "people:read",
    "orders:write", "presence:write", "reports:read",
})  # fmt: skip
_MANAGER = _SUPPORT | {"settings:write", "teams:write", "events:write", "sends:write"}
_ADMIN = _MANAGER | {"people:write", "keys:read", "keys:write", "exports:read"}
_OWNER = _ADMIN | {"account:write"}

_BY_ROLE: Mapping[Role, frozenset[str]] = {
    Role.support: _SUPPORT,
    Role.manager: _MANAGER,
    Role.admin: _ADMIN,
    Role.owner: _OWNER,
}
PERMISSIONS = _OWNER
"""Every permission there is; scopes of API keys are among them."""

FEATURES = frozenset({
    "auto_close", "custom_views", "customer_agent", "order_actions", "reports", "routing",
    "round_robin",
})  # fmt: skip
"""What a plan can lack; everything else is in every plan."""
_BY_PLAN: Mapping[Plan, frozenset[str]] = {
    Plan.trial: FEATURES,
    Plan.helpdesk: FEATURES,
    Plan.inbox: frozenset(),
}

RESERVED_SLUGS = frozenset({
    "abuse", "admin", "bounces", "deskhand", "help", "hostmaster", "mailer-daemon", "no-reply",
    "noreply", "postmaster", "reply", "root", "security", "sign-in", "support", "webmaster",
})  # fmt: skip
_MAX_SLUG = 40
_TEST_TAKES = timedelta(minutes=30)
MAX_SUPPORT_ADDRESSES = 20


def may_use_helpdesk(role: Role) -> bool:
    """Tell whether the role is one of the four (acceptance 4).

    >>> may_use_helpdesk(Role.support), may_use_helpdesk(Role.analyst)
    (True, False)
    """
    return role in _BY_ROLE


@lru_cache
def permissions(role: Role, scopes: frozenset[str] | None = None) -> frozenset[str]:
    """Return what the role grants, as far as a key's scopes reach."""
    granted = _BY_ROLE.get(role, frozenset[str]())
    return granted if scopes is None else granted & scopes


def caller(account: Account, agent: Agent, credential: Credential) -> Caller:
    """Return who asks with this credential, and what they may."""
    is_session = credential.kind is CredentialKind.session
    return Caller(
        kind=CallerKind.agent if is_session else CallerKind.api_key,
        id=agent.id,
        name=agent.name,
        role=agent.role.value,
        features=features(account.plan),
        permissions=permissions(agent.role, credential.scopes),
        session=credential.digest if is_session else "",
    )


def turned_off(agent: Agent) -> Agent:
    """Return the agent offline."""
    return replace(agent, is_switched_on=False, online_since=None, online_until=None)


def in_role(agent: Agent, role: Role) -> Agent:
    """Return the agent in another role; one that may not use the helpdesk is offline in it."""
    agent = replace(agent, role=role)
    return agent if may_use_helpdesk(role) else turned_off(agent)


def features(plan: Plan) -> frozenset[str]:
    """Return what the plan has of that which plans can lack."""
    return _BY_PLAN[plan]


def includes(plan: Plan, feature: str) -> bool:
    """Tell whether the plan has a feature; what no plan withholds is in every plan."""
    return feature not in FEATURES or feature in _BY_PLAN[plan]


def require(plan: Plan, feature: str) -> None:
    """Raise PlanRequired where the plan lacks a feature (decision 34)."""
    if not includes(plan, feature):
        detail = f"The plan {plan.value} does not include {feature}."
        raise PlanRequired(detail, extra={"feature": feature})


def is_named(agent: Agent, text: str) -> bool:
    """Tell whether an id or a mail address names somebody who may work here."""
    is_here = agent.is_active and may_use_helpdesk(agent.role)
    return is_here and text.casefold() in {agent.id.casefold(), agent.email.casefold()}


def refuse_role_change(agent: Agent, role: Role) -> None:
    """Raise where there would be no owner, or two (decision 33)."""
    if agent.role is Role.owner and role is not Role.owner:
        raise Conflict("The owner hands the account over first.", code="owner_required")
    if role is Role.owner and not agent.is_active:
        raise Conflict("A deactivated agent cannot own the account.", code="agent_inactive")


def refuse_deactivation(agent: Agent) -> None:
    """Raise for the owner."""
    if agent.role is Role.owner:
        raise Conflict("The owner cannot be deactivated.", code="owner_required")


def refuse_excess(wanted: Iterable[str], held: frozenset[str]) -> None:
    """Raise where somebody would hand out more than they hold."""
    if excess := sorted(set(wanted) - held):
        raise Forbidden(f"You do not hold: {', '.join(excess)}.", code="exceeds_own_permissions")


def slug(name: str) -> str:
    """Return the name as the local part of a mail address; may be empty.

    >>> slug("Café Zoë & Söhne")
    'cafe-zoe-sohne'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_MAX_SLUG].rstrip("-")


def forwarding_state(support: SupportAddress, now: datetime) -> ForwardingState:
    """Return how far forwarding is proved; a test mail that stays out for long has failed."""
    if support.verified_at is not None:
        return ForwardingState.verified
    if support.tested_at is not None and now - support.tested_at > _TEST_TAKES:
        return ForwardingState.failed
    return ForwardingState.pending


def claim(address: str, account_id: str, claims: Mapping[str, str]) -> Claim:
    """Return whose an address is, given who proved what in its domain.

    `claims` maps proved addresses of that domain to accounts. A shop's domain belongs to whoever
    proved an address in it; at a public provider each address stands for itself.
    """
    if address in claims:
        return Claim.own if claims[address] == account_id else Claim.theirs
    if not claims or is_public_provider(domain_of(address)):
        return Claim.nobody
    return Claim.own if account_id in claims.values() else Claim.theirs


def is_verified(account: Account, address: str) -> bool:
    """Tell whether this is a support address of the account, whose forwarding is proved."""
    return any(a.address == address and a.verified_at for a in account.support_addresses)


def verified_addresses(account: Account) -> tuple[str, ...]:
    """Return the support addresses whose forwarding is proved, the oldest first."""
    return tuple(a.address for a in account.support_addresses if a.verified_at is not None)


def sender_address(account: Account, mail_domain: str) -> str:
    """Return the From address that an account means to have: its first verified one, else ours."""
    verified = verified_addresses(account)
    return verified[0] if verified else account.inbound_address(mail_domain)


def advice(address: str, mail_domain: str) -> str | None:
    """Return what to tell about an address that mail is sent from (acceptance 79), if anything."""
    domain = domain_of(address)
    if domain == mail_domain or is_public_provider(domain):
        return "Use an address on your own domain: mail from it is less often taken for spam."
    return None
