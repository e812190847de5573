"""Brings rows back from a table restored to an earlier moment: `make restore`.

Only what is missing is written, each row on the condition that it still is: what has changed since
stays as it is. So it can be stopped, and run again, at any time.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from infra.account import stack
from infra.account import stage as stages
from infra.account.cloud import Cloud
from infra.account.stage import Stage
from infra.account.start import ends_in_words
from infra.recovery import rules
from infra.recovery.rules import Item, Way

_AT_ONCE = 100
"""Keys in one question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to come back: of an account or of all; kinds that people delete only by name."""

    source: str
    target: str
    account_id: str = ""
    also: Collection[str] = ()
    is_whole: bool = False
    is_dry: bool = False


@dataclass(slots=True)
class Done:
    """How many rows were read, were there, came back, by their kinds; and which were left out."""

    read: int = 0
    there: int = 0
    back: Counter[str] = field(default_factory=Counter[str])
    left: Counter[str] = field(default_factory=Counter[str])


class NotEmptyError(Exception):
    """There are other rows where a whole table was to come back."""


class UnknownTableError(Exception):
    """It is not clear which table is in use."""


def restore(table: Any, wish: Wish, now: datetime, *, tell: Callable[[Done], None]) -> Done:
    """Bring back what is missing; `table` is botocore's client.

    Raises NotEmptyError where the whole was asked for, and the target has rows that did not come
    back by an earlier run.
    """
    if wish.is_whole and any(rules.RESTORED not in row for row in _rows(table, wish.target)):
        text = "already in use, so that what people deleted there would come back, too"
        raise NotEmptyError(f"{wish.target} is {text}: leave out --whole.")
    done = Done()
    for page in _pages(table, wish.source):
        done.read += len(page)
        wanted = [row for row in page if _is_wanted(row, wish, now, done)]
        for start in range(0, len(wanted), _AT_ONCE):
            _bring(table, wanted[start : start + _AT_ONCE], wish, now, done)
        tell(done)
    return done


def _is_wanted(row: Item, wish: Wish, now: datetime, done: Done) -> bool:
    if wish.account_id and not rules.is_of(row, wish.account_id):
        return False
    is_wanted = rules.is_wanted(row, now, also=wish.also, is_whole=wish.is_whole)
    if not is_wanted:
        done.left[row["_t"]["S"]] += 1
    return is_wanted


def _bring(table: Any, rows: list[Item], wish: Wish, now: datetime, done: Done) -> None:
    there = set[tuple[str, str]]() if wish.is_whole else _there(table, rows, wish.target)
    for row in rows:
        if (row["pk"]["S"], row["sk"]["S"]) in there:
            done.there += 1
        elif wish.is_dry or _put(table, rules.restored(row, now), wish.target):
            done.back[row["_t"]["S"]] += 1
        else:
            done.there += 1


def _put(table: Any, row: Item, target: str) -> bool:
    try:
        table.put_item(TableName=target, Item=row, ConditionExpression="attribute_not_exists(pk)")
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        return False
    return True


def _there(table: Any, rows: list[Item], target: str) -> set[tuple[str, str]]:
    keys = [{"pk": row["pk"], "sk": row["sk"]} for row in rows]
    found: set[tuple[str, str]] = set()
    while keys:
        request = {target: {"Keys": keys, "ProjectionExpression": "pk, sk", "ConsistentRead": True}}
        answer = table.batch_get_item(RequestItems=request)
        found |= {(row["pk"]["S"], row["sk"]["S"]) for row in answer["Responses"].get(target, [])}
        keys = answer.get("UnprocessedKeys", {}).get(target, {}).get("Keys", [])
    return found


def _rows(table: Any, name: str) -> Iterator[Item]:
    return (row for page in _pages(table, name) for row in page)


def _pages(table: Any, name: str) -> Iterator[list[Item]]:
    start: dict[str, Any] = {}
    while True:
        page = table.scan(TableName=name, ConsistentRead=True, **start)
        yield page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


@ends_in_words(UnknownTableError, NotEmptyError)
def main(words: Sequence[str] | None = None, *, cloud_of: Callable[[Stage], Any] = Cloud) -> int:
    """Read the command line, and do it."""
    given = _arguments(words)
    stage = stages.read(given.file, given.stage, {})
    cloud = cloud_of(stage)
    wish = _wish(given, given.into or _table_of(cloud, stage))
    try:
        done = restore(cloud.client("dynamodb"), wish, datetime.now(UTC), tell=_tell)
    except ClientError:
        print("What came back stays; run it again.", file=sys.stderr)
        raise
    print(f"\n{'would come' if wish.is_dry else 'came'} back: {sum(done.back.values())}")
    for kind, count in sorted(done.back.items()):
        print(f"  {count:>9,} {kind}")
    if left := [kind for kind in sorted(done.left) if rules.KINDS.get(kind) is Way.on_purpose]:
        names = ", ".join(left)
        print(f"left out, since they are also removed on purpose (--also KIND,...): {names}")
    return 0


def _tell(done: Done) -> None:
    back = sum(done.back.values())
    print(f"\rread {done.read:,}, there {done.there:,}, back {back:,}", end="", flush=True)


def _table_of(cloud: Any, stage: Stage) -> str:
    known = stack.describe(cloud, stage.stack_name)
    if known is None or "TableName" not in known.outputs:
        raise UnknownTableError(f"There is no stack {stage.stack_name}: say the table by --into.")
    return known.outputs["TableName"]


def _wish(given: argparse.Namespace, into: str) -> Wish:
    if given.source == into:
        raise UnknownTableError(f"{into} is the table in use, and not one that was restored.")
    also = [kind for kind in given.also.split(",") if kind]
    return Wish(
        source=given.source, target=into, account_id=given.account, also=also,
        is_whole=given.whole, is_dry=given.dry_run,
    )  # fmt: skip


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.recovery.restore", description=__doc__)
    parser.add_argument("source", help="the table that was restored to an earlier moment")
    parser.add_argument("--stage", default="prod", help="as in deploy.toml")
    parser.add_argument("--file", type=Path, default=stages.FILE)
    parser.add_argument("--into", default="", help="the table in use; the stage's if not given")
    parser.add_argument("--account", default="", help="of one account only")
    parser.add_argument("--also", default="", help="kinds of rows that people delete, by comma")
    parser.add_argument("--whole", action="store_true", help="everything, into an empty table")
    parser.add_argument("--dry-run", action="store_true", help="only tell what would come back")
    given = parser.parse_args(words)
    known = {kind for kind, way in rules.KINDS.items() if way is Way.on_purpose}
    if unknown := sorted({kind for kind in given.also.split(",") if kind} - known):
        parser.error(f"--also knows no {', '.join(unknown)}")
    return given


if __name__ == "__main__":
    sys.exit(main())
