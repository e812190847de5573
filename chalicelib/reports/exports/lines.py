"""A line of an export, as its formats have it; values only."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any, cast

from chalicelib.reports.activity import lists
from chalicelib.reports.activity.drill import Line
from chalicelib.reports.activity.model import Count, Time
from chalicelib.reports.exports.model import Format

_ABOUT = ("day", "ticket_id", "number", "subject", "channel", "team_id", "team", "tags",
          "agent_ids", "agents", "sources")  # fmt: skip
_FIGURES = (
    *(count.name for count in Count),
    *(f"{time.name}{more}" for time in Time for more in ("", "_seconds", "_office_seconds")),
)
COLUMNS = (*_ABOUT, *_FIGURES)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet would take for a formula, or read as one after what it leaves out."""
_BETWEEN = "; "


def header(form: Format) -> bytes:
    """Return what stands before all lines."""
    return _csv([COLUMNS]) if form is Format.csv else b""


def body(
    form: Format, lines: Iterable[Line], agents: Mapping[str, str], teams: Mapping[str, str]
) -> bytes:
    """Return lines in a format; agents and teams are names by their ids."""
    values = [_values(line, agents, teams) for line in lines]
    if form is Format.csv:
        return _csv([[_cell(each[name]) for name in COLUMNS] for each in values])
    return b"".join(json.dumps(each, ensure_ascii=False).encode() + b"\n" for each in values)


def _values(line: Line, agents: Mapping[str, str], teams: Mapping[str, str]) -> dict[str, Any]:
    ids = lists.agents(line.held)
    ticket = line.ticket
    return {
        "day": line.day.isoformat(),
        "ticket_id": line.ticket_id,
        "number": ticket.number if ticket else None,
        "subject": ticket.subject if ticket else "",
        "channel": line.channel,
        "team_id": line.held.team,
        "team": teams.get(line.held.team, ""),
        "tags": list(line.held.tags),
        "agent_ids": ids,
        "agents": [agents.get(each, "") for each in ids],
        "sources": lists.sources(line.held),
        **{count.name: lists.number(line.amounts, count) for count in Count},
        **_times(line),
    }


def _times(line: Line) -> dict[str, int]:
    found: dict[str, int] = {}
    for time in Time:
        found[time.name] = lists.number(line.amounts, time)
        found[f"{time.name}_seconds"] = line.amounts.get(f"{time}s", 0)
        found[f"{time.name}_office_seconds"] = line.amounts.get(f"{time.upper()}s", 0)
    return found


def _cell(value: Any) -> Any:
    """Return a value as a cell; an apostrophe keeps spreadsheets from taking it for a formula."""
    if isinstance(value, list):
        value = _BETWEEN.join(cast("list[str]", value))
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _csv(rows: Iterable[Iterable[Any]]) -> bytes:
    told = io.StringIO()
    csv.writer(told, lineterminator="\r\n").writerows(rows)
    return told.getvalue().encode("utf-8", "replace")
