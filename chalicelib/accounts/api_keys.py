"""API keys: for programs of an agent's own, never more than that agent may do."""

from dataclasses import dataclass, field
from typing import Any

from chalicelib.accounts import people, presence, rules, storage, tokens
from chalicelib.accounts.model import Agent, Credential, CredentialKind
from chalicelib.core.desk import CallerKind, Desk
from chalicelib.core.errors import Conflict, Fault, Invalid, NotFound
from chalicelib.table import operations
from chalicelib.table.write import transact

MAX_KEYS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKey:
    """A key and, this one time, its token; None when the same request came again."""

    credential: Credential
    token: str | None = field(repr=False)


def create(desk: Desk, *, name: str, scopes: list[str], agent_id: str = "") -> NewKey:
    """Make a key of the caller's own, or of an agent who may do no more than the caller."""
    owner = storage.agent(desk, agent_id or desk.caller.id)
    wanted = _scopes(scopes)
    rules.refuse_excess(wanted, rules.permissions(owner.role))
    if desk.caller.kind is not CallerKind.system:
        rules.refuse_excess(wanted, desk.caller.permissions)
    if not owner.is_active:
        raise Conflict("The agent is deactivated.", code="agent_inactive")
    if len(storage.credentials(desk, CredentialKind.api_key)) >= MAX_KEYS:
        raise Conflict(f"There are {MAX_KEYS} keys already; revoke one.", code="too_many_keys")
    token, digest = tokens.issue(desk, CredentialKind.api_key, owner.id)
    credential = Credential(
        id=desk.new_id("key"),
        kind=CredentialKind.api_key,
        owner_id=owner.id,
        digest=digest,
        created_at=desk.now(),
        name=people.tidy_name(name),
        scopes=wanted,
        generation=owner.generation,
    )
    done = operations.once(desk, lambda: _commit(desk, credential))
    if done["key_id"] == credential.id:
        return NewKey(credential=credential, token=token)
    return NewKey(credential=find(desk, done["key_id"]), token=None)


def keys_of(desk: Desk) -> tuple[Credential, ...]:
    """Return the keys that work, oldest first."""
    generations = {agent.id: agent.generation for agent in storage.agents(desk)}
    every = storage.credentials(desk, CredentialKind.api_key)
    live = (key for key in every if key.generation == generations.get(key.owner_id))
    return tuple(sorted(live, key=lambda key: key.id))


def find(desk: Desk, key_id: str) -> Credential:
    """Return a key that works, or raise NotFound."""
    for key in keys_of(desk):
        if key.id == key_id:
            return key
    raise NotFound("There is no such API key.")


def revoke(desk: Desk, key_id: str) -> None:
    """End a key at once; whoever is online by one goes offline with it."""
    if operations.find(desk) is not None:
        return
    key = find(desk, key_id)

    def is_by_a_key(agent: Agent) -> bool:
        return agent.online_until is None

    presence.end_credential(desk, key, event="api_key_revoked", is_by_it=is_by_a_key)


def _commit(desk: Desk, credential: Credential) -> dict[str, Any]:
    result = {"key_id": credential.id}
    puts = [
        storage.put_credential(desk, credential),
        storage.put_event(desk, "api_key_created", credential.id, credential.owner_id),
        *operations.mark(desk, result),
    ]
    transact(desk, puts)
    return result


def _scopes(names: list[str]) -> frozenset[str]:
    faults = [
        Fault(f"/scopes/{index}", "unknown_scope", f"There is no scope {name!r}.")
        for index, name in enumerate(names)
        if name not in rules.PERMISSIONS
    ]
    if not names:
        faults = [Fault("/scopes", "required", "Name at least one scope.")]
    if faults:
        raise Invalid("The scopes are not valid.", faults=faults)
    return frozenset(names)
