"""The rows of accounts, agents, credentials and what happened to them; the only codec of each."""

from datetime import timedelta

import msgspec
from pynamodb.attributes import (
    BooleanAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)

from chalicelib.accounts.model import (
    Account,
    Agent,
    Credential,
    CredentialKind,
    CustomerAgent,
    Plan,
    Role,
    SupportAddress,
    Term,
)
from chalicelib.accounts.plans import rules as plans
from chalicelib.accounts.settings.rules import from_stored, to_stored
from chalicelib.table import keys
from chalicelib.table.row import MomentAttribute, Row, VersionedRow

INVITED_WITHIN = timedelta(minutes=1)
"""What the queue did not carry by then, the sweep does."""


class AccountRow(VersionedRow, discriminator="account"):
    """An account with its settings and support addresses, as JSON; due when its plan ends."""

    name = UnicodeAttribute()
    slug = UnicodeAttribute()
    plan = UnicodeAttribute()
    term = UnicodeAttribute(null=True)
    public_key = UnicodeAttribute()
    chat_secret = UnicodeAttribute()
    created_at = MomentAttribute()
    settings = UnicodeAttribute()
    support_addresses = UnicodeAttribute()
    has_blocks = BooleanAttribute(null=True)
    link_domain = UnicodeAttribute(null=True)
    customer_agent = UnicodeAttribute(null=True)


class AgentRow(VersionedRow, discriminator="agent"):
    """A person of the team."""

    email = UnicodeAttribute()
    name = UnicodeAttribute()
    role = UnicodeAttribute()
    created_at = MomentAttribute()
    is_active = BooleanAttribute()
    is_switched_on = BooleanAttribute()
    online_since = MomentAttribute(null=True)
    online_until = MomentAttribute(null=True)
    wants_badge = BooleanAttribute()
    is_invitation_owed = BooleanAttribute(null=True)
    generation = NumberAttribute()


class CredentialRow(Row, discriminator="credential"):
    """What lets somebody in; `expires_at` is the table's TTL attribute, epoch seconds."""

    credential_id = UnicodeAttribute()
    name = UnicodeAttribute()
    scopes = UnicodeSetAttribute(null=True)
    generation = NumberAttribute()
    created_at = MomentAttribute()
    ends_at = MomentAttribute(null=True)
    used_at = MomentAttribute(null=True)
    expires_at = NumberAttribute(null=True)


class AccountEventRow(Row, discriminator="account_event"):
    """Something that was done to an account's people, settings or keys, and by whom."""

    event = UnicodeAttribute()
    actor_id = UnicodeAttribute()
    subject_id = UnicodeAttribute()
    detail = UnicodeAttribute()
    at = MomentAttribute()


def account_row(account: Account) -> AccountRow:
    """Return the row of an account, due when its owner is to be told, or its plan ends."""
    pk, sk = keys.account(account.id)
    row = AccountRow(
        pk=pk,
        sk=sk,
        name=account.name,
        slug=account.slug,
        plan=account.plan.value,
        term=None if account.term == Term() else msgspec.json.encode(account.term).decode(),
        public_key=account.public_key,
        chat_secret=account.chat_secret,
        created_at=account.created_at,
        settings=msgspec.json.encode(to_stored(account.settings)).decode(),
        support_addresses=msgspec.json.encode(account.support_addresses).decode(),
        has_blocks=account.has_blocks or None,
        link_domain=account.link_domain or None,
        customer_agent=_stored(account.customer_agent),
        version=account.version,
    )
    row.due_at = plans.due_at(account.term)
    row.due_shard = keys.due_shard(pk + sk) if row.due_at else None
    return row


def account_of(row: AccountRow) -> Account:
    """Return the account of a row."""
    return Account(
        id=keys.owner(row.pk),
        name=row.name,
        slug=row.slug,
        plan=Plan(row.plan),
        term=msgspec.json.decode(row.term or "{}", type=Term),
        public_key=row.public_key,
        chat_secret=row.chat_secret,
        created_at=row.created_at,
        settings=from_stored(msgspec.json.decode(row.settings)),
        support_addresses=msgspec.json.decode(
            row.support_addresses, type=tuple[SupportAddress, ...]
        ),
        has_blocks=bool(row.has_blocks),
        link_domain=row.link_domain or "",
        customer_agent=msgspec.json.decode(row.customer_agent or "{}", type=CustomerAgent),
        version=int(row.version),
    )


def _stored(value: CustomerAgent) -> str | None:
    return msgspec.json.encode(value).decode() if value.version else None


def agent_row(account_id: str, agent: Agent) -> AgentRow:
    """Return the row of an agent, due when their session ends, or when nobody invited them yet."""
    pk, sk = keys.agent(account_id, agent.id)
    row = AgentRow(
        pk=pk,
        sk=sk,
        email=agent.email,
        name=agent.name,
        role=agent.role.value,
        created_at=agent.created_at,
        is_active=agent.is_active,
        is_switched_on=agent.is_switched_on,
        online_since=agent.online_since,
        online_until=agent.online_until,
        wants_badge=agent.wants_badge,
        is_invitation_owed=agent.is_invitation_owed or None,
        generation=agent.generation,
        version=agent.version,
    )
    row.due_at = agent.online_until if agent.is_switched_on else None
    if agent.is_invitation_owed:
        row.due_at = agent.created_at + INVITED_WITHIN
    row.due_shard = keys.due_shard(pk + sk) if row.due_at else None
    return row


def agent_of(row: AgentRow) -> Agent:
    """Return the agent of a row."""
    return Agent(
        id=row.sk,
        email=row.email,
        name=row.name,
        role=Role(row.role),
        created_at=row.created_at,
        is_active=row.is_active,
        is_switched_on=row.is_switched_on,
        online_since=row.online_since,
        online_until=row.online_until,
        wants_badge=row.wants_badge,
        is_invitation_owed=bool(row.is_invitation_owed),
        generation=int(row.generation),
        version=int(row.version),
    )


def credential_row(account_id: str, credential: Credential) -> CredentialRow:
    """Return the row of a credential."""
    pk, sk = keys.credential(
        account_id, credential.kind.value, credential.owner_id, credential.digest
    )
    ends_at = credential.expires_at
    return CredentialRow(
        pk=pk,
        sk=sk,
        credential_id=credential.id,
        name=credential.name,
        scopes=set(credential.scopes) if credential.scopes is not None else None,
        generation=credential.generation,
        created_at=credential.created_at,
        ends_at=ends_at,
        used_at=credential.used_at,
        expires_at=int(ends_at.timestamp()) + 1 if ends_at else None,
    )


def credential_of(row: CredentialRow) -> Credential:
    """Return the credential of a row."""
    kind, owner_id, digest = row.sk.split("#")
    return Credential(
        id=row.credential_id,
        kind=CredentialKind(kind),
        owner_id=owner_id,
        digest=digest,
        created_at=row.created_at,
        expires_at=row.ends_at,
        name=row.name,
        scopes=frozenset(row.scopes) if row.scopes else None,
        generation=int(row.generation),
        used_at=row.used_at,
    )
