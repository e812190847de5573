"""The costs that `docs/table.md` names: read, compared with the meter's, and written anew."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "table.md"
HEAD = "| operation | requests | RU | WU | keys and services, in this order |"
_RULE = "| --- | --: | --: | --: | --- |"
_LINE = re.compile(
    r"\| (?P<name>[^|]+) \| (?P<numbers>[\d.]+ \| [\d.]+ \| [\d.]+) \| (?P<keys>.*) \|"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one operation costs and touches."""

    requests: int
    read: float
    write: float
    keys: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Read as the page's columns."""
        keys = ", ".join(f"`{key}`" for key in self.keys)
        return f"{self.requests} | {self.read:g} | {self.write:g} | {keys}"


def costs(text: str) -> dict[str, Cost]:
    """Return the page's costs by the operation's name."""
    found: dict[str, Cost] = {}
    for line in _table(text).splitlines():
        if match := _LINE.fullmatch(line):
            requests, read, write = match["numbers"].split(" | ")
            found[match["name"]] = Cost(
                requests=int(requests),
                read=float(read),
                write=float(write),
                keys=tuple(re.findall(r"`([^`]+)`", match["keys"])),
            )
    return found


def differing(text: str, measured: Mapping[str, Cost]) -> list[str]:
    """Return the operations of which the page says something else, or nothing, or too much."""
    said = costs(text)
    return [name for name in {**measured, **said} if said.get(name) != measured.get(name)]


def rewritten(text: str, measured: Mapping[str, Cost]) -> str:
    """Return the page with the measured costs."""
    lines = [f"| {name} | {cost} |" for name, cost in measured.items()]
    return text.replace(_table(text), "\n".join([HEAD, _RULE, *lines]))


def _table(text: str) -> str:
    start = text.index(HEAD)
    return text[start:].partition("\n\n")[0].rstrip("\n")
