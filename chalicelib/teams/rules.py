"""What a team may be, and which teams a ticket is for; values only."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from chalicelib.core.errors import Conflict, Fault, Invalid
from chalicelib.teams.model import Edit, Team

MAX_NAME = 60
MAX_DESCRIPTION = 1_000
MAX_WORD = 60
MAX_WORDS = 20
"""Tags and segments of one team, together (decision 25)."""
MAX_MEMBERS = 200
MAX_TEAMS = 100
MAX_ORDER = 1_000_000


def matching(
    teams: Sequence[Team], tags: Iterable[str], segments: Iterable[str]
) -> tuple[Team, ...]:
    """Return the first teams that want such a ticket; several of one order take turns.

    One tag or one segment is enough, in upper or lower case alike.
    """
    carried, of_customer = _folded(tags), _folded(segments)
    wanting = [
        team
        for team in teams
        if carried & _folded(team.tags) or of_customer & _folded(team.segments)
    ]
    by_order = groupby(sorted(wanting, key=_place), key=lambda team: team.order)
    return next((tuple(group) for _, group in by_order), ())


def in_order(teams: Iterable[Team]) -> tuple[Team, ...]:
    """Return the teams as they are asked: by order, older ones first."""
    return tuple(sorted(teams, key=_place))


def after_the_last(teams: Sequence[Team]) -> int:
    """Return the order of a team that nobody gave a place."""
    return min(max((team.order for team in teams), default=0) + 1, MAX_ORDER)


def edited(team: Team, edit: Edit, *, eligible: frozenset[str]) -> Team:
    """Return the team as it becomes, or raise Invalid with all that is wrong.

    `eligible` are the agents who can be in a team. Who is a member already may stay, so that
    nobody has to be taken out before anything else can be changed.
    """
    after = replace(
        team,
        name=team.name if edit.name is None else " ".join(edit.name.split()),
        description=team.description if edit.description is None else edit.description.strip(),
        order=team.order if edit.order is None else edit.order,
        agent_ids=team.agent_ids if edit.agent_ids is None else _once(edit.agent_ids),
        tags=team.tags if edit.tags is None else _words(edit.tags),
        segments=team.segments if edit.segments is None else _words(edit.segments),
    )
    known = eligible.union(team.agent_ids)
    if found := [*_faults(after), *_strangers(edit.agent_ids or (), known)]:
        raise Invalid("The team is not as it should be.", faults=found)
    return after if after == team else replace(after, version=team.version + 1)


def refuse_namesake(team: Team, others: Iterable[Team]) -> None:
    """Raise Conflict where another team has this name, in whatever case."""
    name = team.name.casefold()
    for other in others:
        if other.id != team.id and other.name.casefold() == name:
            detail = "Another team has this name."
            raise Conflict(detail, code="team_exists", extra={"team_id": other.id})


def refuse_more(teams: Sequence[Team]) -> None:
    """Raise Conflict where there is no room for another team."""
    if len(teams) >= MAX_TEAMS:
        raise Conflict(f"There are {MAX_TEAMS} teams already.", code="too_many_teams")


def _faults(team: Team) -> Iterator[Fault]:
    if not _is_line(team.name, MAX_NAME):
        detail = f"A name has 1 to {MAX_NAME} characters on one line."
        yield Fault("/name", "invalid_name", detail)
    if len(team.description) > MAX_DESCRIPTION or not _is_text(team.description):
        detail = f"A description has at most {MAX_DESCRIPTION} characters."
        yield Fault("/description", "invalid_description", detail)
    if not team.agent_ids:
        yield Fault("/agent_ids", "required", "A team has at least one agent.")
    for pointer, words in (("/tags", team.tags), ("/segments", team.segments)):
        for index, word in enumerate(words):
            if not _is_line(word, MAX_WORD):
                detail = f"1 to {MAX_WORD} characters on one line."
                yield Fault(f"{pointer}/{index}", "invalid_name", detail)
    if len(team.tags) + len(team.segments) > MAX_WORDS:
        detail = f"A team has at most {MAX_WORDS} tags and segments together."
        yield Fault("/tags", "too_many", detail)


def _strangers(agent_ids: Iterable[str], known: frozenset[str]) -> Iterator[Fault]:
    for index, agent_id in enumerate(agent_ids):
        if agent_id not in known:
            detail = "No active agent who may use the helpdesk has this id."
            yield Fault(f"/agent_ids/{index}", "unknown_agent", detail)


def _is_line(text: str, most: int) -> bool:
    return 0 < len(text) <= most and text.isprintable()


def _is_text(text: str) -> bool:
    return all(line.isprintable() for line in text.replace("\t", " ").splitlines())


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _words(texts: Iterable[str]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for text in texts:
        kept.setdefault(text.strip().casefold(), text.strip())
    return tuple(kept.values())


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)


def _place(team: Team) -> tuple[int, str]:
    return team.order, team.id
