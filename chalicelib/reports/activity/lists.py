"""Which tickets a day's figures are made of: the marks that its lists go by; values only.

A list only says *look*: it names a ticket once for each day and mark, and nothing is ever struck
off it. What the ticket adds to the day today stands in its share.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from chalicelib.reports.activity.model import CLOSED, OPENED, Amounts, Count, Family, Held, Time
from chalicelib.table.parts import digest

ANY = "*"
"""The mark of whatever is in a day at all."""
_MOST_TAGS, _MOST_AGENTS, _MOST_SOURCES = 20, 20, 5
"""So many of one ticket are counted on a day, so that a day fits into one transaction."""
_PREFIX = "tkt_"
_MARK = 3
"""So long is a subject's mark: two may share one, for the share has the last word."""
_TOLD = re.compile(r"(\w{26})([*a-z]*)([0-9A-F]*)")


@dataclass(frozen=True, slots=True)
class Named:
    """A ticket in a list, and its marks that are new to the day."""

    ticket_id: str
    channel: str
    marks: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which of a day's tickets: those that add to a figure, and to whose."""

    metric: Count | Time | None = None
    channel: str = ""
    agent: str = ""
    team: str = ""
    tag: str = ""
    source: str = ""


def metric(name: str) -> Count | Time:
    """Return a figure by its name."""
    return Time[name] if name in Time.__members__ else Count[name]


def agents(held: Held) -> list[str]:
    """Return the agents that a day counts for."""
    return sorted(held.day.agents)[:_MOST_AGENTS]


def tags(held: Held) -> tuple[str, ...]:
    """Return the tags that a day counts for."""
    return held.tags[:_MOST_TAGS]


def sources(held: Held) -> list[str]:
    """Return the campaigns and flows that a day counts for."""
    return sorted(held.day.sources)[:_MOST_SOURCES]


def folded_tags(held: Held) -> list[str]:
    """Return the same without regard to upper and lower case, each once."""
    return list(dict.fromkeys(tag.casefold() for tag in tags(held)))


def marks(held: Held) -> frozenset[str]:
    """Return all marks of a day."""
    amounts = figures(held)
    if not amounts:
        return frozenset()
    names = {metric.value for metric in (*Count, *Time) if number(amounts, metric)}
    of_agents = {mark(Family.agent, agent) for agent in agents(held)}
    of_tags = {mark(Family.tag, tag) for tag in tags(held)}
    of_team = {mark(Family.team, held.team)} if held.team else set[str]()
    of_sources = {mark(Family.source, source) for source in sources(held)}
    return frozenset({ANY, *names, *of_agents, *of_tags, *of_team, *of_sources})


def mark(family: Family, subject: str) -> str:
    """Return the mark of an agent, a team, a tag or a source."""
    return digest(f"{family} {subject.casefold()}")[:_MARK].upper()


def sought(wanted: Wanted) -> str:
    """Return the mark that fewest tickets have of those that are wanted."""
    subjects = {
        Family.source: wanted.source,
        Family.agent: wanted.agent,
        Family.tag: wanted.tag,
        Family.team: wanted.team,
    }
    for family, subject in subjects.items():
        if subject:
            return mark(family, subject)
    return wanted.metric.value if wanted.metric else ANY


def figures(held: Held, agent: str = "", source: str = "") -> Amounts:
    """Return what a day adds to the figures of all, of an agent, or of a source."""
    if source:
        return held.day.sources[source] if source in sources(held) else {}
    if agent:
        return held.day.agents[agent] if agent in agents(held) else {}
    given = sum(held.day.agents[each].get(Count.assigned, 0) for each in agents(held))
    return {**held.day.amounts, Count.assigned: given} if given else held.day.amounts


def number(amounts: Amounts, metric: Count | Time) -> int:
    """Return how often something was counted, or timed."""
    return amounts.get(f"{metric}n" if isinstance(metric, Time) else metric, 0)


def net(amounts: Amounts) -> int:
    """Return by how much these let the backlog grow."""
    opened = sum(amounts.get(name, 0) for name in OPENED)
    return opened - sum(amounts.get(name, 0) for name in CLOSED)


def matching(held: Held, wanted: Wanted) -> Amounts:
    """Return what a day adds to the figures that are wanted, nothing where it is not."""
    if wanted.tag and wanted.tag.casefold() not in folded_tags(held):
        return {}
    if wanted.team and wanted.team != held.team:
        return {}
    amounts = figures(held, wanted.agent, wanted.source)
    return amounts if wanted.metric is None or number(amounts, wanted.metric) else {}


def whose(held: Held, metric: Count | Time) -> str | None:
    """Return whose a figure is on a day; None if it is nobody's, or more than one agent's."""
    found = [agent for agent in agents(held) if number(held.day.agents[agent], metric)]
    return found[0] if len(found) == 1 else None


def packed(named: Iterable[Named]) -> dict[str, str]:
    """Return a list as it lies in the table, by channel: ids and marks, as short as they can be."""
    found: dict[str, list[str]] = defaultdict(list)
    for each in named:
        names, subjects = (
            "".join(sorted(mark for mark in each.marks if (len(mark) == _MARK) is is_subject))
            for is_subject in (False, True)
        )
        found[each.channel].append(f"{each.ticket_id.removeprefix(_PREFIX)}{names}{subjects}")
    return {channel: " ".join(each) for channel, each in found.items()}


def unpacked(told: Mapping[str, str]) -> Iterator[Named]:
    """Yield what a list names, always in the same order."""
    for channel in sorted(told):
        for own_id, names, subjects in _TOLD.findall(told[channel]):
            parts = (subjects[at : at + _MARK] for at in range(0, len(subjects), _MARK))
            yield Named(_PREFIX + own_id, channel, frozenset((*names, *parts)))
