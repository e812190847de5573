"""Online and offline: a switch that only its owner turns (decision 30)."""

from dataclasses import replace
from datetime import datetime

from chalicelib.accounts import people, rules, storage
from chalicelib.accounts.model import Agent
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Forbidden


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


def online(desk: Desk) -> tuple[Agent, ...]:
    """Return the active agents who are online now."""
    now = desk.now()
    return tuple(agent for agent in storage.agents(desk) if agent.is_online(now))


def _session_end(desk: Desk) -> datetime | None:
    if not desk.caller.session:
        return None
    found = storage.session(desk, desk.caller.id, desk.caller.session)
    return found.expires_at if found else None
