"""People of a team: they come, change their role, go and come back. One of them is the owner."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from chalicelib.accounts import mails, roster, rules, storage
from chalicelib.accounts.model import Agent, Role
from chalicelib.core.addresses import normal
from chalicelib.core.desk import CallerKind, Desk
from chalicelib.core.errors import (
    Conflict,
    DeliveryFailed,
    Fault,
    Forbidden,
    Invalid,
    Unavailable,
)
from chalicelib.table import operations
from chalicelib.table.across_accounts import across_accounts_agent_row
from chalicelib.table.write import ConditionFailed, Put, absent_or_mine

MAX_NAME = 100
INVITATION_JOB = "invitation"


def invite(desk: Desk, *, email: str, name: str, role: Role) -> Agent:
    """Add an agent, who may sign in at once; the caller hands out no more than they hold."""
    if role is Role.owner:
        raise Conflict("There is exactly one owner; hand the account over.", code="owner_exists")
    _refuse_excess(desk, role)
    agent = replace(new_agent(desk, email=email, name=name, role=role), is_invitation_owed=True)

    def act() -> dict[str, Any]:
        puts = [
            *first_puts(desk, agent),
            storage.put_event(desk, "agent_invited", agent.id, role.value),
            *operations.mark(desk, {"agent_id": agent.id}),
        ]
        try:
            storage.commit(desk, puts)
        except ConditionFailed as failed:
            detail = "Somebody with this address is in the team already."
            raise Conflict(detail, code="agent_exists") from failed
        return {"agent_id": agent.id}

    done = operations.once(desk, act)
    invited = storage.agent(desk, done["agent_id"])
    if invited.id == agent.id:
        with suppress(Unavailable):  # then the sweep does it
            _tell(desk, invited)
    return invited


def new_agent(desk: Desk, *, email: str, name: str, role: Role) -> Agent:
    """Return an agent who is nowhere stored yet."""
    address = normal(email)
    if address is None:
        fault = Fault("/email", "invalid_address", "This is no mail address.")
        raise Invalid("The address is not valid.", faults=[fault])
    return Agent(
        id=desk.new_id("agt"),
        email=address,
        name=tidy_name(name),
        role=role,
        created_at=desk.now(),
    )


def first_puts(desk: Desk, agent: Agent) -> list[Put]:
    """Return the writes of a new agent: the address is in an account only once."""
    row = across_accounts_agent_row(agent.email, desk.account_id, agent.id)
    return [
        Put(row=row, condition=absent_or_mine(desk.operation_id)),
        storage.put_agent(desk, agent),
    ]


def edit_self(desk: Desk, *, name: str | None, wants_badge: bool | None) -> Agent:
    """Change the caller's own name or badge; None leaves it."""

    def decide(agent: Agent) -> Agent:
        renamed = agent if name is None else replace(agent, name=tidy_name(name))
        return renamed if wants_badge is None else replace(renamed, wants_badge=wants_badge)

    return change(desk, desk.caller.id, "agent_changed", decide)


def edit(desk: Desk, agent_id: str, *, name: str | None = None, role: Role | None = None) -> Agent:
    """Give an agent another name, role or both at once; a new owner takes over (decision 33)."""
    if role is Role.owner:
        if name is not None:
            fault = Fault("/name", "not_together", "Hand over first, then change the name.")
            raise Invalid("Handing over changes nothing else.", faults=[fault])
        return hand_over(desk, agent_id)
    if role is not None:
        _refuse_excess(desk, role)

    def decide(agent: Agent) -> Agent:
        _refuse_excess(desk, agent.role)
        after = agent if name is None else replace(agent, name=tidy_name(name))
        if role is None:
            return after
        rules.refuse_role_change(agent, role)
        return rules.in_role(after, role)

    return change(desk, agent_id, "agent_changed", decide)


def hand_over(desk: Desk, agent_id: str) -> Agent:
    """Make another agent the owner; only the owner may, and becomes an admin."""

    def act() -> dict[str, Any]:
        heir = storage.agent(desk, agent_id)
        owner = next(agent for agent in storage.agents(desk) if agent.role is Role.owner)
        if not _is_system(desk) and desk.caller.id != owner.id:
            raise Forbidden("Only the owner hands the account over.", code="owner_only")
        rules.refuse_role_change(heir, Role.owner)
        if heir.id != owner.id:
            puts = [
                storage.put_agent(desk, following(replace(heir, role=Role.owner))),
                storage.put_agent(desk, following(replace(owner, role=Role.admin))),
                storage.put_event(desk, "account_handed_over", heir.id, owner.id),
                *operations.mark(desk, {"agent_id": heir.id}),
            ]
            storage.commit(desk, puts)
        return {"agent_id": heir.id}

    operations.once(desk, lambda: _or_conflict(act))
    return storage.agent(desk, agent_id)


def deactivate(desk: Desk, agent_id: str) -> Agent:
    """Shut an agent out: sessions and keys end for good, and nothing is assigned any more."""

    def decide(agent: Agent) -> Agent:
        rules.refuse_deactivation(agent)
        _refuse_excess(desk, agent.role)
        if not agent.is_active:
            return agent
        return replace(rules.turned_off(agent), is_active=False, generation=agent.generation + 1)

    return change(desk, agent_id, "agent_deactivated", decide)


def reactivate(desk: Desk, agent_id: str) -> Agent:
    """Let an agent back in, by a new sign-in."""

    def decide(agent: Agent) -> Agent:
        _refuse_excess(desk, agent.role)
        return replace(agent, is_active=True)

    return change(desk, agent_id, "agent_reactivated", decide)


def change(
    desk: Desk, agent_id: str, event: str, decide: Callable[[Agent], Agent], detail: str = ""
) -> Agent:
    """Load, decide, commit; `decide` may be asked again when somebody was quicker."""

    def act() -> dict[str, Any]:
        before = storage.agent(desk, agent_id)
        after = decide(before)
        marks = operations.mark(desk, {"agent_id": agent_id})
        if after != before:
            puts = [
                storage.put_agent(desk, following(after)),
                *roster.moved(desk, before, after),
                storage.put_event(desk, event, agent_id, detail or after.role.value),
                *marks,
            ]
            storage.commit(desk, puts)
        return {"agent_id": agent_id}

    for _ in range(4):
        try:
            operations.once(desk, act)
        except ConditionFailed:
            continue
        return storage.agent(desk, agent_id)
    raise _lost()


def send_invitation(desk: Desk, agent_id: str, inviter: str = "") -> None:
    """Tell a new agent by mail, as a worker; nothing where that was done."""
    agent = storage.agent(desk, agent_id)
    if not agent.is_invitation_owed:
        return
    event = "invitation_sent"
    try:
        mails.invitation(desk, agent.email, account=storage.account(desk).name, inviter=inviter)
    except DeliveryFailed as failure:
        if not failure.permanent:
            raise
        event = "invitation_failed"
    change(desk, agent_id, event, lambda known: replace(known, is_invitation_owed=False))


def come_due(desk: Desk, agent_id: str) -> None:
    """Order the invitation anew that nobody has sent."""
    if (agent := storage.agent(desk, agent_id)).is_invitation_owed:
        _tell(desk, agent)


def tidy_name(name: str) -> str:
    """Return the name on one line, or raise Invalid."""
    tidy = " ".join(name.split())
    if not tidy or len(tidy) > MAX_NAME or not tidy.isprintable():
        fault = Fault("/name", "invalid_name", f"1 to {MAX_NAME} characters on one line.")
        raise Invalid("The name is not valid.", faults=[fault])
    return tidy


def _tell(desk: Desk, agent: Agent) -> None:
    job = {
        "job": INVITATION_JOB,
        "account_id": desk.account_id,
        "agent_id": agent.id,
        "inviter": "" if _is_system(desk) else desk.caller.name,
    }
    desk.queues.put("jobs", [json.dumps(job)])


def _or_conflict(act: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return act()
    except ConditionFailed as failed:
        raise _lost() from failed


def _lost() -> Conflict:
    return Conflict("The agent was changed by others at the same time; try again.")


def following(agent: Agent) -> Agent:
    """Return the agent as the next version."""
    return replace(agent, version=agent.version + 1)


def _is_system(desk: Desk) -> bool:
    return desk.caller.kind is CallerKind.system


def _refuse_excess(desk: Desk, role: Role) -> None:
    if not _is_system(desk):
        rules.refuse_excess(rules.permissions(role), rules.permissions(Role(desk.caller.role)))
