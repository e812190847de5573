"""What answers about teams look like."""

from datetime import datetime

from chalicelib.web.description.shapes import Answers, Every, Shape


class TeamSeen(Shape, frozen=True):
    """A team, and what brings tickets to it; smaller orders come first."""

    id: str
    name: str
    description: str
    order: int
    agent_ids: tuple[str, ...]
    tags: tuple[str, ...]
    segments: tuple[str, ...]
    created_at: datetime


ANSWERS: Answers = {
    "GET /v1/teams": Every[TeamSeen],
    "POST /v1/teams": TeamSeen,
    "GET /v1/teams/{team_id}": TeamSeen,
    "PATCH /v1/teams/{team_id}": TeamSeen,
}
