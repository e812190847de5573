"""Keeping the index up: ordered by the stream, done by a worker, piece by piece.

A piece becomes a small file, which takes in the files before it that are not much larger: so there
are few files, and each word is written anew only now and then. Two jobs at once, or one that dies,
lose a race and nothing else: the manifest is written in the place of the one that was read.
"""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from chalicelib.core.desk import Desk
from chalicelib.core.errors import NotFound, Unavailable
from chalicelib.search import gather, segment, storage
from chalicelib.search.gather import Piece
from chalicelib.search.model import Dropped, IndexFile, Manifest
from chalicelib.search.segment import Packed
from chalicelib.table.recent import Recent
from chalicelib.table.write import ConditionFailed, attempts

JOB = "index_search"
EVERY = timedelta(minutes=2)
SMALL = 64_000
"""Files up to this size always become one."""
LARGEST = 8_000_000
"""A merged file is at most so large: a worker holds several in its memory."""
_GROWTH = 2

_ordered: Recent[bool] = Recent(EVERY)


def order(desk: Desk) -> None:
    """Have the account indexed in two minutes, unless this process did so less than that ago.

    What was folded before the job's moment is in the feed when it comes.
    """
    _ordered.get(desk.account_id, JOB, desk.now(), lambda: _put(desk, delay=EVERY))


def order_anew(desk: Desk) -> None:
    """Have the index made anew, since a file of it is missing, as after the table was restored."""
    _ordered.get(desk.account_id, "anew", desk.now(), lambda: _put(desk, is_anew=True))


def work_off(desk: Desk, order: dict[str, Any]) -> None:
    """Index the next piece, and order the one after it; nothing to do is fine.

    With `is_anew`, first forget the files where one of them is missing; with `is_whole`, too,
    where none is.
    """
    _ordered.forget(desk.account_id)  # whatever comes from now on may need another job
    for attempt in attempts(desk):
        own = desk.for_operation(f"{desk.operation_id}-{attempt}")
        try:
            has_more = _anew(own, order) if order.get("is_anew") else _next(own)
        except ConditionFailed:
            continue
        if has_more:
            _put(desk)
        return
    raise Unavailable("Others index the same account; try again.")


def _put(desk: Desk, *, delay: timedelta = timedelta(), is_anew: bool = False) -> bool:
    body = json.dumps({"job": JOB, "account_id": desk.account_id, "is_anew": is_anew})
    desk.queues.put("jobs", [body], delay=delay)
    return True


def _anew(desk: Desk, order: dict[str, Any]) -> bool:
    if not order.get("is_whole"):
        return _over(desk)
    before = storage.load(desk, consistent=True)
    storage.save(desk, before, gather.over(desk, before))
    return True


def _over(desk: Desk) -> bool:
    before = storage.load(desk, consistent=True)
    if all(storage.is_there(desk, file) for file in before.files):
        return False
    storage.save(desk, before, gather.over(desk, before))
    return True


def _next(desk: Desk) -> bool:
    before = storage.load(desk, consistent=True)
    piece = gather.piece(desk, before)
    if piece is None:
        return False
    try:
        _write(desk, before, piece)
    except NotFound:
        return _over(desk)
    return piece.has_more


def _write(desk: Desk, before: Manifest, piece: Piece) -> None:
    now = desk.now()
    over = [file for file in before.dropped if storage.is_over(file, now)]
    storage.delete(desk, over)
    kept = replace(before, dropped=tuple(file for file in before.dropped if file not in over))
    after = replace(piece.after, dropped=kept.dropped, files=before.files)
    if not piece.contents:
        storage.save(desk, before, after)
        return
    packed, taken = _merged(desk, before.files, segment.pack(piece.contents))
    name = desk.new_id("idx")
    announced = replace(kept, dropped=(*kept.dropped, Dropped(name=name, since=now)))
    # From here on the file is known, whatever becomes of this process.
    claimed = storage.save(desk, before, announced)
    file = storage.add_file(desk, name, packed)
    gone = tuple(Dropped(name=each.name, since=now) for each in taken)
    files = (*before.files[: len(before.files) - len(taken)], file)
    storage.save(desk, claimed, replace(after, files=files, dropped=(*kept.dropped, *gone)))


def _merged(
    desk: Desk, files: tuple[IndexFile, ...], new: Packed
) -> tuple[Packed, tuple[IndexFile, ...]]:
    """Return the new file with those of the last ones in it that it takes in."""
    count, size = 0, len(new.body)
    for file in reversed(files):
        is_alike = file.size <= max(SMALL, _GROWTH * size)
        if not is_alike or size + file.size > LARGEST:
            break
        count, size = count + 1, size + file.size
    taken = files[len(files) - count :]
    if not taken:
        return new, ()
    bodies = [storage.body(desk, file) for file in taken]
    return segment.merge([*bodies, (new.body, new.directory_at)]), taken
