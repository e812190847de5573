"""Teams in the table: a row each, and one row that every change of any of them moves on.

That row is read with the teams and guards what was decided on them: two who use one name at the
same instant, or fill the last place, cannot both win, and no name needs a claim of its own.
"""

from collections.abc import Sequence
from datetime import timedelta

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.accounts import storage as accounts
from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound
from chalicelib.table import keys
from chalicelib.table.recent import Recent
from chalicelib.table.row import MomentAttribute, Row, VersionedRow
from chalicelib.table.write import Put, put_next, translated
from chalicelib.teams import rules
from chalicelib.teams.model import Team, Teams

REMEMBERED = timedelta(seconds=5)
"""How long another process may still route by what was changed."""


class TeamRow(Row, discriminator="team"):
    """A team; `facts` are its lists."""

    name = UnicodeAttribute()
    description = UnicodeAttribute(null=True)
    order = NumberAttribute()
    facts = JSONAttribute()
    version = NumberAttribute()
    created_at = MomentAttribute()


class TeamsRow(VersionedRow, discriminator="teams"):
    """How often any team was changed."""


_teams: Recent[Teams] = Recent(REMEMBERED)


def teams(desk: Desk) -> tuple[Team, ...]:
    """Return all teams in their order, at most some seconds old."""
    return _teams.get(desk.account_id, "", desk.now(), lambda: teams_now(desk)).every


def forget(account_id: str) -> None:
    """Read afresh from now on."""
    _teams.forget(account_id)


def team_names(desk: Desk) -> dict[str, str]:
    """Return the teams' names by id, at most some seconds old."""
    return {team.id: team.name for team in teams(desk)}


def teams_now(desk: Desk) -> Teams:
    """Return all teams as they are, in one query."""
    with translated():
        found = list(Row.query(keys.teams(desk.account_id), consistent_read=True))
    version = sum(int(row.version) for row in found if isinstance(row, TeamsRow))
    every = rules.in_order(_team(row) for row in found if isinstance(row, TeamRow))
    return Teams(every=every, version=version)


def find(known: Teams, team_id: str) -> Team:
    """Return one of them, or raise NotFound."""
    for team in known.every:
        if team.id == team_id:
            return team
    raise NotFound("There is no such team.")


def save(
    desk: Desk, known: Teams, *, team: Team | None = None, gone: Team | None = None,
    puts: Sequence[Put] = (),
) -> None:  # fmt: skip
    """Write a team or take one away, with further rows, if no team was changed since.

    Raises ConditionFailed otherwise.
    """
    own = [Put(row=_row(desk, team))] if team else []
    deletes = [_row(desk, gone)] if gone else []
    try:
        accounts.commit(desk, [*own, _moved_on(desk, known), *puts], deletes=deletes)
    finally:
        _teams.forget(desk.account_id)


def _moved_on(desk: Desk, known: Teams) -> Put:
    pk, sk = keys.teams_version(desk.account_id)
    row = TeamsRow(pk=pk, sk=sk, version=known.version + 1)
    return put_next(desk, row)


def _row(desk: Desk, team: Team) -> TeamRow:
    pk, sk = keys.team(desk.account_id, team.id)
    return TeamRow(
        pk=pk,
        sk=sk,
        name=team.name,
        description=team.description or None,
        order=team.order,
        facts={
            "agent_ids": list(team.agent_ids),
            "tags": list(team.tags),
            "segments": list(team.segments),
        },
        version=team.version,
        created_at=team.created_at,
    )


def _team(row: TeamRow) -> Team:
    return Team(
        id=row.sk,
        name=row.name,
        description=row.description or "",
        order=int(row.order),
        agent_ids=tuple(row.facts["agent_ids"]),
        tags=tuple(row.facts["tags"]),
        segments=tuple(row.facts["segments"]),
        version=int(row.version),
        created_at=row.created_at,
    )
