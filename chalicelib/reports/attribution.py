"""What campaigns, flows and short links led to, from the counters of some days."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from chalicelib.reports.model import Amounts, Cell, Source
from chalicelib.reports.periods import Period
from chalicelib.reports.rules import REVENUE, added

DEFINITIONS: Mapping[str, str] = {
    "received": "Messages of the campaign or flow that customers received, on the day they did.",
    "replies": "Texts that were the first to answer such a message within the window, on the day "
    "they came. One text answers one message.",
    "unattributed_texts": "All other texts of customers, keywords and automatic texts not counted.",
    "messages": "Texts of the team that left with short links, on the day they were written.",
    "links": "The different addresses in them.",
    "clicks": "How often people followed the links, on the day they did; known machines are not "
    "counted.",
    "orders": "Orders within the window after a click, on the day they were placed. Each counts "
    "for one message: the one whose link was followed last.",
    "revenue": "What those orders came to, by currency.",
    "sources": "Clicks, orders and revenue count for the campaign or flow that the customer had "
    "answered last in the ticket when the message was written.",
    "left_out": "Tickets in Spam, with all that is in them, and automatic texts.",
}
_SOURCE = ("received", "replies", "clicks", "orders")
_LINKS = ("messages", "links", "clicks", "orders")


def shown(period: Period, sums: Iterable[tuple[Cell, Amounts]]) -> dict[str, Any]:
    """Return the report: each campaign and flow, all together, and the links day by day."""
    by_source: dict[Source, Amounts] = {}
    by_day: dict[date, Amounts] = {}
    names: dict[Source, str] = {}
    total: Amounts = {}
    for cell, amounts in sums:
        by_source[cell.source] = added(by_source.get(cell.source, {}), amounts)
        by_day[cell.day] = added(by_day.get(cell.day, {}), amounts)
        names[cell.source] = cell.source.name  # the newest, since days come in order
        total = added(total, amounts)
    return {
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        "time_zone": period.zone,
        "sources": _sources(by_source, names),
        "totals": _totals(total, by_source),
        "short_links": {
            **_figures(total, _LINKS),
            "days": [
                {"date": day.isoformat(), **_figures(amounts, _LINKS)}
                for day, amounts in by_day.items()
                if any(amounts.get(name) for name in _LINKS)
            ],
        },
        "definitions": dict(DEFINITIONS),
    }


def _sources(
    by_source: Mapping[Source, Amounts], names: Mapping[Source, str]
) -> list[dict[str, Any]]:
    found = [
        {
            "source": source.called,
            "type": source.kind,
            "id": source.id if source.id != names[source] else None,
            "name": names[source],
            "channel": source.channel,
            **_figures(amounts, _SOURCE),
        }
        for source, amounts in by_source.items()
        if source.kind and amounts
    ]
    return sorted(found, key=lambda each: (-each["replies"], -each["received"], each["name"]))


def _totals(total: Amounts, by_source: Mapping[Source, Amounts]) -> dict[str, Any]:
    attributed: Amounts = {}
    for source, amounts in by_source.items():
        if source.kind:
            attributed = added(attributed, amounts)
    return {**_figures(attributed, _SOURCE), "unattributed_texts": _number(total, "texts")}


def _figures(amounts: Amounts, names: Iterable[str]) -> dict[str, Any]:
    revenue = [
        {"currency": name.removeprefix(REVENUE), "value": _money(value)}
        for name, value in sorted(amounts.items())
        if name.startswith(REVENUE) and value
    ]
    return {**{name: _number(amounts, name) for name in names}, "revenue": revenue}


def _money(value: Decimal) -> str:
    whole, _, cents = f"{value.normalize():f}".partition(".")
    return f"{whole}.{cents:0<2}" if cents else whole


def _number(amounts: Amounts, name: str) -> int:
    return int(amounts.get(name, Decimal()))
