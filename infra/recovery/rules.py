"""Which rows come back from a table of an earlier moment, and as what. Pure."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from chalicelib.core.moments import rfc3339

Item = Mapping[str, Mapping[str, Any]]
"""A row as DynamoDB writes it: `{"pk": {"S": ...}, ...}`."""

RESTORED = "restored_at"
"""Says that a row came back, and when: nothing follows from it, since that has followed long ago.
`chalicelib.stream` reads it."""


class Way(Enum):
    """How rows of a kind are lost."""

    by_accident = "only by accident: they come back wherever they are missing"
    on_purpose = "also because somebody wants them gone: they come back where they are asked for"
    by_time = "by time: they never come back"


def _all(way: Way, kinds: str) -> dict[str, Way]:
    return dict.fromkeys(kinds.split(), way)


KINDS: Mapping[str, Way] = {
    **_all(
        Way.by_accident,
        "account account_event agent roster rotation learned ticket message note event folded "
        "share activity_share seen seen_text customer customer_ticket consent keyword_text "
        "autoresponse send counted_send customer_event customer_metric platform_segments recorded "
        "outlook action link badges counter sums listed activity_head weekly_mail search_index "
        "handed outside_ticket talk identity customer_agent knowledge teams views macros "
        "block_list setup",
    ),
    **_all(
        Way.on_purpose,
        "credential lookup inbox team block draft macro view event_filter article merge proof "
        "unanswered customer_platform shop subscription_platform order order_place shopper_order "
        "ledger_order own_domain link_domain helpdesk conversation listed_talk",
    ),
    **_all(
        Way.by_time,
        "alerted viewer operation chat rate feed job chunk export pending_shop shop_delivery "
        "acting withdrawn heard site stuck traffic knock work",
    ),
}
"""By the kind of a row, as its `_t` says."""

_ON_ITS_WAY = {"queued", "sending"}
_OPEN = {"pending", "unknown"}
"""Of actions at an outside service, as long as they are not settled."""
_DUE = ("due_at", "due_shard")
_OWES = 1
"""Where the message stands that a session owes an answer (`chalicelib.tickets.session.stored`)."""
_OWED = ("owed", "owed_since")


def is_wanted(row: Item, now: datetime, *, also: Collection[str] = (), is_whole: bool) -> bool:
    """Tell whether a row comes back where it is missing; `is_whole` is for a table without any."""
    expires = row.get("expires_at", {}).get("N")
    if expires is not None and float(expires) <= now.timestamp():
        return False
    kind = _kind(row)
    if kind == "credential" and not row["sk"]["S"].startswith("k#"):
        return False  # whoever signed out since stays out; keys of the API are asked for by name
    way = KINDS.get(kind, Way.on_purpose)
    return way is Way.by_accident or (way is Way.on_purpose and (is_whole or kind in also))


def is_of(row: Item, account_id: str) -> bool:
    """Tell whether a row is an account's, also where it lies outside of its partitions."""
    pk = row["pk"]["S"]
    own = row.get("account_id", {}).get("S") if pk.startswith("X#") else pk.split("#")[1]
    return own == account_id


def restored(row: Item, now: datetime) -> dict[str, Any]:
    """Return the row as it comes back: nothing that may have left already leaves again."""
    back: dict[str, Any] = {**row, RESTORED: {"S": now.astimezone(UTC).isoformat()}}
    match _kind(row):
        case "message" | "keyword_text" if row.get("state", {}).get("S") in _ON_ITS_WAY:
            # Nobody knows whether it left since: a person decides.
            back = _undecided(back)
        case "action" if row.get("state", {}).get("S") in _OPEN and "settled_at" not in row:
            # It may have been settled since, or withdrawn, so that nothing waits for it any more.
            back = {**_undecided(back), "settled_at": {"S": rfc3339(now)}}
        case "ticket" if "facts" in row:
            # The follow-up mail may have been sent since, and the Customer Agent's answer.
            facts = json.loads(row["facts"]["S"])
            facts.pop("f", None)
            if "g" in facts:
                facts["g"][_OWES] = 0
            back["facts"] = {"S": json.dumps(facts)}
        case "account" if "term" in row:
            # So may the mail about the plan.
            term = json.loads(row["term"]["S"])
            term = {name: value for name, value in term.items() if name not in _OWED}
            back["term"] = {"S": json.dumps(term)}
        case _:
            pass
    return back


def _undecided(row: Item) -> dict[str, Any]:
    """Return the row as one whose end nobody knows, nor looks for."""
    return {name: value for name, value in row.items() if name not in _DUE} | {
        "state": {"S": "unknown"}
    }


def fingerprint(rows: Iterable[Item]) -> str:
    """Return the same for the same rows, in whatever order and whenever they came back."""
    lines = sorted(json.dumps(_plain(row), sort_keys=True, default=bytes.hex) for row in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _plain(row: Item) -> dict[str, Any]:
    return {name: _ordered(value) for name, value in row.items() if name != RESTORED}


def _ordered(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return sets in order, and facts as what they say."""
    return {of: sorted(each) if of in ("SS", "NS", "BS") else each for of, each in value.items()}


def _kind(row: Item) -> str:
    return str(row.get("_t", {}).get("S", ""))
