"""What the table's stream says for the status page: traffic, messages that failed, bulk jobs."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from chalicelib.core.desk import Desk
from chalicelib.core.ids import message_id
from chalicelib.core.moments import from_rfc3339
from chalicelib.status import rules, storage
from chalicelib.status.model import Stuck, Traffic
from chalicelib.table import keys
from chalicelib.table.recent import Recent
from chalicelib.table.row import Row
from chalicelib.tickets.rows import TicketRow

Image = Mapping[str, Mapping[str, Any]]
_PLAIN = frozenset({"email", "webchat"})
"""Channels of which an account has one: they need not be told apart by address."""
_REFUSED_TWICE = 2
_OVER = frozenset({"done", "cancelled"})
_REASONS = {
    "failed": "delivery_failed",
    "unknown": "delivery_unknown",
    "queued": "delivery_retried",
}
_noted: Recent[bool] = Recent(timedelta(minutes=1))


def fold(desk: Desk, records: Sequence[Mapping[str, Any]]) -> None:
    """Note what the page shows of these changes; the same once more notes the same."""
    passed: list[tuple[Image, bool]] = []
    for record in records:
        before: Image = record.get("OldImage") or {}
        after: Image = record.get("NewImage") or {}
        match _text(after, "_t"):
            case "message":
                _message(desk, before, after)
                passed += [(after, is_in) for is_in in _passed(before, after)]
            case "job":
                _job(desk, before, after)
            case _:
                pass
    if passed:
        _traffic(desk, passed)


def forget(account_id: str) -> None:
    """Note the next message of each inbox at once, as a process does that has just begun."""
    _noted.forget(account_id)


def _message(desk: Desk, before: Image, after: Image) -> None:
    state, detail = _text(after, "state"), _text(after, "state_detail")
    attempts = int(float(after.get("attempts", {}).get("N", 0)))
    is_news = (state, detail) != (_text(before, "state"), _text(before, "state_detail"))
    if state not in _REASONS or not is_news or detail == rules.NOT_SENT:
        return
    if state == "queued" and attempts < _REFUSED_TWICE:
        return
    sequence = int(_text(after, "sk").removeprefix(keys.FIRST_ENTRY))
    due_at = _text(after, "due_at")
    storage.note(desk, Stuck(
        id=message_id(keys.ticket_of(_text(after, "pk")), sequence),
        kind="message",
        reason=_REASONS[state],
        detail=detail,
        since=desk.now(),
        next_try_at=from_rfc3339(due_at) if due_at and state == "queued" else None,
        place=(_text(after, "pk"), _text(after, "sk")),
    ))  # fmt: skip


def _job(desk: Desk, before: Image, after: Image) -> None:
    job_id = keys.ticket_of(_text(after, "pk"))
    if _text(after, "stage") in _OVER:
        storage.end_work(desk, job_id)
    elif not before:
        storage.note_work(desk, job_id, int(float(after["expires_at"]["N"])))


def _passed(before: Image, after: Image) -> Iterator[bool]:
    """Yield True for a message that has come, False for one that has left just now."""
    if after.get("is_inbound", {}).get("BOOL"):
        if not before:
            yield True
    elif _text(after, "state") == "sent" and _text(before, "state") != "sent":
        yield False


def _traffic(desk: Desk, passed: Sequence[tuple[Image, bool]]) -> None:
    now = desk.now()
    wanted = {(_text(image, "channel"), _text(image, "pk"), is_in) for image, is_in in passed}
    addresses = _addresses({pk for channel, pk, _ in wanted if channel not in _PLAIN})
    for channel, address, is_in in {(c, addresses.get(pk, ""), i) for c, pk, i in wanted}:
        if address or channel in _PLAIN:
            way = {"last_in_at": now} if is_in else {"last_out_at": now}
            seen = Traffic(channel=channel, address=address, **way)
            key = f"{channel} {address} {is_in}"
            _noted.get(desk.account_id, key, now, lambda seen=seen: _kept(desk, seen))


def _kept(desk: Desk, seen: Traffic) -> bool:
    storage.note_traffic(desk, seen)
    return True


def _addresses(tickets: set[str]) -> dict[str, str]:
    """Return which of the account's addresses each ticket came to, by its partition."""
    if not tickets:
        return {}
    rows = Row.batch_get([(pk, keys.HEAD) for pk in sorted(tickets)])
    return {row.pk: row.inbox for row in rows if isinstance(row, TicketRow)}


def _text(image: Image, name: str) -> str:
    return str(image.get(name, {}).get("S", ""))
