"""What a first message is: spam or not, its tags, the team it is for (decisions 12, 23-25)."""

from collections.abc import Callable, Iterable

from chalicelib.accounts import rules as plans
from chalicelib.accounts import storage as accounts
from chalicelib.core.desk import Desk
from chalicelib.core.errors import Unavailable
from chalicelib.routing import lessons, rotation
from chalicelib.routing.model import Sorting
from chalicelib.routing.text.assess import assess
from chalicelib.routing.text.model import Inbound
from chalicelib.teams import rules as teams_rules
from chalicelib.teams import storage as teams


def sort(
    desk: Desk,
    words: Inbound,
    *,
    is_trusted: Callable[[], bool],
    segments: Iterable[str],
    draw: str,
    finds_team: bool = True,
) -> Sorting:
    """Judge a first message and find its team.

    `is_trusted` is asked only where the words look like spam: it may cost a read. `draw` names the
    ticket to be, so that trying again takes no other turn; without a team to find it takes none.
    """
    found = assess(desk, words, lessons.learned(desk))
    if found.is_spam and not is_trusted():
        return Sorting(is_spam=True, reasons=found.reasons)
    if not finds_team:
        return Sorting(tags=found.tags)
    team_id = team_for(desk, tags=found.tags, segments=segments, draw=draw)
    return Sorting(tags=found.tags, team_id=team_id)


def team_for(desk: Desk, *, tags: Iterable[str], segments: Iterable[str], draw: str) -> str | None:
    """Return the first team that wants such tickets; teams of one order take turns."""
    if not plans.includes(accounts.account(desk).plan, "routing"):
        return None
    tied = teams_rules.matching(teams.teams(desk), tags, segments)
    if len(tied) < 2:
        return tied[0].id if tied else None
    ids = [team.id for team in tied]
    try:
        return rotation.draw(desk, rotation.pool_of(ids), ids, draw)
    except Unavailable:
        return ids[0]  # out of turn, which is better than no ticket
