"""Reading and writing accounts, agents, credentials and what happened to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from chalicelib.accounts import rules
from chalicelib.accounts.model import Account, Agent, Credential, CredentialKind
from chalicelib.accounts.rows import (
    AccountEventRow,
    AccountRow,
    AgentRow,
    CredentialRow,
    account_of,
    account_row,
    agent_of,
    agent_row,
    credential_of,
    credential_row,
)
from chalicelib.accounts.settings import rules as settings_rules
from chalicelib.accounts.tokens import Token
from chalicelib.core.desk import Caller, Desk
from chalicelib.core.errors import NotFound
from chalicelib.core.hours import Calendar
from chalicelib.core.ids import is_id
from chalicelib.table import keys, operations
from chalicelib.table.read import find
from chalicelib.table.recent import Recent
from chalicelib.table.row import Row
from chalicelib.table.write import (
    ConditionFailed,
    Put,
    Write,
    absent_or_mine,
    put_next,
    transact,
    translated,
)

REMEMBERED = timedelta(seconds=5)
"""How long another process may still let in somebody who was just shut out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """What one request reads to know who asks."""

    account: Account
    agent: Agent
    credential: Credential
    caller: Caller
    """Who asks, made once for as long as this is remembered."""


_accounts: Recent[Account] = Recent(REMEMBERED)
_agents: Recent[tuple[Agent, ...]] = Recent(REMEMBERED)
_admissions: Recent[Admission | None] = Recent(REMEMBERED)


def forget(account_id: str) -> None:
    """Read afresh from now on: whoever changes an account's people or settings calls this."""
    _accounts.forget(account_id)
    _admissions.forget(account_id)
    _agents.forget(account_id)


def account(desk: Desk) -> Account:
    """Return the desk's account, at most some seconds old."""
    return _accounts.get(desk.account_id, "", desk.now(), lambda: account_now(desk))


def account_now(desk: Desk) -> Account:
    """Return the desk's account as it is."""
    with translated():
        row = find(AccountRow, keys.account(desk.account_id), consistent=True)
    if row is None:
        raise NotFound("There is no such account.")
    return account_of(row)


def agent(desk: Desk, agent_id: str) -> Agent:
    """Return one agent as it is, or raise NotFound."""
    row = None
    if is_id("agt", agent_id):
        row = find(AgentRow, keys.agent(desk.account_id, agent_id), consistent=True)
    if row is None:
        raise NotFound("There is no such agent.")
    return agent_of(row)


def agents(desk: Desk) -> tuple[Agent, ...]:
    """Return all agents, deactivated ones too, in the order they came."""
    with translated():
        rows = list(Row.query(keys.agents(desk.account_id), consistent_read=True))
    return tuple(agent_of(row) for row in rows if isinstance(row, AgentRow))


def agent_names(desk: Desk) -> dict[str, str]:
    """Return everybody's name by id, those who left too; at most some seconds old."""
    return {agent.id: agent.name for agent in _recent_agents(desk)}


def wants_badge(desk: Desk, agent_id: str) -> bool:
    """Tell whether an agent left the badge on; at most some seconds old."""
    return all(agent.wants_badge for agent in _recent_agents(desk) if agent.id == agent_id)


def assignable(desk: Desk) -> frozenset[str]:
    """Return who tickets can be assigned to (acceptance 5); at most some seconds old."""
    able = (a for a in _recent_agents(desk) if a.is_active and rules.may_use_helpdesk(a.role))
    return frozenset(agent.id for agent in able)


def helped_channels(desk: Desk) -> frozenset[str]:
    """Return where the Customer Agent answers first; at most some seconds old."""
    known = account(desk)
    is_paid = rules.includes(known.plan, "customer_agent")
    return frozenset(known.customer_agent.channels) if is_paid else frozenset()


def calendar(desk: Desk) -> Calendar:
    """Return the account's office hours."""
    return settings_rules.calendar(account(desk).settings.office_hours)


def admission(desk: Desk, token: Token) -> Admission | None:
    """Return who this token belongs to, in one request, or None; at most some seconds old.

    It is looked for in the account that it names, which the desk need not be of. The account comes
    along, so that its settings need no reading of their own.
    """
    now = desk.now()

    def read() -> Admission | None:
        own = desk.for_account(token.account_id)
        found = admission_now(own, token.kind, token.owner_id, token.digest)
        if found is not None:
            _accounts.get(token.account_id, "", now, lambda: found.account)
        return found

    return _admissions.get(token.account_id, token.digest, now, read)


def admission_now(desk: Desk, kind: CredentialKind, owner_id: str, digest: str) -> Admission | None:
    """Return the same, as it is."""
    wanted = [
        keys.account(desk.account_id),
        keys.agent(desk.account_id, owner_id),
        keys.credential(desk.account_id, kind, owner_id, digest),
    ]
    with translated():
        rows = {type(row): row for row in Row.batch_get(wanted, consistent_read=True)}
    account, agent = rows.get(AccountRow), rows.get(AgentRow)
    credential = rows.get(CredentialRow)
    if not (
        isinstance(account, AccountRow)
        and isinstance(agent, AgentRow)
        and isinstance(credential, CredentialRow)
    ):
        return None
    own, somebody, proof = account_of(account), agent_of(agent), credential_of(credential)
    asks = rules.caller(own, somebody, proof)
    return Admission(account=own, agent=somebody, credential=proof, caller=asks)


def credentials(desk: Desk, kind: CredentialKind, owner_id: str = "") -> tuple[Credential, ...]:
    """Return an owner's credentials of a kind, or everybody's."""
    pk, prefix = keys.credentials(desk.account_id, kind, owner_id)
    with translated():
        rows = list(Row.query(pk, Row.sk.startswith(prefix), consistent_read=True))
    return tuple(credential_of(row) for row in rows if isinstance(row, CredentialRow))


def session(desk: Desk, owner_id: str, digest: str) -> Credential | None:
    """Return one session as it is."""
    key = keys.credential(desk.account_id, CredentialKind.session, owner_id, digest)
    with translated():
        row = find(CredentialRow, key, consistent=True)
    return credential_of(row) if row else None


def end(desk: Desk, credential: Credential, *, event: str, puts: Sequence[Write] = ()) -> None:
    """Take a credential away, say so, and write what follows from it, in one transaction."""
    row = credential_row(desk.account_id, credential)
    said = put_event(desk, event, credential.id, credential.owner_id)
    commit(desk, [*puts, said, *operations.mark(desk, {})], deletes=[row])


def commit(desk: Desk, puts: Sequence[Write], *, deletes: Sequence[Row] = ()) -> None:
    """Write all or nothing, and read afresh from now on, whatever the outcome.

    What won but whose answer was lost is reported as won, also when others wrote since.
    """
    try:
        transact(desk, puts, deletes=deletes)
    except ConditionFailed:
        if not _is_won(desk, puts):
            raise
    finally:
        forget(desk.account_id)


def put_account(desk: Desk, account: Account) -> Put:
    """Return the write of an account that is new, or unchanged since it was read."""
    return put_next(desk, account_row(account))


def put_agent(desk: Desk, agent: Agent) -> Put:
    """Return the write of an agent who is new, or unchanged since they were read."""
    return put_next(desk, agent_row(desk.account_id, agent))


def put_credential(desk: Desk, credential: Credential) -> Put:
    """Return the write of a new credential."""
    row = credential_row(desk.account_id, credential)
    return Put(row=row, condition=absent_or_mine(desk.operation_id))


def put_used(desk: Desk, credential: Credential) -> Put:
    """Return the write of a credential that works only once, and was not used before."""
    unused = Row.pk.exists() & CredentialRow.used_at.does_not_exist()
    mine = Row.operation == desk.operation_id
    return Put(row=credential_row(desk.account_id, credential), condition=unused | mine)


def put_event(desk: Desk, event: str, subject_id: str, detail: str = "") -> Put:
    """Return the record of what is being done; it goes into the same transaction."""
    row = AccountEventRow(
        pk=keys.account_events(desk.account_id),
        sk=desk.new_id("evt"),
        event=event,
        actor_id=desk.caller.id,
        subject_id=subject_id,
        detail=detail,
        at=desk.now(),
    )
    return Put(row=row)


def _is_won(desk: Desk, puts: Sequence[Write]) -> bool:
    # Nobody else writes under the id of our own record.
    own = [put.row for put in puts if isinstance(put.row, AccountEventRow)]
    key = keys.account_events(desk.account_id), own[0].sk if own else ""
    return bool(own) and find(AccountEventRow, key, consistent=True) is not None


def _recent_agents(desk: Desk) -> tuple[Agent, ...]:
    return _agents.get(desk.account_id, "", desk.now(), lambda: agents(desk))
