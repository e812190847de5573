"""Online and offline: a switch that only its owner turns (decision 30)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from chalicelib.accounts import people, roster, rules, storage
from chalicelib.accounts.model import Agent, Credential
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Conflict, Forbidden
from chalicelib.table.write import ConditionFailed, Write

_ATTEMPTS = 4


def switch(desk: Desk, *, is_online: bool, agent_id: str = "") -> Agent:
    """Turn the caller's own switch; somebody else's is refused whoever asks (acceptance 100)."""
    if agent_id and storage.agent(desk, agent_id).id != desk.caller.id:
        raise Forbidden("Nobody sets another agent's status.", code="not_yours")
    until, now = (_session_end(desk) if is_online else None), desk.now()
    event = "went_online" if is_online else "went_offline"

    def decide(agent: Agent) -> Agent:
        if not is_online:
            return rules.turned_off(agent)
        # Whoever is online already keeps their turn; whose session had ended starts anew.
        since = agent.online_since if agent.is_online(now) else now
        return replace(agent, is_switched_on=True, online_since=since, online_until=until)

    return people.change(desk, desk.caller.id, event, decide, "switched")


def come_due(desk: Desk, agent_id: str) -> None:
    """Log that the session ended by which an agent was online, and take the row off the index."""
    now = desk.now()

    def decide(agent: Agent) -> Agent:
        if agent.online_until is None or agent.online_until > now:
            return agent
        return rules.turned_off(agent)

    people.change(desk, agent_id, "went_offline", decide, "session_expired")


def end_credential(
    desk: Desk, credential: Credential, *, event: str, is_by_it: Callable[[Agent], bool]
) -> None:
    """End a credential, and turn its owner off where they are online by it, both at once."""
    for _ in range(_ATTEMPTS):
        try:
            puts = _offline(desk, credential.owner_id, event, is_by_it)
            storage.end(desk, credential, event=event, puts=puts)
        except ConditionFailed:
            continue  # the agent was changed meanwhile; the credential ends all the same
        return
    raise Conflict("The status changed at the same time; try again.")


def _offline(desk: Desk, agent_id: str, why: str, is_by_it: Callable[[Agent], bool]) -> list[Write]:
    agent = storage.agent(desk, agent_id)
    if not agent.is_switched_on or not is_by_it(agent):
        return []
    offline = people.following(rules.turned_off(agent))
    return [
        storage.put_agent(desk, offline),
        *roster.moved(desk, agent, offline),
        storage.put_event(desk, "went_offline", agent.id, why),
    ]


def online(desk: Desk) -> tuple[Agent, ...]:
    """Return the active agents who are online now."""
    now = desk.now()
    return tuple(agent for agent in storage.agents(desk) if agent.is_online(now))


def _session_end(desk: Desk) -> datetime | None:
    if not desk.caller.session:
        return None
    found = storage.session(desk, desk.caller.id, desk.caller.session)
    return found.expires_at if found else None
