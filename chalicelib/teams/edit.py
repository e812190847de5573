"""Making, changing and ending teams: load, decide, commit; for the tickets to come."""

from typing import Any

from chalicelib.accounts import rules as people_rules
from chalicelib.accounts import storage as accounts
from chalicelib.core.desk import Desk
from chalicelib.table import operations
from chalicelib.teams import rules, storage
from chalicelib.teams.model import Edit, Team, Teams

_BUSY = "The teams were changed by others at the same time; try again."


def create(desk: Desk, wanted: Edit) -> Team:
    """Make a team; without an order it comes after all others."""

    def act() -> dict[str, Any]:
        known = storage.teams_now(desk)
        rules.refuse_more(known.every)
        order = rules.after_the_last(known.every)
        blank = Team(id=desk.new_id("team"), order=order, version=0, created_at=desk.now())
        team = rules.edited(blank, wanted, eligible=_eligible(desk))
        return _saved(desk, known, team, "team_created")

    return _find(desk, operations.decided(desk, act, lost=_BUSY))


def edit(desk: Desk, team_id: str, wanted: Edit) -> Team:
    """Change a team for the tickets to come."""

    def act() -> dict[str, Any]:
        known = storage.teams_now(desk)
        before = storage.find(known, team_id)
        team = rules.edited(before, wanted, eligible=_eligible(desk))
        return {"team_id": team_id} if team == before else _saved(desk, known, team, "team_changed")

    return _find(desk, operations.decided(desk, act, lost=_BUSY))


def remove(desk: Desk, team_id: str) -> None:
    """End a team; its tickets keep its id. Any plan may: it only makes things less."""

    def act() -> dict[str, Any]:
        known = storage.teams_now(desk)
        gone = storage.find(known, team_id)
        said = accounts.put_event(desk, "team_removed", team_id, gone.name)
        storage.save(desk, known, gone=gone, puts=[said, *operations.mark(desk, {})])
        return {}

    operations.decided(desk, act, lost=_BUSY)


def _saved(desk: Desk, known: Teams, team: Team, event: str) -> dict[str, Any]:
    rules.refuse_namesake(team, known.every)
    done = {"team_id": team.id}
    said = accounts.put_event(desk, event, team.id, team.name)
    storage.save(desk, known, team=team, puts=[said, *operations.mark(desk, done)])
    return done


def _find(desk: Desk, done: dict[str, Any]) -> Team:
    return storage.find(storage.teams_now(desk), done["team_id"])


def _eligible(desk: Desk) -> frozenset[str]:
    able = (a for a in accounts.agents(desk) if a.is_active)
    return frozenset(agent.id for agent in able if people_rules.may_use_helpdesk(agent.role))
