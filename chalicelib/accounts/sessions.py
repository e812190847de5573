"""Signing in by a link in a mail, and out again."""

import json
from dataclasses import dataclass, field, replace
from datetime import timedelta

from chalicelib.accounts import mails, presence, storage, tokens
from chalicelib.accounts.model import Agent, Credential, CredentialKind
from chalicelib.core.addresses import normal
from chalicelib.core.desk import SYSTEM, Desk
from chalicelib.core.errors import Forbidden, Gone, NotFound
from chalicelib.table import operations, rates
from chalicelib.table.across_accounts import across_accounts_agents
from chalicelib.table.write import ConditionFailed, transact

LINK_LASTS = timedelta(minutes=10)
SESSION_LASTS = timedelta(days=14)
SIGN_IN_JOB = "sign_in"
_WINDOW = timedelta(minutes=15)
_PER_ADDRESS = 5
_PER_SOURCE = 30
_MAX_ACCOUNTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A new session, and its token this one time."""

    agent: Agent
    session: Credential
    token: str = field(repr=False)


def request_link(desk: Desk, email: str) -> None:
    """Ask for a mail with a link. Known or unknown, the same is done, and takes as long.

    Who the address belongs to is only looked up by the worker that sends the mail.
    """
    rates.limit(desk, "sign_in_source", desk.source_ip, most=_PER_SOURCE, per=_WINDOW)
    address = normal(email)
    if address is None:
        return
    rates.limit(desk, "sign_in_address", address, most=_PER_ADDRESS, per=_WINDOW)
    desk.queues.put("jobs", [json.dumps({"job": SIGN_IN_JOB, "email": address})])


def send_links(desk: Desk, email: str) -> None:
    """Mail one link for each account that this address may sign in to; nobody: no mail."""
    links: list[mails.Link] = []
    for account_id, agent_id in across_accounts_agents(email)[:_MAX_ACCOUNTS]:
        own = desk.for_account(account_id, SYSTEM)
        agent = storage.agent(own, agent_id)
        if agent.is_active:
            links.append(mails.Link(account=storage.account(own).name, token=new_link(own, agent)))
    if links:
        mails.sign_in(desk, email, links, minutes=LINK_LASTS.seconds // 60)


def confirm(desk: Desk, text: str) -> SignedIn:
    """Turn a link's token into a session, once; raise Gone for any other token alike."""
    token = tokens.parse(text)
    if token is None or token.kind is not CredentialKind.sign_in_link:
        raise _gone()
    own, now = desk.for_account(token.account_id, SYSTEM), desk.now()
    found = storage.admission_now(own, token.kind, token.owner_id, token.digest)
    if found is None or found.credential.used_at or not found.credential.is_valid(found.agent, now):
        raise _gone()
    session_token, session = issue(own, found.agent, CredentialKind.session, SESSION_LASTS)
    puts = [
        storage.put_used(own, replace(found.credential, used_at=now)),
        storage.put_credential(own, session),
        storage.put_event(own, "signed_in", found.agent.id, session.id),
    ]
    try:
        transact(own, puts)
    except ConditionFailed as failed:
        raise _gone() from failed
    return SignedIn(agent=found.agent, session=session, token=session_token)


def log_out(desk: Desk) -> None:
    """End the caller's session and turn them offline, both at once (acceptance 101)."""
    session = storage.session(desk, desk.caller.id, _own_session(desk))
    if session is not None:
        _end(desk, session, event="signed_out", is_log_out=True)


def sessions_of(desk: Desk) -> tuple[Credential, ...]:
    """Return the caller's own sessions that still work, oldest first."""
    _own_session(desk)
    agent, now = storage.agent(desk, desk.caller.id), desk.now()
    every = storage.credentials(desk, CredentialKind.session, agent.id)
    return tuple(sorted((s for s in every if s.is_valid(agent, now)), key=lambda s: s.id))


def revoke(desk: Desk, session_id: str) -> None:
    """End another of the caller's own sessions."""
    if operations.find(desk) is not None:
        return
    for session in sessions_of(desk):
        if session.id == session_id:
            _end(desk, session, event="session_revoked", is_log_out=False)
            return
    raise NotFound("There is no such session.")


def _own_session(desk: Desk) -> str:
    if not desk.caller.session:
        raise Forbidden("An API key has no sessions.", code="no_session")
    return desk.caller.session


def _end(desk: Desk, session: Credential, *, event: str, is_log_out: bool) -> None:
    def is_by_it(agent: Agent) -> bool:
        return is_log_out or agent.online_until == session.expires_at

    presence.end_credential(desk, session, event=event, is_by_it=is_by_it)


def new_link(desk: Desk, agent: Agent) -> str:
    """Return the token of a new sign-in link."""
    token, link = issue(desk, agent, CredentialKind.sign_in_link, LINK_LASTS)
    transact(desk, [storage.put_credential(desk, link)])
    return token


def issue(
    desk: Desk, agent: Agent, kind: CredentialKind, lasts: timedelta
) -> tuple[str, Credential]:
    """Return the token of a new credential, and the credential, not yet stored."""
    token, digest = tokens.issue(desk, kind, agent.id)
    now = desk.now()
    credential = Credential(
        id=desk.new_id("ses" if kind is CredentialKind.session else "lnk"),
        kind=kind,
        owner_id=agent.id,
        digest=digest,
        created_at=now,
        expires_at=now + lasts,
        generation=agent.generation,
    )
    return token, credential


def _gone() -> Gone:
    return Gone("This link was used or is too old; ask for another.", code="link_not_valid")
