"""What the week's mail says: its subject, plain words, and the same as HTML; values only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

from chalicelib.reports.activity.model import Time

_FIGURES = (
    ("created", "Ticket volume"),
    ("resolved", "Resolved"),
    ("first_response", "First response"),
    ("response", "All responses"),
    ("resolution", "Resolution"),
    ("auto_closed", "Auto-closed"),
    ("reopened", "Reopened"),
    ("ai_resolved", "Closed by the Customer Agent"),
    ("backlog", "Backlog at the end"),
)
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_CELL = 'style="padding:4px 16px 4px 0;text-align:left"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A figure, and how it changed, in words."""

    name: str
    value: str
    change: str


def subject(account: str, first: date, last: date) -> str:
    """Return what the mail is called."""
    return f"{account}: support in the week {_days(first, last)}"


def lines(summary: Mapping[str, Any]) -> list[Line]:
    """Return each figure; times are means, by the wall's clock."""
    now, change = summary["current"], summary["change_percent"]
    return [
        Line(name=name, value=_value(metric, now), change=_change(metric, change))
        for metric, name in _FIGURES
    ]


def plain(account: str, days: tuple[date, date], shown: Sequence[Line], base_url: str) -> str:
    """Return the mail as plain words."""
    figures = "\n".join(
        f"{line.name}: {line.value}" + (f" ({line.change})" if line.change else "")
        for line in shown
    )
    return (
        f"Support at {account} in the week {_days(*days)}, against the week before:\n\n"
        f"{figures}\n\n"
        f"Times are means, around the clock. Open the report: {report(days, base_url)}\n\n"
        f"This mail comes every Monday. Switch it off, or choose who gets it, under Settings, "
        f"Reports: {settings(base_url)}\n"
    )


def html(account: str, days: tuple[date, date], shown: Sequence[Line], base_url: str) -> str:
    """Return the mail as HTML that needs nothing from elsewhere."""
    rows = "".join(
        f"<tr><th {_CELL} scope=row>{escape(line.name)}</th><td {_CELL}>{escape(line.value)}</td>"
        f"<td {_CELL}>{escape(line.change)}</td></tr>"
        for line in shown
    )
    return (
        '<!doctype html><html lang="en"><body style="font-family:sans-serif">'
        f'<h1 style="font-size:18px">Support at {escape(account)}</h1>'
        f"<p>The week {_days(*days)}, against the week before</p><table>{rows}</table>"
        "<p>Times are means, around the clock.</p>"
        f'<p><a href="{escape(report(days, base_url))}">Open the report</a></p>'
        '<p style="font-size:12px">This mail comes every Monday. '
        f'<a href="{escape(settings(base_url))}">Switch it off, or choose who gets it</a></p>'
        "</body></html>"
    )


def report(days: tuple[date, date], base_url: str) -> str:
    """Return where the same figures are."""
    first, last = days
    return f"{base_url}/console#/reports?period=own&from={first}&to={last}"


def settings(base_url: str) -> str:
    """Return where the mail is switched off."""
    return f"{base_url}/console#/settings/reports"


def _days(first: date, last: date) -> str:
    return f"from {first.isoformat()} to {last.isoformat()}"


def _value(metric: str, figures: Mapping[str, Any]) -> str:
    if metric not in Time.__members__:
        return f"{figures[metric]:,}"
    mean: int | None = figures[metric]["wall"]["mean"]
    return "none" if mean is None else f"{duration(mean)}, of {figures[metric]['n']:,}"


def _change(metric: str, changes: Mapping[str, Any]) -> str:
    is_time = metric in Time.__members__
    percent: float | None = changes[metric]["wall"]["mean"] if is_time else changes[metric]
    if percent is None:
        return ""
    if not percent:
        return "as before"
    more, less = ("longer", "shorter") if is_time else ("more", "fewer")
    return f"{abs(percent):g} % {more if percent > 0 else less}"


def duration(seconds: int) -> str:
    """Return a time by its two largest units.

    >>> duration(59), duration(3_600), duration(93_700)
    ('59 s', '1 h', '1 d 2 h')
    """
    for large, one, small, other in ((_DAY, "d", _HOUR, "h"), (_HOUR, "h", _MINUTE, "min")):
        if seconds >= large:
            rest = seconds % large // small
            return f"{seconds // large} {one}" + (f" {rest} {other}" if rest else "")
    return f"{seconds // _MINUTE} min" if seconds >= _MINUTE else f"{seconds} s"
