"""Teams over HTTP (acceptance 83, 93, 94; guard `guards.agent`)."""

from typing import Annotated, Any

from msgspec import UNSET, Meta, UnsetType

from chalicelib.core.desk import Desk
from chalicelib.teams import edit, rules, storage
from chalicelib.teams.model import Edit, Team
from chalicelib.web.answers import Answer, no_content
from chalicelib.web.bodies import Body
from chalicelib.web.routes import Routes

routes = Routes()

Members = Annotated[tuple[str, ...], Meta(max_length=rules.MAX_MEMBERS)]
Words = Annotated[tuple[str, ...], Meta(max_length=rules.MAX_WORDS)]
Order = Annotated[int, Meta(ge=0, le=rules.MAX_ORDER)]


class NewTeam(Body, frozen=True):
    """A team. Without an order it is asked after all others."""

    name: str
    agent_ids: Members
    description: str = ""
    tags: Words = ()
    segments: Words = ()
    order: Order | None = None


class TeamChange(Body, frozen=True):
    """What is left out stays; a list replaces the one before."""

    name: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    agent_ids: Members | UnsetType = UNSET
    tags: Words | UnsetType = UNSET
    segments: Words | UnsetType = UNSET
    order: Order | UnsetType = UNSET


@routes.get("/v1/teams", needs="teams:read")
def list_teams(desk: Desk) -> dict[str, Any]:
    """List the teams in the order in which they are asked."""
    return {"data": [_shown(team) for team in storage.teams_now(desk).every]}


@routes.post("/v1/teams", feature="routing", needs="teams:write", body=NewTeam, status=201)
def make_team(desk: Desk, body: NewTeam) -> dict[str, Any]:
    """Make a team; it gets tickets from now on."""
    return _shown(edit.create(desk, _edit(body)))


@routes.get("/v1/teams/{team_id}", needs="teams:read")
def show_team(desk: Desk, team_id: str) -> dict[str, Any]:
    """Show one team."""
    return _shown(storage.find(storage.teams_now(desk), team_id))


@routes.on("PATCH", "/v1/teams/{team_id}", feature="routing", needs="teams:write", body=TeamChange)
def change_team(desk: Desk, team_id: str, body: TeamChange) -> dict[str, Any]:
    """Change a team, for the tickets to come."""
    return _shown(edit.edit(desk, team_id, _edit(body)))


@routes.on("DELETE", "/v1/teams/{team_id}", needs="teams:write", status=204)
def remove_team(desk: Desk, team_id: str) -> Answer:
    """End a team; tickets that it had stay where they are."""
    edit.remove(desk, team_id)
    return no_content()


def _edit(body: NewTeam | TeamChange) -> Edit:
    given = {name: getattr(body, name) for name in body.__struct_fields__}
    return Edit(**{name: value for name, value in given.items() if value is not UNSET})


def _shown(team: Team) -> dict[str, Any]:
    return {
        "id": team.id,
        "name": team.name,
        "description": team.description,
        "order": team.order,
        "agent_ids": list(team.agent_ids),
        "tags": list(team.tags),
        "segments": list(team.segments),
        "created_at": team.created_at,
    }
