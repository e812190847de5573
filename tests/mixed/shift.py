"""Everything that two versions do together, and what is looked at after it."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from chalicelib.table.row import Row
from dev.web.exchange import Asked
from tests.faults.catalogue import COMMANDS
from tests.faults.cloud import Cloud
from tests.faults.commands import Command
from tests.faults.invariants import check, has_effect
from tests.faults.shop import Shop, found
from tests.mixed.walk import lost, paths, walk
from tests.mixed.world import MixedCloud, mixed

_LINES = 12
"""Of what somebody raised."""


def run(tree: Path, *, seed: int, only: str, say: Callable[[str], object]) -> list[str]:
    """Go through a day and every command; return what broke."""
    broken: list[str] = []
    with mixed(tree, seed=seed) as cloud:
        shop = found(cloud)
        cloud.posted.clear()
        again = shop.kept()
        broken += _day(cloud, shop)
        say(f"  a day in a shop: {'BROKEN' if broken else 'fine'}")
        commands = [each for each in COMMANDS if only in each.name]
        for command in commands:
            cloud.other.call("forget")
            faults = list(_command(cloud, again(), command))
            broken += faults
            say(f"  {command.name}: {'BROKEN' if faults else 'fine'}")
        for turn, times in sorted(cloud.turns.items()):
            say(f"  {times:5} x {turn}")
    return broken


def _day(cloud: MixedCloud, shop: Shop) -> list[str]:
    steps = ["founded"]
    try:
        for step in walk(shop):
            steps.append(step)
        return [f"at the end of the day: {fault}" for fault in _both(cloud, shop)]
    except Exception as failure:
        return [f"a day in a shop, {steps[-1]}: {_shortly(failure)}"]


def _command(cloud: MixedCloud, shop: Shop, command: Command) -> Iterator[str]:
    try:
        command.prepare(shop)
        command.act(shop)
        has_effect(shop, command.effect, command.name)
        faults = [*_theirs(cloud, shop), *_taken_away(cloud)]
    except Exception as failure:
        yield f"{command.name}: {_shortly(failure)}"
        return
    yield from (f"{command.name}, seen by the other: {fault}" for fault in faults)


def _both(cloud: MixedCloud, shop: Shop) -> Iterator[str]:
    """Look at all invariants with either version's eyes, and ask both for everything."""
    check(shop)
    yield from (f"seen by the other: {fault}" for fault in _theirs(cloud, shop))
    yield from _taken_away(cloud)
    for path in paths(shop):
        headers = {"authorization": f"Bearer {shop.tokens['owner']}"}
        asked = Asked(method="GET", target=path, headers=headers, body=b"")
        here = Cloud.answer(cloud, asked)
        there = cloud.other.answer(cloud.world.now, asked)
        if here.status != there.status:
            yield f"GET {path}: {here.status} here, {there.status} there"
        elif here.status == 200:
            differences = lost(json.loads(here.body), json.loads(there.body))
            yield from (f"GET {path} {each}" for each in differences)
        else:
            yield f"GET {path}: {here.status}"


def _taken_away(cloud: MixedCloud) -> Iterator[str]:
    """Yield what some write took away of what only the other version knows."""
    kinds: Any = Row._get_discriminator_attribute()
    for record in cloud.records(0):
        before: dict[str, Any] = record["dynamodb"].get("OldImage", {})
        after: dict[str, Any] = record["dynamodb"].get("NewImage", {})
        # Where one kind took the other's place, as an event that of a withdrawn message, all goes.
        if before and after and before["_t"] == after["_t"]:
            attributes = kinds.deserialize(before["_t"]["S"]).get_attributes().values()
            known = {each.attr_name for each in attributes}
            gone = before.keys() - known - after.keys()
            yield from (f"{before['_t']['S']} {before['pk']['S']} lost {name}" for name in gone)


def _theirs(cloud: MixedCloud, shop: Shop) -> list[str]:
    told: dict[str, Any] = {
        "rows": cloud.raw_rows(),
        "posted": [posted.ref for posted in cloud.posted],
        "dead": list(cloud.dead),
        "account_id": shop.account.id,
        "said": shop.said,
    }
    return cloud.other.call("check", cloud.world.now, told)


def _shortly(failure: BaseException) -> str:
    lines = str(failure).strip().splitlines() or [repr(failure)]
    return "\n".join(lines[-_LINES:])
